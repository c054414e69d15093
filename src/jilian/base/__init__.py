"""Small technical things; no word of the domain."""
