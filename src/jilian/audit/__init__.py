"""Who did what, when: only records, never changed."""
