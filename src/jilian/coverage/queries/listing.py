"""Lists of campaigns and of targets, and what stands beside them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Avg, Count, F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.accounts.rules import ScopeKind
from jilian.clusters.models import Cluster, Membership
from jilian.coverage.models import Campaign, ListedFirm, Target
from jilian.coverage.queries.figures import Line, shown_row
from jilian.coverage.rules import DONE, IN_BODY, Rate, Tally, added
from jilian.firms.queries.groups import merged_firms
from jilian.organisations.rules.withholding import hidden_parts
from jilian.places.models import Division, World

SAMPLED = 3_000  # targets by which a town without a place of its own is put on the map


@dataclass(frozen=True)
class ListedCampaign:
    """A campaign as the list shows it."""

    campaign: Campaign
    tally: Tally  # of what the reader sees
    to_sign: int


def listed_campaigns(person: Person, world: World) -> list[ListedCampaign]:
    """The campaigns that the person sees, the latest first; two queries."""
    campaigns = list(Campaign.objects.visible_to(person, world).select_related("world"))
    rows = (
        Target.objects.visible_to(person, world)
        .filter(campaign__in=[one.pk for one in campaigns])
        .order_by()
        .values("campaign", "state")
        .annotate(n=Count("pk"), waiting=Count("pk", filter=~Q(said_state="")))
        .values_list("campaign", "state", "n", "waiting")
    )
    counts: dict[int, list[tuple[str, int]]] = {}
    to_sign: dict[int, int] = {}
    for campaign, state, count, waiting in rows:
        counts.setdefault(campaign, []).append((state, count))
        to_sign[campaign] = to_sign.get(campaign, 0) + waiting
    is_open = reach(person, world.code).may_somewhere(Permission.SEE_COUNTS)
    return [
        ListedCampaign(
            one, shown_row(added(counts.get(one.pk, ())), is_open), to_sign.get(one.pk, 0)
        )
        for one in campaigns
    ]


def target_rows(person: Person, campaign: Campaign, today: date) -> QuerySet[Target, Any]:
    """The targets of a campaign that the person sees, with the day on which each is due."""
    rows = Target.objects.visible_to(person, campaign.world).filter(campaign=campaign)
    return rows.select_related("firm").annotate(due=Coalesce(F("due_on"), F("campaign__closes_on")))


def overdue(rows: QuerySet[Target, Any], today: date) -> QuerySet[Target, Any]:
    """Keep those that have no end state though their day has passed."""
    passed = Q(due_on__lt=today) | Q(due_on__isnull=True, campaign__closes_on__lt=today)
    return rows.filter(passed).exclude(state__in=sorted(DONE))


def town_names(codes: Iterable[str]) -> dict[str, Division]:
    """The towns by their codes; one query."""
    return {one.code: one for one in Division.objects.filter(code__in={*codes} - {""})}


def fields_of(campaign: Campaign) -> list[str]:
    """The fields in which the campaign's list names firms; one query."""
    rows = ListedFirm.objects.filter(campaign=campaign).exclude(field="").order_by()
    return sorted(rows.values_list("field", flat=True).distinct())


def advisor_offices(person: Person, campaign: Campaign) -> list[str]:
    """The offices that send advisors in this campaign; one query."""
    rows = Target.objects.visible_to(person, campaign.world).filter(campaign=campaign)
    named = rows.exclude(advisor_office="").order_by()
    return sorted(named.values_list("advisor_office", flat=True).distinct()[:200])


def _middles(campaign: Campaign) -> dict[str, tuple[float, float]]:
    """The middle of each town's firms, by the first thousands of the list; one query."""
    rows = (
        Target.objects.filter(
            campaign=campaign, number__lte=SAMPLED, firm__sites__is_main=True,
            firm__sites__valid_to__isnull=True, firm__sites__lon__isnull=False,
        )
        .order_by()
        .values("town")
        .annotate(lon=Avg("firm__sites__lon"), lat=Avg("firm__sites__lat"))
    )  # fmt: skip
    return {row["town"]: (row["lon"], row["lat"]) for row in rows}


def map_of(campaign: Campaign, lines: Iterable[Line]) -> dict[str, Any]:
    """What map.js draws: the towns, each with its targets that have no body yet.

    A town stands where the list of divisions puts it, else amid its firms.
    """
    code, middles = campaign.world.code, _middles(campaign)
    board = reverse("coverage:board", args=(code, campaign.pk))
    return {
        "outlines_url": reverse("world:outlines", kwargs={"world": code}),
        "points": [
            {
                "label": str(one.label), "count": one.tally.whole - sum(
                    one.tally.counts[state] for state in IN_BODY
                ),
                "lon": middles[one.key][0] if one.label.lon is None else one.label.lon,
                "lat": middles[one.key][1] if one.label.lat is None else one.label.lat,
                "url": f"{board}?town={one.key}#rows",
            }
            for one in lines
            if isinstance(one.label, Division) and (one.label.lon is not None or one.key in middles)
            and not one.tally.hidden
        ],
    }  # fmt: skip


@dataclass(frozen=True)
class OfCluster:
    """The firms of a cluster in campaigns, and in the register of organisations."""

    members: int
    covered: Rate  # by the register, whatever campaigns say
    campaigns: tuple[tuple[Campaign, Tally], ...]


def of_cluster(person: Person, cluster: Cluster, day: date) -> OfCluster:
    """How many members of a cluster are covered by the register, and stand in open campaigns."""
    from jilian.coverage.queries.drawing import covers_on

    merged = merged_firms(cluster.world)
    records = Membership.objects.on(day).filter(cluster=cluster).order_by()
    firms = {merged.get(pk, pk) for pk in records.values_list("firm_id", flat=True)}
    shown = covers_on(cluster.world, firms, day) if firms else {}
    rows = (
        Target.objects.visible_to(person, cluster.world)
        .filter(firm__in=firms, campaign__in=Campaign.objects.open())
        .order_by("campaign", "state")
        .values("campaign", "state")
        .annotate(n=Count("pk"))
    )
    counts: dict[int, list[tuple[str, int]]] = {}
    for row in rows:
        counts.setdefault(row["campaign"], []).append((row["state"], row["n"]))
    found = Campaign.objects.filter(pk__in=counts).select_related("world")
    held = reach(person, cluster.world.code)
    covered = sum(1 for pk in firms if pk in shown)
    is_open = held.may(Permission.SEE_COUNTS, ((ScopeKind.CLUSTER, str(cluster.pk)),))
    hidden = not is_open and bool(hidden_parts([covered, len(firms) - covered]))
    sees_small = held.may_somewhere(Permission.SEE_COUNTS)
    return OfCluster(
        members=len(firms),
        covered=Rate(covered, len(firms), withheld=hidden),
        campaigns=tuple((one, shown_row(added(counts[one.pk]), sees_small)) for one in found),
    )


def may_move(person: Person, campaign: Campaign) -> bool:
    """Whether the person moves targets here at all."""
    held = reach(person, campaign.world.code)
    return campaign.is_open and held.may_somewhere(Permission.MOVE_TARGETS)


def movable(person: Person, campaign: Campaign) -> QuerySet[Target, Any]:
    """The targets that the person may move."""
    rows = Target.objects.visible_to(person, campaign.world, Permission.MOVE_TARGETS)
    return rows.filter(campaign=campaign)


def to_sign(person: Person, campaign: Campaign) -> QuerySet[Target, Any]:
    """What waits for a signature, the longest waiting first, with who said it."""
    rows = movable(person, campaign).exclude(said_state="")
    return rows.select_related("firm").order_by("said_at", "number")
