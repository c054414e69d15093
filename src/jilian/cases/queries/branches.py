"""Branches of a matter: what they wait for, and what could start now."""

from __future__ import annotations

from datetime import datetime

from jilian.cases.models import Matter, MatterStep, Paper
from jilian.cases.queries.offices import template_of
from jilian.cases.rules.words import PaperState
from jilian_engine.clocks.order import among


def missing_before(matter: Matter, step: MatterStep, at: datetime) -> list[MatterStep]:
    """Return what a branch waits for; nothing where a promised paper stands in for it."""
    held = {one.step: one for one in matter.steps.all()}
    plan = template_of(matter.template_version)
    after = among(set(held), {one.key: one.after for one in plan.steps})
    optional = {one.key for one in plan.steps if one.optional}
    missing = [
        held[key]
        for key in after.get(step.step, ())
        if key in held
        and not (key in optional and held[key].started_at is None)
        and not _ended_by(held[key], at)
    ]
    if missing and _has_promise(matter, step):
        return []
    return missing


def _ended_by(step: MatterStep, at: datetime) -> bool:
    return step.ended_at is not None and step.ended_at <= at


def _has_promise(matter: Matter, step: MatterStep) -> bool:
    rows = Paper.objects.filter(matter=matter, step=step)
    return rows.filter(state__in=(PaperState.PROMISED, PaperState.GIVEN)).exists()
