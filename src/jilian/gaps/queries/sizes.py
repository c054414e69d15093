"""Size classes of all clusters in a year, for those who may see every firm's yearly facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from jilian.accounts.models import Person
from jilian.clusters.models import Cluster
from jilian.clusters.queries import outputs_by
from jilian.clusters.rules.output import ClusterOutput, SizeClass, YearOutput
from jilian.gaps.rules.sizes import SizeRule, rule_on
from jilian.places.models import World
from jilian.sources.models import PublishedFact

MEASURE = "cluster_scale_class"


@dataclass(frozen=True)
class SizeLine:
    """A cluster with its output of the year."""

    cluster: Cluster
    output: ClusterOutput


@dataclass(frozen=True)
class SizePage:
    """The classes of a year, the rule, and what was published."""

    year: YearOutput | None
    years: tuple[int, ...]
    lines: tuple[SizeLine, ...]
    counts: tuple[tuple[SizeClass, int], ...]
    unknown: int
    rule: SizeRule
    published: tuple[PublishedFact, ...]


def size_page(person: Person, world: World, day: date, asked: int | None = None) -> SizePage:
    """Gather the page; six queries, however many clusters."""
    years = outputs_by(person, world, day)
    year = next((one for one in years if one.year == asked), years[0] if years else None)
    clusters = Cluster.objects.visible_to(person, world).in_bulk(
        list(year.clusters) if year else []
    )
    lines = _ordered(clusters, year)
    counted = [line.output.size_class for line in lines]
    return SizePage(
        year=year,
        years=tuple(one.year for one in years),
        lines=tuple(lines),
        counts=tuple((one, counted.count(one)) for one in SizeClass),
        unknown=counted.count(None),
        rule=rule_on(date(year.year, 12, 31) if year else day),
        published=tuple(
            PublishedFact.objects.filter(world=world, measure=MEASURE).select_related("source")
        ),
    )


def _ordered(clusters: dict[int, Cluster], year: YearOutput | None) -> Sequence[SizeLine]:
    """The largest class first, inside a class the largest sum that may be shown."""
    if year is None:
        return []
    order = list(SizeClass)
    lines = [SizeLine(clusters[pk], one) for pk, one in year.clusters.items() if pk in clusters]
    return sorted(
        lines,
        key=lambda line: (
            order.index(line.output.size_class) if line.output.size_class else len(order),
            -(line.output.total or 0),
            line.cluster.sort_key,
        ),
    )
