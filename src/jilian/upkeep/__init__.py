"""Backups, retention, health and figures of the installation."""
