"""First page, search across everything, sources."""
