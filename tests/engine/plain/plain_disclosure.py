"""Made-up districts for disclosure, and the plain way to see what a table gives away: try all."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import product

import numpy as np

from jilian_engine.disclosure import (
    Cell,
    Dimension,
    Identity,
    Key,
    Protected,
    Ratio,
    ReleasedTable,
    Table,
)

TOWNS = Dimension(
    "town", ("all", "t0", "t1", "t2"), dict.fromkeys(("t0", "t1", "t2"), "all"), "all"
)
KINDS = Dimension("kind", ("all", "k0", "k1"), dict.fromkeys(("k0", "k1"), "all"), "all")
TREE = Dimension(
    "industry",
    ("all", "a", "b", "a1", "a2", "b1"),
    {"a": "all", "b": "all", "a1": "a", "a2": "a", "b1": "b"},
    "all",
)
Firm = tuple[Mapping[str, str], int, bool]  # its place in each dimension, its size, a mark


def made_firms(chance: random.Random, many: int) -> list[Firm]:
    """Firms with sizes far apart, most of them in the first places."""
    leaves = {one.name: leaves_of(one) for one in (TOWNS, KINDS, TREE)}
    return [
        (
            {name: codes[int(len(codes) * chance.random() ** 2)] for name, codes in leaves.items()},
            1 + int(chance.random() ** 3 * 40),
            chance.random() < 0.5,
        )
        for _ in range(many)
    ]


def leaves_of(one: Dimension) -> list[str]:
    """The codes that hold no others."""
    return [code for code in one.codes if code not in set(one.parents.values())]


def chain(one: Dimension, code: str) -> list[str]:
    """A code and the codes into which it adds up."""
    found = [code]
    while found[-1] in one.parents:
        found.append(one.parents[found[-1]])
    return found


def made_table(
    kind: str, dimensions: tuple[Dimension, ...], firms: Iterable[Firm], *, times: int = 1
) -> Table:
    """Cells of "firms" (how many), "people" or "amount" (the sum of sizes)."""
    held: dict[Key, list[int]] = {key: [] for key in product(*(one.codes for one in dimensions))}
    for place, size, _marked in firms:
        for key in product(*(chain(one, place[one.name]) for one in dimensions)):
            held[key].append(size * times)
    cells = tuple(
        Cell(
            key,
            Decimal(len(sizes) if kind == "firms" else sum(sizes)),
            len(sizes),
            Decimal(max(sizes, default=0)) if kind == "amount" else None,
            people=kind == "people",
            count=kind == "firms",
        )
        for key, sizes in held.items()
    )
    return Table(kind, dimensions, cells)


def with_shares(firms: list[Firm], one: Dimension, places: int) -> list[Table]:
    """How many firms are marked, how many there are, and the printed share in per cent."""
    marked = [firm for firm in firms if firm[2]]
    top = Table("marked", (one,), made_table("firms", (one,), marked).cells)
    base = made_table("firms", (one,), firms)
    whole = {cell.key: cell.value for cell in base.cells}
    step = Decimal(1).scaleb(-places)
    cells = tuple(
        Cell(
            cell.key, (100 * cell.value / whole[cell.key]).quantize(step), cell.contributors,
            adds=False,
            ratio_of=Ratio(
                top.identity(cell.key), base.identity(cell.key), times=Decimal(100), half=step / 2
            ),
        )
        for cell in top.cells
        if whole[cell.key]
    )  # fmt: skip
    return [top, base, Table("share", (one,), cells)]


def as_released(
    tables: list[Table], hidden: Iterable[tuple[int, Key]], unseen: tuple[str, ...] = ()
) -> list[ReleasedTable]:
    """The tables as others see them; of those in ``unseen`` nothing."""
    hidden = set(hidden)
    return [
        ReleasedTable(
            table.measure,
            table.dimensions,
            {
                one.key: None if (at, one.key) in hidden or table.measure in unseen else one.value
                for one in table.cells
            },
            whole=frozenset(one.key for one in table.cells if one.people or one.count),
            apart=frozenset(one.key for one in table.cells if not one.adds),
            ratios={one.key: one.ratio_of for one in table.cells if one.ratio_of},
        )
        for at, table in enumerate(tables)
    ]


def stated_is_possible(tables: list[Table], answer: Protected, shown: list[ReleasedTable]) -> bool:
    """Whether some table in whole numbers fits at each end that is stated, by trying all tables."""
    values = {
        table.identity(one.key): int(one.value)
        for table in tables
        for one in table.cells
        if one.adds
    }
    open_cells, rows = _open_leaves(tables, values)
    room = {one: values[one] + 6 for one in open_cells}
    fits = _all_that_fit(open_cells, rows, room, shown)
    for (at, key), asked in answer.needed.items():
        seen = sum(fits[leaf] for leaf in rows[tables[at].identity(key)])
        assert asked.low is not None
        assert asked.high is not None
        if seen.min() > asked.low or seen.max() < asked.high:
            return False
    return True


def _open_leaves(
    tables: list[Table], values: Mapping[Identity, int]
) -> tuple[list[Identity], dict[Identity, list[Identity]]]:
    """Innermost cells, and of which of them each cell is the sum."""
    rows: dict[Identity, list[Identity]] = {}
    for table in tables:
        inner = list(product(*(leaves_of(one) for one in table.dimensions)))
        for cell in table.cells:
            if cell.adds:
                rows[table.identity(cell.key)] = [
                    table.identity(key)
                    for key in inner
                    if all(
                        code in chain(one, leaf)
                        for code, leaf, one in zip(cell.key, key, table.dimensions, strict=True)
                    )
                ]
    return [one for one, parts in rows.items() if parts == [one]], rows


def _all_that_fit(
    leaves: list[Identity],
    rows: Mapping[Identity, list[Identity]],
    room: Mapping[Identity, int],
    shown: list[ReleasedTable],
) -> dict[Identity, np.ndarray]:
    """Every choice of innermost cells that fits all that is shown, one column a choice."""
    told = {
        table.identity(key): int(value)
        for table in shown
        for key, value in table.cells.items()
        if value is not None and key not in table.apart
    }
    tried = np.zeros((0, 1), dtype=np.int16)
    for at, leaf in enumerate(leaves):
        ways = [told[leaf]] if leaf in told else range(room[leaf] + 1)
        new = np.array(list(ways), dtype=np.int16)
        tried = np.vstack([np.repeat(tried, len(new), axis=1), np.tile(new, tried.shape[1])])
        place = {one: here for here, one in enumerate(leaves[: at + 1])}
        for cell, value in told.items():
            known = [place[one] for one in rows[cell] if one in place]
            sums = tried[known].sum(axis=0)
            is_whole = len(known) == len(rows[cell])
            tried = tried[:, sums == value if is_whole else sums <= value]
    place = {one: here for here, one in enumerate(leaves)}
    for table in shown:
        for key, ratio in table.ratios.items():
            value = table.cells[key]
            if value is not None:
                above, below = (
                    tried[[place[one] for one in rows[side]]].sum(axis=0).astype(float)
                    for side in (ratio.above, ratio.below)
                )
                gap = np.abs(float(ratio.times) * above - float(value) * below)
                tried = tried[:, gap <= (float(ratio.half) + 1e-9) * below]
    return {one: tried[here] for one, here in place.items()}
