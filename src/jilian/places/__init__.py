"""Worlds, administrative divisions, industries, outlines and the input-output table."""
