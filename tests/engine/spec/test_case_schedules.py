"""Every template runs to its end on dates of 2026, held against calendars counted by hand.

Days off in spring 2026: 4 to 6 April and 1 to 5 May; Saturday 9 May is worked.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from jilian_engine.clocks import (
    SHANGHAI,
    Limit,
    Office,
    Span,
    Steps,
    Took,
    china_calendar,
    could_be_parallel,
    could_start,
    durations_of,
    expected_end,
    schedule_actual,
    schedule_limits,
)
from jilian_engine.errors import EngineError
from jilian_engine.rulebook import ProcessStep, join_steps, load_processes, span_of

OFFICE = Office(china_calendar())
TEMPLATES = {template.key: template for template in load_processes()}
MONDAY = datetime(2026, 3, 2, 9, tzinfo=SHANGHAI)


def at(text):
    """`03-16` is the closing of that day, `03-16 09:30` the minute."""
    day, _, minute = text.partition(" ")
    return datetime.fromisoformat(f"2026-{day}T{minute or '17:00'}").replace(tzinfo=SHANGHAI)


def spans(text):
    """Lines of a step, its start and its end; a day alone is 9:00 for starts, 17:00 for ends."""
    found = []
    for line in text.strip().splitlines():
        key, rest = line.split(maxsplit=1)
        start, end = (part.strip() for part in rest.split("→"))
        begin = at(start if " " in start else f"{start} 09:00")
        found.append(Span(key, begin, at(end) if end != "…" else None))
    return found


# Template, end of each step at its limit as counted by hand, critical path.
AT_LIMITS = [
    # A01: 3-6, 9-13, 16 March = 10 working days. A03: 16 March + 30 = 15 April. A03c: 16, 17,
    # 20-24, 27-30 April, 6, 7, 8, 9 May = 15. A06: 9 May + 20. A07: 29 May + 10.
    (
        "P-A",
        {"A01": "03-16", "A03": "04-15", "A03c": "05-09", "A06": "05-29", "A07": "06-08",
         "A08": "06-08", "A09": "06-08"},
        "A01 A03 A03b A03c A04 A06 A07 A08 A09",
    ),
    # B01: 3-6, 9-13, 16-20, 23-27, 30 March = 20. B03: 31 March, 1-3, 7-10, 13-17, 20-24, 27, 28
    # April = 20. B05: 29, 30 April, 6-9, 11-15, 18-22, 25-28 May = 20. B07: 28 May + 7.
    (
        "P-B",
        {"B01": "03-30", "B03": "04-28", "B05": "05-28", "B07": "06-04"},
        "B01 B03 B05 B07",
    ),
    # C03: 3 March. C06: 4, 5, 6, 9, 10 March = 5.
    ("P-C", {"C03": "03-03", "C05": "03-03", "C06": "03-10"}, "C01 C02 C03 C05 C06"),
    # The day itself, then one working day each; seal, tax and insurance side by side.
    (
        "P-D",
        {"D01": "03-02", "D02": "03-03", "D03": "03-04", "D04": "03-04", "D05": "03-04"},
        "D01 D02 D03",
    ),
    # E02: 3-6, 9 March = 5. E04: 10-13, 16 = 5. E05: 17-20, 23-27, 30 = 10.
    ("P-E", {"E02": "03-09", "E04": "03-16", "E05": "03-30"}, "E00 E01 E02 E03 E04 E05"),
    # F04: 3-6, 9 March = 5. F06: 10-13, 16 = 5.
    ("P-F", {"F04": "03-09", "F06": "03-16", "F07": "03-16"}, "F01 F02 F03 F04 F05 F06 F07"),
    # G01 the day itself; G03: 3-6, 9 March = 5.
    ("P-G", {"G01": "03-02", "G03": "03-09"}, "G01 G02 G03 G04"),
]  # fmt: skip


@pytest.mark.parametrize(("key", "ends", "critical"), AT_LIMITS)
def test_at_their_limits_the_steps_end_as_counted_by_hand(key, ends, critical):
    schedule = schedule_limits(TEMPLATES[key], MONDAY, OFFICE)
    assert {step: schedule.step(step).end for step in ends} == {
        step: at(day) for step, day in ends.items()
    }
    assert schedule.critical == tuple(critical.split())
    assert schedule.end == at(max(ends.values()))
    assert set(schedule.assumed) == {ref for _, ref in TEMPLATES[key].foreign}


# Template, what happened, the chain that decided the end, worked out by hand: from the last end
# back to whichever predecessor ended last.
RUNS = [
    (
        "P-A",
        """
        A01 03-02→03-16
        A02 03-02→03-20
        A03 03-23→04-22
        A03b 04-23→05-20
        A03c 05-21→05-22
        A04 05-25→05-25
        A05 04-01→05-29
        A06 06-05→06-25
        A07 06-26→07-06
        A08 07-06 17:00→07-06 17:00
        A09 07-07→07-09
        """,
        # The plan of sale (29 May) was later than the agreement (25 May): acquisition did not
        # decide the end, and the notice waited a week more for nothing.
        "A05 A06 A07 A08 A09",
        {"A06": "05-29→06-05 09:00"},
    ),
    (
        "P-B",
        """
        B01 03-02→03-13
        B02 03-02→03-03
        B04 03-16→04-10
        B05 03-16→03-31
        B06 04-13→04-24
        B07 04-27→04-29
        """,
        # Land sold with its scheme: no B03. Drawings and contracts, not the planning permit.
        "B01 B04 B06 B07",
        {"B07": "04-24→04-27 09:00"},
    ),
    (
        "P-C",
        """
        C01 03-02→03-02
        C02 03-03→03-05
        C04 03-03→03-06
        C03 03-06 09:00→03-06 11:00
        C05 03-09 09:00→03-09 09:00
        C06 03-09 09:00→03-09 13:00
        """,
        "C01 C04 C05 C06",
        {},
    ),
    (
        "P-D",
        """
        D01 03-02 09:00→03-02 09:30
        D02 03-02 09:30→03-02 15:00
        D03 03-02 15:00→03-02 16:00
        D04 03-03 09:00→03-03 10:00
        D05 03-02 15:00→03-02 15:10
        """,
        "D01 D02 D04",
        {"D04": "03-02 15:00→03-03 09:00"},
    ),
    (
        "P-E",
        """
        E00 03-02→03-02
        E01 03-03→03-20
        E02 03-23→03-27
        E06 03-23→05-08
        E03 03-30→04-10
        E04 04-13→04-17
        E05 04-20→04-24
        """,
        # The approval was not the last: the discharge permit took longest.
        "E00 E01 E06",
        {},
    ),
    (
        "P-F",
        """
        F01 03-02→03-02
        F02 03-03→03-13
        F03 03-16 10:00→03-16 10:00
        F04 03-16 10:00→03-18
        F05 04-20→04-30
        F06 05-06→05-12
        F07 05-13→05-13
        """,
        "F01 F02 F03 F04 F05 F06 F07",
        {"F05": "03-18→04-20 09:00"},
    ),
    (
        "P-G",
        """
        G01 03-02 09:00→03-02 09:20
        G02 03-02 14:00→03-02 14:10
        G03 03-02 14:10→03-05 11:00
        G04 03-05 11:00→03-06 10:00
        """,
        "G01 G02 G03 G04",
        {"G02": "03-02 09:20→03-02 14:00"},
    ),
]


@pytest.mark.parametrize(("key", "text", "critical", "waits"), RUNS)
def test_a_case_of_each_template_runs_to_its_end(key, text, critical, waits):
    ran = spans(text)
    schedule = schedule_actual(ran, TEMPLATES[key])
    assert schedule.critical == tuple(critical.split())
    assert schedule.start == min(span.start for span in ran)
    assert schedule.end == max(span.end for span in ran)
    for step, gap in waits.items():
        start, _, end = gap.partition("→")
        assert schedule.step(step).waited_seconds == (at(end) - at(start)).total_seconds()
    passed = [step.key for step in TEMPLATES[key].steps if step.optional]
    assert could_start(ran, TEMPLATES[key], MONDAY, skipped=passed) == ()


def test_the_hall_that_gave_a_certificate_in_four_hours():
    """10:30, 11:05, 12:50 and 13:00: the last of four branches decides the end."""
    four = [ProcessStep(key, key, key) for key in ("survey", "planning", "tax", "registry")]
    done = ProcessStep("certificate", "证", "certificate", tuple(step.key for step in four))
    ran = spans("""
        survey 03-02 09:00→03-02 10:30
        planning 03-02 09:00→03-02 11:05
        tax 03-02 09:00→03-02 12:50
        registry 03-02 09:00→03-02 13:00
        certificate 03-02 13:00→03-02 13:00
    """)
    schedule = schedule_actual(ran, Steps([*four, done]))
    assert schedule.end - schedule.start == timedelta(hours=4)
    assert schedule.critical == ("registry", "certificate")
    assert schedule.step("survey").spare_seconds == 150 * 60
    assert schedule.step("tax").spare_seconds == 10 * 60
    assert could_be_parallel(ran, Steps([*four, done]), OFFICE) == ()


def test_the_least_that_the_law_allows_says_which_readings_of_12_days_can_be_true():
    """Notices last 20 and 10 calendar days at least; all else may take no time at all."""
    least = schedule_limits(TEMPLATES["P-A"], MONDAY, OFFICE, least=True)
    days = {
        measure.key: (end.date() - start.date()).days
        for measure in TEMPLATES["P-A"].measures
        for start, end in [span_of(measure, least)]
    }
    # 15 April + 20 is Tuesday 5 May, a holiday: 6 May. 6 May + 10 is Saturday 16 May: Monday 18.
    assert days == {
        "A-legal-min": 33,
        "A-article-reading-1": 0,
        "A-article-reading-2": 21,
        "A-article-reading-3": 33,
    }


def test_land_to_certificate_is_one_plan_over_two_templates():
    plan = Steps(join_steps([TEMPLATES["P-A"], TEMPLATES["P-C"]]))
    schedule = schedule_limits(plan, MONDAY, OFFICE)
    assert schedule.assumed == ()
    # The contract on 8 June; tax 9 June; 10, 11, 12, 15, 16 June are 5 working days.
    assert schedule.end == at("06-16")
    assert schedule.critical[-6:] == (
        "P-A.A09", "P-C.C01", "P-C.C02", "P-C.C03", "P-C.C05", "P-C.C06"
    )  # fmt: skip


def test_the_end_of_a_step_of_another_template_is_given():
    contract = at("03-20 10:00")
    schedule = schedule_limits(TEMPLATES["P-C"], MONDAY, OFFICE, given={"P-A.A09": contract})
    assert schedule.assumed == () and schedule.step("C01").start == contract
    # Friday 20 March: tax on Monday 23, then 24-27 and 30 March.
    assert schedule.end == at("03-30")


def test_a_step_can_be_passed_over_and_a_length_given_where_no_limit_stands():
    schedule = schedule_limits(
        TEMPLATES["P-B"],
        MONDAY,
        OFFICE,
        skipped=["B03"],
        durations={"B04": Limit(15, "wd"), "B06": Limit(30, "cd")},
    )
    # B01 30 March. B04: 31 March, 1-3, 7-10, 13-17, 20, 21 April = 15. B06: 21 May (21 April + 30).
    assert schedule.step("B04").end == at("04-21") and schedule.step("B06").end == at("05-21")
    assert schedule.critical == ("B01", "B04", "B06", "B07") and schedule.end == at("05-28")
    assert schedule.step("B04").timed and not schedule.step("B02").timed


def test_a_schedule_that_runs_into_a_year_without_notice_is_refused():
    with pytest.raises(EngineError) as refused:
        schedule_limits(TEMPLATES["P-A"], datetime(2026, 11, 2, 9, tzinfo=SHANGHAI), OFFICE)
    assert refused.value.code == "year_unknown"


def test_a_step_begun_on_a_promised_paper_says_for_how_long():
    ran = spans("""
        C01 03-02→03-02
        C02 03-03 09:00→03-05 12:00
        C03 03-05 10:00→03-05 15:00
    """)
    tax = schedule_actual(ran, TEMPLATES["P-C"]).step("C03")
    assert (tax.decided_by, tax.overlapped_seconds, tax.waited_seconds) == ("C02", 7200, 0)


def test_time_lost_one_behind_the_other_is_found_with_the_step_it_waited_behind():
    ran = spans("""
        C01 03-02→03-02
        C02 03-03→03-05
        C03 03-06 09:00→03-06 11:00
        C04 03-06 11:00→03-12
    """)
    (first,) = could_be_parallel(ran, TEMPLATES["P-C"], OFFICE)
    # The survey needed only the contract: 3, 4, 5 March at 7 hours and 2 on the 6th.
    assert (first.key, first.behind, first.lost_working_seconds) == ("C04", "C03", 23 * 3600)
    assert first.lost_seconds == (3 * 24 + 18) * 3600


def test_what_could_be_started_now_is_what_waits_for_nothing_open():
    ran = spans("B01 03-02→03-13")
    ready = could_start(ran, TEMPLATES["P-B"], MONDAY)
    assert [(each.key, each.without) for each in ready] == [
        ("B02", ()), ("B03", ()), ("B04", ("B03",)), ("B05", ("B03",))
    ]  # fmt: skip
    assert ready[0].since == MONDAY and ready[1].since == at("03-13")
    assert could_start([], TEMPLATES["P-C"], MONDAY) == ()
    given = could_start([], TEMPLATES["P-C"], MONDAY, given={"P-A.A09": at("03-02 11:00")})
    assert [each.key for each in given] == ["C01"]


PLAN = Steps(
    [
        ProcessStep("check", "查", "check"),
        ProcessStep("notice", "告", "notice", ("check",), limit=Limit(5, "cd", "min")),
        ProcessStep("visit", "访", "visit", ("check",), optional=True),
        ProcessStep("decide", "决", "decide", ("notice", "visit")),
    ]
)


def past(hours, **more):
    """A case whose decision took so many working hours; the notice ran five days of the clock."""
    took = {
        "check": Took(3600, 3600, 0),
        "notice": Took(5 * 86400, 0, 0),
        "decide": Took(0, hours * 3600, 0),
    }
    return {**took, **more}


def test_the_expected_end_is_a_range_of_real_cases_run_again_from_here():
    """Checked by 10:00 on Monday 2 March; the notice ends Saturday 7 March, 10:00.

    The decision then takes 1 to 10 working hours: Monday 9 March 10:00 to Tuesday 10 March 12:00.
    """
    ran = spans("check 03-02 09:00→03-02 10:00")
    cases = [past(hours) for hours in range(1, 11)]
    found = expected_end(PLAN, ran, at("03-02 10:00"), OFFICE, cases)
    assert found.early == at("03-09 10:00")
    assert found.middle == at("03-09 15:00")  # 5 hours: 9-12, 13-15
    assert found.late == at("03-10 11:00")  # 9 hours: 7 on Monday, 2 on Tuesday
    assert (found.cases, found.left_out) == (10, 0)
    assert expected_end(PLAN, ran, at("03-02 10:00"), OFFICE, cases[::-1]) == found


def test_a_running_step_is_never_expected_to_have_ended_before_now():
    ran = [*spans("check 03-02 09:00→03-02 10:00"), *spans("notice 03-02 10:00→…")]
    found = expected_end(PLAN, ran, at("03-20 10:00"), OFFICE, [past(1)] * 10)
    assert found.early == found.late == at("03-20 11:00")


def test_what_a_case_waited_is_waited_again():
    slow = past(1, decide=Took(0, 3600, 7 * 3600))
    ran = spans("check 03-02 09:00→03-02 10:00")
    found = expected_end(PLAN, ran, at("03-02 10:00"), OFFICE, [slow] * 10)
    assert found.middle == at("03-10 10:00")


def test_below_ten_like_cases_no_range_is_given():
    ran = spans("check 03-02 09:00→03-02 10:00")
    missing = {key: took for key, took in past(1).items() if key != "decide"}
    with pytest.raises(EngineError) as refused:
        expected_end(PLAN, ran, at("03-02 10:00"), OFFICE, [past(1)] * 9 + [missing])
    assert refused.value.code == "too_few_like_cases"
    fewer = expected_end(
        PLAN, ran, at("03-02 10:00"), OFFICE, [past(1)] * 9 + [missing], least=9
    )  # fmt: skip
    assert (fewer.cases, fewer.left_out) == (9, 1)


def test_what_a_finished_case_took_is_kept_for_the_next():
    took = durations_of(
        spans("""
            G01 03-02 09:00→03-02 09:20
            G02 03-02 14:00→03-02 14:10
            G03 03-02 14:10→03-05 11:00
        """),
        TEMPLATES["P-G"],
        OFFICE,
    )
    assert took["G02"] == Took(600, 600, 220 * 60)  # 9:20-12:00 and 13:00-14:00
    assert took["G03"].working_seconds == (170 + 2 * 420 + 120) * 60


@pytest.mark.parametrize(
    ("run", "code"),
    [
        ([], "no_steps"),
        ([Span("Z9", MONDAY, MONDAY)], "step_unknown"),
        ([Span("G01", MONDAY, MONDAY - timedelta(1))], "ends_before_start"),
        ([Span("G01", MONDAY)], "until_missing"),
    ],
)
def test_spans_that_make_no_schedule_are_refused(run, code):
    with pytest.raises(EngineError) as refused:
        schedule_actual(run, TEMPLATES["P-G"])
    assert refused.value.code == code


def test_a_step_that_ran_twice_counts_from_its_first_start_to_its_last_end():
    twice = [*spans("G01 03-02 09:00→03-02 09:20"), *spans("G01 03-03 09:00→03-03 09:20")]
    schedule = schedule_actual(twice, TEMPLATES["P-G"])
    assert (schedule.start.date(), schedule.end.date()) == (date(2026, 3, 2), date(2026, 3, 3))
    running = schedule_actual([Span("G01", MONDAY)], TEMPLATES["P-G"], until=at("03-02"))
    assert running.end == at("03-02") and running.step("G01").running
