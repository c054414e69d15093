"""The bridge to the engine: the network of a world as tables, frozen; links inferred from it.

Inside the tables a firm is written as its scheme and identifier, ``scheme:identifier``.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from jilian.base.errors import Refusal
from jilian.network.queries.network_tables import network_frames
from jilian.network.rules import INFERENCE_REFUSALS, Evidence, LinkRow
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


def without_amounts(frames: Mapping[str, pl.DataFrame], as_of: date) -> tables.Snapshot:
    """Freeze the tables of a snapshot anew without the values of links, for who may not see them.

    Its fingerprint is its own and names no value.
    """
    links = frames["links"].with_columns(pl.lit(None, pl.Float64).alias("amount"))
    return tables.write_snapshot({**frames, "links": links}, as_of)


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
