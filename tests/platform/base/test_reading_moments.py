"""Moments in tables, however a spreadsheet or another system writes them."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from jilian.base.reading.cells import Odd
from jilian.base.reading.moments import moment
from jilian.base.reading.places import Place

ZONE = ZoneInfo("Asia/Shanghai")
HALF_PAST_NINE = datetime(2026, 11, 23, 9, 30, tzinfo=ZONE)
READ = moment(ZONE)


def read(cell):
    return READ(cell, Place("时间", "", date.max))


@pytest.mark.parametrize(
    "written",
    [
        "2026-11-23 09:30", "2026-11-23 9:30:00", "2026/11/23 9:30", "2026.11.23 09:30",
        "2026年11月23日 9时30分", "2026年11月23日9:30", "2026-11-23T09:30:00", "20261123 0930",
        "202611230930", "２０２６－１１－２３　０９：３０",
        "2026/11/23 上午 9:30", " 2026-11-23 09:30 ",
        "2026-11-23T01:30:00Z", "2026-11-23T09:30:00+08:00", "2026-11-23 9:30 am",
        datetime(2026, 11, 23, 9, 30), 46349.395833333336, "46349.395833333336", 202611230930.0,
    ],
)  # fmt: skip
def test_the_same_moment_is_read_however_it_is_written(written):
    assert read(written) == HALF_PAST_NINE


def test_afternoon_and_noon_are_told_apart():
    assert read("2026/11/23 下午 1:05").hour == 13
    assert read("2026/11/23 上午 12:10").hour == 0
    assert read("2026/11/23 下午 12:10").hour == 12


def test_a_number_of_days_is_a_moment_to_the_second():
    start = datetime(2026, 1, 1, tzinfo=ZONE)
    first = 46023
    for second in range(1, 86_400, 4_321):
        assert read(first + second / 86_400) == start + timedelta(seconds=second)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("2026-11-23", "hour_missing"), ("20261123", "hour_missing"), (46349.0, "hour_missing"),
        (date(2026, 11, 23), "hour_missing"), (datetime(2026, 11, 23), "hour_missing"),
        ("2026-11-31 09:30", "date_impossible"), ("2026-11-23 25:00", "date_impossible"),
        ("2026-11-23 下午 15:00", "moment_odd"), ("yesterday", "moment_odd"), (True, "moment_odd"),
        (7.5, "moment_odd"), ("23/11/2026 09:30", "moment_odd"),
    ],
)  # fmt: skip
def test_what_is_no_moment_says_why(written, code):
    with pytest.raises(Odd) as odd:
        read(written)
    assert odd.value.code == code


def test_another_zone_is_the_same_moment_here():
    west = timezone(timedelta(hours=-5))
    assert read("2026-11-22T20:30:00-0500") == datetime(2026, 11, 22, 20, 30, tzinfo=west)
    assert read("2026-11-22T20:30:00-0500").utcoffset() == timedelta(hours=8)
