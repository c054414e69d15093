"""Values as words, in both languages; what is missing is said, never zero."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from jilian.ui import values
from jilian.ui.templatetags import value_filters

THIN = values.THIN_SPACE


@dataclass
class Relation:
    valid_from: date | None = None
    known_by: date | None = None
    not_before: date | None = None
    valid_to: date | None = None


@pytest.fixture(params=["en", "zh-hans"])
def language(request):
    with translation.override(request.param):
        yield request.param


@pytest.fixture
def english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    "value, places, text",
    [
        (1526, None, "1,526"),
        (0, None, "0"),
        (-12, None, "−12"),
        (2.50, None, "2.5"),
        (Decimal("2743.65"), None, "2,743.65"),
        (0.125, 2, "0.13"),
        (7, 1, "7.0"),
        (1e21, None, "1,000,000,000,000,000,000,000"),
        ("近三千", None, "近三千"),
        (None, None, "unknown"),
        (float("nan"), None, "unknown"),
    ],
)
def test_numbers_are_grouped_and_missing_ones_are_unknown(english, value, places, text):
    assert values.number_text(value, places) == text


@pytest.mark.parametrize(
    "bound, unit, text",
    [
        ("", "项", "3,000项"),
        ("nearly", "items", f"nearly 3,000{THIN}items"),
        (">=", "%", "at least 3,000%"),
        ("~", "", "about 3,000"),
    ],
)
def test_a_bound_is_part_of_the_number(english, bound, unit, text):
    assert values.bounded_text(3000, bound, unit) == text


def test_days_are_written_out(english):
    assert values.day_text(date(2022, 3, 8)) == "8 March 2022"
    assert values.month_text(date(2022, 3, 8)) == "March 2022"
    assert values.day_text(None) == "unknown"


def test_moments_are_told_in_the_local_zone(english, settings):
    settings.TIME_ZONE = "Asia/Shanghai"
    assert values.moment_text(datetime(2022, 3, 8, 2, 30, tzinfo=UTC)) == "8 March 2022 10:30"


@pytest.mark.parametrize(
    "relation, text",
    [
        (Relation(date(2015, 6, 1), date(2015, 6, 1)), "since 1 June 2015"),
        (
            Relation(date(2003, 1, 1), date(2003, 1, 1), None, date(2007, 1, 1)),
            "1 January 2003 to 31 December 2006",
        ),
        (Relation(None, date(2022, 3, 8)), "founding unknown; known since 8 March 2022"),
        (
            Relation(None, date(2022, 3, 8), date(2019, 1, 1)),
            "founding between 1 January 2019 and 8 March 2022",
        ),
        (
            Relation(None, date(2022, 3, 8), None, date(2023, 1, 1)),
            "founding unknown; known since 8 March 2022; until 31 December 2022",
        ),
        (Relation(), "founding unknown"),
    ],
)
def test_a_dated_relation_says_what_is_known_of_its_days(english, relation, text):
    assert values.since_text(relation, "founding") == text


def test_a_share_comes_with_its_denominator(english):
    assert "5.3%" in value_filters.percent(39, 735)
    assert "(39/735)" in value_filters.percent(39, 735)


@pytest.mark.parametrize("part, whole", [(None, 735), (39, None), (39, 0)])
def test_a_share_of_nothing_is_unknown(english, part, whole):
    assert values.percent_text(part, whole) == "unknown"
    assert "unknown" in value_filters.percent(part, whole)


@pytest.mark.parametrize(
    "length, text",
    [
        (12, "12 days"),
        (timedelta(days=3, hours=4, minutes=20), "3 days 4 hours"),
        (timedelta(hours=1, minutes=5), "1 hour 5 minutes"),
        (timedelta(0), "0 days"),
        (None, "unknown"),
    ],
)
def test_a_length_of_time_is_told_in_its_two_largest_units(english, length, text):
    assert values.duration_text(length) == text


def test_money_is_told_in_the_units_people_read():
    with translation.override("zh-hans"):
        assert values.yuan_text(435_500_000_000) == "4,355亿元"
        assert values.yuan_text(12_500) == "1.25万元"
        assert values.yuan_text(0) == "0元"
    with translation.override("en"):
        assert values.yuan_text(435_500_000_000) == "CNY 435.5 billion"
        assert values.yuan_text(980) == "CNY 980"


@pytest.mark.parametrize(
    "value_filter", ["number", "day", "month", "moment", "yuan", "duration", "clock"]
)
def test_every_filter_marks_what_is_missing(language, value_filter):
    assert 'class="unknown"' in getattr(value_filters, value_filter)(None)


def test_zero_is_a_value_and_none_is_not(english):
    assert value_filters.known(0) == 0
    assert 'class="unknown"' in value_filters.known(None)
    assert 'class="unknown"' in value_filters.known("")


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(14_400, "4 h 00 min"), (65, "0 h 01 min 5 s"), (360_000, "100 h 00 min"), (0, "0 h 00 min"),
     (None, "unknown")],
)  # fmt: skip
def test_time_by_the_clock_never_becomes_days(english, seconds, text):
    assert values.clock_text(seconds) == text
