"""The network of a world as of a day as the engine's tables. Keys are ``scheme:identifier``."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
from django.db.models import QuerySet

from jilian.base.dated import certain_on
from jilian.firms.models import Firm, FirmIndustry, FirmName, FirmProduct, Site, YearlyFact
from jilian.firms.rules import Measure
from jilian.network.models import SupplyLink
from jilian.network.rules import BAND_AMOUNT
from jilian.places.models import World

YUAN = 10_000  # revenue is kept in 10,000 yuan
CLASS_DIGITS, COUNTY_DIGITS = 4, 6


def network_frames(world: World, day: date) -> dict[str, pl.DataFrame]:
    """Return the tables ``firms``, ``products`` and ``links`` as they held for certain on the day.

    Firms: every one known by the day, and the ends of links. ``size`` is the latest revenue up to
    the year of the day, in yuan. An amount known by its band only stands at the band's middle.
    """
    keys = _frame(
        Firm.objects.filter(world=world).order_by("pk").values_list("pk", "scheme", "identifier"),
        {"pk": pl.Int64, "scheme": pl.String, "identifier": pl.String},
    ).select("pk", pl.concat_str("scheme", pl.lit(":"), "identifier").alias("firm"))
    links = _links(world, day)
    return {
        "firms": _firms(world, day, keys, links),
        "products": _products(world, day, keys),
        "links": _keyed(_keyed(links, keys, "supplier"), keys, "buyer").select(
            "supplier", "buyer", "amount", "product", "evidence", "probability"
        ),
    }


def located(frames: dict[str, pl.DataFrame], centres: pl.DataFrame) -> pl.DataFrame:
    """Return the firms with the centre of their town or division where no point is known."""
    firms = frames["firms"].with_columns(pl.coalesce("town", "division").alias("code"))
    joined = firms.join(centres, on="code", how="left", maintain_order="left")
    return joined.with_columns(
        pl.coalesce("x", "centre_x").alias("x"), pl.coalesce("y", "centre_y").alias("y")
    ).select(frames["firms"].columns)


def _frame(rows: Any, schema: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(list(rows.iterator(chunk_size=20_000)), schema=schema, orient="row")


def _keyed(frame: pl.DataFrame, keys: pl.DataFrame, column: str) -> pl.DataFrame:
    named = frame.rename({column: "pk"}).join(keys, on="pk", how="inner")
    return named.drop("pk").rename({"firm": column})


def _known_firms(world: World, day: date) -> QuerySet[FirmName, int]:
    names = FirmName.objects.filter(firm__world=world, known_by__lte=day).order_by()
    return names.values_list("firm_id", flat=True).distinct()


def _firms(world: World, day: date, keys: pl.DataFrame, links: pl.DataFrame) -> pl.DataFrame:
    known = pl.Series("pk", list(_known_firms(world, day).iterator()), dtype=pl.Int64)
    present = pl.concat([known, links["supplier"], links["buyer"]]).unique().to_frame("pk")
    return (
        keys.join(present, on="pk", how="semi")
        .join(_industries(world, day), on="pk", how="left")
        .join(_sites(world, day), on="pk", how="left")
        .join(_sizes(world, day), on="pk", how="left")
        .select("firm", "industry", "town", "division", "x", "y", "size")
    )


def _first(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.unique("pk", keep="first", maintain_order=True)


def _industries(world: World, day: date) -> pl.DataFrame:
    held = FirmIndustry.objects.on(day).filter(firm__world=world, is_main=True).order_by("pk")
    frame = _frame(
        held.values_list("firm_id", "industry__code"), {"pk": pl.Int64, "industry": pl.String}
    )
    return _first(frame.filter(pl.col("industry").str.len_chars() == CLASS_DIGITS))


def _sites(world: World, day: date) -> pl.DataFrame:
    held = Site.objects.on(day).filter(firm__world=world).order_by("-is_main", "pk")
    columns = ("firm_id", "division__code", "division__parent__code", "lon", "lat")
    schema = {"pk": pl.Int64, "code": pl.String, "parent": pl.String, "x": pl.Float64,
              "y": pl.Float64}  # fmt: skip
    frame = _first(_frame(held.values_list(*columns), schema))
    is_town = pl.col("code").str.len_chars() > COUNTY_DIGITS
    county = pl.when(is_town).then(pl.col("code").str.slice(0, COUNTY_DIGITS)).otherwise("code")
    return frame.select(
        "pk",
        pl.when(is_town).then("code").otherwise(None).alias("town"),
        pl.when(county.str.len_chars() == COUNTY_DIGITS).then(county).alias("division"),
        "x",
        "y",
    )


def _sizes(world: World, day: date) -> pl.DataFrame:
    held = YearlyFact.objects.filter(
        firm__world=world, measure=Measure.REVENUE, year__lte=day.year
    ).order_by("-year", "-pk")
    schema = {"pk": pl.Int64, "size": pl.Float64}
    rows = [(pk, float(value) * YUAN) for pk, value in held.values_list("firm_id", "value")]
    return _first(pl.DataFrame(rows, schema=schema, orient="row"))


def _products(world: World, day: date, keys: pl.DataFrame) -> pl.DataFrame:
    held = FirmProduct.objects.on(day).filter(firm__world=world).order_by("pk")
    schema = {"firm": pl.Int64, "product": pl.String, "role": pl.String, "industry": pl.String}
    frame = _frame(held.values_list("firm_id", "name", "trading", "industry__code"), schema)
    is_class = pl.col("industry").str.len_chars() == CLASS_DIGITS
    return (
        _keyed(frame, keys, "firm")
        .unique(["firm", "product", "role"], keep="first", maintain_order=True)
        .with_columns(pl.when(is_class).then("industry").alias("industry"))
        .select("firm", "product", "role", "industry")
    )


def _links(world: World, day: date) -> pl.DataFrame:
    held = SupplyLink.objects.filter(certain_on(day), world=world).order_by("pk")
    columns = ("supplier_id", "buyer_id", "amount_yuan", "band", "product", "evidence",
               "probability")  # fmt: skip
    rows = (
        (supplier, buyer, _amount(amount, band), product or None, evidence, probability)
        for supplier, buyer, amount, band, product, evidence, probability
        in held.values_list(*columns).iterator(chunk_size=20_000)
    )  # fmt: skip
    schema = {"supplier": pl.Int64, "buyer": pl.Int64, "amount": pl.Float64,
              "product": pl.String, "evidence": pl.String, "probability": pl.Float64}  # fmt: skip
    return pl.DataFrame(list(rows), schema=schema, orient="row")


def _amount(amount: Any, band: str) -> float | None:
    if amount is not None:
        return float(amount)
    return float(BAND_AMOUNT[band]) if band else None


def pks_by_key(world: World) -> dict[str, int]:
    """Return the primary key of every firm of the world by its key in a snapshot."""
    rows = Firm.objects.filter(world=world).order_by().values_list("scheme", "identifier", "pk")
    return {f"{scheme}:{identifier}": pk for scheme, identifier, pk in rows.iterator()}
