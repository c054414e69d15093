from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, strategies as st

from jilian_engine.rulebook import (
    Outcome,
    Rule,
    all_of,
    any_of,
    check_organisation,
    load,
    negation,
    parse,
)

kleene = st.sampled_from([True, False, None])
SET = """
name: one
title: {{zh: 一, en: one}}
checked_on: 2026-01-01
sources: {{S: {{title: t, issuer: i, number: null, issued: null, in_force_from: null,
  in_force_to: null, status: in_force, confirmation: confirmed}}}}
facts: {{}}
rules:
  - {{id: R, kinds: [k], about: a, text: {{zh: 一, en: one}}, sources: [S],
     valid_from: {first}, valid_to: {last}}}
"""


@given(st.lists(kleene), st.lists(kleene))
def test_de_morgan_holds_with_unknowns(one: list[bool | None], other: list[bool | None]) -> None:
    values = one + other
    assert negation(all_of(values)) == any_of(negation(value) for value in values)
    assert all_of(values) == all_of([all_of(one), all_of(other)])
    assert any_of(values) == any_of([any_of(one), any_of(other)])


@given(st.lists(kleene))
def test_learning_an_unknown_never_overturns_an_answer(values: list[bool | None]) -> None:
    for learnt in (True, False):
        known = [learnt if value is None else value for value in values]
        for decide in (all_of, any_of):
            assert decide(values) in (None, decide(known))


@given(st.dates(date(1990, 1, 1), date(2030, 1, 1)), st.integers(0, 900), st.integers(-2, 902))
def test_a_rule_holds_from_its_first_to_its_last_day(first: date, length: int, at: int) -> None:
    last = first + timedelta(days=length)
    day = first + timedelta(days=at)
    rules = parse(SET.format(first=first, last=last))
    assert bool(rules.on(day).rules) == (first <= day <= last)
    assert not rules.perhaps_on(day).rules


@given(st.dates(date(2000, 1, 1), date(2030, 1, 1)))
def test_no_two_versions_of_a_term_hold_on_one_day(day: date) -> None:
    rules: tuple[Rule, ...] = load("organisations").rules
    for kind in ("branch", "primary_committee", "general_branch"):
        held = [r for r in rules if r.about == "term" and kind in r.kinds and r.in_force(day)]
        assert len(held) <= 1


@given(st.sampled_from(load("organisations").bands), st.sampled_from(["members", "formal_members"]))
def test_the_bands_decide_every_threshold(band: object, fact: str) -> None:
    kinds = ["branch"] if fact == "formal_members" else ["general_branch", "primary_committee"]
    for kind in kinds:
        found = check_organisation(kind, {fact: band}, date(2026, 1, 1))  # type: ignore[dict-item]
        assert found.outcome is not Outcome.UNKNOWN
