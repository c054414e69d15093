"""The tables of a world as of a day: built once a run, only those that are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime

import polars as pl

from jilian.indicators.analysis import chain_tables, register_tables, service_tables, yearly_tables
from jilian.indicators.analysis.ground import Ground
from jilian.places.models import World
from jilian_engine.indicators.months import MONTHS_IN_YEAR
from jilian_engine.indicators.records import LASTS, SHAPES, Tables

BUILDERS: Mapping[str, Callable[[Ground], pl.DataFrame]] = {
    "firms": register_tables.firms,
    "years": yearly_tables.years,
    "titles": register_tables.titles,
    "carriers": register_tables.carriers,
    "highest_carriers": register_tables.highest_carriers,
    "memberships": chain_tables.memberships,
    "clusters": chain_tables.clusters,
    "organisations": chain_tables.organisations,
    "members": chain_tables.members,
    "covers": chain_tables.covers,
    "links": chain_tables.links,
    "stages": chain_tables.stages,
    "calls": service_tables.calls,
    "orders": service_tables.orders,
    "rounds": service_tables.rounds,
    "cases": service_tables.cases,
    "matters": service_tables.matters,
    "benefits": service_tables.benefits,
}
ORDER_VALUE = "order_value"


def build_tables(
    world: World, as_of: date, known_at: datetime, names: Iterable[str], *, told: bool = True,
    since: int = 0, done: Callable[[str], None] = lambda _name: None,
) -> Tables:  # fmt: skip
    """Read the tables of these names; merges count as they were at the moment ``known_at``.

    ``since``: the first month for which they are wanted. ``done`` hears of each table.
    """
    ground = Ground(world, as_of, known_at, since)
    frames = {}
    for name in sorted(set(names)):
        frames[name] = BUILDERS[name](ground)
        done(name)
    tables = Tables(
        as_of=as_of, units=ground.units, frames=frames, towns=ground.towns,
        memberships=ground.memberships, known={},
    )  # fmt: skip
    known = {name: _known(name, frame, tables.last_month) for name, frame in frames.items()}
    begins_late = "years" in known and since < known["years"][0] < LASTS
    if begins_late and yearly_tables.has_years_before(ground):
        known["years"] = (since, known["years"][1])
    tables = replace(tables, known=known)
    if told and "orders" in frames:
        first, end = known["orders"]
        shown = service_tables.months_told(ground, first, end - 1) if first < end else set()
        hidden = {(ORDER_VALUE, month) for month in range(first, end) if month not in shown}
        tables = replace(tables, withheld=frozenset(hidden))
    return tables


def _known(name: str, frame: pl.DataFrame, last: int) -> tuple[int, int]:
    """From the first record on; yearly facts until a year after the last of them."""
    if frame.is_empty():
        return LASTS, LASTS
    months = ["s"] if SHAPES[name].lasts else [
        column for column, kind in SHAPES[name].columns.items() if kind == pl.Int32
    ]  # fmt: skip
    firsts = [value for value in frame.select(pl.col(months).min()).row(0) if value is not None]
    if not firsts:
        return LASTS, LASTS
    end = last + 1
    if name == "years":
        newest = frame["s"].max()
        assert isinstance(newest, int)
        end = min(end, newest + MONTHS_IN_YEAR)
    return min(firsts), end
