"""Pages of this area."""

from __future__ import annotations

from jilian.gaps.views.chains import chain, close_item, items, new_item, of_cluster
from jilian.gaps.views.deciding import decide, put_on_list
from jilian.gaps.views.looking import detail, missing, missing_export, progress, related, search
from jilian.gaps.views.pipeline import (
    correct,
    new_recruit,
    pipeline,
    pipeline_export,
    recruit,
    stage,
)
from jilian.gaps.views.sizes import sizes

__all__ = [
    "chain",
    "close_item",
    "correct",
    "decide",
    "detail",
    "items",
    "missing",
    "missing_export",
    "new_item",
    "new_recruit",
    "of_cluster",
    "pipeline",
    "pipeline_export",
    "progress",
    "put_on_list",
    "recruit",
    "related",
    "search",
    "sizes",
    "stage",
]
