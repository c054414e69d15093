"""A case's time divided, each figure worked out by hand beside it; and what is refused."""

from __future__ import annotations

import json
from datetime import datetime, time

import pytest

from jilian_engine.__main__ import main
from jilian_engine.clocks import (
    SENTENCES,
    SHANGHAI,
    CaseFile,
    ClockError,
    Event,
    Office,
    before_acceptance,
    china_calendar,
    divide,
    read_case_file,
    read_hours,
    used,
)

HALL = Office(china_calendar())
HOUR = 3600
EXAMPLE = """{"calendar": "CN", "hours": [["09:00", "12:00"], ["13:00", "17:00"]], "events": [\
{"at": "2022-03-01T09:00:00+08:00", "event": "accepted"}, \
{"at": "2022-03-02T09:00:00+08:00", "event": "paused", "ground": "expert_review"}, \
{"at": "2022-03-03T09:00:00+08:00", "event": "resumed"}, \
{"at": "2022-03-03T09:00:00+08:00", "event": "branch_started", "branch": "tax", \
"holder": "tax office"}, \
{"at": "2022-03-03T11:00:00+08:00", "event": "branch_ended", "branch": "tax"}, \
{"at": "2022-03-03T16:00:00+08:00", "event": "decided"}]}"""
TABLE = """at,event,branch,holder,ground
2022-03-01T09:00:00+08:00,accepted,,,
2022-03-02T09:00:00+08:00,paused,,,expert_review
2022-03-03T09:00:00+08:00,resumed,,,
2022-03-03T09:00:00+08:00,branch_started,tax,tax office,
2022-03-03T11:00:00+08:00,branch_ended,tax,,
2022-03-03T16:00:00+08:00,decided,,,
"""


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def course(*lines):
    """Events from lines of a moment, the event, and branch, holder or ground."""
    return [Event(at(moment), event, **more) for moment, event, more in (
        (*line, {}) if len(line) == 2 else line for line in lines)]  # fmt: skip


@pytest.mark.parametrize("text", [EXAMPLE, TABLE, TABLE.replace("\n", "\r\n")])
def test_the_example_by_hand(text):
    """1 March 2022 is a Tuesday.

    Tuesday 09:00 to Thursday 16:00: 15 h to midnight + 24 h + 16 h = 55 h = 198,000 s.
    Open: Tuesday 3 + 4, Wednesday 3 + 4, Thursday 3 + 3 = 20 h = 72,000 s, of which the 7 of
    Wednesday were paused: 13 h ran.
    Counted from Wednesday: 2 calendar days, 2 working days; the clock stood still during all
    office hours of Wednesday, so 1 counts.
    Excluded: Wednesday 09:00 to Thursday 09:00 = 24 h = 86,400 s.
    Closed: Tuesday 12–13 and 17–24 = 8 h, Wednesday 0–9 = 9 h, Thursday 12–13 = 1 h: 18 h = 64,800.
    Tax office: Thursday 9–11 = 2 h = 7,200 s.
    Nobody named: Tuesday 7 h, Thursday 11–12 and 13–16 = 4 h: 11 h = 39,600 s.
    86,400 + 64,800 + 7,200 + 39,600 = 198,000.
    """
    found = read_case_file(text.encode()).divide()
    assert found.elapsed_seconds == 198_000
    assert found.working_seconds == 72_000
    assert found.running_seconds == 46_800
    assert (found.calendar_days, found.working_days, found.statutory_days) == (2, 2, 1)
    assert found.holders == {
        "excluded:expert_review": 86_400, "closed": 64_800, "tax office": 7_200,
        "unassigned": 39_600,
    }  # fmt: skip
    assert sum(found.holders.values()) == found.elapsed_seconds
    (tax,) = found.branches
    assert (tax.branch, tax.holder) == ("tax", "tax office")
    assert (tax.start, tax.end) == (at("2022-03-03T09:00"), at("2022-03-03T11:00"))
    assert (tax.elapsed_seconds, tax.working_seconds, tax.firm_seconds) == (7_200, 7_200, 0)
    assert (found.started_by, found.ended_by, found.opened) == ("accepted", "decided", False)
    assert found.stood == ((at("2022-03-02T09:00"), at("2022-03-03T09:00"), "expert_review"),)


@pytest.mark.parametrize("decided", [True, False])
def test_four_branches_from_nine_take_four_hours_and_three_working(decided):
    """09:00 to 13:00 = 4 h, without lunch 3 h. The last branch ends the whole."""
    ends = {"title": "10:30", "price": "11:05", "tax": "12:50", "survey": "13:00"}
    day = "2021-03-02T"
    events = course(
        (day + "09:00", "accepted"),
        *((day + "09:00", "branch_started", {"branch": name, "holder": f"{name} office"})
          for name in ends),
        *((day + end, "branch_ended", {"branch": name}) for name, end in ends.items()),
        *([(day + "13:00", "decided")] if decided else []),
    )  # fmt: skip
    found = divide(events, HALL)
    assert found.elapsed_seconds == 4 * HOUR
    assert found.working_seconds == 3 * HOUR
    assert found.holders == {"joint": 3 * HOUR, "closed": HOUR}
    assert found.end == at("2021-03-02T13:00")
    assert found.ended_by == ("decided" if decided else "branch_ended")
    assert [one.working_seconds for one in found.branches] == [5_400, 7_500, 10_800, 10_800]
    assert (found.calendar_days, found.working_days) == (0, 0)


def test_twelve_calendar_days_are_eight_working_days():
    """3 March 2021 is a Wednesday: 4, 5, 8 to 12 and 15 March are worked."""
    found = divide(
        course(("2021-03-03T10:00", "accepted"), ("2021-03-15T10:00", "decided")), HALL
    )  # fmt: skip
    assert (found.calendar_days, found.working_days, found.statutory_days) == (12, 8, 8)
    assert found.elapsed_seconds == 12 * 24 * HOUR


def test_the_time_before_acceptance_stands_apart():
    """From 6 May 2021: 7, Saturday the 8th (worked), 10–14, 17–21, 24–28, 31 May, 1 and 2 June."""
    found = divide(
        course(
            ("2021-05-06T09:00", "pre_review_started"), ("2021-06-02T09:00", "pre_review_ended"),
            ("2021-06-02T09:00", "accepted"), ("2021-06-04T15:00", "decided"),
            ("2021-06-04T16:30", "delivered"),
        ), HALL,
    )  # fmt: skip
    assert (found.calendar_days, found.working_days) == (2, 2)
    assert found.before is not None
    assert (found.before.calendar_days, found.before.working_days) == (27, 20)
    assert found.before.started_by == "pre_review_started"
    assert found.elapsed_seconds == 54 * HOUR  # without the time before
    assert found.delivered_at == at("2021-06-04T16:30")


def test_a_return_stops_its_branch_and_no_other():
    day = "2026-03-03T"  # a Tuesday
    events = course(
        (day + "09:00", "accepted"),
        (day + "09:00", "branch_started", {"branch": "tax", "holder": "tax office"}),
        (day + "09:00", "branch_started", {"branch": "plan", "holder": "planning bureau"}),
        (day + "10:00", "returned_to_firm", {"branch": "tax"}),
        (day + "11:00", "branch_ended", {"branch": "plan"}),
        (day + "14:00", "firm_answered", {"branch": "tax"}),
        (day + "15:00", "branch_ended", {"branch": "tax"}),
        (day + "15:00", "assigned", {"holder": "registry"}),
        (day + "15:30", "returned_to_firm"),
        (day + "16:00", "firm_answered"),
        (day + "16:30", "decided"),
    )
    found = divide(events, HALL)
    assert found.holders == {
        "joint": HOUR,  # 9 to 10
        "planning bureau": HOUR,  # 10 to 11, while the firm looked for papers
        "firm": 2 * HOUR + HOUR // 2,  # 11 to 12, 13 to 14, 15:30 to 16
        "tax office": HOUR,
        "registry": HOUR,
        "closed": HOUR,
    }
    tax, plan = found.branches
    assert (tax.firm_seconds, plan.firm_seconds) == (4 * HOUR, 0)
    assert (tax.elapsed_seconds, tax.working_seconds) == (6 * HOUR, 5 * HOUR)


def test_a_branch_may_run_again_and_one_without_a_holder_is_nobodys():
    day = "2026-03-03T"
    events = course(
        (day + "09:00", "accepted"),
        (day + "09:00", "branch_started", {"branch": "plan", "holder": "firm"}),
        (day + "10:00", "branch_ended", {"branch": "plan", "holder": "firm"}),
        (day + "10:00", "branch_started", {"branch": "plan"}),
        (day + "11:00", "withdrawn"),
    )
    found = divide(events, HALL)
    assert found.holders == {"firm": HOUR, "unassigned": HOUR}
    assert [one.holder for one in found.branches] == ["firm", ""]
    assert found.branches[1].end == at("2026-03-03T11:00")


def test_a_second_has_its_holder_too():
    events = course(
        ("2026-03-03T11:59:58", "accepted"),
        ("2026-03-03T11:59:58", "assigned", {"holder": "x"}),
        ("2026-03-03T11:59:59", "branch_started", {"branch": "a", "holder": "y"}),
        ("2026-03-03T12:00:01", "branch_ended", {"branch": "a"}),
        ("2026-03-03T12:00:02", "decided"),
    )
    found = divide(events, HALL)
    assert found.holders == {"x": 1, "y": 1, "closed": 2}
    assert [piece.holder for piece in found.pieces] == ["x", "y", "closed"]


@pytest.mark.parametrize(("gap", "days"), [("13:00:00", 2), ("13:00:01", 3), ("12:30:00", 2)])
def test_a_day_counts_once_the_clock_ran_for_a_second_of_it(gap, days):
    """Monday to Thursday; Tuesday is paused in the morning and from after lunch on."""
    found = divide(
        course(
            ("2026-03-02T10:00", "accepted"),
            ("2026-03-03T08:00", "paused", {"ground": "hearing"}), ("2026-03-03T12:00", "resumed"),
            (f"2026-03-03T{gap}", "paused", {"ground": "tender"}), ("2026-03-03T17:00", "resumed"),
            ("2026-03-05T10:00", "decided"),
        ), HALL,
    )  # fmt: skip
    assert (found.working_days, found.statutory_days) == (3, days)
    from_the_limit = used("wd", found.start, found.end, HALL, found.stood)
    assert from_the_limit == days


def test_an_open_case_is_divided_up_to_a_moment():
    events = course(
        ("2026-03-03T09:00", "accepted"),
        ("2026-03-03T09:00", "branch_started", {"branch": "tax", "holder": "tax office"}),
        ("2026-03-03T10:00", "returned_to_firm", {"branch": "tax"}),
        ("2026-03-03T11:00", "paused", {"ground": "hearing"}),
    )
    found = divide(events, HALL, until=at("2026-03-04T10:00"))
    assert found.opened
    assert found.ended_by == ""
    assert found.holders == {"tax office": HOUR, "firm": HOUR, "excluded:hearing": 23 * HOUR}
    (tax,) = found.branches
    assert (tax.end, tax.elapsed_seconds, tax.firm_seconds) == (None, 25 * HOUR, 24 * HOUR)
    assert found.plain()["ended_by"] is None
    with pytest.raises(ClockError) as refused:
        divide(events, HALL)
    assert (refused.value.code, refused.value.row) == ("no_end", None)
    with pytest.raises(ClockError) as refused:
        divide(events, HALL, until=at("2026-03-03T10:59"))
    assert refused.value.code == "until_before_events"


RECEIVED = ("2026-03-02T10:00", "received")  # a Monday: the fifth working day is 9 March


@pytest.mark.parametrize(
    ("events", "start", "by"),
    [
        ([("2026-03-09T16:50", "accepted")], "2026-03-09T16:50", "accepted"),
        ([("2026-03-09T23:50", "accepted")], "2026-03-09T23:50", "accepted"),
        ([("2026-03-10T09:00", "accepted")], "2026-03-02T10:00", "received"),
        ([("2026-03-10T09:00", "branch_started", {"branch": "a"}),
          ("2026-03-10T09:00", "branch_ended", {"branch": "a"})], "2026-03-02T10:00", "received"),
        ([("2026-03-09T09:00", "correction_asked"), ("2026-03-20T09:00", "correction_given"),
          ("2026-03-20T09:00", "accepted")], "2026-03-20T09:00", "accepted"),
    ],
)  # fmt: skip
def test_nothing_asked_for_within_five_days_makes_the_receipt_the_acceptance(events, start, by):
    found = divide(course(RECEIVED, *events, ("2026-03-20T10:00", "decided")), HALL)
    assert (found.start, found.started_by) == (at(start), by)
    assert found.by_silence == (by == "received")
    assert (found.before is None) == (by == "received")


def test_the_time_before_an_acceptance_that_has_not_come_is_known_too():
    events = course(("2026-02-27T09:00", "pre_review_started"), RECEIVED)
    waiting = before_acceptance(events, HALL, at("2026-03-04T10:00"))
    assert waiting is not None
    # Saturday 28 February 2026 is worked.
    assert (waiting.calendar_days, waiting.working_days) == (5, 4)
    silent = before_acceptance(events, HALL, at("2026-03-11T10:00"))
    assert silent is not None
    with pytest.raises(ClockError) as refused:
        divide(events, HALL, until=at("2026-03-04T10:00"))
    assert refused.value.code == "not_accepted_yet"
    assert divide(events, HALL, until=at("2026-03-11T10:00")).by_silence
    assert (
        before_acceptance(course(("2026-03-02T09:00", "accepted")), HALL, at("2026-03-03")) is None
    )


ACCEPTED = ("2026-03-03T09:00", "accepted")
LATER = "2026-03-04T09:00"
OPEN = (LATER, "branch_started", {"branch": "a", "holder": "x"})
PAUSED = (LATER, "paused", {"ground": "hearing"})


@pytest.mark.parametrize(
    ("events", "row", "code"),
    [
        ([], None, "no_events"),
        ([ACCEPTED, ("2026-03-03T08:59", "decided")], 1, "disordered"),
        ([ACCEPTED, (LATER, "eaten")], 1, "event_unknown"),
        ([(LATER, "decided")], 0, "not_accepted"),
        ([(LATER, "paused", {"ground": "hearing"})], 0, "not_accepted"),
        ([(LATER, "branch_started", {"branch": "a"})], 0, "not_accepted"),
        ([ACCEPTED, ACCEPTED], 1, "accepted_already"),
        ([ACCEPTED, (LATER, "received")], 1, "before_acceptance_only"),
        ([ACCEPTED, (LATER, "paused")], 1, "ground_missing"),
        ([ACCEPTED, PAUSED, PAUSED], 2, "paused_already"),
        ([ACCEPTED, PAUSED, (LATER, "paused", {"ground": "tender"})], 2, "paused_already"),
        ([ACCEPTED, (LATER, "resumed")], 1, "not_paused"),
        ([ACCEPTED, PAUSED, (LATER, "resumed", {"ground": "tender"})], 2, "ground_differs"),
        ([ACCEPTED, PAUSED, (LATER, "decided")], 2, "paused_at_end"),
        ([ACCEPTED, OPEN, (LATER, "paused", {"branch": "a", "ground": "hearing"})], 2,
         "pause_of_branch"),
        ([ACCEPTED, OPEN, OPEN], 2, "branch_open_already"),
        ([ACCEPTED, (LATER, "branch_ended", {"branch": "a"})], 1, "branch_not_open"),
        ([ACCEPTED, OPEN, (LATER, "branch_ended", {"branch": "a"}),
          (LATER, "branch_ended", {"branch": "a"})], 3, "branch_not_open"),
        ([ACCEPTED, OPEN, (LATER, "branch_ended", {"branch": "a", "holder": "y"})], 2,
         "holder_differs"),
        ([ACCEPTED, (LATER, "branch_started")], 1, "branch_missing"),
        ([ACCEPTED, (LATER, "branch_ended")], 1, "branch_missing"),
        ([ACCEPTED, (LATER, "branch_started", {"branch": "a", "holder": "closed"})], 1,
         "holder_reserved"),
        ([ACCEPTED, (LATER, "assigned", {"holder": "excluded:x"})], 1, "holder_reserved"),
        ([ACCEPTED, OPEN, (LATER, "decided")], 2, "branches_open"),
        ([ACCEPTED, (LATER, "decided"), (LATER, "decided")], 2, "ended_already"),
        ([ACCEPTED, (LATER, "decided"), OPEN], 2, "ended_already"),
        ([ACCEPTED, (LATER, "withdrawn"), (LATER, "delivered")], 2, "not_decided"),
        ([ACCEPTED, (LATER, "decided"), (LATER, "delivered"), (LATER, "delivered")], 3,
         "delivered_already"),
        ([ACCEPTED, (LATER, "firm_answered")], 1, "not_returned"),
        ([ACCEPTED, (LATER, "returned_to_firm"), (LATER, "returned_to_firm")], 2,
         "returned_already"),
        ([ACCEPTED, OPEN, (LATER, "firm_answered", {"branch": "a"})], 2, "not_returned"),
        ([("2026-03-02T09:00", "pre_review_ended")], 0, "review_not_open"),
        ([("2026-03-02T09:00", "pre_review_started")] * 2, 1, "review_open_already"),
        ([RECEIVED, RECEIVED], 1, "received_already"),
        ([("2026-03-02T09:00", "correction_asked")], 0, "not_received"),
        ([RECEIVED, ("2026-03-02T11:00", "correction_asked"),
          ("2026-03-02T12:00", "correction_asked")], 2, "correction_asked_already"),
        ([RECEIVED, ("2026-03-02T11:00", "correction_given")], 1, "correction_not_asked"),
        ([RECEIVED, ("2026-03-02T11:00", "correction_asked"), ACCEPTED], 2, "correction_open"),
        ([RECEIVED, ("2026-03-10T11:00", "correction_asked")], 1, "correction_too_late"),
        ([ACCEPTED, ("2027-01-04T09:00", "decided")], 1, "year_unknown"),
    ],
)  # fmt: skip
def test_what_contradicts_itself_is_refused_with_its_row(events, row, code):
    with pytest.raises(ClockError) as refused:
        divide(course(*events), HALL)
    assert (refused.value.row, refused.value.code) == (row, code)
    assert refused.value.message == SENTENCES[code] % refused.value.told


@pytest.mark.parametrize(
    ("was", "now", "row", "code"),
    [
        ('"paused"', '"pawsed"', 1, "event_unknown"),
        ("2022-03-02T09:00:00+08:00", "2022-03-02T09:00:00", 1, "moment_without_zone"),
        ("2022-03-02T09:00:00+08:00", "2 March", 1, "moment_unreadable"),
        ("2022-03-02T09:00:00+08:00", "", 1, "field_missing"),
        ("2022-03-02T09", "2022-02-28T09", 1, "disordered"),
        ('"ground": "expert_review"', '"reason": "expert_review"', 1, "field_unknown"),
        ('"ground": "expert_review"', '"ground": 7', 1, "field_unreadable"),
        ('{"at": "2022-03-01T09:00:00+08:00", "event": "accepted"}', '"accepted"', 0,
         "field_unreadable"),
        ('"CN"', '"DE"', None, "calendar_unknown"),
        ('"CN"', '["CN"]', None, "calendar_unknown"),
        ('"events": [', '"event": [', None, "field_unknown"),
        ('["09:00", "12:00"]', '"09:00-12:00"', None, "hours_unreadable"),
        ('["09:00", "12:00"]', '["9h", "12:00"]', None, "hours_unreadable"),
        ('["09:00", "12:00"]', '["09:00", "14:00"]', None, "hours_disordered"),
        ('"calendar": "CN"', '"calendar": "CN", "closures": ["soon"]', None, "day_unreadable"),
        ('"calendar": "CN"', '"calendar": "CN", "closures": 5', None, "field_unreadable"),
        ('"calendar": "CN"', '"calendar": "CN", "until": "now"', None, "moment_unreadable"),
        ("}]}", "}", None, "file_unreadable"),
    ],
)  # fmt: skip
def test_a_faulty_file_is_refused_with_its_row(was, now, row, code):
    assert was in EXAMPLE
    with pytest.raises(ClockError) as refused:
        read_case_file(EXAMPLE.replace(was, now).encode()).divide()
    assert (refused.value.row, refused.value.code) == (row, code)


@pytest.mark.parametrize(
    ("content", "row", "code"),
    [
        (b"", None, "file_unreadable"),
        (b"[]", None, "file_unreadable"),
        (b"\xff\xff\xff", None, "file_unreadable"),
        (b"when,what\n2022-03-01,accepted\n", None, "file_unreadable"),
        (TABLE.replace(",accepted,,,", ",,,,").encode(), 0, "field_missing"),
        (TABLE.replace(",resumed,,,", ",resumed,,,,,").encode(), 2, "field_unknown"),
        (b'{"calendar": "CN"}', None, "field_missing"),
    ],
)
def test_a_file_of_another_kind_is_refused(content, row, code):
    with pytest.raises(ClockError) as refused:
        read_case_file(content)
    assert (refused.value.row, refused.value.code) == (row, code)


def test_files_may_say_more_and_come_from_excel():
    noted = TABLE.replace("ground\n", "ground,note\n").replace("accepted,,,", "accepted,,,,收件")
    plain = read_case_file(TABLE.encode()).divide()
    for content in (noted.encode("utf-8-sig"), noted.encode("gb18030"), ("\n" + TABLE).encode()):
        assert read_case_file(content.lstrip()).divide() == plain
    hours = read_hours("09:00-11:30, 13:30-24:00")
    assert hours == ((time(9), time(11, 30)), (time(13, 30), time(0)))
    read = read_case_file(TABLE.encode(), hours)
    assert isinstance(read, CaseFile)
    assert read.divide().working_seconds == 2 * 46_800 + 9_000 + 9_000
    assert read_case_file(EXAMPLE.encode(), hours).divide() == plain  # the file's own hours
    with pytest.raises(ClockError) as refused:
        read_hours("nine to five")
    assert refused.value.code == "hours_unreadable"


def test_a_closure_and_a_moment_may_stand_in_the_file():
    text = EXAMPLE.replace('"CN",', '"CN", "closures": ["2022-03-02"],')
    found = read_case_file(text.encode()).divide()
    assert (found.working_days, found.statutory_days, found.working_seconds) == (1, 1, 46_800)
    running = json.loads(EXAMPLE)
    running["events"].pop()
    running["until"] = "2022-03-03T12:00:00+08:00"
    found = read_case_file(json.dumps(running).encode()).divide()
    assert (found.opened, found.elapsed_seconds) == (True, 51 * HOUR)


def test_moments_of_another_zone_and_parts_of_a_second():
    events = [
        Event(datetime.fromisoformat("2022-03-01T01:00:00.900+00:00"), "accepted"),
        Event(datetime.fromisoformat("2022-03-01T04:30:00.100+02:00"), "decided"),
    ]
    found = divide(events, HALL)
    assert (found.start, found.elapsed_seconds) == (at("2022-03-01T09:00"), 5_400)


def test_the_engine_alone_divides_a_file(tmp_path, capsys):
    file = tmp_path / "case.json"
    file.write_text(EXAMPLE, encoding="utf-8")
    assert main(["clock", str(file), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["elapsed_seconds"] == sum(found["holders"].values()) == 198_000
    assert [one["branch"] for one in found["branches"]] == ["tax"]
    assert main(["clock", str(file)]) == 0
    assert "excluded:expert_review,86400\n" in capsys.readouterr().out
    file.write_text(TABLE.replace("decided", "paused"), encoding="utf-8")
    assert main(["clock", str(file)]) == 2
    assert capsys.readouterr().err == "row 6: a pause cites its ground\n"
