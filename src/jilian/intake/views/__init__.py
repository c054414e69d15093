"""Pages of uploaded tables: the list, sending one, what it would change, applying it."""

from __future__ import annotations

from jilian.intake.views.deciding import apply, check, set_aside
from jilian.intake.views.looking import problems, upload, uploads
from jilian.intake.views.sending import blank_table, receive

__all__ = [
    "apply",
    "blank_table",
    "check",
    "problems",
    "receive",
    "set_aside",
    "upload",
    "uploads",
]
