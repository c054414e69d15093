"""Whether there is a cluster at all: how specialised its main place is in its main industry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from jilian_engine.clusters import industry_concentration, region_strengths

CLOSE, LOOSE = 0.05, 0.02  # Ellison and Glaeser: above highly concentrated, below not very


@dataclass(frozen=True)
class ClusterStrength:
    """The engine's answer for one place and one industry, with what it rests on.

    ``quotient`` is the location quotient by people employed, ``threshold`` the 75th percentile of
    all places, ``share`` the place's part of the industry, ``concentration`` the index of Ellison
    and Glaeser of the industry over all places. Each is None where nothing is known to compute it.
    """

    firms: int  # of the industry, in the place
    unsized: int  # of them without a known number of employees
    quotient: float | None
    threshold: float | None
    share: float | None
    is_strong: bool | None
    concentration: float | None
    whole: int  # firms looked at
    unplaced: int  # of them without a known place or industry
    whole_unsized: int

    @property
    def is_concentrated(self) -> str:
        """High, some, low, or unknown: the words of the index."""
        if self.concentration is None:
            return "unknown"
        if self.concentration > CLOSE:
            return "high"
        return "low" if self.concentration < LOOSE else "some"


def strength_of(rows: Mapping[str, list[object]], region: str, industry: str) -> ClusterStrength:
    """Ask the engine about one place and one industry; ``rows`` as ``queries.strength_rows``."""
    frame = pl.DataFrame(
        rows, schema={"region": pl.String, "industry": pl.String, "size": pl.Float64}
    )
    strengths, concentration = region_strengths(frame), industry_concentration(frame)
    cell = strengths.table.filter(
        (pl.col("region") == region) & (pl.col("industry") == industry)
    ).to_dicts()
    held = cell[0] if cell else {}
    index = concentration.table.filter(pl.col("industry") == industry)["index"].to_list()
    return ClusterStrength(
        firms=held.get("firms", 0),
        unsized=held.get("unsized", 0),
        quotient=held.get("quotient"),
        threshold=held.get("threshold"),
        share=held.get("share"),
        is_strong=held.get("strong"),
        concentration=index[0] if index else None,
        whole=strengths.firms,
        unplaced=strengths.unplaced,
        whole_unsized=strengths.unsized,
    )
