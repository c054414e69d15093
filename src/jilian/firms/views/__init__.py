"""Pages of firms."""

from __future__ import annotations

from jilian.firms.views.looking import carrier, detail, export, export_titles, firm_list, titles
from jilian.firms.views.merging import history, merge, split, undo_merge, undo_split

__all__ = [
    "carrier",
    "detail",
    "export",
    "export_titles",
    "firm_list",
    "history",
    "merge",
    "split",
    "titles",
    "undo_merge",
    "undo_split",
]
