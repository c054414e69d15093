"""Firms, products and links of a world as of a day, as the frames that the engine reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import polars as pl
from django.db.models import FloatField, Value
from django.db.models.functions import Cast, Concat

from jilian.base.dated import certain_on
from jilian.firms.models import Firm, FirmIndustry, FirmName, FirmProduct, Site, YearlyFact
from jilian.firms.rules import Measure
from jilian.network.models import SupplyLink
from jilian.network.queries.together import Joined, joined_links
from jilian.network.rules import BAND_AMOUNT
from jilian.places.models import Division, World

TOWN_LEVEL = Division.Level.TOWN
DISTRICT_DIGITS, TOWN_DIGITS = 6, 9  # of a division's code (GB/T 2260 and town codes)


def network_frames(world: World, as_of: date) -> dict[str, pl.DataFrame]:
    """Return the tables ``firms``, ``products`` and ``links`` of the engine."""
    joined = joined_links(world, as_of)
    keys = _frame(
        Firm.objects.filter(world=world).order_by().annotate(key=_key()).values_list("pk", "key"),
        {"pk": pl.Int64, "firm": pl.String},
    )
    standing = _standing_keys(keys, joined.merged)
    links = _links(world, as_of, joined, standing)
    return {
        "firms": _firms(world, as_of, links, keys, joined.merged),
        "products": _products(world, as_of, standing),
        "links": links,
    }


def _standing_keys(keys: pl.DataFrame, merged: Mapping[int, int]) -> dict[str, str]:
    """The key of each merged record with the key of the one that stands for it."""
    if not merged:
        return {}
    wanted = keys.filter(pl.col("pk").is_in([*merged, *merged.values()]))
    key_of = dict(zip(wanted["pk"].to_list(), wanted["firm"].to_list(), strict=True))
    return {key_of[pk]: key_of[root] for pk, root in merged.items()}


def _joined(frame: pl.DataFrame, merged: Mapping[int, int], *, own_first: bool) -> pl.DataFrame:
    """Rows by the firm that stands for their record; ``own_first``: its own before others'."""
    if not merged:
        return frame
    joined = frame.with_columns(
        pl.col("pk").replace(merged), is_merged=pl.col("pk").is_in(list(merged))
    )
    if own_first:
        joined = joined.sort("is_merged", maintain_order=True)
    return joined.drop("is_merged")


def _frame(
    rows: Iterable[tuple[object, ...]], schema: dict[str, type[pl.DataType]]
) -> pl.DataFrame:
    """Rows as columns; several times as fast as handing rows to polars."""
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    return pl.DataFrame(
        [
            pl.Series(name, values, dtype=kind, strict=False)
            for (name, kind), values in zip(schema.items(), columns, strict=True)
        ]
    )


def _key(prefix: str = "") -> Concat:
    return Concat(f"{prefix}scheme", Value(":"), f"{prefix}identifier")


def _firms(
    world: World,
    as_of: date,
    links: pl.DataFrame,
    keys: pl.DataFrame,
    merged: Mapping[int, int],
) -> pl.DataFrame:
    """Firms of which anything was known by the day: a name, or a link that held.

    So a firm that is first known later changes nothing in the network of an earlier day. Records
    that are merged are one firm; what the record that stands for it lacks, another one gives.
    """
    firms = keys.filter(~pl.col("pk").is_in(list(merged))) if merged else keys
    named = FirmName.objects.filter(firm__world=world, known_by__lte=as_of).order_by()
    names = _frame(named.values_list("firm_id").distinct(), {"pk": pl.Int64})
    known = _joined(names, merged, own_first=False)["pk"].unique()
    linked = pl.concat([links["supplier"], links["buyer"]]).unique()
    industries = _frame(
        FirmIndustry.objects.filter(
            certain_on(as_of), firm__world=world, is_main=True, industry__level=4
        )
        .order_by("firm_id", "-known_by", "pk")
        .values_list("firm_id", "industry__code"),
        {"pk": pl.Int64, "industry": pl.String},
    )
    industries = _joined(industries, merged, own_first=True)
    sites = _joined(_sites(world, as_of), merged, own_first=True)
    sizes = _joined(_sizes(world, as_of), merged, own_first=False)
    return (
        firms.filter(pl.col("pk").is_in(known.implode()) | pl.col("firm").is_in(linked.implode()))
        .join(industries.unique("pk", keep="first", maintain_order=True), on="pk", how="left")
        .join(sites.unique("pk", keep="first", maintain_order=True), on="pk", how="left")
        .join(sizes.unique("pk", keep="last", maintain_order=True), on="pk", how="left")
        .select("firm", "industry", "town", "division", "x", "y", "size")
    )


def _sizes(world: World, as_of: date) -> pl.DataFrame:
    """Latest revenue (10,000 yuan) of a year that had ended by the day.

    Where sources differ the one recorded last counts, as on the page of a firm. A negative revenue
    is no size.
    """
    rows = (
        YearlyFact.objects.filter(
            firm__world=world, measure=Measure.REVENUE, year__lt=as_of.year, value__gte=0
        )
        .order_by("year", "pk")
        .values_list("firm_id", Cast("value", FloatField()))
    )
    return _frame(rows, {"pk": pl.Int64, "size": pl.Float64})


def _sites(world: World, as_of: date) -> pl.DataFrame:
    """Main sites, else the first: town, district or city, and coordinates.

    Where the coordinates of a site are not known, the centre of the smallest division that has one.
    """
    centres: dict[int, tuple[float | None, float | None]] = {}
    codes: dict[int, tuple[str, int]] = {}
    parents: dict[int, int | None] = {}
    for pk, code, level, parent, lon, lat in Division.objects.values_list(
        "pk", "code", "level", "parent_id", "lon", "lat"
    ):
        centres[pk], codes[pk], parents[pk] = (lon, lat), (code, level), parent

    def centre(pk: int | None) -> tuple[float | None, float | None]:
        while pk is not None:
            if centres[pk][0] is not None:
                return centres[pk]
            pk = parents[pk]
        return None, None

    rows = []
    found = (
        Site.objects.filter(certain_on(as_of), firm__world=world)
        .order_by("firm_id", "-is_main", "pk")
        .values_list("firm_id", "division_id", "lon", "lat")
    )
    for firm, division, lon, lat in found:
        code, level = codes[division]
        x, y = (lon, lat) if lon is not None else centre(division)
        town = code[:TOWN_DIGITS] if level >= TOWN_LEVEL else None
        rows.append((firm, town, code[:DISTRICT_DIGITS], x, y))
    return _frame(
        rows,
        {
            "pk": pl.Int64,
            "town": pl.String,
            "division": pl.String,
            "x": pl.Float64,
            "y": pl.Float64,
        },
    )


def _products(world: World, as_of: date, standing: Mapping[str, str]) -> pl.DataFrame:
    rows = (
        FirmProduct.objects.filter(certain_on(as_of), firm__world=world)
        .annotate(key=_key("firm__"))
        .order_by("pk")
        .values_list("key", "name", "trading", "industry__code")
    )
    frame = _frame(
        rows,
        {"firm": pl.String, "product": pl.String, "role": pl.String, "industry": pl.String},
    ).with_columns(
        pl.when(pl.col("industry").str.len_chars() == 4).then(pl.col("industry")),
        capacity=pl.lit(None, pl.Float64),
        lead_days=pl.lit(None, pl.Float64),
    )
    if standing:
        frame = frame.with_columns(pl.col("firm").replace(standing))
    return frame.unique(["firm", "product", "role"], keep="first", maintain_order=True)


def _links(world: World, as_of: date, joined: Joined, standing: Mapping[str, str]) -> pl.DataFrame:
    """Links that held for certain; a band stands for its geometric middle.

    Between the firms that stand for the records; without those inside a firm, and without those
    that say again what a stronger one says.
    """
    rows = (
        joined.shown(SupplyLink.objects.filter(certain_on(as_of), world=world))
        .annotate(one=_key("supplier__"), other=_key("buyer__"))
        .values_list("one", "other", "amount_yuan", "band", "product", "evidence", "probability")
    )
    # Values are sealed in the database: it cannot put a band in the place of a missing one.
    frame = _frame(
        (
            (one, other, BAND_AMOUNT.get(band) if amount is None else float(amount), *rest)
            for one, other, amount, band, *rest in rows.iterator(chunk_size=5_000)
        ),
        {
            "supplier": pl.String,
            "buyer": pl.String,
            "amount": pl.Float64,
            "product": pl.String,
            "evidence": pl.String,
            "probability": pl.Float64,
        },
    ).with_columns(pl.when(pl.col("product") != "").then(pl.col("product")))
    if standing:
        frame = frame.with_columns(pl.col("supplier", "buyer").replace(standing))
    return frame
