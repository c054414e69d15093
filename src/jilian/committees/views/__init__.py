"""Pages of setting up bodies: lists, the page of one, its steps, its papers."""

from __future__ import annotations

from jilian.committees.views.drafting import contents, declared, new, seats
from jilian.committees.views.register import (
    detail,
    export,
    export_terms,
    of_cluster,
    paper,
    procedures,
    terms,
)
from jilian.committees.views.steps import decide, step, undo

__all__ = [
    "contents",
    "decide",
    "declared",
    "detail",
    "export",
    "export_terms",
    "new",
    "of_cluster",
    "paper",
    "procedures",
    "seats",
    "step",
    "terms",
    "undo",
]
