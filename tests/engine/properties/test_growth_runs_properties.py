from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given, strategies as st

from engine.plain.plain_runs import plain_run
from jilian_engine.figures import GrowthPoint, MonthSpan, month_after, runs_of_growth

growths = st.one_of(st.none(), st.sampled_from(["0.1", "2.5", "0.0", "-0.1"]).map(Decimal))
series = st.lists(st.tuples(growths, st.one_of(st.just("same"), growths)), min_size=1, max_size=40)
START = (2016, 1)


@given(series, st.randoms(use_true_random=False))
def test_both_runs_are_what_looking_back_month_by_month_gives(values, chance):
    rows, published, revised = [], {}, {}
    for at, (first, later) in enumerate(values):
        month = month_after(START, at)
        span = MonthSpan(*month, month[1])
        rows.append(GrowthPoint(span, first, "monthly", "first", date(2020, 1, 1)))
        published[month] = revised[month] = first
        if later != "same":
            rows.append(GrowthPoint(span, later, "monthly", "revised", date(2020, 2, 1)))
            revised[month] = later
    chance.shuffle(rows)
    end = month_after(START, len(values) - 1)
    both = runs_of_growth(rows, end)
    for run, growth_of in ((both.as_published, published), (both.as_revised, revised)):
        known = [month for month, growth in growth_of.items() if growth is not None]
        if not known:
            assert run.months == 0
            continue
        months, stopped = plain_run(growth_of, max(known))
        assert run.months == months
        if months:
            assert run.last == max(known)
            assert month_after(run.first, -1) == stopped
        assert (run.known_until is not None) >= (max(known) != end)
        assert sum(one.months for one in run.spells) == sum(growth_of[one] > 0 for one in known)


@given(st.lists(growths, min_size=2, max_size=30))
def test_a_joint_row_is_two_rows_of_the_same_growth(values):
    apart, joined = [], []
    for at, growth in enumerate(values):
        year = 2016 + at
        joined.append(GrowthPoint(MonthSpan(year, 1, 2), growth, "monthly"))
        apart += [GrowthPoint(MonthSpan(year, month, month), growth, "monthly") for month in (1, 2)]
    one, other = (runs_of_growth(rows).as_published for rows in (apart, joined))
    assert (one.months, one.first, one.last, one.ended_by, one.known_until) == (
        other.months, other.first, other.last, other.ended_by, other.known_until,
    )  # fmt: skip


@given(st.integers(1949, 2199), st.integers(1, 12), st.integers(0, 11))
def test_months_are_written_and_read_back(year, first, more):
    span = MonthSpan(year, first, min(12, first + more))
    assert MonthSpan.read(str(span)) == span
    assert len(list(span)) == span.months
