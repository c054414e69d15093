"""Protect 20 towns x 97 industries x 10 clusters with all totals: time, cells lost, intervals.

    python benches/disclosure.py

Prints wall time and processor time. The large table is verified by linear programmes that know
only what is shown (`verify`); a smaller one is audited to its exact ends as well. Both are then
released as if only the rule hid cells, to see that this is found out. Firms are made up: sizes
lognormal, places uneven.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from decimal import Decimal

import numpy as np

from jilian_engine.disclosure import (
    Cell,
    Dimension,
    Key,
    Protected,
    ReleasedTable,
    Table,
    audit,
    protect,
    verify,
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


@contextmanager
def _timed(what: str) -> Iterator[None]:
    wall, processor = time.perf_counter(), time.process_time()
    yield
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    print(f"{what}: {wall:.1f} s, processor {processor:.1f} s", flush=True)


def _released(table: Table, hidden: Collection[tuple[int, Key]]) -> ReleasedTable:
    return ReleasedTable(
        table.measure,
        table.dimensions,
        {cell.key: None if (0, cell.key) in hidden else cell.value for cell in table.cells},
    )


def _lost(table: Table, answer: Protected) -> None:
    """Cells hidden, beside those that the rule alone hides."""
    primary, secondary = len(answer.hidden_primary), len(answer.hidden_secondary)
    print(
        f"  {len(table.cells)} cells, hidden by the rule {primary}, to protect others {secondary}"
    )
    print(f"  {(primary + secondary) / max(1, primary):.2f} times the rule alone")


def _verified(table: Table, answer: Protected) -> None:
    with _timed("  verified"):
        found = verify([_released(table, answer.hidden)], answer.needed)
    told = ", ".join(f"{many} {how}" for how, many in found.programmes.items())
    print(f"  {len(answer.needed)} intervals, too tight {len(found.tight)}, open {len(found.open)}")
    print(f"  programmes: {told}")
    with _timed("  the rule alone"):
        weak = verify([_released(table, answer.hidden_primary)], answer.needed)
    print(f"  found too tight {len(weak.tight)}, then left open {len(weak.open)}")


def _audited(table: Table, answer: Protected) -> None:
    with _timed("  audited to exact ends"):
        left = audit([_released(table, answer.hidden)]).left
    short = [place for place, asked in answer.needed.items() if not left[place].reaches(asked)]
    values = {(0, cell.key): cell.value for cell in table.cells}
    reach = [
        min(values[place] - (left[place].low or 0), (left[place].high or 0) - values[place])
        / values[place]
        for place in answer.needed
        if values[place]
    ]
    print(f"  too tight {len(short)}, tightest ±{float(min(reach)):.1%}")


def main() -> None:
    """Print what the docstring says."""
    for size in (LARGE, SMALL):
        towns, industries, clusters, firms = size
        print(f"{towns} towns x {industries} industries x {clusters} clusters, {firms} firms")
        table = made_district(*size)
        with _timed("  protected"):
            answer = protect([table])
        _lost(table, answer)
        _verified(table, answer)
        if size == SMALL:
            _audited(table, answer)


if __name__ == "__main__":
    main()
