"""What may be stated, what counts, how near a firm is, and which version applies."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from jilian.base.errors import Refusal
from jilian.policies.rules import benefits, fields, register
from jilian.policies.rules.checking import Check, Line, may_pay, standing_of
from jilian.policies.rules.sets import (
    TITLES,
    choose_version,
    qualification_words,
    title_end,
    versions_of_day,
)
from jilian.policies.rules.values import Stated, counted
from jilian.policies.rules.wanted import wanted_of
from jilian.policies.rules.words import BenefitState, Origin, Outcome, Standing
from jilian_engine.rulebook.qualifications import load_rule_sets

DAY = date(2026, 5, 6)


def stated(origin, value, day=DAY, field="revenue", year=2025):
    return Stated(field, year, Decimal(value), "10k_yuan", origin, "somewhere", day)


def test_a_paper_goes_before_the_register_and_that_before_the_firms_own_word():
    rows = [stated(Origin.FIRM, 3), stated(Origin.OFFICE, 1), stated(Origin.REGISTER, 2)]
    held = counted(rows)["revenue", 2025]
    assert held.stated.value == 1
    assert [one.value for one in held.others] == [2, 3]
    assert counted(rows[:1], own_words=False) == {}


@pytest.mark.parametrize(
    "unmet, unknown, manual, standing",
    [
        (0, 0, 0, Standing.QUALIFIES),
        (0, 0, 2, Standing.PEOPLE),
        (1, 0, 2, Standing.ONE_SHORT),
        (1, 1, 0, Standing.UNKNOWN),  # with a value missing nobody knows how many are short
        (0, 1, 0, Standing.UNKNOWN),
        (2, 5, 0, Standing.SHORT),
    ],
)
def test_how_near_a_firm_is(unmet, unknown, manual, standing):
    counts = {"met": 3, "unmet": unmet, "unknown": unknown, "manual_review": manual}
    assert standing_of(counts) is standing


@pytest.mark.parametrize("outcome", [Outcome.UNMET, Outcome.UNKNOWN, Outcome.MANUAL])
def test_only_lines_that_are_met_pay(outcome):
    met = Line("1", "", Outcome.MET)
    assert may_pay([met, Line("2", "", Outcome.NOT_APPLICABLE)])
    assert not may_pay([met, Line("2", "", outcome)])
    assert not may_pay([])
    own = Line("3", "", Outcome.MET, evidence=(stated(Origin.FIRM, 9),))
    assert not may_pay([met, own])


def test_output_is_not_revenue_and_no_title_seen_is_unknown():
    assert "output" not in register.OF_MEASURE
    assert register.OF_MEASURE["revenue"] == ("revenue", "sales_revenue")
    assert register.fields_of_title("专精特新“小巨人”企业") == (
        "holds_little_giant", "holds_tier2_or_3",
    )  # fmt: skip
    assert register.qualification_of_title("专精特新“小巨人”企业") == "little_giant"
    assert register.qualification_of_title("专精特新企业") == "srdi_sme"
    assert register.is_resident("uscc", "91310117MA1J00000X") is True
    assert register.is_resident("uscc", "93310117MA1J00000X") is None


@pytest.mark.parametrize(
    "field, typed, value",
    [
        ("revenue", "1,500.25", Decimal("1500.25")),
        ("segment_share", "10%", Decimal("0.1")),
        ("own_brand", "是", True),
        ("own_brand", "no", False),
        ("registered_on", "2019-03-31", date(2019, 3, 31)),
        ("rd_institution_level", "provincial", "provincial"),
        ("net_profit", "-20", Decimal(-20)),
    ],
)
def test_values_are_read_as_people_type_them(field, typed, value):
    spec = fields.checked_field(field)
    assert fields.checked_value(spec, fields.read_value(spec, typed)) == value


@pytest.mark.parametrize(
    "field, typed",
    [
        ("revenue", "-1"),
        ("revenue", "many"),
        ("revenue", "1.1234567"),
        ("segment_share", "120"),
        ("own_brand", "maybe"),
        ("innovation_score", "70.5"),
        ("rd_institution_level", "planetary"),
        ("registered_on", "yesterday"),
        ("revenue", "NaN"),
    ],
)
def test_values_that_cannot_be_are_refused(field, typed):
    spec = fields.checked_field(field)
    with pytest.raises(Refusal, match="does not fit"):
        fields.checked_value(spec, fields.read_value(spec, typed))


def test_computed_fields_are_not_stated():
    with pytest.raises(Refusal):
        fields.checked_field("rd_ratio")


@pytest.mark.parametrize(
    "qualification, procedure, day, region, batch, rule_set",
    [
        ("srdi_sme", "new", date(2026, 3, 1), "310000", "2026-1", "srdi_sme_2022"),
        ("srdi_sme", "new", date(2026, 5, 6), "310000", "2026-1", "srdi_sme_2022"),
        ("srdi_sme", "new", date(2026, 5, 6), "310000", "", "srdi_sme_2026"),
        ("srdi_sme", "new", date(2026, 5, 6), "330000", "2026-1", "srdi_sme_2026"),
        ("little_giant", "new", DAY, "310000", "", "little_giant_2026"),
        ("little_giant", "recheck", DAY, "310000", "", "little_giant_2022"),
    ],
)
def test_the_version_follows_procedure_region_and_batch(
    qualification, procedure, day, region, batch, rule_set
):
    found = choose_version(qualification, procedure, day, region, batch)
    assert found.rule_set.id == rule_set
    assert found.why


def test_every_qualification_that_is_applied_for_has_its_title():
    applied = {one.qualification for one in load_rule_sets()} - {"above_scale_industry"}
    assert set(TITLES) == applied
    assert all(qualification_words(one) for one in applied)
    assert len(versions_of_day("new", DAY, "310000", "")) == len(applied) + 1


def test_a_title_lasts_as_long_as_its_rules_say():
    of_2026 = choose_version("srdi_sme", "new", DAY, "", "").rule_set
    assert title_end(of_2026, date(2026, 5, 6)) == date(2029, 5, 6)


def test_what_is_wanted_names_fields_and_years():
    high_tech = choose_version("high_tech", "new", DAY, "", "").rule_set
    wanted = wanted_of(high_tech, 2025)
    assert wanted["rd_expense"] >= {2025, 2024, 2023}
    assert wanted["tech_staff"] == {2025}
    assert wanted["registered_on"] == {None}
    assert "rd_ratio_3y" not in wanted
    assert wanted["innovation_score"] == {None}


def test_a_benefit_is_decided_only_after_the_time_to_object():
    until = date(2026, 3, 9)
    state = BenefitState.ANNOUNCED
    for day in (until - timedelta(1), until):
        with pytest.raises(Refusal, match="has not ended"):
            benefits.check_decision(state, until, False, day, day)
    benefits.check_decision(state, until, False, until + timedelta(1), until + timedelta(1))
    with pytest.raises(Refusal, match="Answer"):
        benefits.check_decision(state, until, True, until + timedelta(1), until + timedelta(1))
    with pytest.raises(Refusal):
        benefits.check_objection(state, until, until + timedelta(1))
    with pytest.raises(Refusal):
        benefits.check_undo(BenefitState.DECIDED)
    with pytest.raises(Refusal):
        benefits.check_withdrawal(BenefitState.PAID, "why")
    with pytest.raises(Refusal):
        benefits.check_payment(BenefitState.ANNOUNCED, None, until, until)


def test_a_check_counts_a_persons_word_only_on_lines_for_people():
    line = Line("1", "", Outcome.UNMET)
    assert Check("x", "", DAY, (line,)).counts["unmet"] == 1
