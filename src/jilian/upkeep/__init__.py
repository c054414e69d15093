"""Keeping an installation: backup and restore, health and metrics, retention, protection."""
