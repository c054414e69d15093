"""What the ranking of helpers reads of a world: products, firms, places, chain, promises."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import polars as pl
from django.db.models import Count, Max, Q

from jilian.audit.models import Trace
from jilian.base.dated import certain_on
from jilian.clusters.models import Membership
from jilian.firms.models import Firm, FirmIndustry, FirmProduct, Site
from jilian.firms.queries.groups import merged_firms, records_of
from jilian.network.models import SupplyLink
from jilian.places.models import Division, World
from jilian.shortages.models import Helper
from jilian.shortages.queries.promises import kept_promises

ROWS = 20_000
HELPED_DAYS = 90  # how long having been asked counts for fairness
# Acts after which firms, products, places or classes may be others than before.
_TOUCHING = (
    "firm", "firms", "upload", "claim", "correction", "pair", "duplicates", "name", "places",
)  # fmt: skip
SAME_CLUSTER, ONE_STEP, TWO_STEPS = 0.8, 1.0, 0.6


@dataclass(frozen=True)
class RegisterState:
    """What changes when firms or their products do; equal states have equal tables."""

    trace: int
    product: int
    firm: int


def register_state(world: World, held: RegisterState | None = None) -> RegisterState:
    """Return the state as committed now; three quick questions along indexes."""
    touching = Q()
    for word in _TOUCHING:
        touching |= Q(action__startswith=f"{word}.")
    traces = Trace.objects.filter(touching, world=world.code)
    if held is not None:
        traces = traces.filter(number__gt=held.trace)
    newest = traces.order_by().aggregate(at=Max("number"))["at"]
    product = FirmProduct.objects.aggregate(at=Max("pk"))["at"]
    firm = Firm.objects.aggregate(at=Max("pk"))["at"]
    return RegisterState(newest or (held.trace if held else 0), product or 0, firm or 0)


def matching_tables(world: World, day: date) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return products (firm, product, role, industry) and firms (firm, industry, town, x, y).

    Firms by the key of the record that stands for them. A product that ended before the day is one
    that was made.
    """
    merged = merged_firms(world)
    every = Firm.objects.filter(world=world).standing().order_by("pk")
    firms = pl.DataFrame({"firm": list(every.values_list("pk", flat=True))}, {"firm": pl.Int64})
    firms = firms.join(
        _industries(world, day, merged), on="firm", how="left", maintain_order="left"
    )
    firms = firms.join(_places(world, day, merged), on="firm", how="left", maintain_order="left")
    return _products(world, day, merged), firms


def _products(world: World, day: date, merged: Mapping[int, int]) -> pl.DataFrame:
    rows = FirmProduct.objects.filter(firm__world=world, known_by__lte=day).order_by("pk")
    columns: dict[str, list[object]] = {
        name: [] for name in ("firm", "product", "role", "industry")
    }
    found = rows.values_list("firm_id", "name", "trading", "valid_to", "industry__code")
    for firm, name, trading, ended, code in found.iterator(chunk_size=ROWS):
        over = ended is not None and ended <= day
        if over and trading != "makes":
            continue
        columns["firm"].append(merged.get(firm, firm))
        columns["product"].append(name)
        columns["role"].append("made" if over else trading)
        columns["industry"].append(code if code and len(code) == len("2662") else None)
    kinds = {"firm": pl.Int64, "product": pl.String, "role": pl.String, "industry": pl.String}
    return pl.DataFrame(columns, kinds)


def _industries(world: World, day: date, merged: Mapping[int, int]) -> pl.DataFrame:
    rows = (
        FirmIndustry.objects.filter(
            certain_on(day), firm__world=world, is_main=True, industry__level=4
        )
        .order_by("firm_id", "-known_by", "pk")
        .values_list("firm_id", "industry__code")
    )
    found = [(merged.get(firm, firm), code) for firm, code in rows.iterator(chunk_size=ROWS)]
    return _first(found, {"firm": pl.Int64, "industry": pl.String})


def _places(world: World, day: date, merged: Mapping[int, int]) -> pl.DataFrame:
    """The main site of each firm, else its first; its place or the centre of its division."""
    divisions = {
        pk: (code, lon, lat, parent)
        for pk, code, lon, lat, parent in Division.objects.values_list(
            "pk", "code", "lon", "lat", "parent_id"
        )
    }

    def centre(pk: int | None) -> tuple[float | None, float | None]:
        while pk is not None:
            _code, lon, lat, parent = divisions[pk]
            if lon is not None:
                return lon, lat
            pk = parent
        return None, None

    rows = (
        Site.objects.filter(certain_on(day), firm__world=world)
        .order_by("firm_id", "-is_main", "pk")
        .values_list("firm_id", "division_id", "lon", "lat")
    )
    found = []
    for firm, division, lon, lat in rows.iterator(chunk_size=ROWS):
        place = (lon, lat) if lon is not None else centre(division)
        found.append((merged.get(firm, firm), divisions[division][0], *place))
    return _first(found, {"firm": pl.Int64, "town": pl.String, "x": pl.Float64, "y": pl.Float64})


def _first(rows: Iterable[tuple[object, ...]], kinds: dict[str, type[pl.DataType]]) -> pl.DataFrame:
    frame = pl.DataFrame(list(rows), kinds, orient="row")
    return frame.unique("firm", keep="first", maintain_order=True)


def chain_of(caller: Firm, day: date) -> dict[int, float]:
    """Return how near firms are in the chain, for those of which it is known.

    1 a supplier or customer of the caller, 0.8 in a cluster with it, 0.6 two steps away.
    """
    merged = merged_firms(caller.world)
    own = records_of((caller.pk,), merged)
    one = _neighbours(caller.world, day, own)
    two = _neighbours(caller.world, day, one) if one else set()
    held = Membership.objects.on(day).filter(firm__in=own).order_by().values("cluster")
    beside = Membership.objects.on(day).filter(cluster__in=held).order_by()
    found = dict.fromkeys(two, TWO_STEPS)
    found |= dict.fromkeys(beside.values_list("firm_id", flat=True), SAME_CLUSTER)
    found |= dict.fromkeys(one, ONE_STEP)
    by_root = {merged.get(firm, firm): near for firm, near in found.items()}
    by_root.pop(merged.get(caller.pk, caller.pk), None)
    return by_root


def _neighbours(world: World, day: date, firms: set[int]) -> set[int]:
    links = SupplyLink.objects.filter(certain_on(day), world=world).order_by()
    found = set(links.filter(supplier__in=firms).values_list("buyer_id", flat=True))
    return found | set(links.filter(buyer__in=firms).values_list("supplier_id", flat=True))


def asked_lately(world: World, at: datetime) -> dict[int, int]:
    """Return how often each firm was asked in the HELPED_DAYS before."""
    asked = Helper.objects.filter(
        call__world=world, asked_at__gt=at - timedelta(days=HELPED_DAYS), asked_at__lte=at
    )
    counted = asked.order_by().values("firm_id").annotate(times=Count("pk"))
    return dict(counted.values_list("firm_id", "times"))


def promises_kept(world: World, at: datetime) -> dict[int, float]:
    """Return which share of what was accepted of each firm it delivered in time."""
    held = kept_promises(world, at)
    return {firm: float(kept.share) for firm, kept in held.items() if kept.share is not None}
