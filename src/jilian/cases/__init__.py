"""Cases: one firm, several matters, their branches, papers and exact clocks."""
