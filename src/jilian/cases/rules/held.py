"""Who holds a case now and since when, and how far a limit is used, as plain values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from jilian.cases.rules.words import ENDED, MatterState, StepState

FAR = datetime.max.replace(tzinfo=UTC)
FIRM_STATES = (MatterState.RETURNED, MatterState.CORRECTING)


@dataclass(frozen=True)
class Held:
    """Somebody who holds a matter or a branch. ``kind``: office, firm, paused or nobody."""

    kind: str
    name: str
    since: datetime | None
    matter: Any
    step: Any = None
    due_at: datetime | None = None

    @property
    def what(self) -> str:
        """The branch, or the matter as a whole."""
        return str(self.step or self.matter)

    def is_late(self, now: datetime) -> bool:
        """Whether the branch is overdue; never while the clock stands or the firm has it."""
        return self.kind == "office" and self.due_at is not None and self.due_at < now


def held_now(matters: Iterable[Any], *, partly: bool = False) -> tuple[Held, ...]:
    """Who holds the matters of a case now: those open longest first, nobody last.

    Each matter gives ``state``, ``steps_seen``, ``stopped_at`` and its department, which has the
    time in which no branch is open. A branch that was returned is with the firm. While a clock
    stands nobody is waited for. ``partly``: the reader sees her own branches alone.
    """
    found: list[Held] = []
    for matter in matters:
        if matter.state not in ENDED:
            own = _branches(matter)
            found.extend(own or ([] if partly else [_whole(matter)]))
    return tuple(sorted(found, key=lambda one: (one.kind == "nobody", one.since or FAR)))


def _branches(matter: Any) -> list[Held]:
    if matter.state == MatterState.PAUSED:
        return [Held("paused", "", matter.stopped_at, matter)]
    found = []
    for one in matter.steps_seen:
        if one.state == StepState.OPEN:
            name = str(one.department) if one.department else one.holder
            found.append(Held("office", name, one.since, matter, one, one.due_at))
        elif one.state == StepState.RETURNED:
            found.append(Held("firm", "", one.since, matter, one))
    return found


def _whole(matter: Any) -> Held:
    """Who has a matter of which no branch is open."""
    if matter.state in FIRM_STATES:
        return Held("firm", "", matter.stopped_at or _latest(matter), matter)
    if matter.state == MatterState.NEW:
        return Held("firm", "", None, matter)
    if matter.department is not None:
        return Held("office", str(matter.department), _latest(matter), matter)
    return Held("nobody", "", _latest(matter), matter)


def _latest(matter: Any) -> datetime | None:
    """The last moment known of a matter."""
    moments = [matter.pre_review_at, matter.received_at, matter.accepted_at]
    moments += [one.ended_at for one in matter.steps_seen]
    return max((one for one in moments if one is not None), default=None)
