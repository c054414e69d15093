"""Who qualifies for what: the boundary cases of the rules, one by one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from jilian_engine.errors import RuleError
from jilian_engine.rulebook.qualifications import (
    Evidence,
    Outcome,
    RuleSetResult,
    certificate_validity,
    choose_rule_set,
    evaluate_firm,
    load_rule_sets,
    load_rulebook,
    use_rule_set,
)
from jilian_engine.rulebook.qualifications.formulas import guide_growth

BOOK = load_rulebook()
DAY = date(2026, 6, 1)
Years = dict[int, object]


def evidence(**stated: object) -> list[Evidence]:
    """A value, or {year: value} for yearly fields; points and platform scores with their proof."""
    found = []
    for name, value in stated.items():
        proof = BOOK.fields[name].proof
        years: Years = value if isinstance(value, dict) else {None: value}
        found += [Evidence(name, one, year, proof=proof) for year, one in years.items()]
    return found


def ask(rule_set: str, day: date = DAY, procedure: str = "new", **stated: object) -> RuleSetResult:
    choice = use_rule_set(BOOK.rule_set(rule_set), day, procedure)
    return evaluate_firm(choice, evidence(**stated))


# --- which rule set applies ---------------------------------------------------------------------
@pytest.mark.parametrize(
    ("qualification", "procedure", "day", "region", "batch", "used", "reason"),
    [
        ("srdi_sme", "new", (2026, 3, 31), "", "", "srdi_sme_2022", "in_force"),
        ("srdi_sme", "new", (2026, 4, 1), "", "", "srdi_sme_2026", "in_force"),
        ("srdi_sme", "new", (2026, 3, 6), "310000", "2026-1", "srdi_sme_2022", "by_notice"),
        ("srdi_sme", "new", (2026, 4, 10), "310000", "2026-1", "srdi_sme_2022", "by_notice"),
        ("srdi_sme", "new", (2026, 4, 10), "310117", "2026-1", "srdi_sme_2022", "by_notice"),
        ("srdi_sme", "new", (2026, 4, 10), "310000", "2026-2", "srdi_sme_2026", "in_force"),
        ("srdi_sme", "new", (2026, 4, 10), "330000", "2026-1", "srdi_sme_2026", "in_force"),
        ("little_giant", "new", (2026, 4, 25), "", "", "little_giant_2026", "in_force"),
        ("little_giant", "recheck", (2026, 4, 25), "", "", "little_giant_2022", "by_notice"),
        ("little_giant", "recheck", (2027, 4, 25), "", "", "little_giant_2026", "in_force"),
        ("innovative_sme", "new", (2026, 10, 1), "", "", "innovative_sme_2022", "in_force"),
        ("tech_sme", "new", (2026, 6, 1), "", "", "tech_sme_2017", "in_force"),
        ("gazelle", "new", (2020, 1, 1), "", "", "gazelle_torch", "practice"),
    ],
)
def test_the_rule_set_follows_procedure_region_and_batch_not_the_day_alone(
    qualification, procedure, day, region, batch, used, reason
):
    found = choose_rule_set(qualification, procedure, date(*day), region, batch)
    assert (found.rule_set.id, found.reason) == (used, reason)


def test_the_first_shanghai_batch_of_2026_is_asked_by_the_rules_of_2022():
    choice = choose_rule_set("srdi_sme", "new", date(2026, 4, 10), "310000", "2026-1")
    assert choice.source.id == "SH-2026-B1"
    stated = evidence(revenue={2025: 1000}, equity_financing={2025: 0, 2024: 0})
    assert evaluate_firm(choice, stated).line("SR-4").outcome is Outcome.MET
    later = choose_rule_set("srdi_sme", "new", date(2026, 4, 10), "310000", "2026-2")
    assert evaluate_firm(later, stated).line("SS-3").outcome is Outcome.UNMET


def test_a_little_giant_rechecked_in_2026_needs_seven_tenths_of_main_business_not_nine():
    stated = evidence(revenue={2025: 1000}, main_business_revenue={2025: 700})
    recheck = choose_rule_set("little_giant", "recheck", date(2026, 5, 6))
    assert recheck.source.id == "MIIT-2026-117"
    assert evaluate_firm(recheck, stated).line("LG-2").outcome is Outcome.MET
    new = choose_rule_set("little_giant", "new", date(2026, 5, 6))
    line = evaluate_firm(new, stated).line("LN-4")
    assert (line.outcome, line.missing_by) == (Outcome.UNMET, Fraction(1, 5))


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (("srdi_sme", "new", date(2022, 7, 31)), "no_rule_set_on_day"),
        (("key_little_giant", "new", date(2027, 1, 1)), "no_rule_set_on_day"),
        (("srdi", "new", DAY), "qualification_unknown"),
        (("srdi_sme", "renewal", DAY), "procedure_unknown"),
    ],
)
def test_where_no_rule_set_is_known_none_is_guessed(asked, code):
    with pytest.raises(RuleError) as refused:
        choose_rule_set(*asked)
    assert refused.value.code == code


def test_a_start_of_which_only_the_year_is_known_is_not_certain_in_that_year():
    assert not choose_rule_set("champion", "new", date(2023, 6, 1)).certain
    assert choose_rule_set("champion", "new", date(2024, 1, 1)).certain


# --- certificates -------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("rule_set", "issued", "last_day"),
    [
        ("srdi_sme_2022", (2025, 9, 1), (2028, 8, 31)),
        ("high_tech_2016", (2023, 11, 15), (2026, 11, 14)),
        ("high_tech_2016", (2024, 2, 29), (2027, 2, 28)),
        ("tech_sme_2017", (2026, 7, 1), (2027, 6, 30)),
    ],
)
def test_a_certificate_is_valid_to_its_own_expiry(rule_set, issued, last_day):
    found = certificate_validity(BOOK.rule_set(rule_set), date(*issued))
    last = date(*last_day)
    assert found.last_day == last
    assert found.holds_on(date(*issued))
    assert found.holds_on(last)
    assert not found.holds_on(last.replace(day=1, month=last.month + 1))


def test_a_certificate_of_the_old_rules_outlives_them():
    rule_set = BOOK.rule_set("srdi_sme_2022")
    found = certificate_validity(rule_set, date(2026, 3, 1))
    assert not rule_set.in_force(date(2026, 4, 1))
    assert found.holds_on(date(2026, 4, 1))
    assert found.holds_on(date(2029, 2, 28))


def test_a_number_of_a_technology_sme_is_renewed_by_the_end_of_march():
    found = certificate_validity(BOOK.rule_set("tech_sme_2017"), date(2026, 7, 1))
    assert found.renew_by == date(2027, 3, 31)


def test_a_scope_has_no_expiry():
    found = certificate_validity(BOOK.rule_set("above_scale_industry_2011"), DAY)
    assert found.last_day is None
    assert found.holds_on(date(2099, 1, 1))


# --- high-tech ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("score", "outcome"), [(70, Outcome.UNMET), (71, Outcome.MET), (100, Outcome.MET)]
)
def test_seventy_points_fail_and_seventy_one_pass(score, outcome):
    line = ask("high_tech_2016", innovation_score=score).line("HT-8")
    assert line.outcome is outcome
    assert line.missing_by == (0 if outcome is Outcome.UNMET else None)


def test_the_innovation_score_is_never_decided_from_the_table():
    bare = ask("high_tech_2016")
    line = bare.line("HT-8")
    assert (line.outcome, line.why) == (Outcome.MANUAL_REVIEW, "not_proved")
    assert (line.value.low, line.value.high) == (1, 100)
    poor = ask(
        "high_tech_2016", class_I_ip=0, class_II_ip=0, ip_own_development=False,
        took_part_in_standards=False, transformations={2025: 0, 2024: 0, 2023: 0},
        net_assets={2025: 1, 2024: 2, 2023: 3}, sales_revenue={2025: 1, 2024: 2, 2023: 3},
    )  # fmt: skip
    assert poor.score.most == 8 + 8 + 0 + 3 + 0 + 20 + 0
    assert poor.line("HT-8").outcome is Outcome.MANUAL_REVIEW


def test_a_score_without_the_panels_proof_stays_with_people():
    choice = use_rule_set(BOOK.rule_set("high_tech_2016"), DAY)
    line = evaluate_firm(choice, [Evidence("innovation_score", 90)]).line("HT-8")
    assert line.outcome is Outcome.MANUAL_REVIEW
    assert [one.value for one in line.evidence] == [90]


@pytest.mark.parametrize(
    ("last", "share", "outcome", "asked"),
    [
        (5000, Decimal("0.05"), Outcome.MET, "HT-5a"),
        (5000, Decimal("0.0499"), Outcome.UNMET, "HT-5a"),
        (Decimal("5000.01"), Decimal("0.04"), Outcome.MET, "HT-5b"),
        (20000, Decimal("0.04"), Outcome.MET, "HT-5b"),
        (20000, Decimal("0.0399"), Outcome.UNMET, "HT-5b"),
        (Decimal("20000.01"), Decimal("0.03"), Outcome.MET, "HT-5c"),
        (Decimal("20000.01"), Decimal("0.0299"), Outcome.UNMET, "HT-5c"),
    ],
)
def test_the_band_is_that_of_last_years_sales_and_the_ratio_of_three_years_sums(
    last, share, outcome, asked
):
    sales = {2025: last, 2024: 100, 2023: 100}
    spent = sum(Decimal(one) for one in sales.values()) * share
    result = ask("high_tech_2016", sales_revenue=sales, rd_expense={2025: 0, 2024: spent, 2023: 0})
    line = result.line("HT-5")
    assert (line.outcome, line.parts[0].id) == (outcome, asked)
    assert line.parts[0].value == Fraction(share)


def test_last_years_ratio_alone_decides_nothing():
    line = ask(
        "high_tech_2016",
        sales_revenue={2025: 4000, 2024: 20000, 2023: 20000},
        rd_expense={2025: 400, 2024: 700, 2023: 700},
    ).line("HT-5")
    assert line.outcome is Outcome.UNMET
    assert line.parts[0].value == Fraction(1800, 44000)


def test_a_young_firm_counts_the_years_it_has():
    result = ask(
        "high_tech_2016", registered_on=date(2024, 3, 1),
        sales_revenue={2025: 4000, 2024: 1000}, rd_expense={2025: 200, 2024: 50},
    )  # fmt: skip
    assert result.line("HT-5").outcome is Outcome.MET


def test_an_old_firm_with_a_year_missing_is_unknown():
    result = ask(
        "high_tech_2016", registered_on=date(2014, 3, 1),
        sales_revenue={2025: 4000, 2024: 1000}, rd_expense={2025: 200, 2024: 50},
    )  # fmt: skip
    line = result.line("HT-5")
    assert (line.outcome, line.parts[0].why) == (Outcome.UNKNOWN, "not_stated")


@pytest.mark.parametrize(
    ("day", "outcome"), [((2026, 6, 1), Outcome.MET), ((2026, 5, 31), Outcome.UNMET)]
)
def test_365_days_count_to_the_day_of_the_application(day, outcome):
    line = ask("high_tech_2016", date(*day), registered_on=date(2025, 6, 1)).line("HT-1")
    assert line.outcome is outcome


@pytest.mark.parametrize(
    ("values", "growth"),
    [
        ((100, 110, 132), Fraction(15, 100)),  # ½ (1.1 + 1.2) − 1, not a compound rate
        ((100, 100, 100), Fraction(0)),
        ((100, 50, 60), Fraction(0)),  # ½ (0.5 + 1.2) − 1 is negative
        ((0, 100, 150), Fraction(1, 2)),  # y1 = 0: y3/y2 − 1
        ((0, 100, 50), Fraction(0)),
        ((100, 0, 500), Fraction(0)),  # y2 = 0
        ((0, 0, 500), Fraction(0)),
        ((100, 135), Fraction(35, 100)),  # two years
        ((0, 135), Fraction(0)),
        ((100,), Fraction(0)),  # one year
        ((), Fraction(0)),
        ((-100, 100, 200), None),  # of a negative base the guide says nothing
        ((100, -100, 200), None),
        ((100, 200, -50), Fraction(0)),
    ],
)
def test_growth_of_the_guide_is_a_mean_of_ratios_with_its_edge_cases(values, growth):
    assert guide_growth(tuple(Fraction(one) for one in values)) == growth


@pytest.mark.parametrize(
    ("third", "points"),
    [(132, (5, 6)), (Decimal("131.99"), (3, 4)), (Decimal("110.01"), (3, 4)), (99, (0, 0))],
)
def test_points_for_growth_leave_the_choice_within_a_band_to_experts(third, points):
    sales = {2023: 100, 2024: 110, 2025: third}
    result = ask("high_tech_2016", sales_revenue=sales)
    growth = next(part for part in result.score.parts if part.id == "growth")
    item = next(one for one in growth.items if one.id == "sales")
    assert (item.least, item.most, item.unknown) == (*points, False)


def test_the_part_on_intellectual_property_never_exceeds_thirty():
    result = ask(
        "high_tech_2016", class_I_ip=1, ip_own_development=True, took_part_in_standards=True,
        ip_advanced_points=8, ip_support_points=8,
    )  # fmt: skip
    part = result.score.parts[0]
    assert (part.least, part.most) == (8 + 8 + 7 + 1 + 1, 30)


# --- unknown is not unmet -----------------------------------------------------------------------
@pytest.mark.parametrize("rule_set", [one.id for one in load_rule_sets()])
def test_without_data_nothing_is_met_and_nothing_is_unmet(rule_set):
    result = ask(rule_set)
    assert result.outcome is Outcome.UNKNOWN
    assert {line.outcome for line in result.lines} <= {Outcome.UNKNOWN, Outcome.MANUAL_REVIEW}


@pytest.mark.parametrize("rule_set", [one.id for one in load_rule_sets()])
def test_null_data_is_the_same_as_no_data(rule_set):
    stated = {
        name: dict.fromkeys((2025, 2024, 2023, 2022)) if field.yearly else None
        for name, field in BOOK.fields.items()
        if field.formula is None
    }
    assert [one.outcome for one in ask(rule_set, **stated).lines] == [
        one.outcome for one in ask(rule_set).lines
    ]


def test_zero_and_false_are_values():
    result = ask("little_giant_2022", core_business_on_information_system=0, own_brand=False)
    assert result.line("LG-4").outcome is Outcome.UNMET
    assert (result.line("LG-8").outcome, result.line("LG-8").value) == (Outcome.UNMET, False)


def test_one_bad_year_of_two_is_unmet_and_one_good_year_is_not_yet_met():
    assert ask("srdi_sme_2026", rd_expense={2025: 99}).line("SS-6").outcome is Outcome.UNMET
    line = ask("srdi_sme_2026", rd_expense={2025: 100}).line("SS-6")
    assert line.outcome is Outcome.UNKNOWN
    assert [(part.id, part.outcome) for part in line.parts] == [
        ("SS-6:2025", Outcome.MET), ("SS-6:2024", Outcome.UNKNOWN),
    ]  # fmt: skip


def test_two_sources_that_disagree_leave_a_value_unknown_and_are_both_shown():
    choice = use_rule_set(BOOK.rule_set("above_scale_industry_2011"), DAY)
    found = [
        Evidence("main_business_revenue", 1900, 2025, source="register"),
        Evidence("main_business_revenue", 2100, 2025, source="application"),
    ]
    line = evaluate_firm(choice, found).line("AS-1")
    assert (line.outcome, line.why) == (Outcome.UNKNOWN, "sources_disagree")
    assert [one.source for one in line.evidence] == ["register", "application"]
    agreed = [found[0], Evidence("main_business_revenue", Decimal("1900.00"), 2025)]
    assert evaluate_firm(choice, agreed).line("AS-1").outcome is Outcome.UNMET


# --- at the number ------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("rule_set", "line", "at", "beside"),
    [
        ("above_scale_industry_2011", "AS-1", {"main_business_revenue": {2025: 2000}},
         {"main_business_revenue": {2025: Decimal("1999.99")}}),
        ("srdi_sme_2022", "SR-1", {"segment_years": 2}, {"segment_years": Decimal("1.99")}),
        ("srdi_sme_2026", "SS-5", {"total_liabilities": {2025: 80}, "total_assets": {2025: 100}},
         {"total_liabilities": {2025: Decimal("80.01")}, "total_assets": {2025: 100}}),
        ("little_giant_2026", "LN-7", {"rd_expense": {2025: 700, 2024: 500}},
         {"rd_expense": {2025: 700, 2024: Decimal("499.99")}}),
        ("little_giant_2026", "LN-5", {"revenue": {2025: Decimal("110.25"), 2023: 100}},
         {"revenue": {2025: Decimal("110.24"), 2023: 100}}),
        ("little_giant_2022", "LG-3", {"main_business_revenue": {2025: 121, 2024: 110, 2023: 110}},
         {"main_business_revenue": {2025: Decimal("120.9"), 2024: 110, 2023: 110}}),
        ("tech_sme_2017", "TS-2a", {"employees": {2025: 500}}, {"employees": {2025: 501}}),
        ("champion_2023", "MC-3", {"world_market_rank": 3}, {"world_market_rank": 4}),
        ("unicorn_common", "UC-1", {"registered_on": date(2016, 6, 1)},
         {"registered_on": date(2016, 5, 31)}),
    ],
)  # fmt: skip
def test_or_more_and_or_less_include_the_number(rule_set, line, at, beside):
    assert ask(rule_set, **at).line(line).outcome is Outcome.MET
    assert ask(rule_set, **beside).line(line).outcome is Outcome.UNMET


def test_more_than_2000_of_plan_excludes_2000():
    assert ask("key_little_giant_2024", plan_investment=2000).line("KG-3").outcome is Outcome.UNMET
    over = ask("key_little_giant_2024", plan_investment=Decimal("2000.01"))
    assert over.line("KG-3").outcome is Outcome.MET


def test_it_says_by_how_much_a_line_is_missed_with_value_year_and_source():
    choice = use_rule_set(BOOK.rule_set("little_giant_2026"), DAY)
    stated = Evidence("revenue", 52_000_000 - 2_500_000, 2025, "yuan", "audit", date(2026, 3, 1))
    line = evaluate_firm(choice, [stated]).line("LN-3")
    assert (line.outcome, line.value, line.needed) == (Outcome.UNMET, 4950, 5000)
    assert (line.missing_by, line.year, line.evidence) == (50, 2025, (stated,))


def test_at_an_exact_boundary_the_higher_band_of_the_table_wins():
    result = ask("innovative_sme_2022", revenue={2025: 100}, rd_expense={2025: 5},
                 main_business_revenue={2025: 70, 2024: 70})  # fmt: skip
    items = {item.id: item.least for part in result.score.parts for item in part.items}
    assert (items["rd_ratio"], items["main_revenue_share"], items["main_revenue_growth"]) == (
        20, 20, 5,
    )  # fmt: skip


def test_sixty_points_with_fourteen_for_growth_do_not_make_an_innovative_firm():
    stated = {
        "class_I_high_value_ip": 1, "revenue": {2025: 100}, "rd_expense": {2025: 5},
        "total_assets": {2025: 100}, "total_liabilities": {2025: 50}, "sei_domain": True,
        "award_3y": False, "honour_in_force": False, "rd_institution_level": "none",
        "equity_financing": {2025: 0, 2024: 0, 2023: 0},
    }  # fmt: skip
    grown = ask("innovative_sme_2022", main_business_revenue={2025: 80, 2024: 79}, **stated)
    assert grown.score.least == grown.score.most == 40 + 15 + 30
    assert grown.line("IS-1").outcome is Outcome.MET
    shrunk = ask("innovative_sme_2022", main_business_revenue={2025: 80, 2024: 81}, **stated)
    assert (shrunk.line("IS-s1").outcome, shrunk.line("IS-s3").outcome) == (
        Outcome.MET, Outcome.UNMET,
    )  # fmt: skip
    assert (shrunk.line("IS-1").outcome, shrunk.line("IS-s3").missing_by) == (Outcome.UNMET, 5)


def test_the_points_of_the_province_are_left_open():
    result = ask("srdi_sme_2022")
    assert next(one for one in result.score.parts if one.id == "local_feature").most == 15
    stated = ask("srdi_sme_2022", local_feature_points=9)
    part = next(one for one in stated.score.parts if one.id == "local_feature")
    assert (part.least, part.most) == (9, 9)


# --- what people decide -------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("rule_set", "line", "field"),
    [
        ("srdi_sme_2026", "SS-9", "market_position"),
        ("little_giant_2022", "LG-10", "chain_role_and_domain"),
        ("little_giant_2026", "LN-11", "chain_role_and_domain"),
        ("champion_2023", "MC-4", "technology_world_leading"),
        ("high_tech_2016", "HT-3", "high_tech_domain"),
    ],
)
def test_matters_of_judgement_stay_with_people_whatever_is_stated(rule_set, line, field):
    found = ask(rule_set, **{field: "领先"}).line(line)
    assert (found.outcome, found.value) == (Outcome.MANUAL_REVIEW, "领先")


def test_a_platform_score_counts_only_with_its_proof():
    choice = use_rule_set(BOOK.rule_set("little_giant_2026"), DAY)
    typed = evaluate_firm(choice, [Evidence("platform_score", 80, 2025)]).line("LN-12")
    assert (typed.outcome, typed.why) == (Outcome.MANUAL_REVIEW, "not_proved")
    proved = [Evidence("platform_score", 60, 2025, proof="platform")]
    assert evaluate_firm(choice, proved).line("LN-12").outcome is Outcome.MET


def test_at_a_recheck_growth_is_not_asked_and_either_year_of_the_platform_score_will_do():
    stated = {"platform_score": {2024: 60, 2025: 59}, "revenue": {2025: 90, 2023: 100}}
    new = ask("little_giant_2026", **stated)
    assert (new.line("LN-5").outcome, new.line("LN-12").outcome) == (Outcome.UNMET, Outcome.UNMET)
    again = ask("little_giant_2026", procedure="recheck", **stated)
    assert again.line("LN-5").outcome is Outcome.NOT_APPLICABLE
    assert again.line("LN-12").outcome is Outcome.MET


def test_all_lines_met_but_those_of_people_leave_the_whole_with_people():
    result = ask(
        "champion_2023", segment_years=10, world_market_rank=1,
        main_business_revenue={2025: 40000, 2024: 40000, 2023: 40000},
    )  # fmt: skip
    assert result.outcome is Outcome.MANUAL_REVIEW
    assert [line.id for line in result.open_lines] == ["MC-4"]


def test_what_prompts_a_site_check_decides_nothing():
    result = ask("tech_sme_2017", employees={2025: 5})
    assert result.flags[0].outcome is Outcome.MET
    assert result.line("TS-2a").outcome is Outcome.MET


def test_a_little_giant_of_2022_below_5000_takes_the_route_of_money_and_people():
    stated = {
        "revenue": {2025: 4999}, "rd_expense": {2025: 3000}, "employees": {2025: 100},
        "rd_staff": {2025: 50}, "equity_financing": {2025: 8000, 2024: 0},
    }  # fmt: skip
    line = ask("little_giant_2022", **stated).line("LG-9a")
    assert (line.outcome, line.parts[0].id) == (Outcome.MET, "LG-9a3")
    line = ask("little_giant_2022", **(stated | {"revenue": {2025: 5000}})).line("LG-9a")
    assert (line.outcome, line.parts[0].id) == (Outcome.UNKNOWN, "LG-9a2")
