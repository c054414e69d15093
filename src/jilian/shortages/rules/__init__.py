"""Decisions about calls for help without a database."""
