from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from jilian_engine.clocks import Quiet, moment_after, next_time, time_run
from jilian_engine.errors import EngineError

ZONE = ZoneInfo("Asia/Shanghai")
NIGHT = Quiet(time(22), time(7))
HALF = timedelta(minutes=30)


def at(day, hour, minute=0):
    return datetime(2026, 3, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (at(2, 12), at(2, 12, 30)),
        (at(2, 21, 29), at(2, 21, 59)),
        (at(2, 21, 30), at(3, 7)),
        (at(2, 21, 50), at(3, 7, 20)),
        (at(2, 22), at(3, 7, 30)),
        (at(3, 6, 59), at(3, 7, 30)),
        (at(3, 7), at(3, 7, 30)),
    ],
)
def test_a_clock_stands_still_at_night(start, end):
    assert moment_after(start, HALF, ZONE, NIGHT) == end
    assert moment_after(start, HALF, ZONE) == start + HALF
    assert moment_after(start.astimezone(UTC), HALF, ZONE, NIGHT) == end


def test_a_long_wait_runs_over_several_nights():
    assert moment_after(at(2, 20), timedelta(hours=20), ZONE, NIGHT) == at(4, 10)
    assert time_run(at(2, 20), at(4, 10), ZONE, NIGHT) == timedelta(hours=20)
    assert time_run(at(2, 23), at(3, 6), ZONE, NIGHT) == timedelta(0)
    assert time_run(at(2, 20), at(2, 21), ZONE) == timedelta(hours=1)


def test_quiet_hours_within_a_day():
    noon = Quiet(time(12), time(13))
    assert moment_after(at(2, 11, 45), HALF, ZONE, noon) == at(2, 13, 15)
    assert noon.holds(at(2, 12), ZONE)
    assert not noon.holds(at(2, 13), ZONE)


def test_the_next_time_of_day_is_today_or_tomorrow():
    assert next_time(at(2, 9), time(10), ZONE) == at(2, 10)
    assert next_time(at(2, 10), time(10), ZONE) == at(2, 10)
    assert next_time(at(2, 10, 1), time(10), ZONE) == at(3, 10)


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (lambda: Quiet(time(7), time(7)), "quiet_all_day"),
        (lambda: moment_after(at(2, 1), -HALF, ZONE), "wait_negative"),
        (lambda: time_run(at(3, 1), at(2, 1), ZONE), "ends_before_start"),
        (lambda: moment_after(datetime(2026, 3, 2), HALF, ZONE), "moment_without_zone"),
    ],
)
def test_what_a_clock_cannot_do_is_refused(act, code):
    with pytest.raises(EngineError) as error:
        act()
    assert error.value.code == code
