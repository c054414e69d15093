"""Files of this area: templates out, filled tables in, lists out."""
