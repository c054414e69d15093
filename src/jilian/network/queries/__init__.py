"""Every read of this area worth a name."""

from __future__ import annotations

from jilian.network.queries.comparing import compare_links
from jilian.network.queries.network_tables import network_frames
from jilian.network.queries.snapshots import snapshot_files, snapshot_tables, snapshots_of

__all__ = [
    "compare_links",
    "network_frames",
    "snapshot_files",
    "snapshot_tables",
    "snapshots_of",
]
