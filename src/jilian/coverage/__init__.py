"""Campaigns that reach firms without an organisation: frozen lists, routes, end states."""
