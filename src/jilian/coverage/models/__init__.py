"""Campaigns with frozen lists, targets, plans and checks."""

from __future__ import annotations

from jilian.coverage.models.campaigns import Campaign, CampaignQuerySet, ListedFirm, town_keys
from jilian.coverage.models.plans import Check, CoveragePlan, Draw, PlanGroup, PlanLine
from jilian.coverage.models.targets import Move, Removal, Target, TargetCount, TargetQuerySet

__all__ = [
    "Campaign",
    "CampaignQuerySet",
    "Check",
    "CoveragePlan",
    "Draw",
    "ListedFirm",
    "Move",
    "PlanGroup",
    "PlanLine",
    "Removal",
    "Target",
    "TargetCount",
    "TargetQuerySet",
    "town_keys",
]
