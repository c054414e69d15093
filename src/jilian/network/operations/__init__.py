"""Every write of this area."""

from __future__ import annotations

from jilian.network.operations.links import save_links

__all__ = ["save_links"]
