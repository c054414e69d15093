"""Forms of items, deadlines, entry checks, states: decisions about plain values."""
