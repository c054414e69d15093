"""Cells filled from firms: sums that add up, unknown that is not zero, what a difference tells."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

from hypothesis import given, strategies as some

from jilian.disclosure.rules import DimensionIn, MemberIn
from jilian.disclosure.rules.filled import Part, differences, filled_cells
from jilian.disclosure.rules.placed import Placed

TOWN = DimensionIn(
    "town", (MemberIn("all", "", ""), *(MemberIn(c, "", "", "all") for c in ("a", "b")))
)
TRADE = DimensionIn(
    "industry",
    (
        MemberIn("all", ""), MemberIn("BCD", "", "", "all"), MemberIn("C", "", "", "BCD"),
        MemberIn("26", "", "", "C"), MemberIn("39", "", "", "C"),
        MemberIn("outside", "", "", "all"), MemberIn("unknown", "", "", "outside"),
    ),
)  # fmt: skip
CHAINS = [("26", "C", "BCD"), ("39", "C", "BCD"), ("unknown", "outside")]
AMOUNTS = some.one_of(some.none(), some.integers(0, 1000).map(Decimal))
PARTS = some.lists(
    some.tuples(some.sampled_from(["a", "b"]), some.sampled_from(CHAINS), AMOUNTS), max_size=12
).map(
    lambda rows: [
        Part(at, ((town,), chain), amount) for at, (town, chain, amount) in enumerate(rows)
    ]
)


@given(PARTS)
def test_every_whole_is_the_sum_of_its_parts(parts):
    cells = {one.key: one for one in filled_cells(parts, (TOWN, TRADE), count=False)}
    for axis, dimension in enumerate((TOWN, TRADE)):
        for key, cell in cells.items():
            below = [m.code for m in dimension.members if m.parent == key[axis]]
            if not below:
                continue
            held = [cells[(*key[:axis], code, *key[axis + 1 :])] for code in below]
            assert (cell.value or 0) == sum(one.value or 0 for one in held)
            assert cell.contributors == sum(one.contributors for one in held)


@given(PARTS)
def test_a_cell_of_firms_of_which_nothing_is_known_has_no_value(parts):
    for cell in filled_cells(parts, (TOWN, TRADE), count=False):
        here = [
            one for one in parts
            if all(
                code in (*chain, "all") for code, chain in zip(cell.key, one.chains, strict=True)
            )
        ]  # fmt: skip
        known = [one.amount for one in here if one.amount is not None]
        assert (cell.value is None) == (bool(here) and not known)
        assert cell.contributors == len(known)
        assert cell.largest == (max(known) if known else None)


@given(PARTS, PARTS)
def test_a_difference_is_what_two_statements_lie_apart(now, then):
    before = {one.firm: one.amount for one in then}
    later = [one for one in now if one.firm in before]
    old = [Part(one.firm, one.chains, before[one.firm]) for one in later]
    values = {c.key: c.value or 0 for c in filled_cells(later, (TOWN, TRADE), count=False)}
    earlier = {c.key: c.value or 0 for c in filled_cells(old, (TOWN, TRADE), count=False)}
    found = differences(later, before)
    for key in product(("all", "a", "b"), ("all", "C", "26", "unknown")):
        change = found[key].change if key in found else 0
        assert values[key] - earlier[key] == change


def test_the_difference_of_two_firms_gives_away_and_of_three_even_ones_does_not():
    parts = [Part(at, (("a",), CHAINS[0]), Decimal(10)) for at in range(3)]
    three = differences(parts, {})["all", "all"]
    assert not three.gives_away(3, 80)
    assert differences(parts[:2], {})["all", "all"].gives_away(3, 80)
    one_large = [*parts[:2], Part(2, (("a",), CHAINS[0]), Decimal(200))]
    assert differences(one_large, {})["all", "all"].gives_away(3, 80)


def test_a_firm_stands_in_one_line_whatever_is_known_of_it():
    assert Placed(1, "", "", "", ("7", "9")).cluster_member == "several"
    assert Placed(1, "", "", "").town_member == "elsewhere"
    assert Placed(1, "", "", "").trade_chain == ("unknown", "outside")
    assert Placed(1, "", "C", "").trade_chain == ("C-", "C", "BCD")
    assert Placed(1, "", "I", "65").section_chain == ("I", "outside")
    assert Placed(1, "", "D", "44").section_chain == ("D", "BD", "BCD")
