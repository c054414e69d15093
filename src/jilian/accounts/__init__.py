"""People, roles and the one permission gate."""
