"""What units report each month: entry, checks, review level by level, release with its cover."""
