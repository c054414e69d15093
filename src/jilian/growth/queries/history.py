"""The organisations of a world over time, read once as plain values; six queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from jilian.clusters.models import Cluster, ClusterBody, ClusterName
from jilian.clusters.queries.listing import name_on
from jilian.growth.rules.history import Dated, History, Org, Under
from jilian.growth.rules.report import Named
from jilian.organisations.models import (
    TOWN_DIGITS,
    MemberCount,
    Organisation,
    OrganisationName,
    Succession,
    Superior,
    TypeSpell,
)
from jilian.organisations.queries.standing import names_on
from jilian.organisations.rules.spells import Span
from jilian.organisations.rules.thresholds import Counts
from jilian.places.models import Division, World

SPAN = ("known_by", "valid_from", "not_before", "valid_to")


def history_of(world: World) -> History:
    """Everything dated that a count of organisations rests on."""
    rows = Organisation.objects.filter(world=world).order_by("pk")
    organisations = {
        pk: Org(pk, key, Span(*span), (code or "")[:TOWN_DIGITS])
        for pk, key, code, *span in rows.values_list("pk", "key", "division__code", *SPAN)
    }
    above = Superior.objects.filter(organisation__world=world).order_by("known_by", "pk")
    superiors = tuple(
        Under(pk, superior, line, Span(*span))
        for pk, superior, line, *span in above.values_list(
            "organisation_id", "superior_id", "line", *SPAN
        )
    )
    successions = Succession.objects.filter(reorganisation__world=world)
    replaced = list(successions.values_list("before_id", "after_id", "reorganisation__from_day"))
    return History(
        organisations,
        types=_types(world),
        superiors=superiors,
        bodies=_bodies(world),
        replaced={before: day for before, _after, day in replaced},
        founded_anew=frozenset(after for _before, after, _day in replaced),
    )


def _types(world: World) -> dict[int, tuple[Dated, ...]]:
    found: dict[int, list[Dated]] = defaultdict(list)
    rows = TypeSpell.objects.filter(organisation__world=world).order_by("known_by", "pk")
    for pk, type, *span in rows.values_list("organisation_id", "type", *SPAN):
        found[pk].append((type, Span(*span)))
    return {pk: tuple(spells) for pk, spells in found.items()}


def _bodies(world: World) -> dict[str, tuple[tuple[int, Span], ...]]:
    found: dict[str, list[tuple[int, Span]]] = defaultdict(list)
    rows = ClusterBody.objects.filter(cluster__world=world).order_by("known_by", "pk")
    for cluster, pk, *span in rows.values_list("cluster_id", "organisation_id", *SPAN):
        found[str(cluster)].append((pk, Span(*span)))
    return {cluster: tuple(held) for cluster, held in found.items()}


def named_on(world: World, before: date, end: date, history: History) -> Named:
    """What organisations, clusters and towns were called at the end of a month; four queries.

    What ended in the month is named as it was at the end of the month before.
    """
    rows = OrganisationName.objects.filter(organisation__world=world).order_by("known_by", "pk")
    spans = [
        (pk, text, Span(*span))
        for pk, text, *span in rows.values_list("organisation_id", "text", *SPAN)
    ]
    standing = history.standing(end)
    now = names_on(spans, end)
    names = names_on(spans, before) | {pk: text for pk, text in now.items() if pk in standing}
    towns = {one.town for one in history.organisations.values()}
    return Named(
        names,
        _cluster_names(world, end),
        dict(Division.objects.filter(code__in=towns).values_list("code", "name")),
    )


def _cluster_names(world: World, day: date) -> dict[str, tuple[str, str]]:
    spelled: dict[int, list[Any]] = defaultdict(list)
    for one in ClusterName.objects.filter(cluster__world=world).order_by("known_by", "pk"):
        spelled[one.cluster_id].append(one)
    rows = Cluster.objects.filter(world=world).order_by("pk")
    return {
        str(pk): (key, name_on(spelled[pk], day) or name)
        for pk, key, name in rows.values_list("pk", "key", "name")
    }


def counts_of(world: World, pks: Iterable[int], day: date) -> dict[int, list[Counts]]:
    """The counts of organisations up to a day; one query."""
    wanted = set(pks)
    found: dict[int, list[Counts]] = defaultdict(list)
    rows = MemberCount.objects.filter(organisation__world=world, counted_on__lte=day).order_by()
    columns = ("counted_on", "formal", "probationary", "newly_developed", "band")
    for pk, *counts in rows.values_list("organisation_id", *columns):
        if pk in wanted:
            found[pk].append(Counts(*counts))
    return found
