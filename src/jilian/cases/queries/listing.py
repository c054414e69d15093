"""Lists of cases: with when the next matter is due and since when somebody holds what is open.

A department's lists are computed from its own matters and branches alone.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import DateTimeField, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Least

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.accounts.rules import ScopeKind
from jilian.cases.models import (
    Case,
    CaseEvent,
    CaseQuerySet,
    Matter,
    MatterStep,
    Paper,
    sees_whole_cases,
)
from jilian.cases.rules.words import EventKind, MatterState, PaperState, StepState
from jilian.places.models import World

RUNNING_STEPS = (StepState.OPEN, StepState.RETURNED)
STOPPING = (EventKind.PAUSED, EventKind.RETURNED_TO_FIRM, EventKind.CORRECTION_ASKED)
WITH_FIRM = (MatterState.RETURNED, MatterState.CORRECTING)


def steps_seen(person: Person, world: World) -> QuerySet[MatterStep]:
    """The branches that a person sees: all of her cases', or her department's own."""
    matters = Matter.objects.visible_to(person, world).order_by()
    steps = MatterStep.objects.filter(matter__in=matters.values("pk"))
    keys = reach(person, world.code).keys(Permission.SEE_CASES, ScopeKind.DEPARTMENT)
    if keys and not sees_whole_cases(person, world):
        steps = steps.filter(Q(department__key__in=keys) | Q(matter__department__key__in=keys))
    return steps


def cases_listed(person: Person, world: World) -> CaseQuerySet:
    """The cases that a person sees, each with ``due`` and ``held_since``; and its parts."""
    matters = Matter.objects.visible_to(person, world)
    steps = steps_seen(person, world)
    due = (
        matters.filter(case=OuterRef("pk"))
        .filter(RUNNING)
        .annotate(next_due=_first("promised_due_at", "statutory_due_at"))
        .order_by("next_due")
        .values("next_due")
    )
    own_due = steps.filter(matter__case=OuterRef("pk"), state=StepState.OPEN).order_by("due_at")
    if sees_whole_cases(person, world):
        first = Subquery(due[:1], output_field=DateTimeField())
    else:
        known = own_due.filter(due_at__isnull=False).values("due_at")
        first = Subquery(known[:1], output_field=DateTimeField())
    held = steps.filter(matter__case=OuterRef("pk"), state__in=RUNNING_STEPS).order_by("since")
    rows = Case.objects.visible_to(person, world).select_related("firm")
    return rows.annotate(
        due=first,
        held_since=Subquery(held.values("since")[:1], output_field=DateTimeField()),
    ).prefetch_related(*parts_seen(person, world))


def parts_seen(person: Person, world: World) -> tuple[Prefetch[str], ...]:
    """The matters of a case with their branches, as far as a person sees them."""
    steps = steps_seen(person, world).select_related("department")
    stopped = (
        CaseEvent.objects.filter(matter=OuterRef("pk"), step=None, event__in=STOPPING)
        .order_by("-at")
        .values("at")
    )
    matters = (
        Matter.objects.visible_to(person, world)
        .select_related("department", "template_version", "hall")
        .annotate(stopped_at=Subquery(stopped[:1], output_field=DateTimeField()))
    )
    return (
        Prefetch("matters", queryset=matters, to_attr="matters_seen"),
        Prefetch("matters_seen__steps", queryset=steps, to_attr="steps_seen"),
    )


def _first(*names: str) -> Least:
    """The earlier of two moments, either of which may be missing."""
    one, other = names
    return Least(Coalesce(one, other), Coalesce(other, one))


# A clock that stands is never late: neither paused nor with the firm.
RUNNING = Q(state=MatterState.ACCEPTED, ended_at__isnull=True)


def in_order(cases: CaseQuerySet) -> CaseQuerySet:
    """The open ones first, what is due next before the rest; of the others the latest first."""
    return cases.order_by(
        F("closed_at").desc(nulls_first=True), F("due").asc(nulls_last=True),
        F("held_since").asc(nulls_last=True), "-pk",
    )  # fmt: skip


def matters_of(case: Case) -> list[Matter]:
    """The matters of a case as its reader sees them, with their branches."""
    return list(getattr(case, "matters_seen", ()))


def title_seen(case: Case, *, is_whole: bool) -> str:
    """The title of a case; to a department that has a branch of it, its matters are the title."""
    if is_whole:
        return case.title
    return ", ".join(str(one) for one in matters_of(case))


def due_before(cases: CaseQuerySet, moment: datetime) -> CaseQuerySet:
    """Keep the open ones of which a running matter is due before a moment."""
    return cases.open().filter(Q(due__lt=moment))


def held_by(cases: CaseQuerySet, person: Person, world: World, whom: str) -> CaseQuerySet:
    """Keep the open ones that stand with the firm, an office, nobody, or whose clock stands."""
    matters = Matter.objects.visible_to(person, world).filter(case=OuterRef("pk"))
    steps = steps_seen(person, world).filter(matter__case=OuterRef("pk"))
    firm = Exists(matters.filter(state__in=WITH_FIRM)) | Exists(
        steps.filter(state=StepState.RETURNED)
    )
    office = Exists(steps.filter(state=StepState.OPEN))
    paused = Exists(matters.filter(state=MatterState.PAUSED))
    kept = {"firm": firm, "office": office, "paused": paused, "nobody": ~(firm | office | paused)}
    return cases.open().filter(kept[whom])


def of_department(cases: CaseQuerySet, person: Person, world: World, key: str) -> CaseQuerySet:
    """Keep those in which a department holds a branch now."""
    own = steps_seen(person, world).filter(
        matter__case=OuterRef("pk"), department__key=key, state__in=RUNNING_STEPS
    )
    return cases.filter(Exists(own))


def of_template(cases: CaseQuerySet, person: Person, world: World, key: str) -> CaseQuerySet:
    """Keep those with a matter of a template, in any of its versions."""
    own = Matter.objects.visible_to(person, world).filter(
        case=OuterRef("pk"), template_version__key=key
    )
    return cases.filter(Exists(own))


def promised_overdue(person: Person, world: World, upto: datetime) -> QuerySet[Paper]:
    """Promised papers that are due up to a day and are not there, the earliest first."""
    return (
        Paper.objects.visible_to(person, world)
        .filter(state=PaperState.PROMISED, due_on__lte=upto.date(), case__closed_at__isnull=True)
        .select_related("case__firm", "matter", "step")
        .order_by("due_on", "pk")
    )
