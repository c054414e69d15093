"""States from departments that work elsewhere: each row an event, sent twice it is one."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.audit import operations as audit
from jilian.base.errors import NotAllowed, Refusal
from jilian.cases.models import CaseEvent, Department, Matter, MatterStep
from jilian.cases.operations.recording import record_event
from jilian.cases.rules.words import EnteredVia
from jilian.places.models import World


@dataclass(frozen=True)
class StateRow:
    """One line of a file: which matter (its key), which step (the template's key), what, when.

    ``department`` is the key of the office that gets a branch; ``once`` is the sender's own number
    of the line, made of its content where it has none.
    """

    row: int
    matter: str
    event: str
    at: datetime
    step: str = ""
    department: str = ""
    ground: str = ""
    words: str = ""
    notice: str = ""
    once: str = ""


@dataclass(frozen=True)
class RowProblem:
    """Why a line was not taken; the other lines were."""

    row: int
    code: str
    sentence: str


@dataclass(frozen=True)
class Imported:
    """How many lines were taken, how many were there already, and what was not taken."""

    recorded: int
    same: int
    problems: tuple[RowProblem, ...]


class StatesRefused(Refusal):
    """Nothing was taken, because of these lines."""

    def __init__(self, problems: Sequence[RowProblem]) -> None:
        first = problems[0]
        super().__init__(
            "states_refused",
            _("Nothing was entered: row %(row)s: %(why)s")
            % {"row": first.row, "why": first.sentence},
        )
        self.problems = tuple(problems)


class _Undo(Exception):
    """Ends a trial."""


def check_states(
    *, by: Person, at: datetime, world: World, rows: Sequence[StateRow], via: str = EnteredVia.FILE
) -> Imported:
    """Say what an import would do, and write nothing."""
    found: list[Imported] = []
    try:
        with transaction.atomic():
            found.append(import_states(by=by, at=at, world=world, rows=rows, via=via))
            raise _Undo
    except _Undo:
        return found[0]


@transaction.atomic
def import_states(
    *,
    by: Person,
    at: datetime,
    world: World,
    rows: Sequence[StateRow],
    via: str = EnteredVia.FILE,
    whole: bool = False,
) -> Imported:
    """Record the states of a file in the order of their moments (DECIDE_BRANCHES or CARRY_CASES).

    A line that contradicts, or names what the sender may not see, is left out with its reason;
    with ``whole`` nothing is taken then.
    """
    held = reach(by, world.code)
    if not (
        held.may_somewhere(Permission.DECIDE_BRANCHES) or held.may_somewhere(Permission.CARRY_CASES)
    ):
        raise NotAllowed(Permission.DECIDE_BRANCHES)
    recorded = same = 0
    problems = []
    departments = {one.key: one for one in Department.objects.filter(world=world)}
    for row in sorted(rows, key=lambda one: (one.at, one.row)):
        try:
            with transaction.atomic():
                matter, step = _named(by, world, row)
                key = row.once or _fingerprint(row)
                is_there = CaseEvent.objects.filter(case=matter.case_id, once=key).exists()
                record_event(
                    by=by, at=at, matter=matter, event=row.event, happened_at=row.at, step=step,
                    department=_department(departments, row.department), ground=row.ground,
                    words=row.words, notice=row.notice, once=key, via=via,
                )  # fmt: skip
                same, recorded = same + is_there, recorded + (not is_there)
        except Refusal as refused:
            problems.append(RowProblem(row.row, refused.code, str(refused.sentence)))
        except NotAllowed:
            problems.append(RowProblem(row.row, "matter_unknown", str(_UNKNOWN)))
    if whole and problems:
        raise StatesRefused(sorted(problems, key=lambda one: one.row))
    audit.record(
        "cases.states_imported", by=by, at=at, world=world,
        after={"recorded": recorded, "same": same, "left_out": len(problems), "via": via},
    )  # fmt: skip
    problems.sort(key=lambda one: one.row)
    return Imported(recorded, same, tuple(problems))


_UNKNOWN = _("No such matter or branch is yours.")


def _named(by: Person, world: World, row: StateRow) -> tuple[Matter, MatterStep | None]:
    try:
        key = UUID(row.matter.strip())
    except ValueError:
        raise Refusal("matter_unknown", _UNKNOWN) from None
    seen = Matter.objects.visible_to(by, world).select_related("case__world", "department")
    matter = seen.filter(key=key).first()
    if matter is None:
        raise Refusal("matter_unknown", _UNKNOWN)
    if not row.step.strip():
        return matter, None
    step = matter.steps.select_related("department").filter(step=row.step.strip()).first()
    if step is None:
        raise Refusal("matter_unknown", _UNKNOWN)
    return matter, step


def _department(known: dict[str, Department], key: str) -> Department | None:
    if not key.strip():
        return None
    if key.strip() not in known:
        raise Refusal("department_unknown", _("There is no such department here."))
    return known[key.strip()]


def _fingerprint(row: StateRow) -> str:
    """The same line again has the same key: that of its content."""
    text = "\n".join((row.matter, row.step, row.event, row.at.isoformat(), row.department))
    return hashlib.sha256(text.encode()).hexdigest()
