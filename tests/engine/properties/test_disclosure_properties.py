"""What must hold for released tables of any district: nothing is tighter than stated."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import assume, given, settings, strategies as st

from engine.plain.plain_disclosure import (
    KINDS,
    TOWNS,
    TREE,
    as_released,
    leaves_of,
    made_firms,
    made_table,
    stated_is_possible,
    with_shares,
)
from jilian_engine.disclosure import Cell, Protected, Table, audit, protect, verify

chances = st.integers(0, 10**9).map(random.Random)
MEASURES = st.sampled_from(["firms", "people", "amount"])
SHAPES = st.sampled_from([(TOWNS,), (TOWNS, KINDS), (TREE, KINDS), (TOWNS, TREE)])


def _safe(tables: list[Table], answer: Protected, unseen: tuple[str, ...] = ()) -> bool:
    return verify(as_released(tables, answer.hidden, unseen), answer.needed).is_safe


@settings(max_examples=40, deadline=None)
@given(chances, MEASURES, SHAPES, st.integers(0, 60))
def test_nothing_is_tighter_than_stated_and_both_programmes_say_so(chance, kind, shape, many):
    tables = [made_table(kind, shape, made_firms(chance, many))]
    answer = protect(tables)
    shown = as_released(tables, answer.hidden)
    found, exact = verify(shown, answer.needed), audit(shown)
    assert found.is_safe
    assert not exact.too_tight(answer.needed)
    near = Decimal("0.001")
    for place, proven in found.proven.items():
        left = exact.left[place]
        assert left.low - near <= proven.low
        assert left.high is None or proven.high <= left.high + near


@settings(max_examples=40, deadline=None)
@given(chances, st.sampled_from(["firms", "people"]), st.integers(0, 9))
def test_trying_every_table_finds_nothing_tighter_than_stated(chance, kind, many):
    firms = [(place, 1, marked) for place, _size, marked in made_firms(chance, many)]
    tables = [made_table(kind, (TOWNS, KINDS), [f for f in firms if f[0]["town"] != "t2"])]
    answer = protect(tables)
    hidden_leaves = [key for _, key in answer.hidden if "all" not in key]
    assume(len(hidden_leaves) <= 4)  # more take too long to try
    assert stated_is_possible(tables, answer, as_released(tables, answer.hidden))


@settings(max_examples=40, deadline=None)
@given(chances, st.integers(0, 10), st.integers(0, 4))
def test_a_printed_share_does_not_tell_its_numerator(chance, many, places):
    tables = with_shares(made_firms(chance, many), TOWNS, places)
    answer = protect(tables)
    for unseen in ((), ("marked",)):
        assert _safe(tables, answer, unseen)
    assert stated_is_possible(tables, answer, as_released(tables, answer.hidden, ("marked",)))


@settings(max_examples=30, deadline=None)
@given(chances, MEASURES, st.integers(0, 60))
def test_linked_tables_that_share_cells_protect_each_other(chance, kind, many):
    firms = made_firms(chance, many)
    tables = [made_table(kind, (TOWNS, TREE), firms), made_table(kind, (TOWNS, KINDS), firms)]
    answer = protect(tables)
    assert _safe(tables, answer)
    exact = audit(as_released(tables, answer.hidden))
    assert not exact.too_tight(answer.needed)


@settings(max_examples=30, deadline=None)
@given(chances, MEASURES, st.integers(5, 60))
def test_what_was_hidden_stays_hidden_in_a_correction(chance, kind, many):
    firms = made_firms(chance, many)
    table = made_table(kind, (TOWNS, TREE), firms)
    first = protect([table])
    released = {table.identity(one.key): (0, one.key) not in first.hidden for one in table.cells}
    again = protect([table], released=released)
    assert again.hidden == first.hidden
    late = made_table(kind, (TOWNS, TREE), [*firms, *made_firms(chance, 3)])
    values = {one.key: one.value for one in table.cells}
    same = {late.identity(one.key) for one in late.cells if values[one.key] == one.value}
    kept = {one: shown for one, shown in released.items() if not shown or one in same}
    try:
        later = protect([late], released=kept)
    except Exception as error:  # what was seen leaves no way: nothing is released
        assert getattr(error, "code", "") == "cannot_be_protected"
        return
    assert later.hidden >= first.hidden


@settings(max_examples=30, deadline=None)
@given(chances, st.integers(5, 60), st.integers(0, 4))
def test_two_months_of_people_do_not_tell_a_small_change(chance, many, gone):
    firms = made_firms(chance, many)
    before = made_table("people", (TOWNS, KINDS), firms)
    first = protect([before])
    now = made_table("people", (TOWNS, KINDS), firms[gone:])
    seen = {
        before.identity(one.key): [one.value]
        for one in before.cells
        if (0, one.key) not in first.hidden
    }
    answer = protect([now], before=seen)
    assert _safe([now], answer)
    values = {one.key: one.value for one in before.cells}
    for one in now.cells:
        if 0 < abs(one.value - values[one.key]) < 5 and (0, one.key) not in first.hidden:
            assert (0, one.key) in answer.hidden


@given(st.integers(3, 30), st.integers(5, 90), MEASURES, SHAPES)
@settings(max_examples=30, deadline=None)
def test_nothing_is_hidden_where_nothing_must_be(each, size, kind, shape):
    leaves = [([c for c in one.codes if c not in one.parents.values()], one.name) for one in shape]
    firms = [({}, size, False)]
    for codes, name in leaves:
        firms = [({**place, name: code}, s, m) for place, s, m in firms for code in codes]
    table = made_table(kind, shape, [firm for firm in firms for _ in range(each)])
    assert not protect([table]).hidden


@settings(max_examples=30, deadline=None)
@given(chances, MEASURES, SHAPES, st.integers(0, 60))
def test_neither_the_order_of_cells_nor_the_unit_decides(chance, kind, shape, many):
    firms = made_firms(chance, many)
    table = made_table(kind, shape, firms)
    hidden = protect([table]).hidden
    cells = list(table.cells)
    chance.shuffle(cells)
    assert protect([replace(table, cells=tuple(cells))]).hidden == hidden
    if kind == "amount":
        assert protect([made_table(kind, shape, firms, times=100)]).hidden == hidden


# An attack on the attack: what is protected too little is found out.


SMALL_TOWN = st.lists(st.integers(1, 2), min_size=1, max_size=2)  # sizes of its firms
LARGE_TOWN = st.lists(st.integers(3, 6), min_size=6, max_size=20)


@settings(max_examples=30, deadline=None)
@given(MEASURES, st.permutations(leaves_of(TOWNS)), SMALL_TOWN, LARGE_TOWN, LARGE_TOWN)
def test_the_rule_alone_is_found_out_wherever_more_had_to_be_hidden(
    kind, towns, small, large, larger
):
    firms = [
        ({"town": town}, size, False)
        for town, held in zip(towns, (small, large, larger), strict=True)
        for size in held
    ]
    tables = [made_table(kind, (TOWNS,), firms)]
    answer = protect(tables)
    assert answer.hidden_primary == {(0, (towns[0],))}
    assert answer.hidden_secondary
    found = verify(as_released(tables, answer.hidden_primary), answer.needed)
    assert set(found.tight) == set(answer.hidden_primary)


@settings(max_examples=20, deadline=None)
@given(chances, MEASURES, SHAPES, st.integers(5, 50))
def test_verify_finds_every_cell_that_the_exact_audit_finds(chance, kind, shape, many):
    tables = [made_table(kind, shape, made_firms(chance, many))]
    answer = protect(tables)
    shown_again = [one for one in sorted(answer.hidden_secondary) if chance.random() < 0.5]
    shown = as_released(tables, answer.hidden - set(shown_again))
    found = verify(shown, answer.needed, enough=10**6)
    assert set(found.tight) == set(audit(shown).too_tight(answer.needed))
    assert not found.open


def _cells(**values: tuple[int, int]) -> tuple[Cell, ...]:
    return tuple(Cell((at,), Decimal(v), n, Decimal(v) / 3) for at, (v, n) in values.items())


SUMS = Table("amount", (TOWNS,), _cells(all=(100, 20), t0=(12, 2), t1=(50, 10), t2=(38, 8)))


@pytest.mark.parametrize("again", ["t0", "secondary"])
def test_one_cell_shown_again_is_found_out(again):
    answer = protect([SUMS])
    assert len(answer.hidden_secondary) == 1
    shown_again = {(0, ("t0",))} if again == "t0" else answer.hidden_secondary
    found = verify(as_released([SUMS], answer.hidden - shown_again), answer.needed)
    assert found.tight == ((0, ("t0",)),)
    assert not found.is_safe


def test_a_share_shown_beside_its_denominator_is_found_out():
    towns = {"t0": (4, 2), "t1": (9, 5), "t2": (8, 4)}
    firms = [
        ({"town": town}, 1, at < marked)
        for town, (many, marked) in towns.items()
        for at in range(many)
    ]
    tables = with_shares(firms, TOWNS, 1)
    answer = protect(tables)
    shares = {place for place in answer.hidden if place[0] == 2}
    assert (2, ("t0",)) in shares
    assert len(shares) > 1  # the other shares and the whole would give it back
    for one in shares:
        weak = as_released(tables, answer.hidden - {one}, ("marked",))
        assert not verify(weak, answer.needed).is_safe
