from __future__ import annotations

from datetime import date

import pytest

from jilian_engine.errors import RuleError
from jilian_engine.figures import Band
from jilian_engine.rulebook import (
    Check,
    Fact,
    Outcome,
    check_organisation,
    kind_of_level,
    load,
    term_years,
)

DAY = date(2026, 3, 31)


def check(kind: str, document: str | None = None, day: date = DAY, **facts: Fact) -> Check:
    return check_organisation(kind, facts, day, document)


def test_a_committee_on_40_members_is_refused_with_the_rule_quoted() -> None:
    found = check("primary_committee", members=40)
    assert (found.outcome, found.rule_id) == (Outcome.REFUSED, "ORG-07")
    assert "党员100人以上的，设立党的基层委员会。" in found.quote_zh
    assert "100 members or more" in found.quote_en
    assert found.reasons[0].why == "exception_needs_document"


def test_with_the_exception_document_it_is_accepted_and_marked() -> None:
    found = check("primary_committee", "松委组〔2026〕12号", members=40)
    assert (found.outcome, found.exception_document) == (Outcome.EXCEPTION, "松委组〔2026〕12号")


def test_an_empty_document_is_none() -> None:
    assert check("primary_committee", "  ", members=40).outcome is Outcome.REFUSED


def test_a_document_that_was_not_needed_is_not_noted() -> None:
    found = check("primary_committee", "松委组〔2026〕12号", members=100)
    assert (found.outcome, found.exception_document) == (Outcome.OK, None)


BANDS = {band.id: band for band in load("organisations").bands}


@pytest.mark.parametrize(
    ("kind", "fact", "count", "outcome"),
    [
        ("branch", "formal_members", 2, Outcome.REFUSED),
        ("branch", "formal_members", 3, Outcome.OK),
        ("branch", "formal_members", None, Outcome.UNKNOWN),
        ("branch", "formal_members", BANDS["m1"], Outcome.REFUSED),
        ("branch", "formal_members", BANDS["m3"], Outcome.OK),
        ("branch", "formal_members", Band("wide", 0, 9), Outcome.UNKNOWN),
        ("branch", "members", 40, Outcome.UNKNOWN),
        ("general_branch", "members", 49, Outcome.REFUSED),
        ("general_branch", "members", 50, Outcome.OK),
        ("general_branch", "members", 99, Outcome.OK),
        ("general_branch", "members", 100, Outcome.REFUSED),
        ("general_branch", "members", BANDS["m50"], Outcome.OK),
        ("general_branch", "formal_members", 60, Outcome.UNKNOWN),
        ("primary_committee", "members", 99, Outcome.REFUSED),
        ("primary_committee", "members", 100, Outcome.OK),
        ("primary_committee", "members", BANDS["m100"], Outcome.OK),
        ("primary_committee", "members", BANDS["m50"], Outcome.REFUSED),
        ("primary_committee", "members", None, Outcome.UNKNOWN),
    ],
)
def test_the_thresholds_count_who_they_say(
    kind: str, fact: str, count: Fact, outcome: Outcome
) -> None:
    assert check(kind, **{fact: count}).outcome is outcome


def test_no_document_makes_two_a_branch_or_a_hundred_a_general_branch() -> None:
    assert check("branch", "doc", formal_members=2).outcome is Outcome.REFUSED
    assert check("general_branch", "doc", members=100).reasons[0].why == "rule_broken"
    assert check("general_branch", "doc", members=20).outcome is Outcome.EXCEPTION


@pytest.mark.parametrize(
    ("facts", "rule_id"),
    [
        ({"formal_members": 45, "members": 51, "has_committee": True}, "ORG-01-SIZE"),
        ({"formal_members": 7, "has_committee": False}, "ORG-01-COMMITTEE"),
        ({"formal_members": 6, "has_committee": True}, "ORG-01-SECRETARY"),
        ({"formal_members": 9, "has_committee": True, "committee_seats": 8}, "ORG-01-SEATS"),
    ],
)
def test_what_holds_in_general_only_warns(facts: dict[str, Fact], rule_id: str) -> None:
    found = check("branch", **facts)
    assert (found.outcome, found.rule_id) == (Outcome.WARNING, rule_id)


def test_a_refusal_stands_before_a_warning() -> None:
    found = check("branch", formal_members=2, members=60)
    assert found.outcome is Outcome.REFUSED
    assert "ORG-01-SIZE" in [finding.rule.id for finding in found.reasons]


def test_what_could_not_be_checked_in_general_is_said_and_does_not_warn() -> None:
    found = check("branch", formal_members=5)
    assert found.outcome is Outcome.OK
    assert ("ORG-01-SIZE", "not_checked") in [(f.rule.id, f.why) for f in found.reasons]


@pytest.mark.parametrize(
    ("kind", "facts", "outcome"),
    [
        ("joint_branch", {"formal_members": 4, "largest_unit_formal_members": 2}, Outcome.OK),
        ("joint_branch", {"formal_members": 4, "largest_unit_formal_members": 3}, Outcome.REFUSED),
        (
            "joint_branch",
            {"formal_members": 6, "largest_unit_formal_members": 2, "units": 6},
            Outcome.WARNING,
        ),
        ("project_branch", {"formal_members": 3, "duration_months": 6}, Outcome.OK),
        ("project_branch", {"formal_members": 3, "duration_months": 5}, Outcome.REFUSED),
        ("temporary_branch", {"formal_members": 3, "duration_months": 5}, Outcome.OK),
        ("area_branch", {"formal_members": 3, "place_kind": "market"}, Outcome.OK),
        ("area_branch", {"formal_members": 3, "place_kind": "home"}, Outcome.REFUSED),
        ("area_branch", {"formal_members": 3}, Outcome.UNKNOWN),
    ],
)
def test_branches_of_other_forms(kind: str, facts: dict[str, Fact], outcome: Outcome) -> None:
    assert check(kind, **facts).outcome is outcome


CLUSTER: dict[str, Fact] = {"lead_firm": True, "upstream_downstream_firms": 12}


def test_the_level_of_a_cluster_organisation_is_stated_and_never_inferred() -> None:
    found = check("cluster_committee", **CLUSTER, members=400)
    assert (found.outcome, found.reasons[0].why) == (Outcome.UNKNOWN, "level_not_stated")
    with pytest.raises(RuleError, match="has no level"):
        check("cluster_committee", **CLUSTER, level="branch")


@pytest.mark.parametrize(
    ("facts", "outcome", "rule_id"),
    [
        ({"level": "committee", "members": 40}, Outcome.REFUSED, "ORG-07"),
        ({"level": "committee", "members": 140}, Outcome.OK, "ORG-08"),
        ({"level": "general_branch", "members": 60}, Outcome.OK, "ORG-08"),
        ({"level": "committee"}, Outcome.UNKNOWN, "ORG-07"),
        ({"relation_mode": "functional", "members": 40}, Outcome.OK, "ORG-08"),
        ({"relation_mode": "functional", "lead_firm": False}, Outcome.REFUSED, "ORG-08"),
        (
            {"level": "committee", "members": 140, "committee_seats": 9},
            Outcome.WARNING,
            "ORG-07-SEATS",
        ),
    ],
)
def test_a_cluster_organisation_with_members_of_its_own_follows_its_level(
    facts: dict[str, Fact], outcome: Outcome, rule_id: str
) -> None:
    found = check("cluster_committee", **{**CLUSTER, **facts})
    assert (found.outcome, found.rule_id) == (outcome, rule_id)


def test_before_a_rule_is_known_the_answer_is_unknown() -> None:
    found = check("primary_committee", day=date(2018, 1, 15), members=40)
    assert (found.outcome, found.reasons[0].why) == (Outcome.UNKNOWN, "rule_not_known_on_day")
    assert check("primary_committee", day=date(2021, 12, 15), members=40).outcome is Outcome.REFUSED


@pytest.mark.parametrize(
    ("kind", "start", "village", "years", "certain"),
    [
        ("branch", date(2018, 7, 12), False, (3, 3), True),
        ("branch", date(2018, 7, 11), False, (2, 3), False),
        ("general_branch", date(2020, 1, 1), False, (3, 3), True),
        ("primary_committee", date(2018, 7, 12), False, (5, 5), True),
        ("primary_committee", date(2018, 7, 11), False, (3, 5), False),
        ("branch", date(2018, 7, 12), True, (5, 5), True),
    ],
)
def test_a_term_has_the_length_in_force_when_it_starts(
    kind: str, start: date, village: bool, years: tuple[int, int], certain: bool
) -> None:
    term = term_years(kind, start, village)
    assert term is not None
    assert ((term.least, term.most), term.certain) == (years, certain)


def test_a_term_without_a_known_rule_is_unknown() -> None:
    assert term_years("branch", date(2018, 7, 11), village=True) is None
    assert term_years("cluster_committee", DAY) is None
    assert term_years(kind_of_level("committee"), DAY) is not None


def test_questions_that_make_no_sense_are_refused() -> None:
    for slip in (
        lambda: check("club", members=3),
        lambda: term_years("club", DAY),
        lambda: check("branch", formal_members=5, members=4),
        lambda: check("branch", formal_membres=5),
    ):
        with pytest.raises(RuleError):
            slip()
