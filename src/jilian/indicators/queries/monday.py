"""Monday's questions that lower areas answer: which offices hold what is late. Counts only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Min, Q, QuerySet
from django.utils.translation import get_language

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.cases.models import Matter, MatterStep
from jilian.cases.rules.words import CaseState, MatterState
from jilian.places.models import World
from jilian.returns.models import MonthlyReturn
from jilian.returns.rules.words import State
from jilian.shortages.models import Call
from jilian.shortages.rules.words import CallState, Circle


@dataclass(frozen=True)
class Stuck:
    """How many wait at an office or circle, how many of them are late, since when the oldest."""

    office: str
    waiting: int
    late: int
    oldest: datetime | date | None


@dataclass(frozen=True)
class OpenReturns:
    """The returns of a month that are begun and not released."""

    month: date
    entered: int
    late: int
    ready: int


def returns_open(person: Person, world: World, at: datetime) -> list[OpenReturns]:
    """Return the months with returns that are not sent, or wait for their release."""
    held = reach(person, world.code)
    if not (held.may(Permission.RELEASE_RETURNS) or held.may(Permission.REVIEW_RETURNS)):
        return []
    entered = Q(state__in=(State.ENTERED, State.SENT_BACK))
    rows = (
        MonthlyReturn.objects.filter(world=world)
        .exclude(state=State.RELEASED)
        .order_by()
        .values("month")
        .annotate(
            entered=Count("pk", filter=entered),
            late=Count("pk", filter=entered & Q(due_at__lte=at)),
            ready=Count("pk", filter=Q(state__in=(State.ACCEPTED, State.LOCKED))),
        )
        .order_by("-month")
    )
    return [OpenReturns(r["month"], r["entered"], r["late"], r["ready"]) for r in rows]


def branches_waiting(person: Person, world: World, at: datetime) -> list[Stuck]:
    """Return the open branches of cases by the office that holds them; the most late first."""
    if not reach(person, world.code).may(Permission.SEE_CASE_FIGURES):
        return []
    rows = (
        MatterStep.objects.filter(
            matter__in=_running(person, world).filter(state=MatterState.ACCEPTED),
            started_at__isnull=False, ended_at__isnull=True,
        )
        .order_by()
        .values("department__name", "department__name_en", "holder")
        .annotate(
            waiting=Count("pk"), late=Count("pk", filter=Q(due_at__lte=at)),
            oldest=Min("started_at"),
        )
        .order_by("-late", "-waiting", "department__name")
    )  # fmt: skip
    return [Stuck(_office(row), row["waiting"], row["late"], row["oldest"]) for row in rows]


def _running(person: Person, world: World) -> QuerySet[Matter]:
    """The matters of open cases, without those that are kept to their firm."""
    seen = Matter.objects.visible_to(person, world, Permission.SEE_CASE_FIGURES)
    return seen.filter(case__state=CaseState.OPEN).order_by()


def _office(row: Mapping[str, Any]) -> str:
    english = get_language() == "en" and row["department__name_en"]
    return str(english or row["department__name"] or row["holder"])


def cases_silent(person: Person, world: World) -> Stuck | None:
    """Return what was received and neither answered nor accepted; None where it is not to see."""
    if not reach(person, world.code).may(Permission.SEE_CASE_FIGURES):
        return None
    rows = _running(person, world).filter(state=MatterState.RECEIVED, received_at__isnull=False)
    found = rows.aggregate(waiting=Count("pk"), oldest=Min("received_at"))
    return Stuck("", found["waiting"], 0, found["oldest"])


def calls_waiting(person: Person, world: World) -> list[Stuck]:
    """Return the open calls for help by the circle that has them."""
    if not reach(person, world.code).may(Permission.SEE_CALL_FIGURES):
        return []
    rows = (
        Call.objects.visible_to(person, world, Permission.SEE_CALL_FIGURES)
        .filter(state=CallState.OPEN)
        .order_by()
        .values("circle")
        .annotate(waiting=Count("pk"), oldest=Min("circle_since"))
        .order_by("-circle")
    )
    return [
        Stuck(str(Circle(row["circle"]).label), row["waiting"], 0, row["oldest"]) for row in rows
    ]
