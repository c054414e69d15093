"""Everything that the page of one case needs, in a fixed number of queries.

A department's reader gets her own matters and branches alone; of a matter of which she has a
branch only, the clock is computed and not told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.accounts.rules import ScopeKind
from jilian.cases.models import (
    Case,
    CaseEvent,
    Department,
    FormField,
    Holding,
    Leave,
    Matter,
    MatterStep,
    Paper,
    sees_whole_cases,
)
from jilian.cases.queries.listing import matters_of, parts_seen, title_seen
from jilian.cases.queries.offices import Offices
from jilian.cases.queries.replaying import Replay, as_happened, replay
from jilian.cases.rules.course import Happened, effective
from jilian.cases.rules.words import EventKind
from jilian.places.models import World

K = EventKind


@dataclass(frozen=True)
class MatterSeen:
    """A matter with its steps as the reader sees them, and what follows from its events.

    ``only`` are the branches that she may see, None for the whole matter.
    """

    row: Matter
    steps: tuple[MatterStep, ...]
    replayed: Replay
    away: dict[str, tuple[tuple[datetime, datetime], ...]]
    only: frozenset[str] | None


@dataclass(frozen=True)
class CaseSeen:
    """A case as its reader sees it."""

    row: Case
    is_whole: bool
    matters: tuple[MatterSeen, ...]
    events: tuple[CaseEvent, ...]
    papers: tuple[Paper, ...]
    holdings: tuple[Holding, ...]
    fields: tuple[FormField, ...]
    departments: tuple[Department, ...]

    @property
    def title(self) -> str:
        """The title as the reader sees it."""
        return title_seen(self.row, is_whole=self.is_whole)

    @property
    def latest(self) -> int:
        """The number of the latest event that the reader sees."""
        return max((one.pk for one in self.events), default=0)

    @property
    def department_names(self) -> dict[str, str]:
        """Departments by key, in the reader's language."""
        return {one.key: str(one) for one in self.departments}


def case_seen(case: Case, person: Person, world: World, now: datetime) -> CaseSeen:
    """Read a case that the person may see; events are replayed up to now."""
    is_whole = sees_whole_cases(person, world)
    events = list(
        case.events.select_related("step", "matter", "corrects").order_by("at", "pk")
    )  # fmt: skip
    offices = Offices.of(world)
    own = _own_departments(person, world)
    steps = dict(MatterStep.objects.filter(matter__case=case).values_list("pk", "step"))
    matters = tuple(
        _matter(one, case, events, steps, offices,
                now, None if is_whole or _is_own(one, own) else own)
        for one in matters_of(case)
    )  # fmt: skip
    shown = [one for one in events if is_whole or _is_shown(one, matters)]
    papers = Paper.objects.visible_to(person, world).filter(case=case)
    return CaseSeen(
        row=case, is_whole=is_whole, matters=matters, events=tuple(shown),
        papers=tuple(papers.select_related("matter", "step", "reused_from")),
        holdings=tuple(case.holdings.order_by("-since", "-pk")) if is_whole else (),
        fields=tuple(case.form_fields.all()) if is_whole else (),
        departments=tuple(Department.objects.filter(world=world)),
    )  # fmt: skip


def case_of(key: UUID, person: Person, world: World) -> Case | None:
    """The case of an address with its matters and branches; None where it is not hers to meet."""
    rows = Case.objects.visible_to(person, world).select_related("firm", "world", "hall")
    return rows.prefetch_related(*parts_seen(person, world)).filter(key=key).first()


def _own_departments(person: Person, world: World) -> frozenset[str]:
    return reach(person, world.code).keys(Permission.SEE_CASES, ScopeKind.DEPARTMENT)


def _is_own(matter: Matter, own: frozenset[str]) -> bool:
    return matter.department is not None and matter.department.key in own


def _is_shown(event: CaseEvent, matters: Sequence[MatterSeen]) -> bool:
    """Whether an event belongs to a matter, or a branch, that a department's reader sees."""
    for one in matters:
        if event.matter_id == one.row.pk:
            return one.only is None or (event.step is not None and event.step.step in one.only)
    return False


def _matter(
    matter: Matter, case: Case, events: Sequence[CaseEvent], steps: dict[int, str],
    offices: Offices, now: datetime, own: frozenset[str] | None,
) -> MatterSeen:  # fmt: skip
    rows = [one for one in events if one.matter_id == matter.pk]
    happened = effective(as_happened(rows, steps))
    found = replay(matter, happened, offices.for_matter(matter, case), now, up_to_now=True)
    seen = tuple(getattr(matter, "steps_seen", ()))
    only = None if own is None else frozenset(one.step for one in seen)
    return MatterSeen(matter, seen, found, _away(happened, now), only)


def _away(
    events: Sequence[Happened], now: datetime
) -> dict[str, tuple[tuple[datetime, datetime], ...]]:
    """When each branch lay with the firm."""
    found: dict[str, list[tuple[datetime, datetime]]] = {}
    since: dict[str, datetime] = {}
    for one in events:
        if one.kind == K.RETURNED_TO_FIRM:
            since[one.step] = one.at
        elif one.step in since and one.kind in (K.FIRM_ANSWERED, K.BRANCH_ENDED):
            found.setdefault(one.step, []).append((since.pop(one.step), one.at))
    for step, start in since.items():
        found.setdefault(step, []).append((start, now))
    return {step: tuple(spans) for step, spans in found.items()}


def news_since(
    case: Case, seen: int, matter: Matter | None, step: MatterStep | None
) -> list[CaseEvent]:
    """What was entered after a form was opened about the same branch, its matter or the case.

    Another branch that went on is no news: branches run beside each other.
    """
    rows = case.events.filter(pk__gt=seen).select_related("step", "matter")
    if matter is not None:
        rows = rows.filter(Q(matter__isnull=True) | Q(matter=matter))
        if step is not None:
            rows = rows.filter(Q(step__isnull=True) | Q(step=step))
    return list(rows.order_by("pk"))


def leave_now(person: Person, world: World) -> Leave | None:
    """The leave that an officer is on; None while she is there."""
    return Leave.objects.filter(world=world, officer=person.username, until__isnull=True).first()


def away_now(world: World) -> frozenset[str]:
    """The officers who are on leave."""
    rows = Leave.objects.filter(world=world, until__isnull=True)
    return frozenset(rows.values_list("officer", flat=True))
