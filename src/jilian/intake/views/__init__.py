"""Pages of uploaded tables: the list, sending one, what it would change, applying it."""

from __future__ import annotations

from jilian.intake.views.columns import columns, forget_heading, headings
from jilian.intake.views.deciding import apply, check, set_aside
from jilian.intake.views.looking import marked, problems, upload, uploads
from jilian.intake.views.sending import blank_table, receive
from jilian.intake.views.undoing import undo

__all__ = [
    "apply",
    "blank_table",
    "check",
    "columns",
    "forget_heading",
    "headings",
    "marked",
    "problems",
    "receive",
    "set_aside",
    "undo",
    "upload",
    "uploads",
]
