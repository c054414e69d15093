"""What may be said of a value, which texts are kept, which step follows which."""

from __future__ import annotations

from datetime import date

import pytest

from jilian.base.errors import Refusal
from jilian.claims.rules import (
    Field,
    Manner,
    check_claim_step,
    check_correction_step,
    check_day,
    check_manner,
    checked_value,
    manners_of,
)


@pytest.mark.parametrize("field", Field.values)
def test_an_authoritative_value_is_only_questioned(field):
    assert manners_of(field, held=True, authoritative=True) == (Manner.QUESTION,)
    with pytest.raises(Refusal) as refused:
        check_manner(field, "wrong", held=True, authoritative=True)
    assert refused.value.code == "value_authoritative"


@pytest.mark.parametrize(
    ("field", "held", "manners"),
    [
        ("registered_name", True, "change wrong question"),
        ("identifier", True, "question"),
        ("identifier", False, ""),
        ("short_name", True, "wrong end question"),
        ("short_name", False, "add"),
        ("main_site", True, "change wrong question"),
        ("other_site", True, "wrong end question"),
        ("industry", True, "change wrong question"),
        ("makes", True, "end wrong question"),
        ("buys", False, "add"),
        ("fact", True, "wrong question"),
        ("fact", False, "add"),
    ],
)
def test_what_may_be_said_of_each_value(field, held, manners):
    assert " ".join(manners_of(field, held=held, authoritative=False)) == manners


@pytest.mark.parametrize(
    ("field", "value", "kept"),
    [
        ("short_name", {"text": " 林  晶 "}, {"text": "林 晶"}),
        ("makes", {"name": "晶圆"}, {"name": "晶圆"}),
        ("fact", {"year": "2025", "measure": "employees", "value": "150"},
         {"year": 2025, "measure": "employees", "value": "150.00"}),
        ("main_site", {"division": "310117105", "lon": "121.2", "lat": 31},
         {"division": "310117105", "address": "", "lon": 121.2, "lat": 31.0}),
    ],
)  # fmt: skip
def test_proposed_values_are_kept_in_one_way_of_writing(field, value, kept):
    assert checked_value(field, "add", value) == kept


@pytest.mark.parametrize(
    ("field", "value", "because"),
    [
        ("short_name", {}, "value_missing"),
        ("makes", {"name": "13800138000"}, "personal_number"),
        ("fact", {"year": "x", "measure": "employees", "value": "1"}, "fact_odd"),
        ("fact", {"year": 2025, "measure": "employees", "value": "NaN"}, "fact_odd"),
        ("fact", {"year": 2025, "measure": "employees", "value": "-3"}, "fact_odd"),
        ("fact", {"year": 2025, "measure": "price", "value": "1"}, "measure_unknown"),
        ("main_site", {"division": "310117105", "lon": "121"}, "point_odd"),
        ("main_site", {"division": "310117105", "lon": "nan", "lat": "1"}, "point_odd"),
        ("main_site", {"address": "新飞路"}, "value_missing"),
    ],
)
def test_values_that_cannot_be_held_are_refused(field, value, because):
    with pytest.raises(Refusal) as refused:
        checked_value(field, "add", value)
    assert refused.value.code == because


@pytest.mark.parametrize(
    ("manner", "day", "because"),
    [
        ("change", None, "day_missing"),
        ("end", None, "day_missing"),
        ("add", date(2026, 3, 3), "day_in_future"),
        ("add", None, None),
        ("change", date(2026, 3, 2), None),
    ],
)
def test_days(manner, day, because):
    if because is None:
        check_day(manner, day, date(2026, 3, 2))
        return
    with pytest.raises(Refusal) as refused:
        check_day(manner, day, date(2026, 3, 2))
    assert refused.value.code == because


STATES = ("filed", "asked_back", "accepted", "refused", "withdrawn")
CLAIM_STEPS = {
    "filed": "asked_back accepted refused withdrawn",
    "asked_back": "filed refused withdrawn",
    "accepted": "ended",
}
CORRECTION_STEPS = {
    "filed": "asked_back accepted answered refused withdrawn",
    "asked_back": "filed refused withdrawn",
    "accepted": "undone",
}


@pytest.mark.parametrize("state", [*STATES, "ended"])
@pytest.mark.parametrize("wanted", [*STATES, "ended"])
def test_steps_of_a_claim(state, wanted):
    _tried(check_claim_step, state, wanted, CLAIM_STEPS)


@pytest.mark.parametrize("state", [*STATES, "undone", "answered"])
@pytest.mark.parametrize("wanted", [*STATES, "undone", "answered"])
def test_steps_of_a_correction(state, wanted):
    _tried(check_correction_step, state, wanted, CORRECTION_STEPS)


def _tried(check, state, wanted, steps):
    if wanted in steps.get(state, "").split():
        check(state, wanted)
    else:
        with pytest.raises(Refusal):
            check(state, wanted)
