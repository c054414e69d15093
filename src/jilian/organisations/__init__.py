"""The organisations of a district as of a day."""
