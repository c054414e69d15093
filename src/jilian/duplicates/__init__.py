"""Pairs of records that may be one firm: proposed, judged once, remembered."""
