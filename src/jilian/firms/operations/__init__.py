"""Every write of this area."""

from __future__ import annotations

from jilian.firms.operations.exports import note_export
from jilian.firms.operations.looks import note_look
from jilian.firms.operations.merges import merge_firms, undo_merge
from jilian.firms.operations.register import save_firms
from jilian.firms.operations.splits import split_firm, undo_split
from jilian.firms.operations.titles import save_carriers, save_titles

__all__ = [
    "merge_firms",
    "note_export",
    "note_look",
    "save_carriers",
    "save_firms",
    "save_titles",
    "split_firm",
    "undo_merge",
    "undo_split",
]
