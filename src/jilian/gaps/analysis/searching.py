"""Missing links of a snapshot, boundary by boundary, with makers in all real places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from jilian.gaps.analysis.criticality import aligned, criticality_of
from jilian.gaps.analysis.related import related_of
from jilian.gaps.queries.boundaries import Boundary, boundaries_on, keys_of_firms
from jilian.gaps.queries.shortages import events_until
from jilian.gaps.rules.words import Grain, Supply
from jilian.network.models import Snapshot
from jilian.network.queries.network_tables import network_frames
from jilian.network.queries.snapshots import snapshot_tables
from jilian.places.models import World
from jilian.shortages.queries.lessons import ShortageEvent
from jilian_engine.chain.gaps import Ground, MissingLink, find_missing_links, prepare_ground
from jilian_engine.input_output import china_2020
from jilian_engine.names import normal_form

SIZE_YUAN = 10_000.0  # revenues are kept in units of 10,000 yuan
#: Firms of another world stand in the ground by its code and their key.
OTHER = "|"
MOST_OF_SECTOR, MOST_ROWS = 10, 60
CENTS = 2


@dataclass(frozen=True)
class FoundLink:
    """A missing link of one boundary, with keys of the register instead of those of the engine."""

    cluster: int | None
    grain: Grain
    normal_form: str
    product: str
    industry: str
    supply: Supply
    rank: int
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Outcome:
    """Everything that a search found; ``found``: counts for its page."""

    links: tuple[FoundLink, ...]
    found: Mapping[str, Any]
    related: list[dict[str, Any]]


@dataclass(frozen=True)
class _Words:
    """Products and sectors in words, firms by the key of the register."""

    products: Mapping[str, str]
    sectors: Mapping[str, str]
    firms: Mapping[str, int]


def search(world: World, snapshot: Snapshot) -> Outcome:
    """Look in every boundary of the snapshot's day."""
    day = snapshot.as_of
    frames = dict(snapshot_tables(snapshot))
    events = events_until(world, day)
    others = list(World.objects.filter(invented=False).exclude(pk=world.pk).order_by("order"))
    elsewhere = {other: network_frames(other, day) for other in others}
    firms = keys_of_firms(world)
    every = dict(firms)
    for other in others:
        every |= {_outside(other, key): pk for key, pk in keys_of_firms(other).items()}
    ground, words = _ground(frames, elsewhere, events, firms)
    table = china_2020()
    named = _Words(words, dict(zip(table.codes, table.names, strict=True)), every)
    key_of = {pk: key for key, pk in firms.items()}
    links: list[FoundLink] = []
    unknown: dict[str, Any] = {}
    boundaries = boundaries_on(world, day)
    for boundary in boundaries:
        inside = sorted(key_of[pk] for pk in boundary.firms if pk in key_of)
        result = find_missing_links(ground, inside)
        unknown[str(boundary.cluster or "")] = {
            "firms": result.unknown.firms,
            "without_products": result.unknown.without_products,
            "without_industry": result.unknown.without_industry,
            "without_size": result.unknown.without_size,
        }
        links += _kept(boundary, result.rows, named)
    found = {"boundaries": len(boundaries), "links": len(links), "shortages": len(events),
             "unknown": unknown}  # fmt: skip
    related = related_of(world, frames["firms"], [one["firms"] for one in elsewhere.values()])
    return Outcome(tuple(links), found, related)


def _outside(world: World, key: str) -> str:
    return f"{world.code}{OTHER}{key}"


def _ground(
    frames: Mapping[str, pl.DataFrame],
    elsewhere: Mapping[World, Mapping[str, pl.DataFrame]],
    events: Sequence[ShortageEvent],
    firms: Mapping[str, int],
) -> tuple[Ground, dict[str, str]]:
    """Everything in one ground, products by their normal form, with the words they first had."""
    parts: dict[str, list[pl.DataFrame]] = {name: [frames[name]] for name in COLUMNS}
    for other, tables in elsewhere.items():
        prefix = pl.lit(_outside(other, ""))
        for name, keys in COLUMNS.items():
            parts[name].append(
                tables[name].with_columns((prefix + pl.col(key)).alias(key) for key in keys)
            )
    whole = {name: pl.concat(held, how="diagonal_relaxed") for name, held in parts.items()}
    words: dict[str, str] = {}
    for name in pl.concat([whole["products"]["product"], whole["links"]["product"]]).drop_nulls():
        words.setdefault(normal_form(name), name)
    for event in events:
        words.setdefault(event.product, event.words)
    normal = pl.col("product").replace_strict(
        {name: normal_form(name) for table in ("products", "links")
         for name in whole[table]["product"].drop_nulls().unique()},
        default=None, return_dtype=pl.String,
    )  # fmt: skip
    key_of = {pk: key for key, pk in firms.items()}
    short = pl.DataFrame(
        [
            (one.product, key_of[one.firm], bool(one.was_met_inside))
            for one in events
            if one.product and one.firm in key_of
        ],
        schema={"product": pl.String, "firm": pl.String, "met": pl.Boolean}, orient="row",
    )  # fmt: skip
    index = criticality_of(frames["firms"], frames["links"])
    ground = prepare_ground(
        whole["firms"], whole["products"].with_columns(normal), whole["links"].with_columns(normal),
        china_2020(), shortages=short, size_yuan=SIZE_YUAN,
        criticality=aligned(whole["firms"]["firm"], index),
    )  # fmt: skip
    return ground, words


COLUMNS = {"firms": ("firm",), "products": ("firm",), "links": ("supplier", "buyer")}


def _kept(boundary: Boundary, rows: Sequence[MissingLink], words: _Words) -> Iterator[FoundLink]:
    """The first rows of a boundary: all products, and of the sectors those most wanted."""
    products = [row for row in rows if not row.is_sector][:MOST_ROWS]
    sectors = [row for row in rows if row.is_sector][:MOST_OF_SECTOR]
    for rank, row in enumerate((*products, *sectors), start=1):
        yield FoundLink(
            cluster=boundary.cluster,
            grain=Grain.SECTOR if row.is_sector else Grain.PRODUCT,
            normal_form=row.product[:120],
            product=(words.sectors[row.product] if row.is_sector
                     else words.products.get(row.product, row.product))[:120],
            industry=row.industry,
            supply=Supply(row.supply.value),
            rank=rank,
            values=_values(row, words),
        )  # fmt: skip


def _values(row: MissingLink, words: _Words) -> dict[str, Any]:
    """What a row of the register keeps of it; who was short is not kept."""
    shown = row.evidence
    return {
        "score": row.score,
        "firms": len(row.firms),
        "makers": len(row.makers),
        "declared_yuan": None if row.declared is None else f"{row.declared:.{CENTS}f}",
        "inferred_yuan": None if row.inferred is None else f"{row.inferred:.{CENTS}f}",
        "is_value_open": row.safe_value,
        "unknown_values": row.unknown_values,
        "criticality": row.criticality,
        "times_short": shown.times_short,
        "needs_links": bool(shown.linked) and not shown.declared and not shown.times_short,
        "evidence": {
            "declared": [words.firms[firm] for firm in shown.declared],
            "linked": [words.firms[firm] for firm in shown.linked],
            "inferred": [words.firms[firm] for firm in shown.inferred] if row.is_sector else [],
            "inferred_firms": len(shown.inferred),
            "met_inside": shown.met_inside,
            "makers": [words.firms[firm] for firm in row.makers],
            "parts": dict(row.parts),
        },
        "candidates": [
            {"firm": words.firms[one.firm], "why": list(one.why), "supplies": one.supplies,
             "km": None if one.km is None else round(one.km)}
            for one in row.candidates
        ],
    }  # fmt: skip
