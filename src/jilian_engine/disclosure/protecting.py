"""Hiding cells until no hidden value can be worked out from the shown ones.

First the rule hides cells. Each of them then needs two moves (see `_moves`), one that adds to it
and one that takes from it; the cheapest moves are looked for one table at a time, and where none
is found a linear programme over all tables answers. Whatever a move changes is hidden too. Last,
what is left of each sum beside its shown parts is itself a figure that everybody can work out: it
must obey the rule like any other, or one more part is hidden.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

import numpy as np

from jilian_engine.disclosure._hiding import Hiding
from jilian_engine.disclosure._primary import hidden_by_rule
from jilian_engine.disclosure._ratios import hide_parts
from jilian_engine.disclosure._system import Marks, System, read_system
from jilian_engine.disclosure.cells import Bounds, Identity, Key, Protected, Rule, Table

Progress = Callable[[float], None]


def protect(
    tables: Sequence[Table],
    rule: Rule | None = None,
    *,
    released: Mapping[Identity, bool] | None = None,
    before: Mapping[Identity, Sequence[Decimal]] | None = None,
    progress: Progress | None = None,
) -> Protected:
    """Decide which cells of these tables are shown.

    ``released``: cells of an earlier release of the same figures, by identity: True where the very
    value was shown (it cannot be hidden any more), False where it was hidden (and stays hidden).
    ``before``: what was shown of the same counts of people for other days; a change of one to four
    is hidden like a count of one to four.
    A cell that the rule hides although its value is already known stands in ``open_anyway``.
    A ratio is as secret as what stands above its line: no interval is stated for it.
    EngineError where tables contradict each other or a part exceeds its whole.
    """
    rule = rule or Rule()
    system = read_system(tables)
    known, kept = _earlier(system, tables, released or {})
    primary = hidden_by_rule(system, rule) | _small_changes(system, tables, before or {}, rule)
    primary, opened = hide_parts(system, primary, known)
    kept, _opened = hide_parts(system, kept, known)
    hiding = Hiding(system, rule, primary & ~known, known)
    hiding.hide(kept)
    hiding.run(progress or (lambda _: None))
    return _answer(system, hiding, (primary & known) | opened)


def _earlier(
    system: System, tables: Sequence[Table], released: Mapping[Identity, bool]
) -> tuple[Marks, Marks]:
    known, kept = np.zeros(len(system), dtype=bool), np.zeros(len(system), dtype=bool)
    for number, places in enumerate(system.places):
        at, key = places[0]
        was = released.get(tables[at].identity(key))
        if was is not None:
            (known if was else kept)[number] = True
        if system.contributors[number] < 0:
            known[number] = True
    return known, kept


def _small_changes(
    system: System,
    tables: Sequence[Table],
    before: Mapping[Identity, Sequence[Decimal]],
    rule: Rule,
) -> Marks:
    marks = np.zeros(len(system), dtype=bool)
    for number, places in enumerate(system.places):
        cell = system.cells[number]
        if not cell.people or not before:
            continue
        at, key = places[0]
        for earlier in before.get(tables[at].identity(key), ()):
            marks[number] |= 0 < abs(cell.value - earlier) < rule.least_people
    return marks


def _answer(system: System, hiding: Hiding, opened: Marks) -> Protected:
    def numbers(marks: Marks) -> frozenset[tuple[int, Key]]:
        return frozenset(
            place for at in np.flatnonzero(marks) for place in _places(system, int(at))
        )

    def bounds(low: np.ndarray, high: np.ndarray, marks: Marks) -> dict[tuple[int, Key], Bounds]:
        return {
            place: Bounds(
                Decimal(int(low[at])) / system.scale, Decimal(int(high[at])) / system.scale
            )
            for at in np.flatnonzero(marks)
            for place in _places(system, int(at))
        }

    hidden, primary = hiding.hidden, hiding.primary
    ratios = np.zeros(len(system), dtype=bool)
    ratios[system.ratios[:, 0]] = True
    return Protected(
        shown=numbers(~hidden),
        hidden_primary=numbers(hidden & primary),
        hidden_secondary=numbers(hidden & ~primary),
        needed=bounds(system.value - hiding.down, system.value + hiding.up, primary & ~ratios),
        proven=bounds(hiding.low, hiding.high, hidden & ~ratios),
        open_anyway=numbers(opened),
    )


def _places(system: System, at: int) -> list[tuple[int, Key]]:
    return system.places[at] if at < len(system.places) else []
