"""Protect 20 towns x 97 industries x 10 clusters with all totals: time, cells lost, intervals.

    python benches/disclosure.py

The large table is checked by the tables that the protecting code proves possible; a smaller one is
audited in full by linear programmes. Firms are made up: sizes lognormal, places uneven.
"""

from __future__ import annotations

import time
from decimal import Decimal

import numpy as np

from jilian_engine.disclosure import (
    Cell,
    Dimension,
    Protected,
    ReleasedTable,
    Table,
    audit,
    protect,
)

LARGE = (20, 97, 10, 226_000)
SMALL = (5, 12, 3, 500)
SECTIONS = 20


def made_district(towns: int, industries: int, clusters: int, firms: int) -> Table:
    """Return the output of made-up firms by town, industry within section, and cluster."""
    chance = np.random.default_rng(7)
    places = [
        chance.choice(many, firms, p=chance.dirichlet(np.full(many, spread)))
        for many, spread in ((towns, 2.0), (industries, 0.5), (clusters + 1, 1.0))
    ]
    sizes = np.maximum(1, np.round(np.exp(chance.normal(3, 1.6, firms)))).astype(np.int64)
    sections = [f"s{at % SECTIONS:02}" for at in range(industries)]
    tops = sorted(set(sections))
    kinds = {f"i{at:02}": section for at, section in enumerate(sections)}
    dimensions = (
        _flat("town", towns),
        Dimension("industry", ("all", *tops, *kinds), kinds | dict.fromkeys(tops, "all"), "all"),
        _flat("cluster", clusters + 1),
    )
    section_at = np.array([1 + tops.index(one) for one in sections])
    shape = [len(one.codes) for one in dimensions]
    value, count, largest = (np.zeros(shape, dtype=np.int64) for _ in range(3))
    town, industry, cluster = places
    for row in (np.zeros_like(town), town + 1):
        for column in (np.zeros_like(town), section_at[industry], 1 + len(tops) + industry):
            for layer in (np.zeros_like(town), cluster + 1):
                where = (row, column, layer)
                np.add.at(value, where, sizes)
                np.add.at(count, where, 1)
                np.maximum.at(largest, where, sizes)
    cells = tuple(
        Cell(
            tuple(one.codes[at] for one, at in zip(dimensions, where, strict=True)),
            Decimal(int(value[where])),
            int(count[where]),
            Decimal(int(largest[where])),
        )
        for where in np.ndindex(*shape)
    )
    return Table("output", dimensions, cells)


def _flat(name: str, many: int) -> Dimension:
    codes = [f"{name}{at:02}" for at in range(many)]
    return Dimension(name, ("all", *codes), dict.fromkeys(codes, "all"), "all")


def _told(table: Table, answer: Protected, seconds: float) -> None:
    primary, secondary = len(answer.hidden_primary), len(answer.hidden_secondary)
    print(f"{len(table.cells)} cells, {seconds:.0f} s", flush=True)
    print(f"hidden by the rule {primary}, to protect others {secondary}", end=" ")
    print(f"({(primary + secondary) / max(1, primary):.2f} times the rule alone)")


def _tightest(table: Table, answer: Protected, intervals: str) -> None:
    values = {(0, cell.key): cell.value for cell in table.cells}
    released = ReleasedTable(
        table.measure,
        table.dimensions,
        {cell.key: None if (0, cell.key) in answer.hidden else cell.value for cell in table.cells},
    )
    left = audit([released]).left if intervals == "audited" else answer.proven
    short = [key for key, asked in answer.needed.items() if not left[key].reaches(asked)]
    reach = [
        min((values[key] - (left[key].low or 0)), (left[key].high or values[key]) - values[key])
        / values[key]
        for key in answer.needed
        if values[key]
    ]
    print(f"{intervals}: {len(short)} narrower than stated, tightest ±{float(min(reach)):.1%}")


def main() -> None:
    """Print what the docstring says."""
    for size, intervals in ((LARGE, "proven"), (SMALL, "audited")):
        table = made_district(*size)
        started = time.perf_counter()
        answer = protect([table])
        _told(table, answer, time.perf_counter() - started)
        _tightest(table, answer, intervals)


if __name__ == "__main__":
    main()
