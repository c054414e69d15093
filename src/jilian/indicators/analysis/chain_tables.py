"""Tables of clusters, members, supply links, firms brought in, and organisations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import polars as pl

from jilian.clusters.models import Cluster, ClusterBody, Membership
from jilian.gaps.models import RecruitStage
from jilian.indicators.analysis.frames import (
    begins,
    ends,
    frame_of,
    hundredths,
    last_month,
    month_of,
)
from jilian.indicators.analysis.ground import Ground
from jilian.network.models import SupplyLink
from jilian.organisations.models import Cover, MemberCount, Organisation, TypeSpell
from jilian_engine.indicators.records import LASTS

Row = tuple[Any, ...]


def memberships(ground: Ground) -> pl.DataFrame:
    """Members of clusters."""
    rows = Membership.objects.filter(
        cluster__world=ground.world, known_by__lte=ground.as_of
    ).order_by("pk")
    columns = (
        "pk", "firm_id", "cluster_id", "known_by", "valid_to", "role", "position", "valid_from",
    )  # fmt: skip
    made = []
    for pk, firm, cluster, day, end, role, position, since in rows.values_list(*columns):
        root = ground.root(firm)
        made.append(
            (pk, root, root, begins(day), ends(end), ground.cluster(cluster), role, position,
             month_of(since), last_month(end))
        )  # fmt: skip
    return frame_of("memberships", made)


def clusters(ground: Ground) -> pl.DataFrame:
    """Clusters, and once more while they have a body."""
    return frame_of("clusters", _cluster_rows(ground))


def _cluster_rows(ground: Ground) -> Iterator[Row]:
    rows = Cluster.objects.filter(world=ground.world, known_by__lte=ground.as_of).order_by("pk")
    towns: dict[int, int | None] = {}
    for pk, day, end, code in rows.values_list("pk", "known_by", "valid_to", "host_division__code"):
        towns[pk] = ground.town(code)
        yield pk, pk, None, begins(day), ends(end), towns[pk], False
    bodies = ClusterBody.objects.filter(
        cluster__world=ground.world, known_by__lte=ground.as_of
    ).order_by("pk")
    for pk, day, end in bodies.values_list("cluster_id", "known_by", "valid_to"):
        yield pk, pk, None, begins(day), ends(end), towns.get(pk), True


def links(ground: Ground) -> pl.DataFrame:
    """Supply links in the unit of the supplier."""
    rows = SupplyLink.objects.filter(world=ground.world, known_by__lte=ground.as_of).order_by("pk")
    columns = ("pk", "supplier_id", "buyer_id", "known_by", "valid_to", "evidence")
    town = {firm: spans[-1][0] for firm, spans in ground.town_spans.items() if spans}
    made = []
    for pk, supplier, buyer, day, end, evidence in rows.values_list(*columns):
        here, there = ground.root(supplier), ground.root(buyer)
        inside = here in town and town[here] == town.get(there or 0)
        made.append((pk, pk, here, begins(day), ends(end), evidence, inside))
    return frame_of("links", made)


def stages(ground: Ground) -> pl.DataFrame:
    """Stages that firms that are brought in have reached."""
    rows = RecruitStage.objects.filter(
        recruit__world=ground.world, is_replaced=False, is_void=False, on__lte=ground.as_of
    ).order_by("pk")
    columns = ("pk", "recruit_id", "recruit__firm_id", "recruit__cluster_id", "stage", "on")
    return frame_of(
        "stages",
        (
            (pk, recruit, ground.root(firm), ground.cluster(cluster), stage, month_of(on))
            for pk, recruit, firm, cluster, stage, on in rows.values_list(*columns)
        ),
    )


def organisations(ground: Ground) -> pl.DataFrame:
    """Organisations, and once more by each type while they are of it."""
    return frame_of("organisations", _organisation_rows(ground))


def _organisation_rows(ground: Ground) -> Iterator[Row]:
    rows = Organisation.objects.filter(world=ground.world, known_by__lte=ground.as_of)
    columns = ("pk", "known_by", "valid_to", "division__code", "is_cluster_body", "valid_from")
    known: dict[int, tuple[int, int, int | None, bool]] = {}
    for pk, day, end, code, of_cluster, since in rows.order_by("pk").values_list(*columns):
        known[pk] = (begins(day), ends(end), ground.town(code), of_cluster)
        yield pk, pk, None, *known[pk][:3], None, of_cluster, month_of(since)
    spells = TypeSpell.objects.filter(organisation__world=ground.world).order_by("pk")
    for pk, kind, day, end in spells.values_list("organisation_id", "type", "known_by", "valid_to"):
        if pk in known and day <= ground.as_of:
            start, stop, town, of_cluster = known[pk]
            span = max(start, begins(day)), min(stop, ends(end))
            if span[0] < span[1]:
                yield pk, pk, None, *span, town, kind, of_cluster, None


def members(ground: Ground) -> pl.DataFrame:
    """The last count of each organisation until the next; unknown where only a band is stated."""
    ended = {
        pk: (ends(end), ground.town(code))
        for pk, end, code in Organisation.objects.filter(world=ground.world).values_list(
            "pk", "valid_to", "division__code"
        )
    }
    counts: dict[int, list[Row]] = defaultdict(list)
    rows = MemberCount.objects.filter(
        organisation__world=ground.world, counted_on__lte=ground.as_of
    ).order_by("organisation_id", "counted_on")
    for row in rows.values_list("organisation_id", "pk", "counted_on", "formal", "probationary"):
        counts[row[0]].append(row[1:])
    made = []
    for body, held in counts.items():
        stop, town = ended[body]
        starts = [begins(row[1]) for row in held]
        for place, (pk, _day, formal, probationary) in enumerate(held):
            end = min(stop, starts[place + 1] if place + 1 < len(held) else LASTS)
            whole = None if None in (formal, probationary) else formal + probationary
            if starts[place] < end:
                made.append((pk, body, None, starts[place], end, town, hundredths(whole)))
    return frame_of("members", made)


def covers(ground: Ground) -> pl.DataFrame:
    """Firms covered by an organisation."""
    rows = Cover.objects.filter(
        organisation__world=ground.world, known_by__lte=ground.as_of
    ).order_by("pk")
    made = []
    for pk, firm, day, end, mode in rows.values_list(
        "pk", "firm_id", "known_by", "valid_to", "mode"
    ):
        root = ground.root(firm)
        made.append((pk, root, root, begins(day), ends(end), mode))
    return frame_of("covers", made)
