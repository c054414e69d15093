"""What waits for a department: its own branches, with their papers, and the matters it answers for.

Of a case nothing is read but the firm's name, the matter, and what belongs to the own branch.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Case as When_, IntegerField, Prefetch, Q, QuerySet, Value, When
from django.utils import timezone

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.accounts.rules import ScopeKind
from jilian.cases.models import CaseEvent, Matter, MatterStep, Paper
from jilian.cases.rules.words import ENDED, MatterState, PaperState, StepState
from jilian.places.models import World

P = Permission
RUNNING = (StepState.OPEN, StepState.RETURNED)
# What a matter's own department has to do next.
WAITS = (MatterState.PRE_REVIEW, MatterState.RECEIVED, MatterState.ACCEPTED, MatterState.DECIDED)


def own_departments(person: Person, world: World) -> frozenset[str]:
    """The departments whose branches the person decides on."""
    return reach(person, world.code).keys(P.DECIDE_BRANCHES, ScopeKind.DEPARTMENT)


def own_branches(person: Person, world: World) -> QuerySet[MatterStep]:
    """The branches of the person's departments, with matter, firm and papers."""
    keys = own_departments(person, world)
    rows = MatterStep.objects.filter(matter__case__world=world, department__key__in=keys)
    papers = Paper.objects.exclude(state=PaperState.GIVEN).order_by("due_on", "pk")
    return rows.select_related("matter__case__firm", "department").prefetch_related(
        Prefetch("papers", queryset=papers, to_attr="papers_wanted")
    )


def in_order(branches: QuerySet[MatterStep]) -> QuerySet[MatterStep]:
    """Running ones first, the earliest due among them first; then waiting ones, then the rest."""
    rank = When_(
        When(state=StepState.OPEN, then=Value(0)), When(state=StepState.RETURNED, then=Value(1)),
        When(state=StepState.WAITING, then=Value(2)), default=Value(3),
        output_field=IntegerField(),
    )  # fmt: skip
    return branches.annotate(rank=rank).order_by("rank", "due_at", "since", "pk")


def still_to_do(branches: QuerySet[MatterStep]) -> QuerySet[MatterStep]:
    """Those that have not ended, of matters that have not either."""
    return branches.exclude(state=StepState.ENDED).exclude(matter__state__in=ENDED)


def overdue(branches: QuerySet[MatterStep], now: datetime) -> QuerySet[MatterStep]:
    """Those that run beyond their due; none whose clock stands or that is with the firm."""
    running = branches.filter(state=StepState.OPEN, matter__state=MatterState.ACCEPTED)
    return running.filter(due_at__lt=now)


def due_until(branches: QuerySet[MatterStep], until: datetime) -> QuerySet[MatterStep]:
    """Those that run and are due before a moment."""
    return overdue(branches, until)


def tomorrow(now: datetime) -> datetime:
    """The midnight that ends the day."""
    start = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    return start + timedelta(days=1)


def own_matters(person: Person, world: World) -> QuerySet[Matter]:
    """The matters that the person's departments answer for and that wait for them."""
    keys = own_departments(person, world)
    rows = Matter.objects.filter(case__world=world, department__key__in=keys, state__in=WAITS)
    running = Q(steps__state__in=RUNNING)
    return (
        rows.filter(case__closed_at__isnull=True)
        .exclude(Q(state=MatterState.ACCEPTED) & Q(pk__in=rows.filter(running).values("pk")))
        .select_related("case__firm", "department")
        .order_by("promised_due_at", "statutory_due_at", "pk")
    )


def own_branch(person: Person, world: World, key: UUID) -> MatterStep | None:
    """The branch of an address; None where it is not the person's own."""
    return (
        own_branches(person, world)
        .select_related("matter__template_version")
        .filter(key=key)
        .first()
    )


def events_of(step: MatterStep) -> list[CaseEvent]:
    """What happened to a branch, the latest first."""
    return list(step.events.select_related("corrects").order_by("-at", "-pk"))


def papers_of(step: MatterStep) -> list[Paper]:
    """The papers of a branch."""
    return list(step.papers.select_related("reused_from").order_by("pk"))
