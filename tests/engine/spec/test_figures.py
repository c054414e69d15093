from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from jilian_engine.errors import EngineError
from jilian_engine.figures import (
    Band,
    Bound,
    Figure,
    Growth,
    Period,
    Share,
    band_of,
    count_by_level,
    round_half_up,
    shown_count,
)

DAY = date(2026, 3, 31)


def figure(value: int | None, bound: Bound = Bound.EXACT, unit: str = "firm") -> Figure:
    return Figure(None if value is None else Decimal(value), unit, DAY, bound)


@pytest.mark.parametrize(
    ("one", "other", "total"),
    [
        (figure(20), figure(9), figure(29)),
        (figure(20, Bound.MORE_THAN), figure(9), figure(29, Bound.MORE_THAN)),
        (figure(20, Bound.AT_LEAST), figure(9, Bound.MORE_THAN), figure(29, Bound.MORE_THAN)),
        (figure(20, Bound.BELOW), figure(9, Bound.AT_MOST), figure(29, Bound.BELOW)),
        (figure(20, Bound.ABOUT), figure(9), figure(29, Bound.ABOUT)),
        (figure(20, Bound.MORE_THAN), figure(9, Bound.BELOW), figure(None)),
        (figure(20, Bound.ABOUT), figure(9, Bound.AT_LEAST), figure(None)),
        (figure(None), figure(9), figure(None)),
    ],
)
def test_a_sum_is_as_exact_as_its_parts(one: Figure, other: Figure, total: Figure) -> None:
    assert one + other == total
    assert other + one == total


def test_what_is_taken_away_turns_its_bound_round() -> None:
    assert figure(30) - figure(10, Bound.MORE_THAN) == figure(20, Bound.BELOW)
    assert figure(30) - figure(10, Bound.AT_MOST) == figure(20, Bound.AT_LEAST)


def test_an_unknown_figure_is_not_zero() -> None:
    assert figure(None).bound is Bound.UNKNOWN
    assert figure(None).times(0).value is None
    assert figure(None).interval.compare(">=", 0) is None


@pytest.mark.parametrize(
    ("slip", "code"),
    [
        (lambda: figure(1) + figure(1, unit="yuan"), "units_differ"),
        (lambda: figure(1) + Figure(Decimal(1), "firm", date(2025, 3, 31)), "periods_differ"),
        (lambda: figure(3, Bound.UNKNOWN), "figure_unknown"),
        (lambda: Period(DAY, DAY), "period_empty"),
        (lambda: Figure(0.5, "firm"), "inexact_number"),
        (lambda: Figure(Decimal("NaN"), "firm"), "inexact_number"),
        (lambda: Share(1, 2, " "), "share_without_whole"),
        (lambda: Share(3, 2, "firms"), "part_exceeds_whole"),
        (lambda: Share(-1, 2, "firms"), "share_negative"),
        (lambda: Growth(1, 2, DAY, DAY), "growth_backwards"),
        (lambda: count_by_level([("a", "galactic")], ["national"]), "level_unknown"),
        (lambda: Band("m", 3, 2), "band_empty"),
        (lambda: band_of([Band("m0", 0, 0)], 7), "no_band"),
        (lambda: shown_count(-1), "count_negative"),
    ],
)
def test_a_figure_without_its_parts_is_refused(slip: object, code: str) -> None:
    with pytest.raises(EngineError) as refused:
        slip()  # type: ignore[operator]
    assert refused.value.code == code


def test_thirty_nine_little_giants_of_735_are_5_point_3_percent() -> None:
    share = Share(39, 735, "firms with a municipal title on 2021-12-31")
    assert share.percent is not None
    assert round_half_up(share.percent, 1) == Decimal("5.3")


@pytest.mark.parametrize(("part", "whole"), [(None, 10), (3, None), (0, 0)])
def test_a_share_with_a_missing_part_or_of_nothing_is_unknown(
    part: int | None, whole: int | None
) -> None:
    assert Share(part, whole, "firms").percent is None


def test_ten_more_organisations_of_which_five_absorbed_grew_ten_percent_of_their_own() -> None:
    growth = Growth(50, 60, date(2020, 12, 31), date(2021, 12, 31), boundary_change=5)
    assert (growth.percent, growth.own_percent) == (20, 10)
    assert (growth.difference, growth.own_difference) == (10, 5)


def test_growth_on_an_unstated_boundary_or_from_zero_is_unknown() -> None:
    unstated = Growth(100, 127, date(2020, 12, 31), date(2021, 12, 31))
    assert (unstated.percent, unstated.own_percent) == (27, None)
    assert Growth(0, 5, date(2020, 12, 31), date(2021, 12, 31)).percent is None
    assert Growth(None, 5, date(2020, 12, 31), date(2021, 12, 31)).difference is None


def test_29_carriers_of_which_6_hold_two_levels_are_29_and_not_35() -> None:
    names = [f"carrier {number}" for number in range(1, 30)]
    held = [(name, "district") for name in names[:15]]
    held += [(name, "municipal") for name in names[15:25]]
    held += [(name, "national") for name in names[25:]]
    held += [(name, "municipal") for name in names[25:]] + [(names[15], "district")] * 2
    held += [(names[16], "district")]
    count = count_by_level(held, ["national", "municipal", "district"])
    assert count.total == 29
    assert count.at_highest == {"national": 4, "municipal": 10, "district": 15}
    assert count.by_level == {"national": 4, "municipal": 14, "district": 17}
    assert (count.levels_add_to, count.with_several) == (35, 6)
    assert count.in_chinese() == "合计29；各级相加为35，其中6个持有两级以上"
    assert count.in_english() == "29 in total; the levels add to 35, because 6 hold two or more"


def test_levels_that_add_up_need_no_label() -> None:
    count = count_by_level([("a", "national"), ("b", "district")], ["national", "district"])
    assert (count.in_chinese(), count.in_english()) == ("合计2", "2 in total")


def test_a_count_falls_into_its_band() -> None:
    bands = [Band("m1", 1, 2), Band("m3", 3, 6), Band("m7", 7, None)]
    assert [band_of(bands, count) for count in (2, 3, 6, 700)] == [
        bands[0],
        bands[1],
        bands[1],
        bands[2],
    ]
    assert band_of(bands, None) is None
    assert [str(band) for band in bands] == ["1–2", "3–6", "7+"]


@pytest.mark.parametrize(
    ("count", "shown"), [(None, ""), (0, "<5"), (4, "<5"), (5, "5"), (29, "29")]
)
def test_counts_below_five_are_not_shown(count: int | None, shown: str) -> None:
    assert str(shown_count(count)) == shown
