"""Numbers, seats, terms and reminders as the dated rule file has them; no database."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from jilian.base.errors import Refusal
from jilian.committees.rules import (
    Asked,
    Contents,
    Declared,
    PaperFact,
    SeatRow,
    State,
    Step,
    check_body,
    check_change_of_term,
    check_contents,
    check_declared,
    exception_used,
    follow,
    next_steps,
    refuse_broken,
    reminder_due,
    reminders,
    reply_due,
    standing_of,
    term_of,
    warnings_in,
)

DAY = date(2024, 6, 15)


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def asked(type="primary_committee", formal=None, probationary=0, mode="affiliated", **more):
    seats = tuple(SeatRow(role, None, n) for role, n in more.pop("seats", ()))
    declared = Declared(formal, probationary, more.pop("band", ""), DAY, DAY, more.pop("by", ""))
    return Asked("党委", type, mode, declared, seats, leaders=1, along_chain=2)


def outcome(about, day=DAY):
    check = check_body(about, day)
    try:
        refuse_broken(check, about)
    except Refusal as refusal:
        return refusal.code
    return str(check.outcome)


@pytest.mark.parametrize(
    "about, expected",
    [
        (asked(formal=100), "ok"),
        (asked(formal=99), "threshold_not_met"),
        (asked(formal=60, probationary=40), "ok"),
        (asked(formal=60, probationary=39), "threshold_not_met"),
        (asked(formal=40, by="沪组〔2024〕8号"), "exception"),
        (asked(formal=None, probationary=None), "unknown"),
        (asked(formal=None, probationary=None, band="m100"), "ok"),
        (asked(formal=None, probationary=0, band="m50"), "threshold_not_met"),
        (asked(formal=40, mode="functional"), "ok"),
        (asked(formal=40, mode="alliance"), "ok"),
        (asked(formal=40, mode="unknown"), "threshold_not_met"),
        (asked("general_branch", formal=50), "ok"),
        (asked("general_branch", formal=49), "threshold_not_met"),
        (asked("general_branch", formal=100), "threshold_not_met"),
        (asked("general_branch", formal=100, by="沪组〔2024〕8号"), "threshold_not_met"),
        (asked("branch", formal=3, seats=[("secretary", 1)]), "ok"),
        (asked("branch", formal=2, probationary=5), "threshold_not_met"),
        (asked("branch", formal=7, seats=[("secretary", 1)]), "warning"),
        (asked(formal=100, seats=[("secretary", 1), ("member", 3)]), "warning"),
        (asked(formal=100, seats=[("secretary", 1), ("member", 4)]), "ok"),
        (asked("general_branch", formal=50, seats=[("secretary", 1), ("member", 5)]), "warning"),
    ],
)
def test_what_the_rules_of_the_day_make_of_a_body(about, expected):
    assert outcome(about) == expected


def test_a_rule_that_was_not_known_on_the_day_refuses_nothing():
    assert outcome(asked(formal=40), date(2021, 12, 14)) == "unknown"


def test_an_exception_is_used_only_where_the_number_is_not_met():
    met, below = asked(formal=100, by="8号"), asked(formal=40, by="8号")
    unknown = asked(formal=None, probationary=None, by="8号")
    functional = asked(formal=40, by="8号", mode="functional")
    used = [exception_used(check_body(one, DAY), one.declared)
            for one in (met, below, unknown, functional)]  # fmt: skip
    assert used == [False, True, True, False]


def test_a_missing_leading_firm_is_unknown_and_no_refusal():
    about = Asked("党委", "primary_committee", "affiliated", Declared(100, 0, "", DAY, DAY))
    assert outcome(about) == "unknown"
    assert warnings_in(check_body(about, DAY)) == ()


@pytest.mark.parametrize(
    "type, start, years, ends, rule",
    [
        ("primary_committee", date(2024, 6, 3), None, date(2029, 6, 2), "ORG-09-COMMITTEE"),
        ("general_branch", date(2024, 2, 29), None, date(2027, 2, 28), "ORG-09-BRANCH"),
        ("primary_committee", date(2018, 7, 12), None, date(2023, 7, 11), "ORG-09-COMMITTEE"),
        ("primary_committee", date(2018, 7, 11), None, None, "ORG-09-OLD-COMMITTEE"),
        ("primary_committee", date(2018, 7, 11), 3, date(2021, 7, 10), "ORG-09-OLD-COMMITTEE"),
        ("general_branch", date(2018, 7, 11), None, None, ""),
    ],
)
def test_a_term_lasts_as_the_rule_of_its_first_day_says(type, start, years, ends, rule):
    span = term_of(type, start, years)
    assert (span.ends_on, span.rule_id) == (ends, rule)


def test_years_against_the_rule_are_refused_with_its_words():
    with pytest.raises(Refusal) as caught:
        term_of("primary_committee", DAY, 4)
    assert "The term of a primary committee is in general five years." in str(caught.value)


def test_offices_are_reminded_ninety_and_thirty_days_before():
    ends = date(2029, 6, 2)
    assert reminders() == (90, 30)
    days = (date(2029, 3, 3), date(2029, 3, 4), date(2029, 5, 2), date(2029, 5, 3), ends)
    assert [reminder_due(ends, day) for day in days] == [None, 90, 90, 30, 30]
    assert reminder_due(ends, date(2029, 7, 1)) == 30


def test_a_reply_is_due_in_general_within_a_month():
    assert reply_due(date(2024, 5, 6)) == date(2024, 6, 6)
    assert reply_due(date(2024, 1, 31)) == date(2024, 2, 29)
    assert reply_due(date(2024, 12, 31)) == date(2025, 1, 31)


@pytest.mark.parametrize(
    "until, document, reason, code",
    [
        (date(2030, 6, 2), "同意延期的批复", "", None),
        (date(2030, 6, 3), "同意延期的批复", "", "departure_needs_reason"),
        (date(2030, 6, 3), "同意延期的批复", "换届筹备", None),
        (date(2029, 12, 1), "", "换届筹备", "superior_document_missing"),
        (date(2028, 6, 1), "同意提前换届的批复", "", "departure_needs_reason"),
        (date(2028, 6, 2), "同意提前换届的批复", "", None),
    ],
)
def test_a_term_is_moved_by_the_superiors_paper_and_in_general_by_a_year(
    until, document, reason, code
):
    if code is None:
        check_change_of_term(date(2029, 6, 2), until, document, reason)
        return
    with pytest.raises(Refusal) as caught:
        check_change_of_term(date(2029, 6, 2), until, document, reason)
    assert caught.value.code == code


def test_a_step_follows_only_from_its_states():
    assert follow("draft", Step.APPLIED) == State.APPLIED
    assert follow("returned", Step.APPLIED) == State.APPLIED
    for state in ("applied", "refused", "withdrawn", "active", "dissolved"):
        with pytest.raises(Refusal):
            follow(state, Step.APPLIED)
    assert next_steps("applied")[0] == Step.APPROVED
    assert next_steps("dissolved") == next_steps("refused") == ()


def test_a_functional_body_does_not_stand_in_the_territory_line():
    assert check_contents(Contents("甲", "general_branch", "functional")).superior_line == "cluster"
    with pytest.raises(Refusal) as caught:
        check_contents(Contents("甲", "general_branch", "functional", None, "territory"))
    assert caught.value.code == "line_does_not_fit"


@pytest.mark.parametrize(
    "stated, code",
    [
        (Declared(formal=3, band="m3", counted_on=DAY), "count_and_band"),
        (Declared(formal=3), "counted_on_missing"),
        (Declared(exception_document="问张三 13812345678"), "personal_number"),
    ],
)
def test_what_is_declared_must_fit_together(stated, code):
    with pytest.raises(Refusal) as caught:
        check_declared(stated)
    assert caught.value.code == code


def test_a_paper_names_no_persons_number():
    with pytest.raises(Refusal):
        PaperFact(DAY, unit="张三 13812345678").checked()
    assert PaperFact(DAY, "12号", "关于同意的批复").words == "关于同意的批复 12号"


@pytest.mark.parametrize(
    "state, due, mark, words",
    [
        ("active", date(2024, 12, 1), "confirmed", "active"),
        ("active", date(2024, 9, 13), "soon", "term due in 90 days"),
        ("extended", date(2024, 6, 14), "late", "term over since 1 day"),
        ("dissolved", date(2024, 6, 14), "closed", "dissolved"),
        ("active", None, "confirmed", "active"),
    ],
)
def test_a_term_that_is_due_is_said_before_the_state(state, due, mark, words):
    standing = standing_of(state, due, DAY)
    assert (standing.mark, str(standing.words)) == (mark, words)
