"""The bridge to the engine: the network of a world as tables, frozen; links inferred from it.

Inside the tables a firm is written as its scheme and identifier, ``scheme:identifier``.
"""

from __future__ import annotations

import math
from datetime import date

import polars as pl

from jilian.base.errors import Refusal
from jilian.network.queries.network_tables import network_frames
from jilian.network.rules import Evidence, LinkRow
from jilian.network.rules.words import INFERENCE_REFUSALS
from jilian.places.models import World
from jilian_engine import tables
from jilian_engine.errors import EngineError
from jilian_engine.input_output import china_2020
from jilian_engine.links import infer_links

DIGITS = 6  # of a kept probability and its parts


def frozen(world: World, as_of: date) -> tables.Snapshot:
    """Return firms, products and links of the world as of the day, as Parquet with a manifest."""
    return tables.write_snapshot(network_frames(world, as_of), as_of)


def inferred_rows(
    world: World,
    as_of: date,
    *,
    expected_links: int,
    least_probability: float,
    half_km: float,
) -> list[LinkRow]:
    """Return the links that the evidence of the day makes likely, with the parts of each.

    Firms without industry and without products carry no evidence and are left out.
    """
    frames = network_frames(world, as_of)
    known = frames["links"].filter(pl.col("evidence") != str(Evidence.INFERRED))
    described = set(frames["products"]["firm"])
    firms = frames["firms"].filter(
        pl.col("industry").is_not_null() | pl.col("firm").is_in(list(described))
    )
    try:
        found = infer_links(
            firms,
            frames["products"].filter(pl.col("firm").is_in(firms["firm"].to_list())),
            china_2020(),
            expected_links=expected_links,
            least_probability=least_probability,
            half_km=half_km,
            known=known,
        )
    except EngineError as error:
        raise Refusal(error.code, INFERENCE_REFUSALS.get(error.code, str(error))) from error
    names = found.firms.to_list()
    parts = {name: values.tolist() for name, values in found.parts.items()}
    return [
        LinkRow(
            supplier=firm_key(names[supplier]),
            buyer=firm_key(names[buyer]),
            evidence=Evidence.INFERRED,
            probability=round(probability, DIGITS),
            reasons={
                name: round(values[at], DIGITS)
                for name, values in parts.items()
                if not math.isnan(values[at])
            },
            known_by=as_of,
        )
        for at, (supplier, buyer, probability) in enumerate(
            zip(
                found.suppliers.tolist(),
                found.buyers.tolist(),
                found.probability.tolist(),
                strict=True,
            )
        )
    ]


def firm_key(written: str) -> tuple[str, str]:
    """Return scheme and identifier of a firm as the tables write it."""
    scheme, _colon, identifier = written.partition(":")
    return scheme, identifier
