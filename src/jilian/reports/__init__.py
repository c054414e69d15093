"""Monthly reports that freeze what they print: compiled, signed by two, printed, corrected."""
