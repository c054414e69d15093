"""Every write of this area."""

from __future__ import annotations

from jilian.firms.operations.exports import note_export
from jilian.firms.operations.register import save_firms
from jilian.firms.operations.titles import save_carriers, save_titles

__all__ = ["note_export", "save_carriers", "save_firms", "save_titles"]
