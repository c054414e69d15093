"""The rule file: what it holds, and slips in it that are refused."""

from __future__ import annotations

from importlib.resources import files

import pytest

from jilian_engine.errors import RuleError
from jilian_engine.rulebook.qualifications import load_rulebook, parse_rulebook
from jilian_engine.rulebook.qualifications.model import walk

BOOK = load_rulebook()
TEXT = (files("jilian_engine.rulebook") / "qualifications.yaml").read_text("utf-8")


def test_the_twelve_rule_sets_rest_on_sources_and_their_tables_make_a_hundred():
    assert len(BOOK.rule_sets) == 12
    for one in BOOK.rule_sets:
        assert one.sources
        if one.score:
            assert sum(part.most for part in one.score) == 100


def test_every_field_is_asked_somewhere():
    asked = set()
    for one in BOOK.rule_sets:
        asked |= set(_fields(one))
    for name in sorted(asked):
        formula = BOOK.fields[name].formula
        asked |= set(formula.fields) if formula else set()
    assert set(BOOK.fields) - asked == set()


def _fields(rule_set):
    lines = [*rule_set.all_lines()]
    for part in rule_set.score:
        for item in part.items:
            yield from item.count
            yield from [item.expert] if item.expert else []
            whens = [case.when for way in item.ways for case in way if case.when]
            lines += [line for when in whens for line in walk(when)]
    for line in lines:
        for name in (getattr(line, "field", ""), getattr(line, "stated_in", "")):
            if name:
                yield name


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("field: high_tech_domain, review: true", 'field: high_tech_domain, op: "==", value: 材料',
         "rule_set_malformed"),
        ("approver: national", "approved_by: national", "rule_key_unknown"),
        ("{id: AS-1, field: main", "{id: AS-1, perod: 1, field: main", "rule_key_unknown"),
        ("{id: AS-2, field: unit_kind", "{id: AS-1, field: unit_kind", "rule_set_malformed"),
        ("field: unit_kind,", "field: kind_of_unit,", "field_unknown"),
        ("value: industrial_legal_person", "value: a_person", "rule_set_malformed"),
        ('op: ">=", value: 365', 'op: ">=", value: "365"', "rule_set_malformed"),
        ("max: 25\n", "max: 26\n", "score_table_off"),
        ("{id: m1, max: 6,", "{id: m1, max: 5,", "score_table_off"),
        ("{ge: 0.35, score: [9, 10]}", "{ge: 0.35, score: [9, 9]}", "score_table_off"),
        ("{lt: 1, score: 0}", "{lt: 2, score: 0}", "score_bands_gap"),
        ("{ge: 0.25, score: 16}, {ge: 0.20", "{ge: 0.15, score: 16}, {ge: 0.20", "score_bands_gap"),
        ("{above: 20000, ask", "{above: 30000, ask", "score_bands_gap"),
        ("source: [NBS-RULES-2011]", "source: []", "rule_without_source"),
        ("valid_to: 2026-03-31", "valid_to: 2026-04-30", "rule_set_malformed"),
        ("use: srdi_sme_2022", "use: little_giant_2022", "rule_set_malformed"),
        ("over: each_2y", "over: each_9y", "rule_set_malformed"),
        ("rd_expense_sum_2y, op", "rd_expense_sum_2y, over: any_2y, op", "rule_set_malformed"),
        ("stated_in: innovation_score", "stated_in: segment_years", "rule_set_malformed"),
        ("{ratio: [rd_expense, revenue]}", "{ratio: [rd_expense]}", "rule_set_malformed"),
        ("{growth: revenue}", "{grows: revenue}", "rule_set_malformed"),
    ],
)  # fmt: skip
def test_a_slip_in_the_rule_file_is_refused(old, new, code):
    assert old in TEXT
    with pytest.raises(RuleError) as refused:
        parse_rulebook(TEXT.replace(old, new, 1))
    assert refused.value.code == code
