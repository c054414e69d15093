"""Decisions about firms without a database."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from jilian.base.errors import Refusal
from jilian.firms.rules import FirmRow, checked_identifier, decide
from jilian.firms.rules.held import Held, HeldIndustry, HeldName, HeldSite
from jilian.firms.rules.merging import fit

DAY = date(2026, 3, 2)
BEFORE = date(2020, 1, 1)
ROW = FirmRow("made", "W1", "林氏晶圆有限公司")


def held(**more) -> Held:
    names = [HeldName(1, BEFORE, None, kind="registered", text=ROW.name, form=ROW.name)]
    return Held(7, ROW.name, {("made", "W1")}, names=names, **more)


def test_a_credit_code_is_written_in_one_way_and_needs_its_check_digit():
    assert checked_identifier("uscc", " 91110000600037341l ") == "91110000600037341L"
    with pytest.raises(Refusal) as refused:
        checked_identifier("uscc", "911100006000373410")
    assert refused.value.code == "credit_code_wrong"


def test_an_empty_identifier_is_refused():
    with pytest.raises(Refusal) as refused:
        checked_identifier("made", "  ")
    assert refused.value.code == "identifier_missing"


@pytest.mark.parametrize(
    ("one", "other", "answer"),
    [
        ("310117", "310117", "same"),
        ("310117105", "310117", "same"),
        ("330402", "330400", "same"),
        ("310117", "310117105", "finer"),
        ("330400", "330402", "finer"),
        ("310117105", "310117107", "other"),
        ("310117", "330400", "other"),
    ],
)
def test_places_are_compared_down_the_tree(one, other, answer):
    assert fit(one, other) == answer


@pytest.mark.parametrize(
    ("changed", "kind", "steps"),
    [
        ({}, "same", []),
        ({"name": "林氏半导体有限公司"}, "changed", ["end name", "add name", "set firm"]),
        ({"name": "林氏半导体有限公司", "known_by": BEFORE}, "conflicting", []),
        ({"short_name": "林晶"}, "changed", ["add name"]),
        ({"english_name": "Lin Wafer"}, "changed", ["add name", "set firm"]),
        ({"division_code": "310117105"}, "changed", ["add site"]),
        ({"industry_code": "3985"}, "changed", ["add industry"]),
        ({"makes": ("硅片", "硅片", " ")}, "changed", ["add product"]),
        ({"facts": ((2025, "tax", Decimal(1)),)}, "changed", ["add fact"]),
        ({"other_identities": (("made", "W1"),)}, "same", []),
        ({"valid_from": date(2015, 6, 1)}, "changed", ["set name"]),
    ],
)
def test_what_a_row_changes(changed, kind, steps):
    outcome = decide(held(), ROW._replace(**changed), DAY)
    assert outcome.kind == kind
    assert [f"{step.act} {step.table}" for step in outcome.steps] == steps


@pytest.mark.parametrize(
    ("changed", "kind", "steps"),
    [
        ({"division_code": "310117107"}, "changed", ["end site", "add site"]),
        ({"division_code": "310117107", "known_by": BEFORE}, "conflicting", []),
        ({"division_code": "310117"}, "same", []),
        ({"address": "新桥镇 1 号"}, "changed", ["set site"]),
        ({"lon": 121.3, "lat": 31.0}, "changed", ["set site"]),
        ({"industry_code": "3973"}, "changed", ["end industry", "add industry"]),
        ({"industry_code": "39"}, "same", []),
    ],
)
def test_what_a_row_changes_in_a_place_and_an_industry(changed, kind, steps):
    kept = held(
        site=HeldSite(2, BEFORE, None, division="310117105"),
        industry=HeldIndustry(3, BEFORE, None, code="3985"),
    )
    outcome = decide(kept, ROW._replace(**changed), DAY)
    assert outcome.kind == kind
    assert [f"{step.act} {step.table}" for step in outcome.steps] == steps


def test_a_name_held_in_the_past_is_no_news():
    kept = held()
    old = HeldName(9, date(2010, 1, 1), None, BEFORE, kind="registered", text="旧名", form="旧名")
    kept.names.append(old)
    row = ROW._replace(name="旧名", known_by=date(2015, 1, 1))
    assert decide(kept, row, DAY).kind == "same"
