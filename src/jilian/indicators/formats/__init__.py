"""Tables of figures that people send."""
