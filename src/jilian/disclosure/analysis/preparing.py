"""All declared tables of a month together: built, checked with what was shown, decided."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from jilian.disclosure.analysis.deciding import Decided, figures_of, fingerprint_of
from jilian.disclosure.analysis.deciding_sets import TableIn, decide_together
from jilian.disclosure.analysis.linking import said_elsewhere
from jilian.disclosure.analysis.register import Built, build_tables, changes_since
from jilian.disclosure.models import KEY_MARK, Release
from jilian.disclosure.queries import latest_release, shown_cells
from jilian.disclosure.queries.earlier import ever_shown_of, last_of_basis
from jilian.disclosure.rules import TABLE_RULE, CellKind, neighbours
from jilian.disclosure.rules.recipes import FIRMS, OUTPUT
from jilian.places.models import World

Key = tuple[str, ...]
Progress = Callable[[float], None]
COUNTED = "firms_by_town_industry"


@dataclass(frozen=True)
class Prepared:
    """A table as it would be released; ``repeats``: the release whose very cells it shows again."""

    built: Built
    members: list[list[list[str]]]
    cells: tuple[Decided, ...]
    repeats: Release | None = None

    @property
    def figures(self) -> dict[str, int]:
        """Counts for the steward."""
        counts = figures_of(self.cells)
        if self.repeats is not None:
            counts["proven_only"] = self.repeats.figures.get("proven_only", 0)
        return {
            **counts,
            "without_value": sum(one.value is None and not one.hidden for one in self.cells),
            "firms": self.built.firms,
            "unknown": self.built.unknown,
        }

    @property
    def fingerprint(self) -> str:
        """Of what others get."""
        return fingerprint_of(self.cells)


def prepare_tables(
    world: World, period: str, keys: Sequence[str], progress: Progress = lambda _: None
) -> list[Prepared]:
    """Build the tables as of the end of the month and decide together what of them is shown.

    Numbers of firms first; where one stays hidden, what these firms put out stays hidden with it.
    The figures of a year are repeated as they were shown; only a correction works them out anew.
    """
    built = build_tables(world, period, keys)
    counts = [one for one in built if one.recipe.figures == FIRMS]
    progress(0.1)
    made = _counts(world, period, counts, lambda part: progress(0.1 + 0.7 * part))
    hidden = {
        cell.key: False for one in made if one.built.recipe.key == COUNTED
        for cell in one.cells if cell.hidden
    }  # fmt: skip
    for one in built:
        if one.recipe.figures == OUTPUT:
            again = _to_repeat(world, period, one)
            made += [_repeated(one, again)] if again else _decided(world, period, [one], hidden)
    progress(1.0)
    return made


def inputs_of(world: World, period: str, keys: Sequence[str]) -> str:
    """Fingerprint of what a preparation stands on: the cells, and what was shown before."""
    cells = [
        [one.recipe.key, one.basis, *cell.key, str(cell.value), cell.contributors]
        for one in build_tables(world, period, keys)
        for cell in one.cells
    ]
    months = (period, *neighbours(period))
    shown = Release.objects.filter(table__world=world, period__in=months).order_by("pk")
    said = json.dumps([cells, list(shown.values_list("pk", flat=True))], ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()


def joint_fingerprint(tables: Sequence[str]) -> str:
    """Of everything that would be released, from the fingerprints of the tables."""
    return hashlib.sha256("".join(tables).encode()).hexdigest()


def _counts(
    world: World, period: str, tables: Sequence[Built], progress: Progress
) -> list[Prepared]:
    """Numbers of firms; where nothing changed since a month beside, what that month showed."""
    for month in neighbours(period):
        again = [_unchanged(world, period, month, one) for one in tables]
        if again and all(again):
            return [_repeated(one, old) for one, old in zip(tables, again, strict=True) if old]
    return _decided(world, period, tables, {}, progress)


def _unchanged(world: World, period: str, month: str, built: Built) -> Release | None:
    """The release of the month beside, if every cell says the same and nothing else was said."""
    key = built.recipe.key
    old = latest_release(world, key, month)
    if old is None or latest_release(world, key, period) or said_elsewhere(world, period, built):
        return None
    then = build_tables(world, month, [key])[0]
    if then.cells != built.cells or old.members != _members(built):
        return None
    values = {KEY_MARK.join(cell.key): cell.value for cell in built.cells}
    shown = old.cells.filter(hidden="").values_list("key", "value")
    return old if all(values[cell] == value for cell, value in shown) else None


def _members(built: Built) -> list[list[list[str]]]:
    return [
        [[m.code, m.name, m.name_en, m.parent] for m in place.members] for place in built.dimensions
    ]


def _to_repeat(world: World, period: str, one: Built) -> Release | None:
    """The release of the same year's figures in another month, unless this month is corrected."""
    if latest_release(world, one.recipe.key, period) is not None:
        return None
    return last_of_basis(world, one.recipe.key, one.basis)


def _repeated(built: Built, release: Release) -> Prepared:
    cells = tuple(
        Decided(tuple(cell.key.split(KEY_MARK)), cell.value, CellKind(cell.kind), cell.hidden,
                cell.low, cell.high)
        for cell in release.cells.all()
    )  # fmt: skip
    return Prepared(built, release.members, cells, release)


def _decided(
    world: World,
    period: str,
    tables: Sequence[Built],
    hidden: Mapping[Key, bool],
    progress: Progress | None = None,
) -> list[Prepared]:
    if not tables:
        return []
    given = [_given(world, period, one, hidden) for one in tables]
    answers = decide_together(given, TABLE_RULE, progress=progress)
    return [
        Prepared(one, _members(one), tuple(cells))
        for one, cells in zip(tables, answers, strict=True)
    ]  # fmt: skip


def _given(world: World, period: str, built: Built, hidden: Mapping[Key, bool]) -> TableIn:
    """The table with what is settled about its cells by all that was shown before."""
    values = {cell.key: cell.value for cell in built.cells}
    earlier = ever_shown_of(world, built.recipe.key, built.basis)
    settled = {key: False for key in hidden if key in values}
    settled |= dict.fromkeys(_hidden_nearby(world, period, built), False)
    settled |= said_elsewhere(world, period, built)
    for key, (value, was_hidden) in earlier.items():
        if key in values and (was_hidden or value == values[key]):
            settled[key] = not was_hidden or settled.get(key, False)
    if built.recipe.of_year and earlier:
        settled |= dict.fromkeys(_small_changes(world, built, earlier), False)
    return TableIn(built.recipe.figures, built.cells, built.dimensions, settled)


def _hidden_nearby(world: World, period: str, built: Built) -> set[Key]:
    """Cells that the month before or after hides and that have not changed since.

    Shown now, they would be known for that month to whoever takes them for unchanged.
    """
    found: set[Key] = set()
    if built.recipe.of_year:
        return found
    now = {cell.key: cell.value for cell in built.cells}
    for month in neighbours(period):
        shown = shown_cells(world, built.recipe.key, month)
        if not any(cell.hidden for cell in shown.values()):
            continue
        for then in build_tables(world, month, [built.recipe.key]):
            found |= {
                cell.key for cell in then.cells
                if cell.key in shown and shown[cell.key].hidden and now.get(cell.key) == cell.value
            }  # fmt: skip
    return found


def _small_changes(
    world: World, built: Built, earlier: Mapping[Key, tuple[Decimal | None, bool]]
) -> set[Key]:
    """Cells whose change since they were shown would be a figure of too few firms: they are hidden.

    All the wholes above such a cell changed with it, so what is hidden can move together. A change
    that nobody can explain by what was recorded since counts as that of one firm.
    """
    last = last_of_basis(world, built.recipe.key, built.basis)
    changed = changes_since(world, built, last.released_at) if last else {}
    least, largest = TABLE_RULE["least_contributors"], TABLE_RULE["largest_share_pct"]
    found = set()
    for cell in built.cells:
        before, was_hidden = earlier.get(cell.key, (None, True))
        if was_hidden or cell.value in (None, before):
            continue
        one = changed.get(cell.key)
        explained = one is not None and cell.value == (before or 0) + one.change
        if not explained or one is None or one.gives_away(least, largest):
            found.add(cell.key)
    return found


def preview_of(one: Prepared) -> dict[str, Any]:
    """What the steward looks at, and what is then released; no hidden value."""
    return {
        "key": one.built.recipe.key,
        "basis": one.built.basis if one.built.recipe.of_year else "",
        "repeats": one.repeats.period if one.repeats else "",
        "fingerprint": one.fingerprint,
        "members": one.members,
        "figures": one.figures,
        "cells": [
            [list(cell.key), _said(cell.value), cell.kind, cell.hidden, _said(cell.low),
             _said(cell.high)]
            for cell in one.cells
        ],
    }  # fmt: skip


def cells_of(preview: dict[str, Any]) -> list[Decided]:
    """The cells of a preview as they are released."""
    return [
        Decided(tuple(key), _read(value), CellKind(kind), hidden, _read(low), _read(high))
        for key, value, kind, hidden, low, high in preview["cells"]
    ]


def _said(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _read(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)
