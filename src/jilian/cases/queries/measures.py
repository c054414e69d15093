"""What a record measures: from which event to which, in both calendars; never a number typed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from jilian.cases.models import Matter
from jilian.cases.queries.offices import Offices, template_of
from jilian.cases.rules.course import Standing
from jilian.cases.rules.dues import moment_of
from jilian_engine.clocks import SHANGHAI, Office
from jilian_engine.rulebook.processes import Measure, ProcessTemplate, StepEdge


@dataclass(frozen=True)
class Measured:
    """A measure of a template in one matter: its two events with their moments, and the times."""

    key: str
    zh: str
    en: str
    start: StepEdge
    end: StepEdge
    start_at: datetime
    end_at: datetime
    elapsed_seconds: int
    working_seconds: int
    calendar_days: int
    working_days: int


def measures_of(matter: Matter, offices: Offices | None = None) -> list[Measured]:
    """Return the measures of a matter both of whose events have happened, in template order."""
    kept = offices or Offices.of(matter.case.world)
    rows = {one.step: one for one in matter.steps.all()}
    office = kept.for_matter(matter)
    found = []
    for measure in template_of(matter.template_version).measures:
        start, end = rows.get(measure.start.step), rows.get(measure.end.step)
        if start is None or end is None:
            continue
        begins = start.started_at if measure.start.edge == "start" else start.ended_at
        ends = end.started_at if measure.end.edge == "start" else end.ended_at
        if begins is not None and ends is not None and begins <= ends:
            found.append(_measured(measure, begins, ends, office))
    return found


def measures_in(template: ProcessTemplate, standing: Standing, office: Office) -> list[Measured]:
    """Return the same from how a matter stands after a replay."""
    found = []
    for measure in template.measures:
        begins, ends = moment_of(measure.start, standing), moment_of(measure.end, standing)
        if begins is not None and ends is not None and begins <= ends:
            found.append(_measured(measure, begins, ends, office))
    return found


def _measured(measure: Measure, begins: datetime, ends: datetime, office: Office) -> Measured:
    first, last = begins.astimezone(SHANGHAI).date(), ends.astimezone(SHANGHAI).date()
    return Measured(
        measure.key, measure.zh, measure.en, measure.start, measure.end, begins, ends,
        int((ends - begins).total_seconds()), office.working_seconds(begins, ends),
        (last - first).days, office.calendar.working_days(first, last),
    )  # fmt: skip
