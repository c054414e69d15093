"""Attacks on released tables: nothing is learnt of a hidden value beyond what is stated."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

import numpy as np
import pytest

from jilian_engine.disclosure import Cell, Dimension, ReleasedTable, Table, audit, protect

SEEDS = range(4)


def _tree(name: str, groups: int, each: int) -> Dimension:
    wholes = [f"{name}{group}" for group in range(groups)]
    leaves = {f"{whole}.{at}": whole for whole in wholes for at in range(each)}
    return Dimension(name, ("all", *wholes, *leaves), leaves | dict.fromkeys(wholes, "all"), "all")


def _flat(name: str, many: int) -> Dimension:
    codes = [f"{name}{at}" for at in range(many)]
    return Dimension(name, ("all", *codes), dict.fromkeys(codes, "all"), "all")


def _district(seed: int, dimensions: tuple[Dimension, ...], kind: str, firms: int = 160) -> Table:
    """A made district: firms with sizes far apart, put into the leaves of every dimension."""
    chance = np.random.default_rng(seed)
    held: dict[tuple[str, ...], list[int]] = {}
    for _ in range(firms):
        size = int(np.exp(chance.normal(2, 1.5))) + 1
        chains = []
        for one in dimensions:
            wholes = set(one.parents.values())
            leaves = [code for code in one.codes if code not in wholes]
            chain = [leaves[int(len(leaves) * chance.random() ** 2)]]
            while chain[-1] in one.parents:
                chain.append(one.parents[chain[-1]])
            chains.append(chain)
        for key in product(*chains):
            held.setdefault(key, []).append(size)
    cells = []
    for key in product(*(one.codes for one in dimensions)):
        sizes = held.get(key, [])
        amount = sum(sizes) if kind != "firms" else len(sizes)
        largest = Decimal(max(sizes, default=0)) if kind == "amount" else None
        cells.append(
            Cell(
                key,
                Decimal(amount),
                len(sizes),
                largest,
                people=kind == "people",
                count=kind == "firms",
            )
        )
    return Table(kind, dimensions, tuple(cells))


def _released(table: Table, hidden: set[tuple[str, ...]]) -> ReleasedTable:
    return ReleasedTable(
        table.measure,
        table.dimensions,
        {cell.key: None if cell.key in hidden else cell.value for cell in table.cells},
        whole=frozenset(cell.key for cell in table.cells if cell.people or cell.count),
    )


SHAPES = {
    "flat": (_flat("t", 4), _flat("k", 3)),
    "hierarchy": (_flat("t", 4), _tree("i", 2, 3)),
    "three": (_flat("t", 3), _tree("i", 2, 2), _flat("k", 2)),
}


@pytest.mark.parametrize("kind", ["amount", "firms", "people"])
@pytest.mark.parametrize("shape", SHAPES)
def test_no_interval_is_tighter_than_the_stated_one(shape: str, kind: str) -> None:
    for seed in SEEDS:
        table = _district(seed, SHAPES[shape], kind)
        answer = protect([table])
        found = audit([_released(table, {key for _, key in answer.hidden})])
        assert not found.too_tight(answer.needed)
        assert all(found.left[place].reaches(own) for place, own in answer.proven.items())


@pytest.mark.parametrize("shape", SHAPES)
def test_what_is_left_of_a_sum_obeys_the_rule_itself(shape: str) -> None:
    for seed in SEEDS:
        table = _district(seed, SHAPES[shape], "amount")
        answer = protect([table])
        cells, hidden = {cell.key: cell for cell in table.cells}, {key for _, key in answer.hidden}
        primary = {key for _, key in answer.hidden_primary}
        for axis, dimension in enumerate(table.dimensions):
            for key, (code, parts) in product(cells, dimension.children.items()):
                if key[axis] != code or key in hidden:
                    continue
                rest = [
                    cells[one]
                    for part in parts
                    if (one := (*key[:axis], part, *key[axis + 1 :])) in hidden
                ]
                if not any(one.key in primary for one in rest):
                    continue
                total = sum(one.value for one in rest)
                assert sum(one.contributors or 0 for one in rest) >= 3
                assert max(one.largest or 0 for one in rest) * 100 <= total * 80


def test_two_linked_tables_protect_each_other() -> None:
    for seed in SEEDS:
        town, industry, cluster = _flat("t", 4), _tree("i", 2, 3), _flat("k", 3)
        whole = _district(seed, (town, industry, cluster), "amount", 120)
        first = Table(
            "amount",
            (town, industry),
            tuple(_without(cell, 2) for cell in whole.cells if cell.key[2] == "all"),
        )
        second = Table(
            "amount",
            (town, cluster),
            tuple(_without(cell, 1) for cell in whole.cells if cell.key[1] == "all"),
        )
        answer = protect([first, second])
        found = audit(
            [
                _released(table, {key for at, key in answer.hidden if at == number})
                for number, table in enumerate((first, second))
            ]
        )
        assert not found.too_tight(answer.needed)


def _without(cell: Cell, axis: int) -> Cell:
    key = (*cell.key[:axis], *cell.key[axis + 1 :])
    return Cell(key, cell.value, cell.contributors, cell.largest)


def test_a_corrected_release_is_safe_together_with_the_first() -> None:
    for seed in SEEDS:
        table = _district(seed, SHAPES["flat"], "amount", 60)
        first = protect([table])
        released = {
            table.identity(cell.key): (0, cell.key) not in first.hidden for cell in table.cells
        }
        again = protect([table], released=released)
        assert again.hidden == first.hidden


def test_a_count_of_people_that_changed_by_one_is_hidden() -> None:
    town = _flat("t", 4)
    values = {"all": 96, "t0": 20, "t1": 31, "t2": 25, "t3": 20}
    cells = tuple(Cell((code,), Decimal(n), n, people=True) for code, n in values.items())
    table = Table("people", (town,), cells)
    answer = protect([table], before={table.identity(("t0",)): [Decimal(19)]})
    assert (0, ("t0",)) in answer.hidden_primary
    assert len(answer.hidden) > 1
    found = audit([_released(table, {key for _, key in answer.hidden})])
    assert not found.too_tight(answer.needed)


def test_a_zero_of_firms_that_have_nothing_is_hidden() -> None:
    town = _flat("t", 3)
    values = {"all": (70, 12), "t0": (0, 4), "t1": (30, 4), "t2": (40, 4)}
    cells = tuple(Cell((at,), Decimal(v), n, Decimal(v // 2)) for at, (v, n) in values.items())
    answer = protect([Table("amount", (town,), cells)])
    assert (0, ("t0",)) in answer.hidden_primary
    assert len(answer.hidden) > 1


def test_the_audit_finds_a_value_that_is_given_away() -> None:
    table = _district(1, SHAPES["flat"], "amount")
    one = next(cell for cell in table.cells if "all" not in cell.key and cell.value)
    left = audit([_released(table, {one.key})]).left[0, one.key]
    assert left.low == left.high == one.value


@pytest.mark.parametrize("seed", range(2))
def test_the_audit_agrees_with_trying_every_table(seed: int) -> None:
    table = _district(seed, (_flat("t", 2), _flat("k", 2)), "firms", 7)
    answer = protect([table])
    hidden = sorted(key for _, key in answer.hidden)
    found = audit([_released(table, set(hidden))])
    values = {cell.key: int(cell.value) for cell in table.cells}
    possible: dict[tuple[str, ...], set[int]] = {key: set() for key in hidden}
    inner = [(f"t{a}", f"k{b}") for a in range(2) for b in range(2)]
    most = 14
    for tried in product(range(most), repeat=4):
        whole = dict(zip(inner, tried, strict=True))
        for a in range(2):
            whole[f"t{a}", "all"] = whole[f"t{a}", "k0"] + whole[f"t{a}", "k1"]
            whole["all", f"k{a}"] = whole["t0", f"k{a}"] + whole["t1", f"k{a}"]
        whole["all", "all"] = sum(tried)
        if all(whole[key] == value for key, value in values.items() if key not in possible):
            for key in hidden:
                possible[key].add(whole[key])
    for key in hidden:
        left = found.left[0, key]
        assert left.low is not None
        assert left.low <= min(possible[key])
        if left.high is not None and left.high < most - 1:
            assert (left.low, left.high) == (min(possible[key]), max(possible[key]))
