"""How the counts of organisations grew between two days, and monthly reports of the lines."""
