"""Shares and growth beside the figures of which they are made."""

from __future__ import annotations

from decimal import Decimal

import pytest

from jilian.disclosure.analysis import decide, deciding
from jilian.disclosure.rules import TABLE_RULE, CellIn, DimensionIn, MemberIn, PartIn, RatioIn

UNITS = DimensionIn(
    "unit",
    (MemberIn("all", "全区"), *(MemberIn(f"t{at}", f"镇{at}", "", "all") for at in range(4))),
)
FIRMS = {"all": 38, "t0": 5, "t1": 10, "t2": 11, "t3": 12}
MARKED = {"all": 22, "t0": 2, "t1": 6, "t2": 6, "t3": 8}
HALF = Decimal("0.00005")


def _counted(name: str, values: dict[str, int]) -> list[CellIn]:
    return [CellIn((name, unit), Decimal(n), n, count=True) for unit, n in values.items()]


def _shares(marked: dict[str, int] = MARKED) -> list[CellIn]:
    return [
        CellIn(
            ("share", unit),
            (Decimal(100 * n) / FIRMS[unit]).quantize(Decimal("0.0001")),
            n,
            adds=False,
            ratio_of=RatioIn(
                PartIn(Decimal(n), ("marked", unit), n, count=True),
                PartIn(Decimal(FIRMS[unit]), ("firms", unit), count=True),
                times=Decimal(100),
                half=HALF,
            ),
        )
        for unit, n in marked.items()
    ]


def _decided(cells: list[CellIn], earlier=None):
    names = dict.fromkeys(cell.key[0] for cell in cells)
    indicators = DimensionIn("indicator", tuple(MemberIn(name, name) for name in names))
    found = decide(cells, [indicators, UNITS], TABLE_RULE, earlier=earlier or {}, nearby=[])
    return {one.key: one for one in found}


def _hidden(decided, name: str) -> set[str]:
    return {unit for (of, unit), one in decided.items() if of == name and one.hidden}


def test_a_share_is_hidden_with_its_numerator():
    found = _decided(_counted("firms", FIRMS) + _counted("marked", MARKED) + _shares())
    assert not _hidden(found, "firms")
    assert "t0" in _hidden(found, "marked")
    assert len(_hidden(found, "marked")) > 1
    assert _hidden(found, "share") == _hidden(found, "marked")


@pytest.mark.parametrize("outside", [0, 7])
def test_the_other_shares_do_not_give_back_a_numerator_that_is_no_cell(outside):
    marked = MARKED | {"all": MARKED["all"] + outside}
    found = _decided(_counted("firms", FIRMS) + _shares(marked))
    assert not _hidden(found, "firms")
    assert "t0" in _hidden(found, "share")
    # The whole less the other towns would tell, but for what stands in no town.
    assert outside or len(_hidden(found, "share")) > 1
    assert set(found) == {(of, unit) for of in ("firms", "share") for unit in FIRMS}


def test_a_share_that_was_hidden_stays_so_and_one_that_was_shown_protects_nothing():
    cells = _counted("firms", FIRMS) + _shares()
    first = _decided(cells)
    earlier = {key: (one.value, bool(one.hidden)) for key, one in first.items()}
    again = _decided(cells, earlier)
    assert {key for key, one in again.items() if one.hidden} == {
        key for key, one in first.items() if one.hidden
    }


def test_growth_on_a_base_of_two_firms_is_hidden():
    base = {"all": 21, "t0": 2, "t1": 9, "t2": 4, "t3": 6}
    cells = _counted("firms", FIRMS) + [
        CellIn(
            ("growth", unit),
            (100 * (Decimal(FIRMS[unit]) / n - 1)).quantize(Decimal("0.0001")),
            FIRMS[unit],
            adds=False,
            ratio_of=RatioIn(
                PartIn(Decimal(FIRMS[unit]), ("firms", unit), FIRMS[unit], count=True),
                PartIn(Decimal(n), (), n, count=True),
                times=Decimal(100),
                less=Decimal(100),
                half=HALF,
            ),
        )
        for unit, n in base.items()
    ]
    found = _decided(cells)
    assert "t0" in _hidden(found, "growth")
    assert len(_hidden(found, "growth")) > 1


def test_beyond_a_number_of_cells_the_intervals_are_proven_and_say_so(monkeypatch):
    cells = _counted("marked", MARKED)
    exact = _decided(cells)
    assert all(one.exact for one in exact.values() if one.hidden)
    monkeypatch.setattr(deciding, "MOST_EXACT", 0)
    proven = _decided(cells)
    assert not any(one.exact for one in proven.values() if one.hidden)
    for key in exact:
        if exact[key].hidden:
            assert exact[key].low <= proven[key].low <= proven[key].high <= exact[key].high
    assert proven["marked", "t0"].high >= MARKED["t0"] + 3
