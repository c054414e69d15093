"""The bridge to the planner of the engine."""

from __future__ import annotations

from jilian.coverage.analysis.planning import Planned, PlannedGroup, PlannedLine, plan_campaign

__all__ = ["Planned", "PlannedGroup", "PlannedLine", "plan_campaign"]
