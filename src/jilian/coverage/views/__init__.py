"""Pages of coverage campaigns."""

from __future__ import annotations

from jilian.coverage.views.board import board, export, of_cluster
from jilian.coverage.views.campaigns import (
    campaign_list,
    count,
    discard,
    draft,
    freeze,
    new,
    start,
)
from jilian.coverage.views.closing import close, export_report, report
from jilian.coverage.views.plans import plan, progress
from jilian.coverage.views.signing import checks, signing
from jilian.coverage.views.targets import move, target

__all__ = [
    "board",
    "campaign_list",
    "checks",
    "close",
    "count",
    "discard",
    "draft",
    "export",
    "export_report",
    "freeze",
    "move",
    "new",
    "of_cluster",
    "plan",
    "progress",
    "report",
    "signing",
    "start",
    "target",
]
