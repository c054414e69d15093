"""What follows from the events of a matter is computed anew and stored beside them.

Only this module writes results; nothing else may. A replay of the events gives the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from jilian.cases.models import Case, Department, Matter, MatterStep, TimePiece, WrongDispatch
from jilian.cases.queries.offices import Offices, template_of
from jilian.cases.queries.replaying import Replay, happened, replay
from jilian.cases.rules.dues import Dues, dues_of
from jilian.cases.rules.timing import Part
from jilian_engine.clocks import Office

_RESULTS = (
    "state", "outcome", "pre_review_at", "received_at", "accepted_at", "ended_at", "delivered_at",
    "statutory_due_at", "promised_due_at", "pre_review_seconds", "elapsed_seconds",
    "working_seconds", "calendar_days", "working_days", "statutory_days",
)  # fmt: skip
_OF_STEP = (
    "holder", "department", "state", "started_at", "ended_at", "since", "elapsed_seconds",
    "working_seconds", "due_at",
)  # fmt: skip


def recompute(matter: Matter, at: datetime, offices: Offices | None = None) -> Replay:
    """Compute a matter anew from its events and store what follows; Refusal if they contradict.

    An open matter's pieces reach up to its latest event, so that nothing stored grows by itself.
    """
    kept = offices or Offices.of(matter.case.world)
    found = replay(matter, happened(matter), kept.for_matter(matter), at)
    steps = list(matter.steps.all())
    departments = dict(Department.objects.filter(world=matter.case.world).values_list("key", "pk"))
    put_results(matter, steps, found, kept.for_matter(matter), departments)
    matter.save(update_fields=_RESULTS)
    MatterStep.objects.bulk_update(steps, _OF_STEP)
    TimePiece.objects.filter(matter=matter).delete()
    TimePiece.objects.bulk_create(pieces_of(matter, found.parts))
    WrongDispatch.objects.filter(matter=matter).delete()
    WrongDispatch.objects.bulk_create(wrong_of(matter, found, kept.for_matter(matter)))
    return found


def put_results(
    matter: Matter,
    steps: Iterable[MatterStep],
    found: Replay,
    office: Office,
    departments: Mapping[str, int],
) -> None:
    """Set what follows from a replay on the matter and its steps, without saving."""
    standing, division, before = found.standing, found.division, found.before
    matter.state, matter.outcome = standing.state, standing.outcome
    matter.pre_review_at, matter.received_at = standing.pre_review_at, standing.received_at
    matter.accepted_at = standing.accepted_at if division is None else division.start
    matter.ended_at, matter.delivered_at = standing.ended_at, standing.delivered_at
    matter.pre_review_seconds = (
        before.elapsed_seconds if before is not None and matter.pre_review_at else None
    )
    is_over = division is not None and not division.opened
    for name in _RESULTS[-5:]:
        setattr(matter, name, getattr(division, name) if is_over else None)
    dues: Dues = dues_of(template_of(matter.template_version), matter, found, office)
    if found.untold is None:  # else the dues stay that were told before
        matter.statutory_due_at, matter.promised_due_at = dues.statutory, dues.promised
    for step in steps:
        now = standing.steps.get(step.step)
        if now is None:
            continue
        step.holder = now.holder or step.holder
        step.department_id = departments.get(step.holder)
        step.state, step.since = now.state, now.since
        step.started_at, step.ended_at = now.started_at, now.ended_at
        if found.untold is None:
            step.due_at = dues.of_steps.get(step.step)
        step.elapsed_seconds = step.working_seconds = None
        if now.ended_at is not None and division is not None:
            runs = [one for one in division.branches if one.branch == step.step]
            step.elapsed_seconds = sum(one.elapsed_seconds for one in runs)
            step.working_seconds = sum(one.working_seconds for one in runs)


def pieces_of(matter: Matter, parts: Iterable[Part]) -> list[TimePiece]:
    """Return the pieces of a matter, not saved."""
    return [
        TimePiece(
            case_id=matter.case_id, matter=matter, step=one.step, holder=one.holder,
            start_at=one.start, end_at=one.end, seconds=one.seconds,
            working_seconds=one.working_seconds,
        )
        for one in parts
    ]  # fmt: skip


def wrong_of(matter: Matter, found: Replay, office: Office) -> list[WrongDispatch]:
    """Return the wrong dispatches of a matter, not saved; none while its times are untold."""
    if found.untold is not None:
        return []
    return [
        WrongDispatch(
            matter=matter, step=one.step, sent_to=one.sent_to, right_holder=one.right_holder,
            since=one.since, until=one.until,
            elapsed_seconds=int((one.until - one.since).total_seconds()),
            working_seconds=office.working_seconds(one.since, one.until),
        )
        for one in found.standing.wrong
    ]  # fmt: skip


def touch(case: Case, at: datetime) -> None:
    """Note that something happened to the case."""
    if case.last_event_at < at:
        case.last_event_at = at
        case.save(update_fields=["last_event_at"])
