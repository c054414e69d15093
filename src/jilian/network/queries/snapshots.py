"""Reading frozen snapshots."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from jilian.network.models import Snapshot
from jilian_engine import tables

if TYPE_CHECKING:
    import polars as pl
    from django.db.models import QuerySet

    from jilian.places.models import World


def snapshots_of(world: World) -> QuerySet[Snapshot]:
    """Return the snapshots of a world, latest first, without their tables."""
    return world.snapshots.order_by("-frozen_at", "-pk")


def snapshot_files(snapshot: Snapshot) -> dict[str, bytes]:
    """Return the tables of a snapshot as they are kept: Parquet by name."""
    kept = snapshot.tables.values_list("name", "content")
    return {name: bytes(content) for name, content in kept}


def snapshot_tables(snapshot: Snapshot) -> dict[str, pl.DataFrame]:
    """Return the tables of a snapshot, checked against its fingerprints.

    Raises EngineError when what is kept is not what was frozen.
    """
    manifest = tables.Manifest.from_json(json.dumps(snapshot.manifest))
    return tables.read_snapshot(snapshot_files(snapshot), manifest)
