"""What goes into a ranking of leading firms and what comes out, with its reasons."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from jilian_engine.leaders.sensitivity import Dial

Number = int | Decimal | Fraction

CRITERIA = ("scale", "innovation", "economic_quality", "organisation_base")
DIRECTIONS = ("benefit", "cost")
METHODS = ("topsis", "weighted_sum")
NORMALISATIONS = ("vector", "range")
DECIMALS = 12  # to which scores, distances and normalised values are given


@dataclass(frozen=True)
class Measure:
    """A declared measure: which criterion it stands for, which way is better, year and source.

    ``criterion`` is one of CRITERIA, ``direction`` "benefit" (more is better) or "cost".
    """

    key: str
    criterion: str
    direction: str = "benefit"
    unit: str = ""
    year: int | None = None
    source: str = ""


@dataclass(frozen=True)
class Missing:
    """What happens where a value is missing; it is never filled in.

    Without ``least_known`` a firm that lacks any measure is not comparable. With it, a measure
    that is known of less than this share of the firms is left out for all of them first.
    """

    least_known: Fraction | None = None


@dataclass(frozen=True)
class LeftOut:
    """A measure that is used for no firm, because too few state it."""

    measure: str
    known: int
    firms: int


@dataclass(frozen=True)
class Part:
    """One measure of one firm: what was stated and what it came to.

    ``normalised`` is within [0, 1] by range, or the share of the column's length (1 less it for
    a cost); ``weighted`` is that times the weight; ``best``: no comparable firm is better.
    """

    measure: str
    value: Decimal | Fraction | int | None
    normalised: float | None = None
    weighted: float | None = None
    best: bool = False


@dataclass(frozen=True)
class Row:
    """A firm in the ranking. ``rank`` is None where it is not comparable; ``missing`` says why.

    ``to_best`` and ``to_worst`` are the distances of TOPSIS. ``ties`` says whether another firm
    has exactly the same standing, so that the key alone decided the order.
    """

    firm: str
    rank: int | None
    score: float | None
    to_best: float | None
    to_worst: float | None
    ties: bool
    missing: tuple[str, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class LeaderTable:
    """A ranking with everything that it is made of; rows by rank, then those not comparable."""

    method: str
    normalisation: str
    weighting: str
    measures: tuple[Measure, ...]
    weights: tuple[Fraction, ...]
    left_out: tuple[LeftOut, ...]
    rows: tuple[Row, ...]
    sensitivity: tuple[Dial, ...]
    versions: tuple[tuple[str, str], ...]

    @property
    def order(self) -> tuple[str, ...]:
        """The comparable firms, best first."""
        return tuple(row.firm for row in self.rows if row.rank is not None)

    @property
    def winner(self) -> str | None:
        """The first firm; None where none is comparable."""
        return self.order[0] if self.order else None

    def plain(self) -> dict[str, Any]:
        """The result in words, texts of numbers and lists, the same for the same inputs.

        Weights are exact fractions ("1/3"), scores texts with DECIMALS decimals.
        """
        return {
            "method": self.method,
            "normalisation": self.normalisation,
            "weighting": self.weighting,
            "measures": [
                {
                    "key": one.key, "criterion": one.criterion, "direction": one.direction,
                    "unit": one.unit, "year": one.year, "source": one.source,
                    "weight": str(weight),
                }
                for one, weight in zip(self.measures, self.weights, strict=True)
            ],
            "left_out": [
                {"measure": one.measure, "known": one.known, "firms": one.firms}
                for one in self.left_out
            ],
            "rows": [_plain_row(row) for row in self.rows],
            "sensitivity": [one.plain() for one in self.sensitivity],
        }  # fmt: skip


def printed(value: float | None) -> str | None:
    """A number as text with DECIMALS decimals; None stays None."""
    return None if value is None else f"{value:.{DECIMALS}f}"


def _plain_row(row: Row) -> dict[str, Any]:
    return {
        "firm": row.firm, "rank": row.rank, "score": printed(row.score),
        "to_best": printed(row.to_best), "to_worst": printed(row.to_worst), "ties": row.ties,
        "missing": list(row.missing),
        "parts": [
            {
                "measure": one.measure,
                "value": None if one.value is None else str(one.value),
                "normalised": printed(one.normalised),
                "weighted": printed(one.weighted),
                "best": one.best,
            }
            for one in row.parts
        ],
    }  # fmt: skip
