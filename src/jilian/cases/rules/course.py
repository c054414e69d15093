"""What happened to a matter, as plain values: corrections applied, and how it stands after them.

The clocks of the engine judge which event may follow which; here their events are made of ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from jilian.cases.rules.words import (
    EventKind,
    MatterState,
    Outcome,
    StepState,
)
from jilian_engine import clocks

K = EventKind

# Events of the whole case: no clock runs by them.
OF_CASE = frozenset(
    {
        K.OPENED, K.HANDED_OVER, K.ESCALATED, K.CLOSED, K.CONFIRMED_SOLVED, K.SAID_NOT_SOLVED,
        K.REOPENED, K.CORRECTED,
    }
)  # fmt: skip
OF_BRANCH = frozenset({K.BRANCH_STARTED, K.BRANCH_ENDED, K.REDIRECTED})
OF_EITHER = frozenset({K.RETURNED_TO_FIRM, K.FIRM_ANSWERED})
OF_MATTER = frozenset(EventKind) - OF_CASE - OF_BRANCH


@dataclass(frozen=True)
class Happened:
    """One event; ``step`` is the branch, empty where it belongs to the matter as a whole.

    ``correction`` holds for an event of kind ``corrected`` which one it corrects, and the true
    moment or None: that one never was.
    """

    pk: int
    kind: str
    at: datetime
    step: str = ""
    holder: str = ""
    ground: str = ""
    correction: tuple[int, datetime | None] | None = None


@dataclass
class StepStanding:
    """How a branch stands; ``since`` is the moment of its latest change."""

    holder: str = ""
    state: StepState = StepState.WAITING
    started_at: datetime | None = None
    ended_at: datetime | None = None
    since: datetime | None = None


@dataclass(frozen=True)
class Wrong:
    """A branch was with an office that it did not belong to, from since until it was sent on."""

    step: str
    sent_to: str
    right_holder: str
    since: datetime
    until: datetime


@dataclass
class Standing:
    """How a matter stands after its events."""

    state: MatterState = MatterState.NEW
    outcome: str = ""
    pre_review_at: datetime | None = None
    received_at: datetime | None = None
    accepted_at: datetime | None = None
    ended_at: datetime | None = None
    delivered_at: datetime | None = None
    steps: dict[str, StepStanding] = field(default_factory=dict)
    wrong: list[Wrong] = field(default_factory=list)
    pauses: list[str] = field(default_factory=list)


def effective(events: Iterable[Happened]) -> list[Happened]:
    """Apply the corrections in the order in which they were entered, and order by moment.

    What happened at the same moment keeps the order of entry.
    """
    rows = sorted(events, key=lambda one: one.pk)
    fixed: dict[int, datetime | None] = {}
    for row in rows:
        if row.correction is not None:
            fixed[row.correction[0]] = row.correction[1]
    kept = []
    for row in rows:
        if row.kind in OF_CASE:
            continue
        if row.pk not in fixed:
            kept.append(row)
        elif (moment := fixed[row.pk]) is not None:
            kept.append(replace(row, at=moment))
    return sorted(kept, key=lambda one: one.at)


def clock_events(events: Sequence[Happened], answers_for: str = "") -> list[clocks.Event]:
    """Return the clock's events; ``answers_for`` holds the time in which no branch is open.

    Each carries the place of ours in the sequence, so that a refusal can name it.
    """
    found: list[clocks.Event] = []
    for row, one in enumerate(events):
        made = clocks.Event(one.at, one.kind, one.step, one.holder, one.ground, row)
        if one.kind == K.REDIRECTED:
            found.append(made._replace(event=K.BRANCH_ENDED, holder=""))
            found.append(made._replace(event=K.BRANCH_STARTED))
        elif one.kind == K.NOT_ACCEPTED:
            continue
        elif one.kind in (K.BRANCH_ENDED, K.RETURNED_TO_FIRM, K.FIRM_ANSWERED):
            found.append(made._replace(holder="", ground=""))
        elif one.kind in (K.PAUSED, K.RESUMED):
            found.append(made._replace(branch="", holder=""))
        else:
            found.append(made)
        if one.kind == K.ACCEPTED and answers_for:
            found.append(clocks.Event(one.at, "assigned", holder=answers_for, row=row))
    return found


def ends_before_acceptance(events: Sequence[Happened]) -> bool:
    """Whether it came to an end without any clock: not accepted, or withdrawn before."""
    kinds = [one.kind for one in events]
    if K.NOT_ACCEPTED in kinds:
        return True
    return K.WITHDRAWN in kinds and K.ACCEPTED not in kinds


def standing_of(events: Sequence[Happened]) -> Standing:
    """Return how the matter stands after effective events that the clock has let pass."""
    now = Standing()
    for one in events:
        if one.kind in OF_BRANCH or (one.kind in OF_EITHER and one.step):
            _branch(now, one)
        else:
            _matter(now, one)
    return now


_STATE_AFTER: Mapping[str, MatterState] = {
    K.PRE_REVIEW_STARTED: MatterState.PRE_REVIEW,
    K.RECEIVED: MatterState.RECEIVED,
    K.CORRECTION_ASKED: MatterState.CORRECTING,
    K.CORRECTION_GIVEN: MatterState.RECEIVED,
    K.NOT_ACCEPTED: MatterState.REFUSED,
    K.ACCEPTED: MatterState.ACCEPTED,
    K.PAUSED: MatterState.PAUSED,
    K.RESUMED: MatterState.ACCEPTED,
    K.RETURNED_TO_FIRM: MatterState.RETURNED,
    K.FIRM_ANSWERED: MatterState.ACCEPTED,
    K.DECIDED: MatterState.DECIDED,
    K.DELIVERED: MatterState.DELIVERED,
    K.WITHDRAWN: MatterState.WITHDRAWN,
}


def _matter(now: Standing, one: Happened) -> None:
    now.state = _STATE_AFTER.get(one.kind, now.state)
    if one.kind == K.PRE_REVIEW_STARTED and now.pre_review_at is None:
        now.pre_review_at = one.at
    elif one.kind == K.RECEIVED:
        now.received_at = one.at
    elif one.kind == K.ACCEPTED:
        now.accepted_at = one.at
    elif one.kind == K.PAUSED:
        now.pauses.append(one.ground)
    elif one.kind in (K.DECIDED, K.WITHDRAWN, K.NOT_ACCEPTED):
        now.ended_at = one.at
        if one.kind == K.DECIDED:
            now.outcome = one.ground or Outcome.GRANTED
        for step in now.steps.values():
            if step.state in (StepState.OPEN, StepState.RETURNED):
                step.state, step.ended_at, step.since = StepState.ENDED, one.at, one.at
    elif one.kind == K.DELIVERED:
        now.delivered_at = one.at


def _branch(now: Standing, one: Happened) -> None:
    step = now.steps.setdefault(one.step, StepStanding())
    if one.kind == K.BRANCH_STARTED:
        step.holder = one.holder
        step.started_at = step.started_at or one.at
        step.state, step.ended_at = StepState.OPEN, None
    elif one.kind == K.REDIRECTED:
        since = step.since or one.at
        if since < one.at:  # sent on in the same second: a slip of the hand, it lay with nobody
            now.wrong.append(Wrong(one.step, step.holder, one.holder, since, one.at))
        step.holder, step.state = one.holder, StepState.OPEN
    elif one.kind == K.RETURNED_TO_FIRM:
        step.state = StepState.RETURNED
    elif one.kind == K.FIRM_ANSWERED:
        step.state = StepState.OPEN
    else:
        step.state, step.ended_at = StepState.ENDED, one.at
    step.since = one.at
