"""Members of a cluster and clusters of a firm, as of a day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, TypedDict

from django.db.models import Case, IntegerField, OuterRef, QuerySet, Subquery, When

from jilian.base.dated import Held
from jilian.clusters.models import Cluster, Membership
from jilian.clusters.queries.together import joined_members
from jilian.clusters.rules import POSITIONS, MemberRole
from jilian.firms.models import Firm, FirmIndustry, Site
from jilian.firms.queries.groups import records_of


class MemberColumns(TypedDict):
    """What ``member_rows`` adds to a membership; None where it is not known."""

    town: str | None
    town_en: str | None
    town_code: str | None
    industry: str | None
    industry_code: str | None
    place_in_chain: int
    leaders_first: int


if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    MemberOnDay = WithAnnotations[Membership, MemberColumns]

# Positions in the order of the chain, leading firms first: what a list of members is sorted by.
CHAIN_PLACE = Case(
    *(When(position=position, then=place) for place, position in enumerate(POSITIONS)),
    output_field=IntegerField(),
)
LEADERS_FIRST = Case(When(role=MemberRole.LEADER, then=0), default=1, output_field=IntegerField())


def member_rows(cluster: Cluster, day: date) -> QuerySet[MemberOnDay]:
    """Return who is a member for certain on this day, with town and industry of that day.

    A firm once, by whichever of its records; asks which firms are merged before it is read.
    """
    joined = joined_members(cluster.world, day, (cluster.pk,))
    sites = Site.objects.on(day).filter(is_main=True)
    trades = FirmIndustry.objects.on(day).filter(is_main=True)
    site = sites.filter(firm=OuterRef("placed_by")).order_by("-known_by")
    trade = trades.filter(firm=OuterRef("classed_by")).order_by("-known_by")
    return (
        joined.shown(cluster.memberships.on(day))
        .select_related("firm", "source")
        .prefetch_related("firm__merged_into")
        .annotate(
            placed_by=joined.speaking(sites, cluster.pk),
            classed_by=joined.speaking(trades, cluster.pk),
        )
        .annotate(
            place_in_chain=CHAIN_PLACE,
            leaders_first=LEADERS_FIRST,
            town_code=Subquery(site.values("division__code")[:1]),
            town=Subquery(site.values("division__name")[:1]),
            town_en=Subquery(site.values("division__name_en")[:1]),
            industry_code=Subquery(trade.values("industry__code")[:1]),
            industry=Subquery(trade.values("industry__name")[:1]),
        )
        .order_by("leaders_first", "place_in_chain", "firm__sort_key", "pk")
    )


def towns_of_members(cluster: Cluster, day: date) -> list[tuple[str, str, str, int]]:
    """Return code, name, English name and number of members of each town, most first.

    The last entry has an empty code where the towns of some members are not known.
    """
    counts: dict[str, tuple[str, str, int]] = {}
    rows = member_rows(cluster, day).order_by().values_list("town_code", "town", "town_en")
    for code, name, name_en in rows:
        held = counts.get(code or "", ("", "", 0))
        counts[code or ""] = (name or "", name_en or name or "", held[2] + 1)
    order = sorted(counts.items(), key=lambda pair: (not pair[0], -pair[1][2], pair[0]))
    return [(code, *named) for code, named in order]


def memberships_of_firm(firm: Firm, day: date) -> list[Membership]:
    """Return memberships of a firm that hold, may hold or have held by the day, latest first.

    Of all its records, each cluster once a day; two queries, three where firms are merged.
    """
    joined = joined_members(firm.world, day)
    records = records_of((firm.pk,), joined.merged)
    every = Membership.objects.filter(firm__in=records).select_related("cluster", "source", "firm")
    rows = joined.shown(every).order_by("-known_by", "pk")
    return [row for row in rows if row.known_by <= day or row.held_on(day) is Held.UNKNOWN]
