"""Which classes a place could make next, from what all places make now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl

from jilian.gaps.queries.boundaries import is_one_district
from jilian.places.models import World
from jilian_engine.chain.relatedness import related_products

CITY_DIGITS, MOST, FEWEST_PLACES = 4, 8, 3


def related_of(
    world: World, own: pl.DataFrame, others: Sequence[pl.DataFrame]
) -> list[dict[str, Any]]:
    """Related classes of each place of the world; a place is a city, or the district itself.

    Counted in firms by their main class, of all real places beside the world's own. Nothing where
    fewer than three places are known.
    """
    home = _places(own) if not is_one_district(world) else _as_one(own, world.code)
    rest = [_places(frame) for frame in others]
    rows = pl.concat([home, *rest]).drop_nulls()
    places = sorted(rows["place"].unique().to_list())
    classes = sorted(rows["industry"].unique().to_list())
    if len(places) < FEWEST_PLACES or not classes:
        return []
    at = {name: number for number, name in enumerate(places)}
    of = {name: number for number, name in enumerate(classes)}
    counts = np.zeros((len(places), len(classes)))
    for place, industry in rows.select("place", "industry").iter_rows():
        counts[at[place], of[industry]] += 1
    found = []
    for place in sorted(set(home["place"].drop_nulls().to_list()) & set(places)):
        related = related_products(counts, at[place], most=MOST)
        found.append({
            "place": place, "firms": int(counts[at[place]].sum()), "places": len(places),
            "rows": [
                {"industry": classes[one.product], "density": round(one.density, 4),
                 "nearest": [classes[near] for near in one.nearest]}
                for one in related
            ],
        })  # fmt: skip
    return found


def _places(firms: pl.DataFrame) -> pl.DataFrame:
    """Firms by city; a district that is a place of its own keeps all digits of its code."""
    code = pl.col("division")
    city = pl.when(code.str.starts_with("31")).then(code).otherwise(code.str.head(CITY_DIGITS))
    return firms.select("industry", place=city)


def _as_one(firms: pl.DataFrame, name: str) -> pl.DataFrame:
    return firms.select("industry", place=pl.lit(name))
