"""Supply links with their evidence, and dated snapshots."""
