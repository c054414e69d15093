"""Tables of this area."""

from __future__ import annotations

from jilian.gaps.models.lists import ChainItem
from jilian.gaps.models.missing import GapRun, MissingLink, MissingLinkQuerySet
from jilian.gaps.models.pipeline import Recruit, RecruitQuerySet, RecruitStage

__all__ = [
    "ChainItem",
    "GapRun",
    "MissingLink",
    "MissingLinkQuerySet",
    "Recruit",
    "RecruitQuerySet",
    "RecruitStage",
]
