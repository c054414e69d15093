"""Calls for help: a firm about to run out of material, and who can help it."""
