"""Words and pure rules of this area."""
