"""Figures that two released tables say: what the one hides, the other must not tell.

The tables built from records are decided first, with all their sums; the indicators of the same
month follow them. Where indicators were released before (or a month is corrected), what they
showed counts as known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from jilian.disclosure.analysis.register import Built, build_tables
from jilian.disclosure.queries import shown_cells
from jilian.disclosure.rules import TABLE_RULE, CellIn
from jilian.disclosure.rules.recipes import ALIKE, ALL, INDICATORS, TOWN, TRADE, Alike
from jilian.places.models import World

Key = tuple[str, ...]
Earlier = Mapping[Key, tuple[Decimal | None, bool]]
SOURCES = ("firms_by_town_industry", "output_by_town_section")


def said_elsewhere(world: World, period: str, built: Built) -> dict[Key, bool]:
    """Cells of a table that released indicators say too: True where shown, False where hidden."""
    said = shown_cells(world, INDICATORS, period)
    found: dict[Key, bool] = {}
    if not said:
        return found
    for one, ours, theirs in _pairs(world, built):
        shown = said.get(theirs)
        if shown is None or one.is_part:
            continue
        if shown.hidden:
            found.setdefault(ours.key, False)
        elif shown.value == ours.value:
            found[ours.key] = True
    return found


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
