"""Pages of this area."""

from __future__ import annotations

from jilian.leaders.views.calendar import (
    calendar,
    change,
    finish,
    note,
    propose,
    word,
)
from jilian.leaders.views.deciding import decide, undo, withdraw
from jilian.leaders.views.looking import again, detail, export, of_cluster, selections
from jilian.leaders.views.starting import compute, measures, start, weights, weights_sum

__all__ = [
    "again",
    "calendar",
    "change",
    "compute",
    "decide",
    "detail",
    "export",
    "finish",
    "measures",
    "note",
    "of_cluster",
    "propose",
    "selections",
    "start",
    "undo",
    "weights",
    "weights_sum",
    "withdraw",
    "word",
]
