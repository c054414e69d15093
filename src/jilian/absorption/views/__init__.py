"""Pages of this area."""

from __future__ import annotations

from jilian.absorption.views.deciding import answer, decide, end, undo, withdraw
from jilian.absorption.views.listing import absorptions, detail, export, of_cluster
from jilian.absorption.views.proposing import propose

__all__ = [
    "absorptions",
    "answer",
    "decide",
    "detail",
    "end",
    "export",
    "of_cluster",
    "propose",
    "undo",
    "withdraw",
]
