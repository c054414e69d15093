"""What the planner proposed, as its page shows it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse

from jilian.base.dated import certain_on
from jilian.coverage.models import Campaign, CoveragePlan, PlanGroup, PlanLine
from jilian.coverage.rules import PlanRoute, Rate
from jilian.coverage.rules.reasons import helping_body
from jilian.firms.models import Site
from jilian.organisations.models import Organisation
from jilian.places.models import Division

MOST_POINTS = 400
THOUSANDTHS = 1_000


@dataclass(frozen=True)
class Words:
    """The figures of a plan: routes with their share, cost and bound in whole charges."""

    routes: tuple[tuple[PlanRoute, Rate], ...]
    cost: str
    bound: str
    gap: str  # of the cost that grouping decides, in percent with two decimals
    is_proven: bool
    groups: int
    uncertain: int
    warned: int


def words_of_plan(plan: CoveragePlan) -> Words:
    """Read the kept summary."""
    kept = plan.summary
    whole = sum(kept["routes"].values())
    cost, gap = kept["cost"], kept["grouping"]["gap_hundredths"]
    return Words(
        routes=tuple((route, Rate(kept["routes"].get(route, 0), whole)) for route in PlanRoute),
        cost=_charges(cost["value"]),
        bound=_charges(cost["bound"]),
        gap=f"{gap // 100}.{gap % 100:02d}",
        is_proven=cost["proven"],
        groups=kept["groups"],
        uncertain=kept["uncertain_groups"],
        warned=kept["warned_groups"],
    )


def _charges(thousandths: int) -> str:
    return f"{thousandths // THOUSANDTHS:,}.{thousandths % THOUSANDTHS:03d}"


def plan_lines(
    plan: CoveragePlan, route: str = "", group: int | None = None
) -> QuerySet[PlanLine, Any]:
    """The proposed routes, narrowed; those of a group together, then by the list."""
    rows = PlanLine.objects.filter(plan=plan).select_related("target__firm", "plan")
    if route in PlanRoute.values:
        rows = rows.filter(route=route)
    if group is not None:
        rows = rows.filter(group=group)
    return rows.order_by("target__number")


def groups_of(plan: CoveragePlan, route: str = "") -> QuerySet[PlanGroup, Any]:
    """The groups, those with warnings and doubts as they come."""
    rows = PlanGroup.objects.filter(plan=plan).order_by("number")
    return rows.filter(route=route) if route in PlanRoute.values else rows


def name_bodies(campaign: Campaign, lines: Iterable[PlanLine], groups: Iterable[PlanGroup]) -> None:
    """Say on lines and groups by its name which leading firm's body helps; one query."""
    helping = {line: helping_body(line.reasons) for line in lines}
    carrying = {group: group.details.get("carried_by") or "" for group in groups}
    keys = {*helping.values(), *carrying.values()} - {""}
    bodies = Organisation.objects.filter(world=campaign.world_id, key__in=keys)
    names = {body.key: str(body) for body in bodies}
    for line, key in helping.items():
        line.helped_by = names.get(key, key)
    for group, key in carrying.items():
        group.carried_by = names.get(key, key)


def plan_map(campaign: Campaign, plan: CoveragePlan) -> dict[str, Any]:
    """The groups on the map, each amid its firms; towns by their firms where there are many."""
    code = campaign.world.code
    page = reverse("coverage:plan", args=(code, campaign.pk))
    counted = PlanGroup.objects.filter(plan=plan).count()
    points = (
        _group_points(campaign, plan, page) if counted <= MOST_POINTS else _town_points(plan, page)
    )
    return {
        "outlines_url": reverse("world:outlines", kwargs={"world": code}),
        "points": points,
    }


def _group_points(campaign: Campaign, plan: CoveragePlan, page: str) -> list[dict[str, Any]]:
    grouped = PlanLine.objects.filter(plan=plan, group__isnull=False)
    numbers = {
        firm: group
        for firm, group in grouped.order_by().values_list("target__firm", "group")
        if group is not None
    }
    sites = Site.objects.filter(
        certain_on(campaign.drawn_on), is_main=True, lon__isnull=False,
        firm__in=grouped.order_by().values("target__firm"),
    )  # fmt: skip
    places: dict[int, list[tuple[float, float]]] = {}
    for firm, lon, lat in sites.order_by().values_list("firm_id", "lon", "lat"):
        if lon is not None and lat is not None and firm in numbers:
            places.setdefault(numbers[firm], []).append((lon, lat))
    sizes = Counter(numbers.values())
    return [
        {
            "label": str(number), "count": sizes[number],
            "lon": sum(lon for lon, _lat in found) / len(found),
            "lat": sum(lat for _lon, lat in found) / len(found),
            "url": f"{page}?group={number}#lines",
        }
        for number, found in sorted(places.items())
    ]  # fmt: skip


def _town_points(plan: CoveragePlan, page: str) -> list[dict[str, Any]]:
    rows = PlanLine.objects.filter(plan=plan, group__isnull=False).order_by()
    counts = dict(rows.values("target__town").annotate(n=Count("pk")).values_list(
        "target__town", "n"
    ))  # fmt: skip
    return [
        {"label": str(one), "count": counts[one.code], "lon": one.lon, "lat": one.lat, "url": page}
        for one in Division.objects.filter(code__in=counts, lon__isnull=False)
    ]
