"""The bridge to the engine: the network of a world as tables, frozen; links inferred from it.

Inside the tables a firm is written as its scheme and identifier, ``scheme:identifier``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from jilian.base.errors import Refusal
from jilian.network.models import Snapshot
from jilian.network.queries.network_tables import network_frames
from jilian.network.queries.snapshots import (
    check_no_later_inference,
    snapshot_files,
    snapshot_tables,
    what_stands,
)
from jilian.network.rules import (
    INFERENCE_REFUSALS,
    Evidence,
    LinkRow,
    check_day,
    check_inference,
)
from jilian.places.models import World
from jilian_engine import tables
from jilian_engine.errors import EngineError
from jilian_engine.input_output import china_2020
from jilian_engine.links import InferredLinks, infer_links

DIGITS = 6  # of a kept probability and its parts
# Up to so many firms every pair is looked at, in a second or two; a page waits for that.
FEW_FIRMS = 2_000


@dataclass(frozen=True)
class Inferred:
    """Links that the evidence of a day makes likely, and how many pairs are known already."""

    rows: list[LinkRow]
    known: int


def frozen(world: World, as_of: date) -> tables.Snapshot:
    """Return firms, products and links of the world as of the day, as Parquet with a manifest."""
    return tables.write_snapshot(network_frames(world, as_of), as_of)


def taken_out(
    snapshot: Snapshot, *, with_amounts: bool
) -> tuple[Mapping[str, bytes], str, dict[str, object] | None]:
    """Return tables and manifest of a snapshot for a file, and what they were taken from.

    Without amounts the links are frozen anew without their values: tables and fingerprint are then
    others, and the third says which snapshot they come from. Raises EngineError when what is kept
    is not what was frozen.
    """
    frames = snapshot_tables(snapshot)
    if with_amounts:
        manifest = tables.Manifest.from_json(json.dumps(snapshot.manifest))
        return snapshot_files(snapshot), manifest.to_json(), None
    links = frames["links"].with_columns(pl.lit(None, pl.Float64).alias("amount"))
    written = tables.write_snapshot({**frames, "links": links}, snapshot.as_of)
    origin: dict[str, object] = {"fingerprint": snapshot.fingerprint, "withheld": ["links.amount"]}
    return written.files, written.manifest.to_json(), origin


@dataclass(frozen=True)
class Foreseen:
    """What an inference would end and begin; ``begins`` None where that takes too long to say."""

    ends: int
    begins: int | None


def foresee(
    world: World,
    *,
    as_of: date,
    expected_links: int,
    least_probability: float,
    half_km: float,
    today: date,
) -> Foreseen:
    """Say what an inference would do, without doing it; refuses what it would refuse."""
    check_day(as_of, today)
    check_inference(expected_links, least_probability, half_km)
    check_no_later_inference(world, as_of)
    stands = what_stands(world, as_of)
    if stands.firms > FEW_FIRMS:
        return Foreseen(stands.links, None)
    found = inferred(
        world,
        as_of,
        expected_links=expected_links,
        least_probability=least_probability,
        half_km=half_km,
    )
    return Foreseen(stands.links, len(found.rows))


def inferred(
    world: World,
    as_of: date,
    *,
    expected_links: int,
    least_probability: float,
    half_km: float,
) -> Inferred:
    """Return the links that the evidence of the day makes likely, with the parts of each.

    Firms without industry and without products carry no evidence and are left out. Refuses what
    the evidence does not hold.
    """
    frames = network_frames(world, as_of)
    known = frames["links"].filter(pl.col("evidence") != Evidence.INFERRED.value)
    firms = frames["firms"].filter(
        pl.col("industry").is_not_null()
        | pl.col("firm").is_in(frames["products"]["firm"].unique().implode())
    )
    try:
        found = infer_links(
            firms,
            frames["products"].join(firms.select("firm"), on="firm", how="semi"),
            china_2020(),
            expected_links=expected_links,
            least_probability=least_probability,
            half_km=half_km,
            known=known,
        )
    except EngineError as error:
        if error.code not in INFERENCE_REFUSALS:
            raise
        raise Refusal(error.code, INFERENCE_REFUSALS[error.code]) from error
    return Inferred(list(_rows(found, as_of)), found.known)


def _rows(found: InferredLinks, as_of: date) -> Iterator[LinkRow]:
    names = found.firms.to_list()
    ends = zip(found.suppliers.tolist(), found.buyers.tolist(), strict=True)
    parts = {name: values.tolist() for name, values in found.parts.items()}
    probabilities = found.probability.tolist()
    for at, (supplier, buyer) in enumerate(ends):
        yield LinkRow(
            supplier=firm_key(names[supplier]),
            buyer=firm_key(names[buyer]),
            evidence=Evidence.INFERRED,
            probability=round(probabilities[at], DIGITS),
            reasons={
                name: round(values[at], DIGITS)
                for name, values in parts.items()
                if not math.isnan(values[at])
            },
            known_by=as_of,
        )


def firm_key(written: str) -> tuple[str, str]:
    """Return scheme and identifier of a firm as the tables write it."""
    scheme, _colon, identifier = written.partition(":")
    return scheme, identifier
