"""The entries of the catalogue: a file an indicator, or a family that differs in one parameter."""
