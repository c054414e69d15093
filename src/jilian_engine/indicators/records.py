"""The tables that indicators are taken from: their columns, and where their records belong.

Every table has `record` (its own key), `holder` (what is counted once), `firm` (the firm behind
it; empty where there is none) and, where a record lasts, `s` and `e`: the number of the first
month at whose end it stands and of the first at whose end it does not (both of `month_number`).
Moments are months too. Amounts are whole numbers in hundredths of the unit; empty is unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from jilian_engine.errors import EngineError
from jilian_engine.indicators.months import month_number

LASTS = 1_000_000  # the end of what has none
HUNDREDTHS = 100


@dataclass(frozen=True)
class Shape:
    """A table: its columns beside the four keys, and how its records are found in a unit.

    `town` and `cluster`: "firm" follows the firm's sites and memberships through time, "own" takes
    the record's own column `town` or `cluster` (a unit's number), empty means that there is none.
    `disjoint`: at any time a holder has one record at most, and a firm one holder.
    """

    name: str
    columns: Mapping[str, type[pl.DataType]]
    town: str = "firm"
    cluster: str = "firm"
    lasts: bool = True
    disjoint: bool = False


_BOOL, _TEXT, _INT, _MONTH = pl.Boolean, pl.String, pl.Int64, pl.Int32
_FACTS = (
    "employees", "revenue", "output", "assets", "research_cost", "patents", "tax", "value_added",
    "land",
)  # fmt: skip
SHAPES: Mapping[str, Shape] = {
    shape.name: shape
    for shape in (
        Shape("firms", {"section": _TEXT, "division": _TEXT}, disjoint=True),
        Shape(
            "years",
            {
                "section": _TEXT,
                "above_scale": _BOOL,
                "high_tech": _BOOL,
                "specialised": _BOOL,
                "member": _BOOL,
                "covered": _BOOL,
                **dict.fromkeys(_FACTS, _INT),
            },
            disjoint=True,
        ),
        Shape("titles", {"kind": _TEXT, "level": _INT, "begins": _MONTH, "ends": _MONTH}),
        Shape("carriers", {"kind": _TEXT, "level": _INT}, town="own", cluster=""),
        Shape("highest_carriers", {"level": _INT}, town="own", cluster="", disjoint=True),
        Shape(
            "memberships",
            {"role": _TEXT, "position": _TEXT, "begins": _MONTH, "ends": _MONTH},
            cluster="own",
        ),
        Shape("clusters", {"has_body": _BOOL}, town="own", cluster=""),
        Shape(
            "organisations",
            {"type": _TEXT, "of_cluster": _BOOL, "founded": _MONTH},
            town="own",
            cluster="",
        ),
        Shape("members", {"members": _INT}, town="own", cluster="", disjoint=True),
        Shape("covers", {"mode": _TEXT}),
        Shape("links", {"evidence": _TEXT, "is_inside": _BOOL}),
        Shape(
            "calls",
            {
                "called": _MONTH,
                "closed": _MONTH,
                "useful": _MONTH,
                "inside": _BOOL,
                "in_full": _BOOL,
                "hours_to_useful": _INT,
                "hours_to_close": _INT,
            },
            cluster="own",
        ),
        Shape(
            "orders",
            {"ordered": _MONTH, "both_sides": _BOOL, "value": _INT},
            cluster="own",
            lasts=False,
        ),
        Shape("rounds", {"put_round": _MONTH}, cluster="own", lasts=False),
        Shape(
            "cases",
            {"opened": _MONTH, "closed": _MONTH, "judged": _MONTH, "solved": _BOOL},
            town="own",
        ),
        Shape(
            "matters",
            {
                "accepted": _MONTH,
                "ended": _MONTH,
                "working_days": _INT,
                "in_time": _BOOL,
            },
            town="own",
        ),
        Shape("stages", {"stage": _TEXT, "on": _MONTH}, town="", cluster="own", lasts=False),
        Shape("benefits", {"paid": _MONTH, "announced": _MONTH}, lasts=False),
    )
}


@dataclass(frozen=True)
class UnitSpan:
    """A unit that is measured, and from which month to which (excluded) there is such a unit."""

    kind: str
    key: str
    s: int = 0
    e: int = LASTS


@dataclass(frozen=True, eq=False)
class Tables:
    """The records of a world on a day.

    `frames` by name of table; `units` by their numbers, the whole world is number 0; `towns` and
    `memberships`: firm, unit, s, e, each firm in one town at a time. `known`: for each table the
    months for which its records are known (first and one past the last); outside nothing is said.
    `withheld`: indicators and months whose value would tell a single record's amount.
    """

    as_of: date
    units: tuple[UnitSpan, ...]
    frames: Mapping[str, pl.DataFrame]
    towns: pl.DataFrame
    memberships: pl.DataFrame
    known: Mapping[str, tuple[int, int]]
    withheld: frozenset[tuple[str, int]] = frozenset()

    @property
    def last_month(self) -> int:
        """The last month that had ended on the day."""
        return month_number(self.as_of) - (0 if is_month_end(self.as_of) else 1)


def is_month_end(day: date) -> bool:
    """Whether the day is the last of its month."""
    return month_number(date.fromordinal(day.toordinal() + 1)) != month_number(day)


def check_frame(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with the columns of its table in order; EngineError where one is missing."""
    shape = SHAPES[name]
    wanted: dict[str, type[pl.DataType]] = {"record": pl.Int64, "holder": pl.Int64}
    wanted["firm"] = pl.Int64
    if shape.lasts:
        wanted |= {"s": pl.Int32, "e": pl.Int32}
    wanted |= {"town": pl.Int32} if shape.town == "own" else {}
    wanted |= {"cluster": pl.Int32} if shape.cluster == "own" else {}
    wanted |= dict(shape.columns)
    if missing := sorted(set(wanted) - set(frame.columns)):
        raise EngineError("missing_column", f"{name} lacks {', '.join(missing)}")
    return frame.select(pl.col(column).cast(dtype) for column, dtype in wanted.items())
