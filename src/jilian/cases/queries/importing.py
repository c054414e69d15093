"""Which matter and branch a line of an office means; nothing beyond its own is ever found."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.accounts.rules import ScopeKind
from jilian.base.reading.cells import folded
from jilian.cases.models import Matter, MatterStep
from jilian.cases.queries.listing import steps_seen
from jilian.cases.rules.course import OF_BRANCH, OF_EITHER
from jilian.places.models import World

SHORTEST = 8  # hex digits of a number that still names one matter
_NUMBER = re.compile(rf"[0-9a-f]{{{SHORTEST},32}}")


@dataclass(frozen=True)
class Named:
    """What a line calls a matter, and a branch of it; ``event`` decides which it needs."""

    row: int
    number: str
    step: str
    event: str


@dataclass(frozen=True)
class Meant:
    """The matter and the branch that a line means; the branch is empty for the matter itself."""

    row: int
    matter: UUID
    step: str
    title: str
    firm: str
    branch: str


@dataclass(frozen=True)
class Unclear:
    """Why a line means nothing: the field, the code of the sentence, what that names."""

    row: int
    field: str
    code: str
    details: Mapping[str, object]


def short_number(matter: Matter) -> str:
    """The number by which an office calls a matter; long enough to be told apart."""
    return matter.key.hex[:SHORTEST]


def meant_by(
    person: Person, world: World, lines: Iterable[Named]
) -> tuple[dict[int, Meant], list[Unclear]]:
    """Return what the lines mean, by row, and those that mean nothing; three queries."""
    asked = list(lines)
    seen = Matter.objects.visible_to(person, world).select_related("case__firm", "department")
    by_start: defaultdict[str, list[Matter]] = defaultdict(list)
    starts = {_plain(one.number)[:SHORTEST] for one in asked}
    for matter in seen.order_by():
        for key in {matter.key.hex[:SHORTEST], matter.case.key.hex[:SHORTEST]} & starts:
            by_start[key].append(matter)
    own = _own_steps(person, world, [one for ones in by_start.values() for one in ones])
    departments = reach(person, world.code).keys(Permission.SEE_CASES, ScopeKind.DEPARTMENT)
    meant: dict[int, Meant] = {}
    unclear: list[Unclear] = []
    for line in asked:
        found = _matter(line, by_start)
        if isinstance(found, Unclear):
            unclear.append(found)
            continue
        answers = found.department is not None and found.department.key in departments
        step = _step(line, own.get(found.pk, ()), answers_for=answers)
        if isinstance(step, Unclear):
            unclear.append(step)
            continue
        meant[line.row] = Meant(
            line.row, found.key, "" if step is None else step.step, str(found),
            str(found.case.firm), "" if step is None else str(step),
        )  # fmt: skip
    return meant, unclear


def _plain(number: str) -> str:
    return number.strip().lower().replace("-", "")


def _matter(line: Named, by_start: dict[str, list[Matter]]) -> Matter | Unclear:
    number = _plain(line.number)
    fitting: Sequence[Matter] = ()
    if _NUMBER.fullmatch(number):
        near = by_start.get(number[:SHORTEST], [])
        fitting = [one for one in near if one.key.hex.startswith(number)] or [
            one for one in near if one.case.key.hex.startswith(number)
        ]
    if len(fitting) == 1:
        return fitting[0]
    code = "number_ambiguous" if fitting else "number_unknown"
    return Unclear(line.row, "number", code, {})


def _own_steps(
    person: Person, world: World, matters: Sequence[Matter]
) -> dict[int, list[MatterStep]]:
    """The branches of matters that a person may say something about."""
    rows = steps_seen(person, world).filter(matter__in=[one.pk for one in matters])
    departments = reach(person, world.code).keys(Permission.SEE_CASES, ScopeKind.DEPARTMENT)
    if departments:
        rows = rows.filter(department__key__in=departments)
    found: defaultdict[int, list[MatterStep]] = defaultdict(list)
    for row in rows:
        found[row.matter_id].append(row)
    return found


def _step(
    line: Named, own: Sequence[MatterStep], *, answers_for: bool
) -> MatterStep | Unclear | None:
    shown = {"steps": [str(one) for one in own]}
    if line.step.strip():
        asked = folded(line.step)
        for one in own:
            if asked in (folded(one.step), folded(one.name), folded(one.name_en)):
                return one
        return Unclear(line.row, "step", "step_unknown", shown)
    if line.event not in OF_BRANCH | OF_EITHER or (line.event in OF_EITHER and answers_for):
        return None
    if len(own) == 1:
        return own[0]
    return Unclear(line.row, "step", "step_missing" if own else "step_unknown", shown)
