"""Figures that two released tables say: what the one hides, the other must not tell.

The tables built from records are decided first, with all their sums; the indicators of the same
month follow them. Where indicators were released before (or a month is corrected), what they
showed counts as known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from jilian.disclosure.analysis.deciding import MEASURE, Beside
from jilian.disclosure.analysis.register import Built, build_tables
from jilian.disclosure.queries import shown_cells
from jilian.disclosure.rules import TABLE_RULE, CellIn, ShownCell
from jilian.disclosure.rules.recipes import (
    ALIKE,
    ALL,
    CLUSTERS,
    IN_CLUSTER,
    INDICATORS,
    TOWN,
    TRADE,
    Alike,
)
from jilian.places.models import World
from jilian_engine.disclosure import Cell, Dimension, Table

Key = tuple[str, ...]
Earlier = Mapping[Key, tuple[Decimal | None, bool]]
SOURCES = ("firms_by_town_industry", "output_by_town_section")


def said_elsewhere(world: World, period: str, built: Built) -> dict[Key, bool]:
    """Cells of a table that released indicators say too: True where shown, False where hidden."""
    said = shown_cells(world, INDICATORS, period)
    found: dict[Key, bool] = {}
    if not said:
        return found
    if built.recipe.key == CLUSTERS:
        return _apart_in_clusters(built, said)
    for one, ours, theirs in _pairs(world, built):
        shown = said.get(theirs)
        if shown is None or one.is_part:
            continue
        if shown.hidden:
            found.setdefault(ours.key, False)
        elif shown.value == ours.value:
            found[ours.key] = True
    return found


def _apart_in_clusters(built: Built, said: Mapping[Key, ShownCell]) -> dict[Key, bool]:
    """Clusters whose own firms would bound a hidden figure, or leave a few firms beside them."""
    found: dict[Key, bool] = {}
    for cell in built.cells:
        cluster, place = cell.key
        whole = said.get((IN_CLUSTER, cluster))
        if place != ALL or whole is None or cell.value is None:
            continue
        others = None if whole.value is None else whole.value - cell.value
        if whole.hidden or (others and others < TABLE_RULE["least_contributors"]):
            found[cell.key] = False
    return found


def clusters_beside(world: World, period: str, cells: Iterable[CellIn]) -> list[Beside]:
    """What the table by cluster says of the firms of a cluster: so many are in no other one.

    The firms of each cluster are those and the firms of several clusters together. Where records
    changed between measuring and the table, it may say more firms than the indicator: then no sum
    binds the two.
    """
    held = {cell.key: cell for cell in cells}
    shown = shown_cells(world, CLUSTERS, period)
    found = []
    for built in build_tables(world, period, [CLUSTERS]) if shown else ():
        for cell in built.cells:
            cluster, place = cell.key
            whole, said = held.get((IN_CLUSTER, cluster)), shown.get(cell.key)
            if place != ALL or not said or not whole or whole.value is None:
                continue
            own = cell.value if said.hidden else said.value
            if own and own <= whole.value:
                found.append(_own_and_shared(whole, own, is_shown=not said.hidden))
    return found


def _own_and_shared(whole: CellIn, own: Decimal, *, is_shown: bool) -> Beside:
    assert whole.value is not None
    indicator, cluster = whole.key
    alone, shared = f"{cluster} alone", f"{cluster} and others"
    dimensions = (
        Dimension("indicator", (indicator,), {}, None),
        Dimension("unit", (cluster, alone, shared), {alone: cluster, shared: cluster}, None),
    )
    values = {cluster: whole.value, alone: own, shared: whole.value - own}
    cells = (Cell((indicator, at), value, int(value), count=True) for at, value in values.items())
    table = Table(MEASURE, dimensions, tuple(cells))
    return Beside(table, {table.identity((indicator, alone)): is_shown})


def following_tables(
    world: World, period: str, cells: Sequence[CellIn], earlier: Earlier
) -> tuple[list[CellIn], Earlier]:
    """Indicators of a month as the tables of the month leave them: hidden there, hidden here.

    A cell shown there is known here too. Of one that leaves out a few of the firms of a cell that
    is shown there, the difference would be a figure of those few: it counts as made of them.
    """
    kept = {cell.key: cell for cell in cells}
    settled = dict(earlier)
    for key in SOURCES:
        shown = shown_cells(world, key, period)
        for built in build_tables(world, period, [key]) if shown else ():
            for one, ours, theirs in _pairs(world, built):
                held, said = kept.get(theirs), shown.get(ours.key)
                if held is None or said is None:
                    continue
                if said.hidden:
                    settled.setdefault(theirs, (None, True))
                elif one.is_part:
                    kept[theirs] = _without_few(held, ours)
                elif said.value == held.value:
                    settled[theirs] = (held.value, False)
    return list(kept.values()), settled


def _without_few(held: CellIn, ours: CellIn) -> CellIn:
    others = (ours.contributors or 0) - (held.contributors or 0)
    if held.contributors is None or not 0 < others < TABLE_RULE["least_contributors"]:
        return held
    return replace(held, contributors=min(held.contributors, others))


def _pairs(world: World, built: Built) -> Iterator[tuple[Alike, CellIn, Key]]:
    """Each cell of a table with the key of the indicator that says it too."""
    alike = [one for one in ALIKE if one.figures == built.recipe.figures]
    for cell in built.cells:
        members = dict(zip(built.recipe.dimensions, cell.key, strict=True))
        town = members.get(TOWN, ALL)
        others = _others(members)
        for one in alike:
            if all(member == ALL for member in others) and members.get(TRADE, ALL) == one.trade:
                yield one, cell, (one.indicator, world.code if town == ALL else town)


def _others(members: Mapping[str, str]) -> Iterable[str]:
    return [code for name, code in members.items() if name not in (TOWN, TRADE)]
