"""Runs of growth: what counts, what ends them, what a revision and a gap do."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from jilian_engine.errors import EngineError
from jilian_engine.figures import (
    Ending,
    GrowthPoint,
    MonthSpan,
    month_after,
    months_between,
    read_month,
    run_of_growth,
    runs_of_growth,
)


def point(period, growth, vintage="", published=None, kind="monthly"):
    number = None if growth is None else Decimal(growth)
    return GrowthPoint(MonthSpan.read(period), number, kind, vintage, published)


def years(first, last, *, growth="1.5", joint=True, without=(), kind="monthly", **changed):
    """Rows of whole years; January and February in one row where `joint`."""
    rows = []
    for year in range(first, last + 1):
        spans = ["01..02"] if joint else ["01", "02"]
        for span in spans + [f"{month:02}" for month in range(3, 13)]:
            period = f"{year}-{span}"
            if period not in without:
                rows.append(point(period, changed.get(f"m{year}_{span}", growth), kind=kind))
    return rows


@pytest.mark.parametrize("joint", [True, False])
@pytest.mark.parametrize(
    ("as_of", "months"), [((2021, 12), 72), ((2021, 10), 70), ((2016, 2), 2), (None, 72)]
)
def test_six_years_of_growth_are_72_months_with_11_rows_a_year_or_12(joint, as_of, months):
    rows = years(2016, 2021, joint=joint)
    assert len(rows) == 6 * (11 if joint else 12)
    run = run_of_growth(rows, as_of=as_of)
    assert (run.months, run.first) == (months, (2016, 1))
    assert run.ended_by is Ending.OPEN
    assert run.known_until is None


@pytest.mark.parametrize(
    ("growth", "ending"), [("0.0", Ending.ZERO), ("0", Ending.ZERO), ("-0.1", Ending.BELOW)]
)
def test_zero_or_a_fall_ends_the_run_in_its_month(growth, ending):
    run = run_of_growth(years(2016, 2021, m2018_06=growth), as_of=(2021, 12))
    assert (run.months, run.first, run.ended_by, run.ended_at) == (42, (2018, 7), ending, (2018, 6))
    earlier = run.spells[0]
    assert (earlier.months, earlier.last, earlier.ending, earlier.at) == (
        29, (2018, 5), ending, (2018, 6),
    )  # fmt: skip
    at_the_end = run_of_growth(years(2016, 2021, m2018_06=growth), as_of=(2018, 6))
    assert (at_the_end.months, at_the_end.first, at_the_end.ended_by) == (0, None, ending)


def test_the_smallest_growth_above_zero_counts():
    assert run_of_growth(years(2016, 2016, growth="0.01")).months == 12


def test_a_joint_row_at_zero_ends_the_run_in_february():
    run = run_of_growth(years(2016, 2021, **{"m2018_01..02": "0.0"}))
    assert (run.months, run.ended_at) == (46, (2018, 2))
    assert run.spells[0].at == (2018, 1)


@pytest.mark.parametrize("empty", [True, False])
def test_a_missing_month_leaves_the_run_known_until_the_month_before(empty):
    rows = years(2016, 2021, without=("2018-06",))
    if empty:
        rows.append(point("2018-06", None))
    run = run_of_growth(rows, as_of=(2021, 12))
    assert (run.months, run.at_least, run.ended_by) == (42, True, Ending.MISSING)
    assert (run.ended_at, run.known_until) == ((2018, 6), (2018, 5))
    assert (run.spells[0].months, run.spells[0].known_until) == (29, (2018, 5))


def test_nothing_published_up_to_the_month_asked_for_is_known_until_the_last():
    run = run_of_growth(years(2016, 2021), as_of=(2022, 3))
    assert (run.months, run.known_until) == (72, (2021, 12))
    january = run_of_growth(years(2016, 2022), as_of=(2022, 1))
    assert (january.months, january.known_until) == (72, (2021, 12))


def test_before_the_series_nothing_is_known():
    run = run_of_growth(years(2016, 2021), as_of=(2015, 12))
    assert (run.months, run.ended_by, run.known_until) == (0, Ending.MISSING, None)


def test_a_revision_shows_two_runs():
    rows = [*years(2016, 2021, m2019_12="0.1"), point("2019-12", "-0.1", "revised")]
    rows = [point("2019-12", "0.1", "first") if str(one.period) == "2019-12" and not one.vintage
            else one for one in rows]  # fmt: skip
    both = runs_of_growth(rows, (2021, 12))
    assert (both.as_published.months, both.as_revised.months) == (72, 24)
    assert both.differ
    assert list(map(str, both.revised)) == ["2019-12"]
    before = runs_of_growth(rows, (2019, 11))
    assert (before.as_published.months, before.as_revised.months) == (47, 47)
    assert not before.differ
    assert before.revised == ()


@pytest.mark.parametrize("turned", [False, True])
def test_the_day_of_publication_orders_versions_whatever_the_order_of_rows(turned):
    rows = [
        point("2019-11", "1", published=date(2019, 12, 16)),
        point("2019-12", "0.1", published=date(2020, 1, 16)),
        point("2019-12", "-0.1", published=date(2020, 6, 1)),
    ]
    both = runs_of_growth(rows[::-1] if turned else rows)
    assert (both.as_published.months, both.as_revised.months) == (2, 0)
    known = runs_of_growth(rows, known_on=date(2020, 3, 1))
    assert known.as_revised.months == 2


def test_a_forecast_never_counts():
    run = run_of_growth([point("2020-01", "1"), point("2020-02", "1", "forecast")])
    assert run.months == 1
    with pytest.raises(EngineError, match="forecasts"):
        run_of_growth([point("2020-01", "1", "forecast")])


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([], "series_empty"),
        ([("2020-01", "1"), ("2020-01", "2")], "revision_order_unknown"),
        ([("2020-01", "1", "first", date(2020, 3, 1)),
          ("2020-01", "2", "revised", date(2020, 2, 1))], "revision_order_contradicts"),
        ([("2020-01", "1"), ("2020-01..02", "2")], "periods_overlap"),
        ([("2020-01", "1"), ("2020-02", "2", "", None, "cumulative")], "kinds_mixed"),
    ],
)  # fmt: skip
def test_rows_that_cannot_be_one_series_are_refused(rows, code):
    with pytest.raises(EngineError) as refused:
        runs_of_growth([point(*row) for row in rows])
    assert refused.value.code == code


def test_the_same_row_twice_changes_nothing():
    rows = years(2016, 2021)
    assert runs_of_growth([*rows, *rows]).as_published.months == 72


@pytest.mark.parametrize(
    "text", ["2016-13", "2016-3", "2016", "2016-02..01", "201603", "", "0000-01"]
)
def test_odd_months_are_refused(text):
    with pytest.raises(EngineError) as refused:
        MonthSpan.read(text)
    assert refused.value.code == "month_odd"


def test_only_january_and_february_stand_in_one_row():
    with pytest.raises(EngineError) as refused:
        point("2016-01..03", "1")
    assert refused.value.code == "months_not_joint"


def test_months_are_counted_over_the_year():
    assert month_after((2016, 12)) == (2017, 1)
    assert month_after((2016, 1), -1) == (2015, 12)
    assert months_between((2016, 1), (2021, 12)) == 72
    assert str(MonthSpan.read("2016-01..02")) == "2016-01..02"
    assert list(MonthSpan.read("2016-01..02")) == [(2016, 1), (2016, 2)]
    assert read_month("2016-03") == (2016, 3)
    with pytest.raises(EngineError):
        read_month("2016-01..02")
