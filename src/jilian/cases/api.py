"""The API of this area: cases with their clocks, events sent once, states of other systems."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Path, Query, Router, Schema, Status

from jilian.accounts.gate import Request, enter
from jilian.accounts.permissions import Permission
from jilian.cases import operations
from jilian.cases.forms.log import LogAsked
from jilian.cases.models import Case, CaseEvent, Department, Matter, MatterStep
from jilian.cases.queries.reading import MatterSeen, case_of, case_seen
from jilian.cases.rules.words import EnteredVia
from jilian_engine.clocks import Division

router = Router()
LONGEST_LIST = 1000


class CaseLine(Schema):
    """A case in a list."""

    key: UUID
    title: str
    firm: int
    state: str
    is_urgent: bool
    opened_at: datetime
    closed_at: datetime | None


class BranchOut(Schema):
    """A branch: who has it, since when, and when it is due."""

    step: str
    name: str
    holder: str
    state: str
    since: datetime | None
    started_at: datetime | None
    ended_at: datetime | None
    due_at: datetime | None


class ClockOut(Schema):
    """How the time since acceptance divides, in whole seconds and days; holders add up to it."""

    start: datetime
    end: datetime
    started_by: str
    ended_by: str | None
    is_open: bool
    elapsed_seconds: int
    working_seconds: int
    calendar_days: int
    working_days: int
    statutory_days: int
    holders: dict[str, int]


class MatterOut(Schema):
    """A matter; without ``clock`` it is not accepted, or only some of its branches are shown."""

    key: UUID
    name: str
    template: str
    version: int
    department: str | None
    state: str
    events: int | None = Field(description="How many events it has: send it back as “seen”.")
    pre_review_seconds: int | None
    statutory_due_at: datetime | None
    promised_due_at: datetime | None
    clock: ClockOut | None
    steps: list[BranchOut]


class CaseOut(CaseLine):
    """A case with its matters, as far as the reader sees them."""

    matters: list[MatterOut]


class EventIn(Schema):
    """What happened to a matter, or to its branch ``step``."""

    event: str
    once: str = Field(
        min_length=1, max_length=64, description="Your own key: sent twice, kept once."
    )
    at: datetime | None = Field(None, description="When it happened; now, if not given.")
    step: str = ""
    department: str = ""
    ground: str = ""
    words: str = ""
    notice: str = ""
    seen: int | None = Field(None, description="How many events of the matter you knew.")


class EventOut(Schema):
    """An event as it is kept."""

    number: int
    event: str
    at: datetime
    recorded_at: datetime
    step: str
    holder: str


class StateIn(Schema):
    """One line of an import; ``matter`` is the key of the matter."""

    matter: str
    event: str
    at: datetime
    step: str = ""
    department: str = ""
    ground: str = ""
    words: str = ""
    notice: str = ""
    once: str = Field("", max_length=64)


class StatesIn(Schema):
    """The lines of an import; ``try_only`` writes nothing and says what would happen."""

    rows: list[StateIn] = Field(max_length=500)
    try_only: bool = False


class StateProblemOut(Schema):
    """A line that was not taken, counted from 1, and why."""

    row: int
    code: str
    sentence: str


class ImportedOut(Schema):
    """What became of the lines."""

    recorded: int
    same: int
    problems: list[StateProblemOut]


@router.get("", response=list[CaseLine])
def cases(request: HttpRequest, world_code: Path[str]) -> list[dict[str, Any]]:
    """List the cases that one sees, the latest first, a thousand at most."""
    asking = enter(request, world_code, Permission.SEE_CASES)
    rows = Case.objects.visible_to(asking.person, asking.world)
    return [_line(one) for one in rows[:LONGEST_LIST]]


@router.get("/{uuid:key}", response=CaseOut)
def case(request: HttpRequest, world_code: Path[str], key: UUID) -> dict[str, Any]:
    """Show a case with the clocks of its matters, as of now."""
    asking = enter(request, world_code, Permission.SEE_CASES)
    found = _found(asking, key)
    seen = case_seen(found, asking.person, asking.world, timezone.now())
    counts = Counter(one.matter_id for one in seen.events)
    matters = [_matter(one, counts[one.row.pk]) for one in seen.matters]
    return _line(found) | {"matters": matters}


@router.post("/{uuid:key}/matters/{uuid:matter}/events", response={201: EventOut})
def record(
    request: HttpRequest, world_code: Path[str], key: UUID, matter: UUID, given: EventIn
) -> Status[dict[str, Any]]:
    """Record what happened; the same key again answers with what is there."""
    asking = enter(request, world_code, Permission.SEE_CASES)
    kept = _matter_of(asking, _found(asking, key), matter)
    row = operations.record_event(
        by=asking.person, at=timezone.now(), matter=kept, event=given.event,
        happened_at=_aware(given.at), step=_step(asking, kept, given.step),
        department=_department(asking, given.department), ground=given.ground, words=given.words,
        notice=given.notice, once=given.once, seen=given.seen, via=EnteredVia.API,
    )  # fmt: skip
    return Status(201, _event(row))


@router.post("/states", response=ImportedOut)
def states(request: HttpRequest, world_code: Path[str], given: StatesIn) -> operations.Imported:
    """Take states of a system in which a department works; each line is taken or refused alone."""
    asking = enter(request, world_code, Permission.SEE_CASES)
    rows = [
        operations.StateRow(row=place, **one.dict(exclude={"at"}), at=_moment(one.at))
        for place, one in enumerate(given.rows, start=1)
    ]
    act = operations.check_states if given.try_only else operations.import_states
    return act(
        by=asking.person, at=timezone.now(), world=asking.world, rows=rows, via=EnteredVia.API
    )


@router.get("/log")
def event_log(request: HttpRequest, world_code: Path[str], said: Query[LogAsked]) -> HttpResponse:
    """Read what happened as OCEL 2.0 or XES; purpose and recipient are needed."""
    who = enter(request, world_code, Permission.SEE_CASE_FIGURES)
    taken = operations.take_log(by=who.person, at=timezone.now(), world=who.world, **said.dict())
    return HttpResponse(taken.content, content_type=taken.content_type)


def _found(asking: Request, key: UUID) -> Case:
    found = case_of(key, asking.person, asking.world)
    if found is None:
        raise Http404
    return found


def _matter_of(asking: Request, case: Case, key: UUID) -> Matter:
    seen = Matter.objects.visible_to(asking.person, asking.world).select_related("department")
    found: Matter = get_object_or_404(seen, case=case, key=key)
    found.case = case
    return found


def _step(asking: Request, matter: Matter, step: str) -> MatterStep | None:
    if not step:
        return None
    found: MatterStep = get_object_or_404(
        matter.steps.select_related("department"), step=step.strip()[:40]
    )
    return found


def _department(asking: Request, key: str) -> Department | None:
    if not key:
        return None
    found: Department = get_object_or_404(Department, world=asking.world, key=key[:60])
    return found


def _aware(moment: datetime | None) -> datetime | None:
    return None if moment is None else _moment(moment)


def _moment(moment: datetime) -> datetime:
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment


def _line(case: Case) -> dict[str, Any]:
    return {
        "key": case.key, "title": case.title, "firm": case.firm_id, "state": case.state,
        "is_urgent": case.is_urgent, "opened_at": case.opened_at, "closed_at": case.closed_at,
    }  # fmt: skip


def _matter(seen: MatterSeen, events: int) -> dict[str, Any]:
    row, is_whole = seen.row, seen.only is None
    division = seen.replayed.division if is_whole else None
    return {
        "key": row.key, "name": row.name, "template": row.template_version.key,
        "version": row.template_version.version,
        "department": row.department.key if row.department else None, "state": row.state,
        "events": events if is_whole else None,
        "pre_review_seconds": row.pre_review_seconds if is_whole else None,
        "statutory_due_at": row.statutory_due_at, "promised_due_at": row.promised_due_at,
        "clock": _clock(division) if division is not None else None,
        "steps": [_branch(one) for one in seen.steps],
    }  # fmt: skip


def _clock(division: Division) -> dict[str, Any]:
    names = (
        "start", "end", "started_by", "elapsed_seconds", "working_seconds", "calendar_days",
        "working_days", "statutory_days",
    )  # fmt: skip
    return {name: getattr(division, name) for name in names} | {
        "ended_by": division.ended_by or None,
        "is_open": division.opened,
        "holders": dict(division.holders),
    }


def _branch(step: MatterStep) -> dict[str, Any]:
    return {
        "step": step.step, "name": step.name, "holder": step.holder, "state": step.state,
        "since": step.since, "started_at": step.started_at, "ended_at": step.ended_at,
        "due_at": step.due_at,
    }  # fmt: skip


def _event(row: CaseEvent) -> dict[str, Any]:
    return {
        "number": row.pk, "event": row.event, "at": row.at, "recorded_at": row.recorded_at,
        "step": row.step.step if row.step else "", "holder": row.holder,
    }  # fmt: skip
