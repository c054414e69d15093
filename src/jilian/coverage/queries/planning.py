"""What the planner is told of each open target: place, trade, cluster, and what is counted."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from jilian.base.dated import certain_on
from jilian.clusters.models import Membership
from jilian.clusters.rules import MemberRole
from jilian.coverage.models import Campaign, Target, TargetCount
from jilian.coverage.rules import TargetState
from jilian.coverage.rules.counts import STATED
from jilian.firms.models import Site
from jilian.organisations.models import Cover
from jilian.organisations.rules import CoverMode

VILLAGE_DIGITS = 12


@dataclass(frozen=True)
class PlanInput:
    """One open target as the planner is told of it; None is unknown."""

    target: int
    members_low: int | None
    members_high: int | None
    industry: str | None
    town: str | None
    park: str | None
    x: float | None
    y: float | None
    cluster: str | None
    leader_body: str | None


def plan_inputs(campaign: Campaign, day: date) -> list[PlanInput]:
    """Every target that is open or not yet, stays on the list and waits for nobody; six queries."""
    rows = (
        Target.objects.filter(campaign=campaign, said_state="", is_removed=False)
        .filter(state__in=(TargetState.OPEN, TargetState.NOT_YET))
        .order_by("number")
        .values_list("pk", "firm_id", "industry", "town")
    )
    targets = list(rows)
    counts = _counts(campaign)
    sites = _sites(campaign, day)
    clusters = _clusters(campaign, day)
    leaders = _leader_bodies({key for _pk, key in clusters.values()}, campaign, day)
    found = []
    for pk, firm, industry, town in targets:
        least, most = counts.get(pk, (None, None))
        lon, lat, place = sites.get(firm, (None, None, ""))
        cluster = clusters.get(firm)
        found.append(
            PlanInput(
                pk, least, most, industry if industry[:2].isdigit() else None, town or None,
                place if len(place) == VILLAGE_DIGITS else None, lon, lat,
                cluster[1] if cluster else None, leaders.get(cluster[1]) if cluster else None,
            )
        )  # fmt: skip
    return found


def _counts(campaign: Campaign) -> dict[int, tuple[int, int | None]]:
    rows = TargetCount.objects.filter(target__campaign=campaign).order_by()
    return {pk: STATED[stated] for pk, stated in rows.values_list("target_id", "stated")}


def _sites(campaign: Campaign, day: date) -> dict[int, tuple[float | None, float | None, str]]:
    rows = Site.objects.filter(
        certain_on(day), is_main=True, firm__world=campaign.world_id,
        firm__in=Target.objects.filter(campaign=campaign).order_by().values("firm"),
    )  # fmt: skip
    return {
        firm: (lon, lat, code)
        for firm, lon, lat, code in rows.order_by().values_list(
            "firm_id", "lon", "lat", "division__code"
        )
    }


def _clusters(campaign: Campaign, day: date) -> dict[int, tuple[int, str]]:
    """The first cluster of each target by key, where it has one."""
    rows = Membership.objects.on(day).filter(
        cluster__world=campaign.world_id,
        firm__in=Target.objects.filter(campaign=campaign).order_by().values("firm"),
    )
    found: dict[int, tuple[int, str]] = {}
    for firm, pk, key in rows.order_by("cluster__key").values_list(
        "firm_id", "cluster_id", "cluster__key"
    ):
        found.setdefault(firm, (pk, key))
    return found


def _leader_bodies(clusters: Collection[str], campaign: Campaign, day: date) -> dict[str, str]:
    """The own organisation of each cluster's leading firm, by the cluster's key."""
    leaders = Membership.objects.on(day).filter(
        cluster__world=campaign.world_id, cluster__key__in=clusters, role=MemberRole.LEADER
    )
    of_firm: dict[int, str] = dict(leaders.order_by().values_list("firm_id", "cluster__key"))
    covers = Cover.objects.filter(certain_on(day), firm__in=of_firm, mode=CoverMode.OWN)
    return {
        of_firm[firm]: key
        for firm, key in covers.order_by("-pk").values_list("firm_id", "organisation__key")
    }
