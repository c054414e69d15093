"""Formation runs, clusters, members."""
