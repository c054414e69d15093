"""Every write of this area."""

from __future__ import annotations

from jilian.network.operations.inference import infer_supply_links
from jilian.network.operations.links import save_links
from jilian.network.operations.snapshots import freeze_snapshot

__all__ = ["freeze_snapshot", "infer_supply_links", "save_links"]
