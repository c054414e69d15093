"""The lists: procedures by what waits, bodies by the end of their term."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Case, DateField, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from jilian.accounts.models import Person
from jilian.clusters.models import ClusterBody
from jilian.committees.models import Procedure, ProcedureQuerySet, Term
from jilian.committees.rules import OPEN, STANDING, first_reminder
from jilian.places.models import World


def procedures_seen(person: Person, world: World, day: date) -> ProcedureQuerySet:
    """Return the procedures that the person may see, each with the last day of its latest term.

    ``day`` is the day for which ``standing`` answers. By ``rank``, what waits for a step stands
    before what stands, and that before what has ended.
    """
    newest = Term.objects.filter(procedure=OuterRef("pk")).order_by("-number")
    last_day = Coalesce("extended_to", "ends_on")
    rank = Case(
        When(state__in=sorted(OPEN), then=Value(0)),
        When(state__in=sorted(STANDING), then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    also: dict[str, Any] = {
        "due": Subquery(newest.values_list(last_day, flat=True)[:1]),
        "term_start": Subquery(newest.values("starts_on")[:1]),
        "term_rule": Subquery(newest.values("rule_id")[:1]),
        "rank": rank,
        "asked_on": Value(day, DateField()),
    }
    seen = Procedure.objects.visible_to(person, world).select_related(
        "cluster__host_division", "superior", "organisation", "world", "applying_body"
    )
    return seen.annotate(**also)


def terms_seen(
    person: Person, world: World, day: date, within: int | None = None
) -> ProcedureQuerySet:
    """Return the bodies that stand, by the last day of their term; those not known last.

    ``within`` keeps the terms that end within so many days of the day, or have ended.
    """
    rows = procedures_seen(person, world, day).standing()
    if within is not None:
        rows = rows.filter(Q(due__lte=day + timedelta(within)))
    return rows


def due_soon(rows: ProcedureQuerySet, day: date) -> ProcedureQuerySet:
    """Keep the bodies whose term is due: within the first reminder, or over."""
    return rows.standing().filter(Q(due__lte=day + timedelta(first_reminder())))


# What waits for a step first, longest first.
ORDER = ("rank", "state_since", "pk")


def bodies_without_term(world: World, day: date) -> list[ClusterBody]:
    """Return the bodies of clusters on the day that no procedure here has set up."""
    rows = ClusterBody.objects.on(day).filter(
        cluster__world=world, organisation__procedures__isnull=True
    )
    return list(rows.select_related("organisation", "cluster").order_by("organisation__sort_key"))
