"""Uploaded tables: receive, check, apply."""
