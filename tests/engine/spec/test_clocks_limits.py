"""Limits of four units on real dates; each expected day is counted by hand."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from jilian_engine.clocks import (
    SHANGHAI,
    ClockError,
    Limit,
    Office,
    china_calendar,
    due,
    used,
)

CHINA = china_calendar()
HALL = Office(CHINA)


def at(day, clock="09:00"):
    return datetime.combine(
        date.fromisoformat(day), time.fromisoformat(clock), tzinfo=SHANGHAI
    )  # fmt: skip


@pytest.mark.parametrize(
    ("amount", "unit", "start", "end"),
    [
        # 14 February 2026 is a worked Saturday; 15 to 23 are off: 14, 24, 25, 26, 27.
        (5, "wd", at("2026-02-13"), at("2026-02-27", "17:00")),
        # Accepted on a worked Sunday, the next day is the first.
        (1, "wd", at("2026-09-20"), at("2026-09-21", "17:00")),
        # 28, 29, 30 September; off to 7 October; 8, 9, and Saturday the 10th.
        (6, "wd", at("2026-09-25"), at("2026-10-10", "17:00")),
        # 5 October is a holiday: the limit ends on the 8th.
        (20, "cd", at("2026-09-15"), at("2026-10-08", "17:00")),
        (20, "cd", at("2026-03-02"), at("2026-03-23", "17:00")),  # 22 March is a Sunday
        (10, "cd", at("2026-09-10"), at("2026-09-20", "17:00")),  # a worked Sunday does not move
        # Friday 16:00: one hour that day, three on Monday up to 12:00.
        (4, "wh", at("2026-03-06", "16:00"), at("2026-03-09", "12:00")),
        (4, "wh", at("2026-03-06", "08:00"), at("2026-03-06", "14:00")),
        (24, "h", at("2026-03-06", "16:00"), at("2026-03-07", "16:00")),
        (48, "h", at("2026-02-13", "09:00"), at("2026-02-15", "09:00")),
        (0, "wd", at("2026-03-06", "16:00"), at("2026-03-06", "17:00")),  # on the spot
        (0, "wd", at("2026-03-06", "18:00"), at("2026-03-09", "17:00")),
        (0, "cd", at("2026-03-07", "10:00"), at("2026-03-09", "17:00")),
        (0, "wh", at("2026-03-07", "10:00"), at("2026-03-07", "10:00")),
    ],
)
def test_a_limit_ends(amount, unit, start, end):
    assert due(Limit(amount, unit), start, HALL) == end


def test_one_working_day_is_neither_24_hours_nor_seven():
    start = at("2026-03-06", "16:00")  # a Friday
    ends = {unit: due(Limit(1, unit), start, HALL) for unit in ("wd", "cd", "wh", "h")}
    assert ends == {
        "wd": at("2026-03-09", "17:00"), "cd": at("2026-03-09", "17:00"),
        "wh": at("2026-03-06", "17:00"), "h": at("2026-03-06", "17:00"),
    }  # fmt: skip
    assert due(Limit(24, "wh"), start, HALL) == at("2026-03-12", "11:00")  # 1 + 7 + 7 + 7 + 2
    assert due(Limit(24, "h"), start, HALL) == at("2026-03-07", "16:00")


@pytest.mark.parametrize(
    ("amount", "unit", "stood", "end"),
    [
        # From Monday 2 March 2026, 09:00. A hearing from Tuesday 09:00 to Thursday 09:00 takes
        # Tuesday and Wednesday out: Thursday, Friday, Monday.
        (3, "wd", [(at("2026-03-03"), at("2026-03-05"))], at("2026-03-09", "17:00")),
        # One open minute on Tuesday, and it counts.
        (3, "wd", [(at("2026-03-03", "09:01"), at("2026-03-05"))], at("2026-03-06", "17:00")),
        # Two pauses that meet across the lunch hour stop the whole of Tuesday.
        (3, "wd", [(at("2026-03-03"), at("2026-03-03", "12:00")),
                   (at("2026-03-03", "13:00"), at("2026-03-03", "17:00"))],
         at("2026-03-06", "17:00")),
        # A pause on a weekend takes nothing.
        (5, "wd", [(at("2026-03-06", "17:00"), at("2026-03-09"))], at("2026-03-09", "17:00")),
        # Calendar days fall out when the clock stood from midnight to midnight: the 4th alone.
        (3, "cd", [(at("2026-03-03"), at("2026-03-05"))], at("2026-03-06", "17:00")),
        # Nine working hours and a pause of two within them: 7 on Monday, 4 on Tuesday.
        (9, "wh", [(at("2026-03-02", "15:00"), at("2026-03-03", "09:00"))],
         at("2026-03-03", "14:00")),
        (9, "h", [(at("2026-03-02", "15:00"), at("2026-03-03", "09:00"))],
         at("2026-03-03", "12:00")),
        # A pause after the end moves nothing.
        (2, "wd", [(at("2026-03-05"), at("2026-04-05"))], at("2026-03-04", "17:00")),
    ],
)  # fmt: skip
def test_a_pause_moves_the_end(amount, unit, stood, end):
    assert due(Limit(amount, unit), at("2026-03-02"), HALL, stood) == end


def test_a_pushed_end_is_pushed_again_by_a_later_pause():
    stood = [(at("2026-03-03"), at("2026-03-04")), (at("2026-03-05"), at("2026-03-06"))]
    # Wednesday is the first day, Thursday falls out, Friday is the second.
    assert due(Limit(2, "wd"), at("2026-03-02"), HALL, stood) == at("2026-03-06", "17:00")
    assert due(Limit(10, "wh"), at("2026-03-02"), HALL, stood) == at("2026-03-04", "12:00")


@pytest.mark.parametrize(
    ("unit", "expected"),
    [("wd", 4), ("cd", 6), ("wh", 4 * 25_200 + 3 * 3600), ("h", 7 * 86_400 + 3 * 3600 - 86_400)],
)
def test_what_is_used_up_is_counted_in_its_own_unit(unit, expected):
    # Monday 09:00 to Monday 12:00 a week on, Tuesday 09:00 to Wednesday 09:00 excluded. The pause
    # holds no calendar day from midnight to midnight.
    stood = [(at("2026-03-03"), at("2026-03-04"))]
    if unit == "cd":
        expected += 1
    assert used(unit, at("2026-03-02"), at("2026-03-09", "12:00"), HALL, stood) == expected


def test_hours_differ_by_hall():
    short = Office(CHINA, ((time(9), time(11, 30)), (time(13, 30), time(16, 30))))
    assert due(Limit(2, "wd"), at("2026-03-02"), short) == at("2026-03-04", "16:30")
    assert due(Limit(6, "wh"), at("2026-03-02"), short) == at("2026-03-03", "09:30")


def test_limits_that_make_no_sense_are_refused():
    for act, code in (
        (lambda: Limit(-1, "wd"), "limit_negative"),
        (lambda: Limit(1, "day"), "unit_unknown"),
        (lambda: Limit(1, "wd", "about"), "kind_unknown"),
        (lambda: due(Limit(1, "wd"), datetime(2026, 3, 2), HALL), "moment_without_zone"),
        (lambda: used("wd", at("2026-03-03"), at("2026-03-02"), HALL), "ends_before_start"),
        (lambda: due(Limit(1, "h"), at("2026-03-02"), HALL,
                     [(at("2026-03-04"), at("2026-03-03"))]), "ends_before_start"),
        (lambda: HALL.working_seconds(at("2026-03-03"), at("2026-03-02")), "ends_before_start"),
        (lambda: HALL.add_working_seconds(at("2026-03-03"), -1), "wait_negative"),
    ):  # fmt: skip
        with pytest.raises(ClockError) as refused:
            act()
        assert refused.value.code == code
