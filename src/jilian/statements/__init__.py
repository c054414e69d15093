"""Figures read out of a text and compared with the records and with one another."""
