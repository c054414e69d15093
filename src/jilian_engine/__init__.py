"""The computations of Jilian: tables and plain values in, results out."""
