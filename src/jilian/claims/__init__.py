"""A firm takes its own record in hand: claims and corrections, reviewed."""
