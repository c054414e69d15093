"""Which cells of declared tables other audiences may see, and what that leaves to guess."""
