"""What every table of a world stands on: its units, its firms through merges, towns, clusters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

import polars as pl
from django.db.models import Q

from jilian.clusters.models import Cluster, Membership
from jilian.firms.models import Firm, FirmIndustry, FirmMerge, Site
from jilian.indicators.analysis.frames import begins, ends, read_frame, spans_frame
from jilian.organisations.models import TOWN_DIGITS
from jilian.places.models import Division, World
from jilian_engine.indicators.records import UnitSpan


@dataclass
class Ground:
    """A world as the register had it on a day, with the merges that were in force at a moment.

    ``since``: the first month that is asked for; what counts in no later one may be left unread.
    """

    world: World
    as_of: date
    known_at: datetime
    since: int = 0
    _units: list[UnitSpan] = field(default_factory=list)

    @cached_property
    def roots(self) -> Mapping[int, int]:
        """Which record stands for a merged one."""
        merges = FirmMerge.objects.filter(
            Q(undone_at__isnull=True) | Q(undone_at__gt=self.known_at),
            world=self.world, merged_at__lte=self.known_at, merged__isnull=False,
            kept__isnull=False,
        )  # fmt: skip
        into = dict(merges.order_by("merged_at", "pk").values_list("merged_id", "kept_id"))
        return {merged: _end_of(into, merged) for merged in into}

    def root(self, firm: int | None) -> int | None:
        """The record that stands for a firm."""
        return None if firm is None else self.roots.get(firm, firm)

    @cached_property
    def firms(self) -> pl.DataFrame:
        """firm: every record of the world, merged ones too."""
        keys = Firm.objects.filter(world=self.world).order_by().values_list("pk", flat=True)
        return pl.DataFrame({"firm": list(keys)}, schema={"firm": pl.Int64})

    @cached_property
    def merged(self) -> pl.DataFrame:
        """firm, root: each merged record with the one that stands for it."""
        schema = {"firm": pl.Int64, "root": pl.Int64}
        return pl.DataFrame(list(self.roots.items()), schema=schema, orient="row")

    @cached_property
    def industries(self) -> pl.DataFrame:
        """firm, section, division of its main industry; the last that was known."""
        rows = FirmIndustry.objects.filter(
            firm__world=self.world, is_main=True, known_by__lte=self.as_of
        ).order_by("known_by", "pk")
        schema = {"firm": pl.Int64, "section": pl.String, "division": pl.String}
        found = read_frame(rows, schema, ("firm_id", "industry__section", "industry__code"))
        standing = found.join(self.merged, on="firm", how="anti")
        return standing.unique("firm", keep="last").with_columns(pl.col("division").str.head(2))

    @cached_property
    def units(self) -> tuple[UnitSpan, ...]:
        """All units by number: the world, its towns, its clusters."""
        clusters = Cluster.objects.filter(world=self.world, known_by__lte=self.as_of)
        rows = clusters.order_by("pk").values_list("pk", "known_by", "valid_to")
        return (
            UnitSpan("world", self.world.code),
            *(UnitSpan("town", code) for code in self._town_codes),
            *(UnitSpan("cluster", str(pk), begins(day), ends(end)) for pk, day, end in rows),
        )

    @cached_property
    def _town_codes(self) -> list[str]:
        used = Site.objects.filter(firm__world=self.world, is_main=True).order_by()
        codes = {
            code[:TOWN_DIGITS]
            for code in used.values_list("division__code", flat=True).distinct()
            if len(code) >= TOWN_DIGITS
        }
        known = Division.objects.filter(code__in=codes, level=Division.Level.TOWN)
        return sorted(known.values_list("code", flat=True))

    @cached_property
    def numbers(self) -> Mapping[tuple[str, str], int]:
        """The number of a unit by kind and key."""
        return {(unit.kind, unit.key): number for number, unit in enumerate(self.units)}

    def town(self, code: str | None) -> int | None:
        """The number of a division's town; None where it lies in none."""
        return self.numbers.get(("town", (code or "")[:TOWN_DIGITS]))

    def cluster(self, pk: int | None) -> int | None:
        """The number of a cluster."""
        return self.numbers.get(("cluster", str(pk)))

    @cached_property
    def town_spans(self) -> Mapping[int, list[tuple[int, int, int]]]:
        """Of each firm: unit, first month, month after the last; one town at a time."""
        rows = Site.objects.filter(
            firm__world=self.world, is_main=True, known_by__lte=self.as_of
        ).order_by("firm_id", "known_by", "pk")
        spans: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
        columns = ("firm_id", "division__code", "known_by", "valid_to")
        for firm, code, day, end in rows.values_list(*columns):
            unit = self.town(code)
            if firm in self.roots:
                continue
            held, start = spans[firm], begins(day)
            if held and held[-1][2] > start:
                held[-1] = (*held[-1][:2], start)
            if unit is not None:
                held.append((unit, start, ends(end)))
        return spans

    @cached_property
    def towns(self) -> pl.DataFrame:
        """The same as a frame."""
        return spans_frame(
            (firm, *span)
            for firm, spans in self.town_spans.items()
            for span in spans
            if span[1] < span[2]
        )

    @cached_property
    def memberships(self) -> pl.DataFrame:
        """firm, unit, s, e of the clusters of each firm; spans of one cluster do not overlap."""
        rows = Membership.objects.filter(
            cluster__world=self.world, known_by__lte=self.as_of
        ).order_by("firm_id", "cluster_id", "known_by", "pk")
        spans: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
        for firm, cluster, day, end in rows.values_list(
            "firm_id", "cluster_id", "known_by", "valid_to"
        ):
            unit = self.cluster(cluster)
            if unit is not None:
                spans[self.roots.get(firm, firm), unit].append((begins(day), ends(end)))
        return spans_frame(
            (firm, unit, start, end)
            for (firm, unit), held in spans.items()
            for start, end in joined_spans(held)
        )


def joined_spans(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans put together where they touch or overlap, empty ones left out."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if start >= end:
            continue
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _end_of(into: Mapping[int, int], firm: int) -> int:
    while firm in into:
        firm = into[firm]
    return firm
