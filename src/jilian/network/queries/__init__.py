"""Every read of this area worth a name."""

from __future__ import annotations

from jilian.network.queries.comparing import compare_links

__all__ = ["compare_links"]
