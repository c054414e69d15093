"""Indicators by unit and month: measured, returned or published, as published and as revised."""
