"""The output of clusters: nothing twice, nothing missing taken for zero, no firm given away."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings, strategies as st

from conftest import NOON
from jilian.clusters import queries
from jilian.clusters.operations import save_cluster, save_membership
from jilian.clusters.rules import ClusterRow, MemberRow, Spell
from jilian.clusters.rules.output import SizeClass, hidden_sums, is_safe, outputs_of

SIX_BILLION = Decimal(600_000)  # in units of 10,000 yuan
A, B = 1, 2


def test_a_firm_of_six_billion_in_two_clusters_does_not_add_six_to_the_district():
    values = {firm: Decimal(200_000) for firm in range(6)} | {9: SIX_BILLION}
    once = outputs_of(2025, {A: {0, 1, 2, 9}, B: {3, 4, 5}}, values)
    twice = outputs_of(2025, {A: {0, 1, 2, 9}, B: {3, 4, 5, 9}}, values)
    assert once.together.yuan == twice.together.yuan == 18 * 10**9
    assert [one.yuan for one in twice.clusters.values()] == [9 * 10**9, 9 * 10**9]
    assert (once.shared, twice.shared) == (0, 1)


def test_a_third_of_a_firm_is_exact():
    values = {1: Decimal("100.01"), 2: Decimal("100.01"), 3: Decimal("100.01")}
    found = outputs_of(2025, {A: {1, 2, 3}, B: {1, 2, 3}, 3: {1, 2, 3}}, values)
    assert {one.total for one in found.clusters.values()} == {Fraction(10001, 100)}
    assert found.together.total == Fraction(30003, 100)


@pytest.mark.parametrize(
    "each, firms, known, size, at_least",
    [
        (Decimal(2_500_000), 4, 4, SizeClass.HUNDRED_BILLION, False),
        (Decimal("2499999.99"), 4, 4, SizeClass.TEN_BILLION, False),
        (Decimal(250_000), 4, 4, SizeClass.TEN_BILLION, False),
        (Decimal(25_000), 4, 4, SizeClass.BILLION, False),
        (Decimal(24_999), 4, 4, SizeClass.SMALLER, False),
        (Decimal(2_500_000), 9, 4, SizeClass.HUNDRED_BILLION, True),
        (Decimal(250_000), 9, 4, SizeClass.TEN_BILLION, True),
        (Decimal(24_999), 9, 4, None, True),
    ],
)
def test_the_class_follows_from_the_sum_and_is_a_bound_where_outputs_miss(
    each, firms, known, size, at_least
):
    found = outputs_of(2025, {A: set(range(firms))}, dict.fromkeys(range(known), each))
    assert found.clusters[A].size_class is size
    assert found.clusters[A].is_at_least is at_least
    assert (found.clusters[A].known, found.clusters[A].members) == (known, firms)


def test_a_lower_bound_is_rounded_down():
    found = outputs_of(2025, {A: set(range(5))}, dict.fromkeys(range(4), Decimal("12345.67")))
    assert found.clusters[A].yuan == 490_000_000


def test_without_any_known_output_nothing_is_said():
    found = outputs_of(2025, {A: {1, 2, 3}}, {}).clusters[A]
    assert (found.total, found.yuan, found.size_class, found.withheld) == (None,) * 3 + (False,)


@pytest.mark.parametrize(
    "parts, safe",
    [
        ((1, 1), False),
        ((1, 1, 1), True),
        ((8, 1, 1), True),
        ((9, 1, 1), False),
        ((0, 0, 0), False),
    ],
)
def test_a_sum_of_two_firms_or_of_one_giant_is_withheld(parts, safe):
    assert is_safe([Fraction(part) for part in parts]) is safe


def test_what_is_withheld_does_not_follow_by_subtraction():
    values = {1: Decimal(90), 2: Decimal(5), 3: Decimal(5)} | dict.fromkeys(range(4, 8), 20)
    values |= dict.fromkeys(range(8, 12), Decimal(100))
    found = outputs_of(2025, {1: {1, 2, 3}, 2: {4, 5, 6, 7}, 3: {8, 9, 10, 11}}, values)
    assert [one.withheld for one in found.clusters.values()] == [True, True, False]
    assert found.together.total == 580
    assert found.clusters[1].size_class is None


AMOUNTS = st.integers(min_value=1, max_value=1000).map(Decimal)


@settings(max_examples=60, deadline=None)
@given(
    values=st.dictionaries(st.integers(0, 14), AMOUNTS),
    members=st.dictionaries(st.integers(0, 5), st.sets(st.integers(0, 14)), min_size=1),
)
def test_clusters_add_up_to_their_distinct_firms_and_give_no_firm_away(values, members):
    found = outputs_of(2025, members, values)
    firms = set().union(*members.values())
    known = [Fraction(values[firm]) for firm in firms if firm in values]
    parts = {
        cluster: {
            firm: Fraction(values[firm]) / sum(firm in other for other in members.values())
            for firm in held
            if firm in values
        }
        for cluster, held in members.items()
    }
    assert sum((sum(held.values()) for held in parts.values()), Fraction(0)) == sum(known)
    hidden = hidden_sums(parts)
    assert all(found.clusters[one].withheld for one in hidden)
    for cluster, one in found.clusters.items():
        assert one.total is None or is_safe(parts[cluster].values())
    if found.together.total is None:
        return
    assert found.together.total == sum(known)
    rest = {}
    for cluster in hidden:
        for firm, part in parts[cluster].items():
            rest[firm] = rest.get(firm, 0) + part
    assert not rest or is_safe(rest.values())


YEAR_END = date(2025, 12, 31)


@pytest.fixture
def two_clusters(mei, world, source, firm):
    """Cluster 甲 of four firms and 乙 of three, 巨厂 in both; outputs of 2025 but that of 丁厂."""
    from jilian.firms.models import YearlyFact

    since = Spell(known_by=date(2024, 1, 1), valid_from=date(2024, 1, 1))
    clusters = {}
    firms = {name: firm(name) for name in ("甲厂", "乙厂", "丙厂", "丁厂", "戊厂", "巨厂")}
    for key, names in (("甲", "甲乙丁巨"), ("乙", "丙戊巨")):
        clusters[key] = save_cluster(
            by=mei, at=NOON, world=world, source=source, row=ClusterRow(key, f"{key}集群", since)
        )
        for name in names:
            row = MemberRow((firms[f"{name}厂"].scheme, firms[f"{name}厂"].identifier), "申报",
                            since)  # fmt: skip
            save_membership(by=mei, at=NOON, cluster=clusters[key], source=source, row=row)
    for name, value in (("甲厂", 300_000), ("乙厂", 400_000), ("丙厂", 200_000),
                        ("戊厂", 200_000), ("巨厂", SIX_BILLION)):  # fmt: skip
        YearlyFact.objects.create(
            firm=firms[name], year=2025, measure="output", value=value, source=source
        )
    return clusters, firms


def test_outputs_are_of_the_members_of_the_last_day_of_the_year(two_clusters, mei, world):
    clusters, firms = two_clusters
    (year,) = queries.outputs_by(mei, world, date(2026, 3, 2))
    assert year.together.yuan == 17 * 10**9
    assert (year.together.known, year.together.members) == (5, 6)
    first = year.clusters[clusters["甲"].pk]
    assert (first.yuan, first.size_class, first.is_at_least) == (
        10**10, SizeClass.TEN_BILLION, True
    )  # fmt: skip
    member = clusters["甲"].memberships.get(firm=firms["巨厂"])
    member.valid_to = YEAR_END
    member.save()
    (year,) = queries.outputs_by(mei, world, date(2026, 3, 2))
    assert year.together.yuan == 17 * 10**9
    assert year.shared == 0
    assert year.clusters[clusters["甲"].pk].withheld


def test_a_year_that_has_not_ended_has_no_output(two_clusters, mei, world):
    assert queries.outputs_by(mei, world, date(2025, 12, 30)) == []
    assert len(queries.outputs_by(mei, world, YEAR_END)) == 1


def test_who_may_not_see_every_firms_facts_gets_no_sum(two_clusters, person, world):
    for role, key in (("town_office", "310117105"), ("department_officer", "经委")):
        who = person(f"who-{role}", role, world, key=key)
        assert queries.outputs_by(who, world, date(2026, 3, 2)) == []


def test_outputs_take_three_queries(two_clusters, mei, world, django_assert_num_queries):
    with django_assert_num_queries(3):
        queries.outputs_by(mei, world, date(2026, 3, 2))
