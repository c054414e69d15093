"""Working days of the mainland: every known day, unknown years, notices from files."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date, datetime, time, timedelta
from pathlib import Path

import holidays
import pytest
from chinese_calendar import is_workday

from jilian_engine.clocks import (
    SHANGHAI,
    Calendar,
    ClockError,
    Event,
    Limit,
    NoticeError,
    Office,
    china_calendar,
    divide,
    due,
    due_if_known,
    read_notice,
)

CHINA = china_calendar()
WORKDAYS = Path(__file__).parent / "workdays" / "exceptions_2016_2026.csv"
NOTICE_2027 = (  # invented: no notice for 2027 is out
    "日期,安排\n2027-01-01,休\n2027-02-05,休\n2027-02-06,休\n2027-02-08,休\n2027-02-09,休\n"
    "2027-02-10,休\n2027-02-11,休\n2027-02-12,休\n2027-02-20,班\n2027-04-05,休\n2027-05-03,休\n"
    "2027-05-04,休\n2027-05-05,休\n2027-06-09,休\n2027-09-15,休\n2027-10-01,休\n2027-10-04,休\n"
    "2027-10-05,休\n2027/10/6,休\n"
)


def days_of(year):
    day = date(year, 1, 1)
    while day.year == year:
        yield day
        day += timedelta(days=1)


def exceptions():
    with WORKDAYS.open(encoding="utf-8", newline="") as file:
        return {date.fromisoformat(row["date"]): row["kind"] for row in csv.DictReader(file)}


@pytest.mark.parametrize("year", range(2016, 2027))
def test_every_day_agrees_with_the_notices(year):
    kinds = exceptions()
    for day in days_of(year):
        kind = kinds.get(day, "work" if day.weekday() < 5 else "off")
        assert CHINA.is_working(day) == (kind == "work"), day


def test_the_yardstick_is_whole():
    kinds = exceptions()
    assert len(kinds) == 267
    assert {day.year for day in kinds} == set(range(2016, 2027))
    assert all((day.weekday() >= 5) == (kind == "work") for day, kind in kinds.items())


@pytest.mark.parametrize("year", range(2004, 2016))
def test_an_earlier_day_is_the_same_in_a_second_library(year):
    other = holidays.China(years=year)
    for day in days_of(year):
        assert CHINA.is_working(day) == other.is_working_day(day), day


def test_where_the_libraries_differ_the_notice_decides():
    # liriansu-opus/chinese-calendar #125: the notice makes Saturday 31 December 2005 a
    # working day in exchange for 3 January 2006.
    day = date(2005, 12, 31)
    assert CHINA.is_working(day)
    assert not CHINA.is_working(date(2006, 1, 3))
    assert "〔2005〕35号" in dict(CHINA.sources)[2005]
    apart = [
        one for year in range(2004, 2027) for one in days_of(year)
        if is_workday(one) != CHINA.is_working(one)
    ]  # fmt: skip
    assert apart in ([day], [])  # none, once the library has it


def test_make_up_weekends_of_2026_are_worked():
    assert CHINA.is_working(date(2026, 9, 20))  # a Sunday
    assert CHINA.is_working(date(2026, 10, 10))  # a Saturday
    assert not CHINA.is_working(date(2026, 10, 7))
    assert CHINA.years == frozenset(range(2004, 2027))


@pytest.mark.parametrize(
    "act",
    [
        lambda: CHINA.is_working(date(2027, 2, 8)),
        lambda: CHINA.working_days(date(2026, 12, 30), date(2027, 1, 4)),
        lambda: CHINA.add_working_days(date(2026, 12, 31), 1),
        lambda: Office(CHINA).working_seconds(
            datetime(2026, 12, 31, 9, tzinfo=SHANGHAI), datetime(2027, 1, 4, 9, tzinfo=SHANGHAI)
        ),
        lambda: Office(CHINA).add_working_seconds(
            datetime(2026, 12, 31, 16, tzinfo=SHANGHAI), 9999
        ),
        lambda: Office(CHINA).next_open(datetime(2026, 12, 31, 18, tzinfo=SHANGHAI)),
        lambda: due(Limit(1, "cd"), datetime(2026, 12, 31, 9, tzinfo=SHANGHAI), Office(CHINA)),
        lambda: due(Limit(20, "h"), datetime(2026, 12, 31, 9, tzinfo=SHANGHAI), Office(CHINA)),
        lambda: divide(
            [Event(datetime(2026, 12, 31, 9, tzinfo=SHANGHAI), "accepted"),
             Event(datetime(2027, 1, 4, 9, tzinfo=SHANGHAI), "decided")], Office(CHINA)),
    ],
)  # fmt: skip
def test_what_runs_into_an_unknown_year_says_which(act):
    with pytest.raises(ClockError) as refused:
        act()
    assert refused.value.code == "year_unknown"
    assert "2027" in str(refused.value)


@pytest.mark.parametrize("unit", ["wd", "cd", "wh", "h"])
def test_a_limit_beyond_all_calendars_is_refused_at_once(unit):
    start = datetime(2026, 3, 2, 9, tzinfo=SHANGHAI)
    for amount in (1_000, 10**7, 10**12):
        if unit in ("wh", "h") and amount == 1_000:
            continue
        with pytest.raises(ClockError) as refused:
            due(Limit(amount, unit), start, Office(CHINA))
        assert refused.value.code == "year_unknown"
        assert due_if_known(Limit(amount, unit), start, Office(CHINA)).unknown_year == 2027


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
def test_a_moment_at_the_edge_of_time_is_an_unknown_year(moment):
    with pytest.raises(ClockError) as refused:
        divide([Event(datetime.fromisoformat(moment), "accepted")], Office(CHINA))
    assert (refused.value.code, refused.value.row) == ("year_unknown", 0)


def test_the_years_before_the_first_are_unknown_too():
    with pytest.raises(ClockError, match="2003"):
        CHINA.is_working(date(2003, 12, 31))


def test_a_deadline_in_an_unknown_year_is_provisional_not_guessed():
    start = datetime(2026, 12, 25, 9, tzinfo=SHANGHAI)
    found = due_if_known(Limit(20, "wd"), start, Office(CHINA))
    assert (found.at, found.unknown_year, found.provisional) == (None, 2027, True)
    found = due_if_known(Limit(3, "wd"), start, Office(CHINA))
    assert (found.at, found.provisional) == (datetime(2026, 12, 30, 17, tzinfo=SHANGHAI), False)


def test_a_notice_makes_a_year_known():
    notice = read_notice(NOTICE_2027.encode())
    assert (notice.year, len(notice.off), len(notice.work)) == (2027, 17, 1)
    calendar = notice.added_to(CHINA, "an invented notice")
    assert not calendar.is_working(date(2027, 2, 8))
    assert calendar.is_working(date(2027, 2, 20))  # a Saturday
    assert calendar.is_working(date(2027, 2, 22))
    assert dict(calendar.sources)[2027] == "an invented notice"
    assert calendar.working_days(date(2026, 12, 31), date(2027, 1, 8)) == 5  # 4 to 8 January
    assert 2027 not in CHINA.years
    with pytest.raises(ClockError, match="2028"):
        calendar.add_working_days(date(2027, 12, 31), 1)
    with pytest.raises(ClockError, match="its number or title"):
        notice.added_to(CHINA, " ")


def test_a_notice_settles_the_end_of_the_december_before_it():
    # The notice for 2019 made Saturday 29 December 2018 a working day and freed Monday the 31st.
    kinds = {day: kind for day, kind in exceptions().items() if day.year == 2019}
    before = {date(2018, 12, 29), date(2018, 12, 31)}
    bare = CHINA.with_year(2019, [], [date(2018, 12, 1)], "invented")
    assert bare.is_working(date(2018, 12, 31))
    assert not bare.is_working(date(2018, 12, 29))
    rows = [*kinds.items(), (date(2018, 12, 29), "work"), (date(2018, 12, 31), "off")]
    notice = read_notice(rows)
    assert notice.year == 2019
    assert before < notice.off | notice.work
    whole = notice.added_to(bare, "the notice for 2019")
    assert (whole.off, whole.work) == (CHINA.off, CHINA.work)
    again = whole.with_year(2018, [], [], "another notice for 2018")
    assert again.is_working(date(2018, 12, 29))  # stays: the notice for 2019 settled it
    assert again.is_working(date(2018, 10, 1))
    early = CHINA.with_year(2028, [date(2027, 12, 31)], [], "invented")
    assert 2027 not in early.years  # but the day is kept until that year is known
    assert not early.with_year(2027, [], [], "invented").is_working(date(2027, 12, 31))


def test_a_year_after_a_gap_does_not_bridge_it():
    calendar = CHINA.with_year(2028, [], [], "an invented notice")
    assert calendar.is_working(date(2028, 3, 1))
    for act in (
        lambda: calendar.working_days(date(2026, 12, 31), date(2028, 1, 3)),
        lambda: calendar.add_working_days(date(2026, 12, 31), 1),
    ):
        with pytest.raises(ClockError, match="2027"):
            act()


def test_a_notice_is_read_as_excel_and_spreadsheets_give_it():
    gbk = NOTICE_2027.encode("gb18030")
    rows = [[datetime(2027, 1, 1), "休"], *(
        [date.fromisoformat(line.split(",")[0].replace("/10/6", "-10-06")), line.split(",")[1]]
        for line in NOTICE_2027.splitlines()[2:]
    ), [None, None]]  # fmt: skip
    assert read_notice(gbk) == read_notice(rows) == read_notice(NOTICE_2027.encode("utf-8-sig"))


@pytest.mark.parametrize(
    ("was", "now", "expected"),
    [
        ("2027-01-01,休", "2027-13-01,休", [(0, "day_unreadable")]),
        ("2027-01-01,休", "2027-01-01,maybe", [(0, "kind_unreadable")]),
        ("2027-02-06,休", "2027-02-05,休", [(2, "day_twice")]),
        ("2027-02-06,休", "2026-02-06,休", [(2, "day_of_other_year")]),
        ("2027-10-01,休", "2028-10-01,休", [(15, "day_of_other_year")]),
        ("2027-02-20,班", "2027-02-23,班", [(8, "work_on_weekday")]),
        ("2027-01-01,休\n", "", [(None, "holiday_missing")]),
        ("2027-02-08,休\n2027-02-09,休\n2027-02-10,休\n2027-02-11,休\n2027-02-12,休\n", "",
         [(None, "notice_incomplete")]),
        (NOTICE_2027, "date,kind\n", [(None, "notice_empty")]),
        ("2027-01-01,休\n2027-02-05,休", "1.1.27,休\n2027-02-05,half",
         [(0, "day_unreadable"), (1, "kind_unreadable")]),
    ],
)  # fmt: skip
def test_a_faulty_notice_is_refused_with_every_problem_and_its_row(was, now, expected):
    with pytest.raises(NoticeError) as refused:
        read_notice(NOTICE_2027.replace(was, now).encode())
    assert [(one.row, one.code) for one in refused.value.problems] == expected
    assert (refused.value.row, refused.value.code) == expected[0]


def test_every_known_year_would_pass_as_a_notice():
    kinds = exceptions()
    for year, count in Counter(day.year for day in kinds).items():
        rows = [[day, kind] for day, kind in kinds.items() if day.year == year]
        assert len(rows) == count
        notice = read_notice(rows)
        assert notice.added_to(CHINA, "again").off == CHINA.off


def test_a_year_is_added_with_its_own_days_only():
    for off, work, code in (
        ([date(2026, 1, 1)], [], "day_of_other_year"),
        ([], [date(2027, 1, 4)], "work_on_weekday"),
        ([date(2027, 1, 2)], [date(2027, 1, 2)], "day_twice"),
    ):
        with pytest.raises(ClockError) as refused:
            CHINA.with_year(2027, off, work, "x")
        assert refused.value.code == code
    with pytest.raises(ClockError, match="a year at least"):
        Calendar(frozenset())


def test_a_local_closure_is_a_day_off_for_that_office_alone():
    typhoon = date(2024, 9, 16 + 4)
    calendar = CHINA.with_closures([typhoon])
    assert CHINA.is_working(typhoon)
    assert not calendar.is_working(typhoon)
    assert calendar.working_days(date(2024, 9, 18), date(2024, 9, 23)) == 2  # 19 and 23
    assert calendar != CHINA
    assert hash(calendar) != hash(CHINA)


def test_hours_are_checked():
    nine, noon, five = time(9), time(12), time(17)
    for hours, code in (
        ((), "hours_empty"),
        (((noon, nine),), "hours_disordered"),
        (((nine, noon), (nine, five)), "hours_disordered"),
        (((time(9, 0, 0, 1), noon),), "hours_disordered"),
    ):
        with pytest.raises(ClockError) as refused:
            Office(CHINA, hours)
        assert refused.value.code == code


def test_a_zone_that_changes_its_offset_is_refused():
    from zoneinfo import ZoneInfo

    with pytest.raises(ClockError) as refused:
        Office(CHINA, zone=ZoneInfo("Europe/Berlin"))
    assert refused.value.code == "zone_not_fixed"


def test_an_office_open_to_midnight_has_no_gap():
    whole = Office(CHINA, ((time(0), time(0)),))
    start = datetime(2024, 3, 4, tzinfo=SHANGHAI)
    assert whole.working_seconds(start, start + timedelta(days=2)) == 2 * 86_400
    assert whole.is_open(datetime(2024, 3, 4, 23, 59, 59, tzinfo=SHANGHAI))
    assert whole.add_working_seconds(start, 90_000) == datetime(2024, 3, 5, 1, tzinfo=SHANGHAI)
