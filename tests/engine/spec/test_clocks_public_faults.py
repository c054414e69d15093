"""Faults of clocks that users of other products reported in public: here they do not happen.

Each test is named by the project and the public number of the report.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from jilian_engine.clocks import (
    SHANGHAI,
    ClockError,
    Event,
    Limit,
    Office,
    china_calendar,
    divide,
    due,
    used,
)

CHINA = china_calendar()
HALL = Office(CHINA)  # 9 to 12, 13 to 17
EIGHT_TO_SIX = Office(CHINA, ((time(8), time(18)),))
NINE_TO_FIVE = Office(CHINA, ((time(9), time(17)),))
HOUR = 3600


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def paused(*, since, until=None, ground="hearing"):
    """Events of a case accepted on Monday 2 March 2026 at 09:00, with one pause."""
    events = [Event(at("2026-03-02T09:00"), "accepted"), Event(at(since), "paused", ground=ground)]
    return [*events, Event(at(until), "resumed")] if until else events


def test_glpi_15605_another_limit_still_leaves_out_the_pause_before_it():
    """A new level of service was counted from the opening, as if the pause had not been."""
    now = at("2026-03-06T10:00")
    events = paused(since="2026-03-03T09:00", until="2026-03-05T09:00")
    stood = divide(events, HALL, until=now).stood
    old, new = Limit(10, "wd"), Limit(3, "wd")
    assert due(old, events[0].at, HALL, stood) == at("2026-03-18T17:00")
    # The clock ran on Thursday 5 and Friday 6 March; Monday is the third day, not Thursday the 5th.
    assert due(new, events[0].at, HALL, stood) == at("2026-03-09T17:00")
    noted = [*events, Event(now, "noted")]
    assert divide(noted, HALL, until=now) == divide(events, HALL, until=now)


def test_glpi_6902_a_limit_changed_during_the_pause_leaves_it_out():
    """A ticket still pending was made urgent: its waiting time was not added to the new limit."""
    now = at("2026-03-05T17:00")
    events = paused(since="2026-03-03T09:00")  # and still paused
    found = divide(events, HALL, until=now)
    urgent = Limit(1, "wd")
    assert found.statutory_days == 0
    assert due(urgent, found.start, HALL, found.stood) == at("2026-03-06T17:00")
    assert used("wd", found.start, now, HALL, found.stood) == 0


def test_glpi_9082_a_pause_never_moves_a_deadline_out_of_office_hours():
    """After a pause of 3 h 31 min the deadline stood at half past eleven at night."""
    stood = [(at("2026-03-02T09:00"), at("2026-03-02T12:31"))]
    for limit in (Limit(5, "wd"), Limit(5, "cd"), Limit(35, "wh")):
        end = due(limit, at("2026-03-02T08:00"), EIGHT_TO_SIX, stood)
        assert time(8) < end.time() <= time(18)
        assert CHINA.is_working(end.date())


def test_glpi_22678_a_warning_before_the_deadline_falls_into_office_hours():
    """Due on Tuesday at 11:00, the warning an hour before went out at midnight."""
    monday = at("2026-03-02T17:00")
    assert due(Limit(4, "wh"), monday, EIGHT_TO_SIX) == at("2026-03-03T11:00")
    assert due(Limit(4 - 1, "wh"), monday, EIGHT_TO_SIX) == at("2026-03-03T10:00")
    assert due(Limit(4 - 1, "wh"), at("2026-03-02T10:00"), EIGHT_TO_SIX) == at("2026-03-02T13:00")


def test_glpi_15429_a_calendar_read_in_another_zone_makes_nothing_late_at_its_start():
    """Tickets escalated while they were being created: the hours were those of another zone."""
    start = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai
    assert due(Limit(1, "wh"), start, HALL) == at("2026-03-02T10:00")
    assert divide([Event(start, "accepted")], HALL, until=start).working_seconds == 0
    late = datetime(2026, 3, 1, 16, 30, tzinfo=UTC)  # Monday already, half past midnight
    assert due(Limit(1, "wd"), late, HALL) == at("2026-03-03T17:00")
    with pytest.raises(ClockError, match="time zone"):
        due(Limit(1, "wh"), datetime(2026, 3, 2, 9), HALL)


def test_glpi_687_what_begins_outside_office_hours_still_has_a_working_time():
    """The time to solve was 0 for every ticket created outside the calendar's hours."""
    for start in ("2026-02-27T20:00", "2026-03-01T03:00", "2026-03-02T08:59"):
        events = [Event(at(start), "accepted"), Event(at("2026-03-02T11:00"), "decided")]
        # Saturday 28 February 2026 is worked.
        expected = (7 + 2) * HOUR if start < "2026-03" else 2 * HOUR
        assert divide(events, HALL).working_seconds == expected
    assert due(Limit(1, "wh"), at("2026-03-01T03:00"), HALL) == at("2026-03-02T10:00")


def test_glpi_5206_and_frappe_helpdesk_2370_the_whole_does_not_end_before_its_branches():
    """A parent could be closed while its children were open: the tie was only informative."""
    events = [
        Event(at("2026-03-02T09:00"), "accepted"),
        Event(at("2026-03-02T09:00"), "branch_started", "tax", "tax office"),
        Event(at("2026-03-02T09:00"), "branch_started", "plan", "planning bureau"),
        Event(at("2026-03-02T10:00"), "branch_ended", "tax"),
        Event(at("2026-03-02T11:00"), "decided"),
    ]
    with pytest.raises(ClockError) as refused:
        divide(events, HALL)
    assert (refused.value.code, refused.value.row) == ("branches_open", 4)
    assert "plan" in str(refused.value)
    assert "tax" not in str(refused.value)


def test_zammad_390_forty_eight_hours_are_not_six_days_for_a_casual_feast():
    """48 hours at 12 a day took six days: the feed of holidays held days that nobody has off."""
    shop = Office(CHINA, ((time(9), time(21)),))
    # From Monday night: 10, 11, 12 and 13 March 2026. The 12th is Arbour Day, and worked.
    assert CHINA.is_working(date(2026, 3, 12))
    assert due(Limit(48, "wh"), at("2026-03-09T23:00"), shop) == at("2026-03-13T21:00")


def test_zammad_3180_an_office_that_never_shuts_loses_no_minute_at_midnight():
    """Hours from 00:00 to 23:59 were closed for a minute; 24:00 could not be typed."""
    always = Office(CHINA, ((time(0), time(0)),))
    assert due(Limit(30, "wh"), at("2026-03-02T22:00"), always) == at("2026-03-04T04:00")
    events = [Event(at("2026-03-02T22:00"), "accepted"), Event(at("2026-03-04T04:00"), "decided")]
    assert divide(events, always).holders == {"unassigned": 30 * HOUR}


def test_zammad_4432_nobody_is_warned_at_midnight_or_on_a_day_off():
    """Reminders of an escalation came at midnight and on weekends."""
    moment = at("2026-02-14T00:00")
    while moment < at("2026-03-03T00:00"):
        told = HALL.next_open(moment)
        assert told >= moment
        assert HALL.is_open(told)
        assert CHINA.is_working(told.date())
        moment += timedelta(minutes=437)
    assert HALL.next_open(at("2026-02-14T17:00")) == at("2026-02-24T09:00")  # Spring Festival


def test_zammad_5177_a_shorter_limit_does_not_overrule_a_longer_one():
    """The time for an update overruled the time for a first answer wherever it was smaller."""
    start = at("2026-03-02T09:00")
    events = [Event(start, "accepted"), Event(at("2026-03-02T10:00"), "noted"),
              Event(at("2026-03-04T10:00"), "assigned", holder="tax office")]  # fmt: skip
    found = divide(events, HALL, until=at("2026-03-06T12:00"))
    ends = [due(limit, found.start, HALL, found.stood)
            for limit in (Limit(20, "wd"), Limit(5, "wd"), Limit(4, "wh"))]  # fmt: skip
    assert ends == [at("2026-03-30T17:00"), at("2026-03-09T17:00"), at("2026-03-02T14:00")]


def test_erpnext_16729_an_hour_on_hold_is_not_counted():
    """Raised at 10, on hold from 11 to 12, closed at 13: three hours were shown for two."""
    events = [
        Event(at("2026-03-02T10:00"), "accepted"),
        Event(at("2026-03-02T11:00"), "paused", ground="hearing"),
        Event(at("2026-03-02T12:00"), "resumed"),
        Event(at("2026-03-02T13:00"), "decided"),
    ]
    found = divide(events, NINE_TO_FIVE)
    assert (found.elapsed_seconds, found.working_seconds) == (3 * HOUR, 3 * HOUR)
    assert found.running_seconds == 2 * HOUR
    assert found.holders == {"unassigned": 2 * HOUR, "excluded:hearing": HOUR}


def test_erpnext_47029_47172_47884_time_on_hold_does_not_use_up_the_limit():
    """The deadline and the time taken held the pause, so that more was used than was allowed."""
    events = paused(since="2026-03-02T11:00", until="2026-03-04T11:00")
    found = divide([*events, Event(at("2026-03-04T16:00"), "decided")], NINE_TO_FIVE)
    limit = Limit(8, "wh")
    taken = used("wh", found.start, found.end, NINE_TO_FIVE, found.stood)
    assert taken == found.running_seconds == 7 * HOUR  # 2 on Monday, 5 on Wednesday
    assert taken <= limit.measure
    assert due(limit, found.start, NINE_TO_FIVE, found.stood) == at("2026-03-04T17:00")


def test_erpnext_49414_a_hold_outside_office_hours_moves_no_deadline():
    """Eight hours from 09:00, on hold from 17:00 to 09:00: the deadline moved by a day."""
    stood = [(at("2026-03-02T17:00"), at("2026-03-03T09:00"))]
    for limit in (Limit(8, "wh"), Limit(12, "wh"), Limit(2, "wd"), Limit(3, "cd")):
        start = at("2026-03-02T09:00")
        assert due(limit, start, NINE_TO_FIVE, stood) == due(limit, start, NINE_TO_FIVE)


def test_erpnext_51111_52489_a_hold_is_added_once():
    """A proposal for the fix added the time on hold to the start and to the end."""
    stood = [(at("2026-03-02T11:00"), at("2026-03-02T14:00"))]
    assert due(Limit(10, "wh"), at("2026-03-02T09:00"), NINE_TO_FIVE, stood) == at(
        "2026-03-03T14:00"
    )  # 2 + 3 on Monday, 5 on Tuesday
    twice = [*stood, *stood]
    assert due(Limit(10, "wh"), at("2026-03-02T09:00"), NINE_TO_FIVE, twice) == at(
        "2026-03-03T14:00"
    )


def test_frappe_helpdesk_2212_the_lunch_hour_is_not_counted():
    """A ticket raised at lunch was late before anybody was back."""
    noon = at("2026-03-02T12:10")
    assert due(Limit(1, "wh"), noon, HALL) == at("2026-03-02T14:00")
    found = divide([Event(noon, "accepted"), Event(at("2026-03-02T13:05"), "decided")], HALL)
    assert found.working_seconds == 5 * 60
    assert found.holders == {"closed": 50 * 60, "unassigned": 5 * 60}


def test_frappe_helpdesk_3776_a_case_that_ends_out_of_a_pause_keeps_it():
    """Resolved straight from a paused state, the time on hold was forgotten: 42 days for none."""
    events = paused(since="2026-03-02T11:00")
    end = at("2026-04-15T11:00")
    with pytest.raises(ClockError) as refused:
        divide([*events, Event(end, "decided")], HALL)
    assert (refused.value.code, refused.value.row) == ("paused_at_end", 2)
    for last in ([Event(end, "resumed"), Event(end, "decided")], [Event(end, "withdrawn")]):
        found = divide([*events, *last], HALL)
        assert found.holders == {"unassigned": 2 * HOUR, "excluded:hearing": 44 * 24 * HOUR}
        assert found.running_seconds == 2 * HOUR
        assert found.statutory_days == 1  # Wednesday 15 April: open again for the afternoon


def test_jmix_790_a_working_day_is_not_24_working_hours():
    """P1D by a business calendar became 24 business hours: about three days."""
    start = at("2026-03-02T10:00")
    assert due(Limit(1, "wd"), start, HALL) == at("2026-03-03T17:00")
    # 6 hours left on Monday, 7 on Tuesday, 7 on Wednesday, 4 on Thursday.
    assert due(Limit(24, "wh"), start, HALL) == at("2026-03-05T14:00")
    assert Limit(1, "wd").measure == 1
    assert used("wd", start, at("2026-03-03T17:00"), HALL) == 1


def test_biz_5_103_a_worked_weekend_needs_no_list_of_free_ones():
    """To work one Saturday, all Saturdays had to be opened and all others made holidays."""
    assert CHINA.working_days(date(2026, 2, 13), date(2026, 2, 28)) == 6  # 14, 24 to 28
    calendar = CHINA.with_year(2027, [], [date(2027, 1, 2)], "an invented notice")
    assert [calendar.is_working(date(2027, 1, day)) for day in (2, 3, 9, 10)] == [
        True, False, False, False
    ]  # fmt: skip
    assert HALL.working_seconds(at("2026-02-14T00:00"), at("2026-02-24T00:00")) == 7 * HOUR


def test_biz_142_a_worked_sunday_is_open_in_its_own_zone():
    """Sunday 28 April 2019, worked for Labour Day, had no hours: the moments were read as UTC."""
    hours = ((time(7, 40), time(11, 30)), (time(12, 30), time(16, 40)))
    works = Office(CHINA, hours)
    sunday = datetime(2019, 4, 28, 2, tzinfo=UTC)  # 10:00
    assert works.is_open(sunday)
    assert works.working_seconds(sunday, sunday + timedelta(hours=3)) == 2 * HOUR
    assert not works.is_open(datetime(2019, 4, 28, 10, tzinfo=UTC))  # 18:00


@pytest.mark.parametrize("moment", ["2026-03-06T18:29", "2026-03-07T13:30", "2026-03-08T18:29"])
def test_biz_80_and_business_time_197_a_weekend_is_rolled_over_once_and_whole(moment):
    """A day after a weekend moment kept the time of day, or skipped Monday for Tuesday."""
    assert HALL.next_open(at(moment)) == at("2026-03-09T09:00")
    assert due(Limit(1, "wd"), at(moment), HALL) == at("2026-03-09T17:00")
    assert due(Limit(0, "wd"), at(moment), HALL) == at("2026-03-09T17:00")
    assert due(Limit(7, "wh"), at(moment), HALL) == at("2026-03-09T17:00")


def test_pm4py_558_the_calendar_that_is_given_is_used():
    """A calendar could be given and was not looked at: only weekends were left out."""
    start, end = at("2026-09-30T09:00"), at("2026-10-10T17:00")
    # 30 September, 8, 9 and Saturday 10 October.
    assert HALL.working_seconds(start, end) == 4 * 7 * HOUR
    shut = Office(CHINA.with_closures([date(2026, 10, 9)]))
    assert shut.working_seconds(start, end) == 3 * 7 * HOUR
