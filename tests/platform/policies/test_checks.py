"""Checks through the database: boundaries, unknowns, people's lines, one firm and all firms."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from conftest import NOON
from jilian.accounts.queries import system_person
from jilian.base.errors import NotAllowed, Refusal
from jilian.policies import analysis, operations, queries
from jilian.policies.models import CheckResult, CheckRun, Evidence
from jilian.policies.rules.sets import choose_version
from jilian.policies.rules.words import Standing
from jilian_engine.rulebook.qualifications import load_rule_sets

DAY = date(2026, 5, 6)
YEARS = (2025, 2024, 2023)


def check(firm, qualification="srdi_sme", procedure="new", batch="", day=DAY):
    chosen = choose_version(qualification, procedure, day, queries.region_of(firm), batch)
    return analysis.check_firm(firm, chosen, day)


def outcome(found, line):
    return next(one for one in found.lines if one.id == line)


def test_a_firm_that_meets_all_that_can_be_computed_waits_for_people(fit):
    found = check(fit)
    assert found.standing is Standing.PEOPLE
    assert [line.id for line in found.lines if line.standing == "manual_review"] == ["SS-9"]
    revenue = outcome(found, "SS-3").parts[0]
    assert (revenue.value, revenue.year) == ("5,000 × 10,000 yuan", 2025)
    assert revenue.evidence[0].source == "公开名单"
    share = outcome(found, "SS-4")
    assert share.value == "90%"
    assert [one.origin for one in share.evidence] == ["office", "register"]


def test_what_nobody_stated_is_unknown_and_output_is_no_revenue(lin_firm, facts):
    facts(lin_firm, output={2025: "99999"}, revenue={2023: "5000"})
    found = check(lin_firm)
    assert outcome(found, "SS-3").standing == "unknown"
    assert found.counts["unmet"] == 0


def test_a_negative_revenue_in_the_register_counts_as_unknown(lin_firm, facts):
    facts(lin_firm, revenue={2025: "-5"})
    assert outcome(check(lin_firm), "SS-3").standing == "unknown"


def test_seventy_points_fail_and_the_score_of_experts_needs_their_paper(lin, lin_firm, papers):
    papers(lin_firm, by=lin, innovation_score=Decimal(90))  # the firm's own word proves nothing
    assert outcome(check(lin_firm, "high_tech"), "HT-8").standing == "manual_review"
    papers(lin_firm, innovation_score=Decimal(70))
    assert outcome(check(lin_firm, "high_tech"), "HT-8").standing == "unmet"
    papers(lin_firm, innovation_score=Decimal(71))
    assert outcome(check(lin_firm, "high_tech"), "HT-8").standing == "met"


@pytest.mark.parametrize(
    "last_year, spent, standing",
    [("5000", "5", "met"), ("5000", "4.99", "unmet"), ("5000.01", "4", "met"),
     ("20000", "3.99", "unmet"), ("20000.01", "3", "met")],
)  # fmt: skip
def test_the_band_follows_last_year_and_the_ratio_three_years(
    lin_firm, facts, last_year, spent, standing
):
    """Each year's R&D is this percentage of the three years' mean sales."""
    sales = {2025: last_year, 2024: "1000", 2023: "1000"}
    whole = sum(map(Decimal, sales.values()))
    each = (whole * Decimal(spent) / 300).quantize(Decimal("0.01"))
    rest = (whole * Decimal(spent) / 100).quantize(Decimal("0.01"), "ROUND_CEILING") - 2 * each
    if standing == "unmet":
        rest = (whole * Decimal(spent) / 100).quantize(Decimal("0.01"), "ROUND_FLOOR") - 2 * each
    facts(
        lin_firm, revenue=sales,
        research_cost={2025: str(rest), 2024: str(each), 2023: str(each)},
    )  # fmt: skip
    assert outcome(check(lin_firm, "high_tech"), "HT-5").standing == standing


def test_the_first_batch_of_2026_in_shanghai_runs_on_the_rules_of_2022(fit):
    assert check(fit, batch="2026-1", day=date(2026, 3, 2)).rule_set == "srdi_sme_2022"
    assert check(fit, batch="2026-1").rule_set == "srdi_sme_2022"
    assert check(fit).rule_set == "srdi_sme_2026"
    assert check(fit, "little_giant", "recheck").rule_set == "little_giant_2022"


def test_what_misses_a_limit_says_by_how_much(fit, papers):
    papers(fit, total_liabilities={2025: "7290"})
    line = outcome(check(fit), "SS-5")
    assert (line.standing, line.value, line.missing_by) == ("unmet", "81%", "1%")
    assert check(fit).standing is Standing.ONE_SHORT


def test_a_firms_own_word_shows_on_its_page_and_never_pays(fit, lin, papers):
    Evidence.objects.filter(field="segment_years").update(replaced_at=NOON)
    papers(fit, by=lin, segment_years=Decimal(9))
    assert outcome(check(fit), "SS-2").rests_on_own_word
    for_benefit = analysis.check_for_benefit(fit, "srdi_sme_2026", DAY)
    assert outcome(for_benefit, "SS-2").standing == "unknown"


def test_people_decide_only_what_software_may_not(fit, qin, lin):
    decide = {"by": qin, "at": NOON, "firm": fit, "rule_set": "srdi_sme_2026", "is_met": True,
                  "reason": "看过行业报告", "valid_until": date(2026, 12, 31)}  # fmt: skip
    with pytest.raises(Refusal, match="computed"):
        operations.decide_line(**decide, line="SS-5")
    with pytest.raises(Refusal, match="computed"):
        operations.decide_line(**decide, line="SS-10")  # the platform's, by its paper alone
    with pytest.raises(NotAllowed):
        operations.decide_line(**{**decide, "by": lin}, line="SS-9")
    operations.decide_line(**decide, line="SS-9")
    assert check(fit).standing is Standing.QUALIFIES
    assert check(fit, day=date(2027, 1, 1)).counts["manual_review"] >= 1  # it holds until a day
    operations.decide_line(**{**decide, "is_met": False}, line="SS-9")
    assert check(fit).standing is Standing.ONE_SHORT


def test_a_value_entered_anew_replaces_and_keeps_what_stood(fit, qin, papers):
    papers(fit, segment_years=Decimal(7))
    rows = Evidence.objects.filter(firm=fit, field="segment_years").order_by("pk")
    assert [(row.value, row.replaced_at is None) for row in rows] == [(5, False), (7, True)]
    operations.withdraw_evidence(by=qin, at=NOON, evidence=rows[1])
    assert outcome(check(fit), "SS-2").standing == "unknown"
    with pytest.raises(Refusal):
        operations.withdraw_evidence(by=qin, at=NOON, evidence=rows[1])


def test_only_the_firm_and_the_office_state_values(fit, lin, qin, wu, person, world, firm):
    state = {"at": NOON, "firm": fit, "field": "own_brand", "year": None, "value": True,
             "document": "证", "queried_on": date(2026, 2, 1)}  # fmt: skip
    neighbour = person("nei", "member_firm", world, key=str(firm("邻居").pk))
    for who in (wu, neighbour):
        with pytest.raises(NotAllowed):
            operations.state_evidence(by=who, **state)
    own = operations.state_evidence(by=lin, **{**state, "document": ""})
    assert own.origin == "firm"
    with pytest.raises(NotAllowed):
        operations.withdraw_evidence(by=qin, at=NOON, evidence=own)
    with pytest.raises(Refusal, match="paper"):
        operations.state_evidence(by=qin, **{**state, "document": " "})
    with pytest.raises(Refusal):
        operations.state_evidence(by=qin, **{**state, "year": 2025})


def test_all_firms_at_once_come_to_what_each_page_says(fit, qin, firm, facts, papers, world):
    other, bare = firm("乙厂"), firm("空厂")
    facts(other, revenue={2025: "900"}, research_cost={2025: "10", 2024: "500"})
    papers(other, segment_years=Decimal(2), holds_tier1=False)
    operations.decide_line(
        by=qin, at=NOON, firm=fit, rule_set="srdi_sme_2026", line="SS-9", is_met=True,
        reason="看过", valid_until=date(2026, 12, 31),
    )  # fmt: skip
    found = analysis.check_everybody(world, DAY)
    kept = {row["firm"]: row for row in pl.read_parquet(io.BytesIO(found.outcomes)).to_dicts()}
    chosen = [analysis.by_hand(one.id, DAY, "new", "", "") for one in load_rule_sets()]
    for one in (fit, other, bare):
        for page in analysis.check_many([one], chosen, DAY)[one.pk]:
            by_line = {line.id: line.standing for line in page.lines}
            assert by_line == {line: kept[one.pk][f"{page.rule_set}:{line}"] for line in by_line}, (
                page.rule_set
            )
    assert found.counts["srdi_sme_2026"]["standing"]["qualifies"] == 1
    assert found.counts["srdi_sme_2026"]["standing"]["short"] == 1
    assert (fit.pk, "qualifies") in {(row[0], row[2]) for row in found.near}


def test_the_check_of_all_is_kept_and_the_next_replaces_its_list(fit, qin, world, papers):
    run = operations.start_check(by=qin, at=NOON, world=world, as_of=DAY)
    again = operations.start_check(by=qin, at=NOON, world=world, as_of=DAY)
    assert again.pk == run.pk, "one under way is given back"
    worker = system_person("worker")
    run = operations.complete_check(run_id=run.pk, by=worker, at=NOON)
    assert (run.state, run.firms, run.done) == ("done", 1, run.whole)
    row = CheckResult.objects.get(run=run, rule_set="srdi_sme_2026")
    assert (row.standing, row.manual, row.unmet) == ("people", 1, 0)
    assert operations.complete_check(run_id=run.pk, by=worker, at=NOON).pk == run.pk
    papers(fit, total_liabilities={2025: "7290"})
    later = operations.start_check(by=qin, at=NOON, world=world, as_of=DAY, later=False)
    operations.complete_check(run_id=later.pk, by=worker, at=NOON)
    row = CheckResult.objects.get(rule_set="srdi_sme_2026")
    assert (row.run_id, row.standing, row.short_line) == (later.pk, "one_short", "SS-5")
    assert CheckRun.objects.get(pk=run.pk).outcomes


def test_a_check_that_breaks_is_kept_as_failed(qin, world, monkeypatch):
    def broken(*_given, **_more):
        raise Refusal("evidence_odd", "odd")

    monkeypatch.setattr(analysis, "check_everybody", broken)
    run = operations.start_check(by=qin, at=NOON, world=world, later=False)
    assert operations.complete_check(run_id=run.pk, by=qin, at=NOON).state == "failed"


def test_a_table_of_values_is_saved_once_and_never_in_part(fit, qin, world):
    from jilian.policies.formats import HEAD, read_table

    head = ",".join(HEAD)
    good = (
        f"{head}\n林氏晶圆,拥有自主品牌,,是,证书1号,2026-02-01\n"
        "林氏晶圆,净利润,2025,120.5,审计,2026/02/01\n"
    )
    rows, problems = read_table(world, "表.csv", good.encode("gb18030"))
    assert problems == []
    save = {"by": qin, "at": NOON, "world": world, "file_name": "表.csv", "fingerprint": "a" * 64}
    assert operations.save_evidence(rows=rows, **save).new == 2
    assert operations.save_evidence(rows=rows, **save).same == 2
    bad = (
        f"{head}\n无此厂,净利润,2025,1,审计,2026-02-01\n"
        "林氏晶圆,拥有自主品牌,,也许,证,2026-02-01\n林氏晶圆,净利润,,5,证,2026-02-01\n"
        "林氏晶圆,净利润,2025,,证,2026-02-01\n"
    )
    rows, problems = read_table(world, "表.csv", bad.encode())
    assert rows == []
    assert [(one.row, one.column) for one in problems] == [
        (2, "企业标识"), (3, "数值"), (4, "年度"),
    ]  # fmt: skip
    with pytest.raises(Refusal, match="columns"):
        read_table(world, "表.csv", b"a,b\n1,2\n")
    with pytest.raises(Refusal):
        read_table(world, "表.xlsx", b"no workbook")


def test_a_table_in_a_workbook_reads_the_same(fit, world):
    from jilian.base.sheets import as_file
    from jilian.policies.formats import HEAD, read_table

    lines = [HEAD, ("林氏晶圆", "revenue", 2025, 5100.5, "审计", date(2026, 2, 1))]
    rows, problems = read_table(world, "t.xlsx", as_file("xlsx", "t", lines))
    assert problems == []
    assert (rows[0].value, rows[0].year, rows[0].queried_on) == (
        Decimal("5100.5"), 2025, date(2026, 2, 1),
    )  # fmt: skip
