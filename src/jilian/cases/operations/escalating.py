"""What runs by itself: silence that is acceptance, late work that goes up, papers that are due."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.cases.models import CaseEvent, Matter, Paper
from jilian.cases.operations.computing import recompute, touch
from jilian.cases.operations.locking import locked_case, matter_within
from jilian.cases.operations.telling import tell_commission, tell_firm, tell_officer
from jilian.cases.queries.offices import Offices
from jilian.cases.queries.waiting import late_matters, silent_matters
from jilian.cases.rules.words import SILENCE, CaseState, EnteredVia, EventKind
from jilian_engine.clocks import ClockError, Limit, Office, due

P = Permission
UP_AFTER = Limit(1, "wd")


@transaction.atomic
def accept_silent_due(*, by: Person, at: datetime) -> int:
    """Record the acceptance of what was received and not answered within five working days."""
    allow(by, P.KEEP_CALENDAR)
    done = 0
    offices: dict[int, Offices] = {}
    for found in silent_matters():
        case = locked_case(found.case_id)
        if case.world_id not in offices:
            offices[case.world_id] = Offices.of(case.world)
        matter = matter_within(case, found.pk)
        kept = recompute(matter, at, offices[case.world_id])
        if kept.division is None or not kept.division.by_silence:
            continue
        CaseEvent.objects.create(
            case=case, matter=matter, at=at, event=EventKind.ACCEPTED, ground=SILENCE,
            by=by.username, recorded_at=at, entered_via=EnteredVia.TIMETABLE,
        )  # fmt: skip
        recompute(matter, at, offices[case.world_id])
        touch(case, at)
        audit.record(
            "case.accepted_by_silence", by=by, at=at, world=case.world, about=case,
            after={"matter": matter.pk, "received_at": matter.received_at},
        )  # fmt: skip
        tell_officer(
            by=by, at=at, case=case, kind="matter_accepted_by_silence",
            key=f"silence:{matter.pk}", what=str(matter),
        )  # fmt: skip
        done += 1
    return done


@dataclass(frozen=True)
class _Late:
    """What is late: its key, its name, since when."""

    key: str
    name: str
    due_at: datetime


@transaction.atomic
def escalate_due(*, by: Person, at: datetime) -> int:
    """Tell the officer what is late, and the economy commission a working day after.

    Only while the hall is open, but for urgent cases; each step once, however often this runs.
    """
    allow(by, P.KEEP_CALENDAR)
    offices: dict[int, Offices] = {}
    done = 0
    for matter in late_matters(at):
        world = matter.case.world
        if world.pk not in offices:
            offices[world.pk] = Offices.of(world)
        office = offices[world.pk].for_matter(matter)
        if not matter.case.is_urgent and not _is_open(office, at):
            continue
        for late in _late_of(matter, at):
            done += _goes_up(by, at, matter, late, office)
    return done


def _late_of(matter: Matter, at: datetime) -> Iterator[_Late]:
    dues = [one for one in (matter.promised_due_at, matter.statutory_due_at) if one is not None]
    if dues and min(dues) <= at:
        yield _Late(f"matter:{matter.pk}", str(matter), min(dues))
    for step in matter.steps.all():
        if step.due_at is not None and step.ended_at is None and step.due_at <= at:
            yield _Late(f"step:{step.pk}", str(step), step.due_at)


def _goes_up(by: Person, at: datetime, matter: Matter, late: _Late, office: Office) -> int:
    """Take the highest step that is due and was not taken; the commission's holds the officer's."""
    is_far = _passed(late.due_at, at, office)
    level = "commission" if is_far else "officer"
    once = f"late:{late.key}:{level}:{late.due_at.isoformat()}"
    if CaseEvent.objects.filter(case=matter.case_id, once=once).exists():
        return 0
    case = locked_case(matter.case_id)
    CaseEvent.objects.create(
        case=case, matter=matter, at=at, event=EventKind.ESCALATED, ground=level,
        by=by.username, recorded_at=at, entered_via=EnteredVia.TIMETABLE, once=once,
    )  # fmt: skip
    audit.record(
        "case.escalated", by=by, at=at, world=case.world, about=case,
        after={"what": late.key, "due_at": late.due_at, "to": level},
    )  # fmt: skip
    tell, kind = (tell_commission, "case_late_up") if is_far else (tell_officer, "case_late")
    tell(by=by, at=at, case=case, kind=kind, key=f"{late.key}:{level}", what=late.name)
    return 1


def _passed(due_at: datetime, at: datetime, office: Office) -> bool:
    try:
        return due(UP_AFTER, due_at, office) <= at
    except ClockError:
        return False


def _is_open(office: Office, at: datetime) -> bool:
    try:
        return office.is_open(at)
    except ClockError:
        return False  # a year that is not known: nobody is woken by a guess


@transaction.atomic
def remind_papers(*, by: Person, at: datetime) -> int:
    """Remind officer and firm of promised papers on the day on which they are due, and after."""
    allow(by, P.KEEP_CALENDAR)
    rows = Paper.objects.outstanding().filter(
        due_on__lte=timezone.localdate(at), case__state=CaseState.OPEN
    )
    found = list(rows.select_related("case__world", "case__firm"))
    for paper in found:
        told = {"paper": paper.kind, "day": str(paper.due_on)}
        key = f"due:{paper.pk}"
        tell_officer(by=by, at=at, case=paper.case, kind="paper_due", key=key, **told)
        tell_firm(by=by, at=at, case=paper.case, kind="paper_due", key=key, **told)
    audit.record("cases.papers_reminded", by=by, at=at, after={"papers": len(found)})
    return len(found)
