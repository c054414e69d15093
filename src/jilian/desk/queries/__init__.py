"""Every read of this area worth a name."""
