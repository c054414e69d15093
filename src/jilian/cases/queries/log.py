"""What happened in cases as an event log: offices and steps, never a person's or a firm's name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time

from django.db.models import Q, QuerySet
from django.utils import timezone

from jilian.cases.models import Case, CaseEvent, Department, Matter, MatterStep
from jilian.cases.rules.words import HOLDER_WORDS, EventKind
from jilian.places.models import World
from jilian_engine.event_logs import (
    CaseRow,
    EventLog,
    EventRow,
    MatterRow,
    OfficeRow,
    StepRow,
)

# Grounds of these events are words of a list; elsewhere they are left out.
WITH_GROUND = frozenset({EventKind.PAUSED, EventKind.ACCEPTED, EventKind.DECIDED})

OTHER = "other"


def cases_logged(
    world: World, since: date | None = None, until: date | None = None
) -> QuerySet[Case]:
    """The cases of a world opened in a period, both days included."""
    opened = Q(world=world)
    if since is not None:
        opened &= Q(opened_at__gte=_midnight(since))
    if until is not None:
        opened &= Q(opened_at__lt=_midnight(date.fromordinal(until.toordinal() + 1)))
    return Case.objects.counted().filter(opened).order_by("opened_at", "pk")


def event_log_of(world: World, since: date | None = None, until: date | None = None) -> EventLog:
    """Everything that happened in these cases, corrections applied; five queries.

    An event that was corrected stands at its true moment, one that never was not at all.
    """
    cases = list(cases_logged(world, since, until).only("key", "is_urgent", "state"))
    keys = {case.pk: str(case.key) for case in cases}
    wanted = cases_logged(world, since, until).order_by().values("pk")
    names = dict(Department.objects.filter(world=world).values_list("key", "name"))
    matters = list(
        Matter.objects.filter(case__in=wanted).select_related("template_version", "department")
    )
    steps = list(MatterStep.objects.filter(matter__case__in=wanted).order_by("pk"))
    events = _events(CaseEvent.objects.filter(case__in=wanted).order_by("pk"))
    matter_keys = {one.pk: str(one.key) for one in matters}
    step_keys = {one.pk: str(one.key) for one in steps}
    for one in matters:
        for key, words in one.template_version.content.get("actors", {}).items():
            names.setdefault(key, words["zh"])
    names |= {key: str(words) for key, words in HOLDER_WORDS.items()} | {OTHER: OTHER}
    matter_rows = [
        MatterRow(
            matter_keys[one.pk], keys[one.case_id], one.template_version.key,
            str(one.template_version.version), one.department.key if one.department else "",
        )
        for one in matters
    ]  # fmt: skip
    step_rows = [
        StepRow(
            step_keys[one.pk], matter_keys[one.matter_id], one.step, one.name,
            _office(one.holder, names),
        )
        for one in steps
    ]  # fmt: skip
    event_rows = [
        EventRow(
            key=str(one.pk), case=keys[one.case_id], at=at, event=one.event,
            matter=matter_keys.get(one.matter_id or 0, ""),
            step=step_keys.get(one.step_id or 0, ""), office=_office(one.holder, names),
            ground=one.ground if one.event in WITH_GROUND else "",
        )
        for one, at in events
    ]  # fmt: skip
    used = {row.office for row in matter_rows} | {row.office for row in step_rows}
    used |= {row.office for row in event_rows}
    return EventLog(
        name=world.code,
        cases=[CaseRow(keys[one.pk], one.is_urgent, one.state) for one in cases],
        matters=matter_rows, steps=step_rows, events=event_rows,
        offices=[OfficeRow(key, name) for key, name in sorted(names.items()) if key in used],
    )  # fmt: skip


def _office(holder: str, names: Mapping[str, str]) -> str:
    """The key of an office; whatever is neither department nor actor is left without its words."""
    return holder if not holder or holder in names else OTHER


def _events(rows: Iterable[CaseEvent]) -> list[tuple[CaseEvent, datetime]]:
    """The events at their true moments, without corrections and what never was."""
    kept = list(rows)
    fixed = {row.corrects_id: row.corrected_at for row in kept if row.event == EventKind.CORRECTED}
    found = []
    for row in kept:
        at = fixed.get(row.pk, row.at)
        if row.event != EventKind.CORRECTED and at is not None:
            found.append((row, at))
    return found


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
