"""Every read of this area."""

from __future__ import annotations

from jilian.gaps.queries.chain import GapChain, gap_chain
from jilian.gaps.queries.lists import ItemList, lists_of
from jilian.gaps.queries.missing import (
    MissingPage,
    latest_done,
    latest_run,
    missing_page,
    missing_seen,
    totals,
    value_shown,
)
from jilian.gaps.queries.pipeline import (
    RecruitPage,
    known_on,
    published_signed,
    reached_on,
    recruit_page,
    recruits_seen,
    three_numbers,
)
from jilian.gaps.queries.plain import plain_missing, plain_pipeline
from jilian.gaps.queries.sizes import SizePage, size_page

__all__ = [
    "GapChain",
    "ItemList",
    "MissingPage",
    "RecruitPage",
    "SizePage",
    "gap_chain",
    "known_on",
    "latest_done",
    "latest_run",
    "lists_of",
    "missing_page",
    "missing_seen",
    "plain_missing",
    "plain_pipeline",
    "published_signed",
    "reached_on",
    "recruit_page",
    "recruits_seen",
    "size_page",
    "three_numbers",
    "totals",
    "value_shown",
]
