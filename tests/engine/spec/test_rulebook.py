from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from jilian_engine.errors import RuleError
from jilian_engine.figures import Band, Bound, Figure
from jilian_engine.rulebook import evaluate, load, parse

SCOPE = """
schema_version: 1
name: scope
title: {zh: 规模以上工业, en: Industry above scale}
checked_on: 2026-11-22
sources:
  NBS: {title: 规模以上工业统计范围, issuer: 国家统计局, number: null, issued: "2010",
        in_force_from: "2011-01-01", in_force_to: null, status: in_force, confirmation: confirmed}
facts:
  revenue: {zh: 主营业务收入（万元）, en: revenue}
  owner: {zh: 所有制, en: owner}
rules:
  - id: OLD
    kinds: [firm]
    about: scope
    text: {zh: 国有企业和500万元以上的非国有企业, en: State firms; others from 5 million}
    sources: [NBS]
    valid_from: 1998-01-01
    valid_to: 2006-12-31
    require:
      any:
        - {fact: owner, op: "==", value: state}
        - {fact: revenue, op: ">=", value: 500}
  - id: NEXT
    kinds: [firm]
    about: scope
    text: {zh: 500万元以上, en: From 5 million}
    sources: [NBS]
    valid_from: 2007-01-01
    valid_to: 2010-12-31
    when: {not: {fact: owner, op: in, value: [army]}}
    require: {fact: revenue, op: ">=", value: 500.5}
"""


@pytest.mark.parametrize(
    ("day", "in_force"),
    [
        (date(1997, 12, 31), []),
        (date(1998, 1, 1), ["OLD"]),
        (date(2006, 12, 31), ["OLD"]),
        (date(2007, 1, 1), ["NEXT"]),
        (date(2010, 12, 31), ["NEXT"]),
        (date(2011, 1, 1), []),
    ],
)
def test_the_last_day_in_a_file_is_still_in_force(day: date, in_force: list[str]) -> None:
    assert [rule.id for rule in parse(SCOPE).on(day).rules] == in_force


def test_inside_a_rule_ends_on_the_day_after() -> None:
    assert parse(SCOPE).rule("OLD").valid_to == date(2007, 1, 1)


def test_a_verdict_shows_each_line_with_the_fact_used() -> None:
    verdict = evaluate(parse(SCOPE).rule("OLD"), {"owner": "private", "revenue": None})
    assert verdict.value is None
    assert [(line.fact, line.asks, line.used, line.value) for line in verdict.lines] == [
        ("owner", "= state", "private", False),
        ("revenue", "≥ 500", None, None),
    ]


@pytest.mark.parametrize(
    ("facts", "value"),
    [
        ({"owner": "army"}, True),
        ({"owner": "state", "revenue": 501}, True),
        ({"owner": "state", "revenue": 500}, False),
        ({"owner": None, "revenue": 500}, None),
        ({"owner": None, "revenue": 600}, True),
        ({"owner": "state", "revenue": Band("b", 501, None)}, True),
        ({"owner": "state", "revenue": Band("b", 0, 600)}, None),
        ({"owner": "state", "revenue": Figure(Decimal(501), "x", bound=Bound.MORE_THAN)}, True),
        ({"owner": "state", "revenue": Figure(Decimal(501), "x", bound=Bound.BELOW)}, None),
    ],
)
def test_a_rule_asks_only_where_it_applies(facts: dict[str, object], value: bool | None) -> None:
    assert evaluate(parse(SCOPE).rule("NEXT"), facts).value is value  # type: ignore[arg-type]


@pytest.mark.parametrize("facts", [{"revenue": "many"}, {"owner": 3, "revenue": 1}])
def test_a_fact_of_the_wrong_kind_is_refused(facts: dict[str, object]) -> None:
    with pytest.raises(RuleError, match=r"cannot be|is a number"):
        evaluate(parse(SCOPE).rule("OLD"), facts)  # type: ignore[arg-type]


def test_the_fingerprint_is_of_what_is_said_and_not_of_how_it_is_laid_out() -> None:
    first = parse(SCOPE).fingerprint
    assert len(first) == 64
    assert parse("# a remark\n" + SCOPE.replace("\n", "\r\n")).fingerprint == first
    assert parse(SCOPE.replace("value: 500}", "value: 400}")).fingerprint != first


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("fact: owner, op: in", "fact: colour, op: in", "rule_malformed"),
        ("value: [army]", "value: army", "rule_malformed"),
        ('op: ">=", value: 500.5', 'op: "=>", value: 500', "rule_malformed"),
        ('op: ">=", value: 500.5', 'op: ">=", value: much', "rule_malformed"),
        ('op: ">=", value: 500.5', 'op: ">=", value: null', "rule_malformed"),
        ("{not: {fact", "{never: {fact", "rule_malformed"),
        ("id: NEXT", "id: OLD", "rule_set_malformed"),
        ("about: scope", "around: scope", "rule_malformed"),
        ("sources: [NBS]", "sources: [XYZ]", "rule_malformed"),
        ("sources: [NBS]", "sources: []", "rule_without_source"),
        ("name: scope", "", "rule_set_malformed"),
    ],
)
def test_a_badly_written_rule_set_is_refused(old: str, new: str, code: str) -> None:
    with pytest.raises(RuleError) as refused:
        parse(SCOPE.replace(old, new))
    assert refused.value.code == code


def test_what_a_rule_set_does_not_hold_is_refused() -> None:
    rules = load("organisations")
    with pytest.raises(RuleError, match="no rule set"):
        load("../organisations")
    with pytest.raises(RuleError, match="has no rule"):
        rules.rule("ORG-99")
    with pytest.raises(RuleError, match="has no condition"):
        evaluate(rules.rule("ORG-09-BRANCH"), {})
    with pytest.raises(RuleError, match="knows no fact"):
        rules.check_facts({"formal_member": 3})


def test_every_rule_of_organisations_names_its_sources_and_speaks_both_languages() -> None:
    rules = load("organisations")
    for rule in rules.rules:
        assert rule.text_zh
        assert rule.text_en
        assert all(source.title and source.confirmation for source in rule.sources)
    assert rules.rule("ORG-07").sources[0].issuer == "旗帜网 机关党建资料库"
    assert [band.id for band in rules.bands] == ["m0", "m1", "m3", "m7", "m50", "m100"]
    assert rules.definitions["coverage"]["states"][0]["zh"] == "单独组建"
