"""Decisions as functions of plain values."""
