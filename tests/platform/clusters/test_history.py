"""Joining and leaving never change who was a member on an earlier day."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from conftest import NOON, examples
from jilian.clusters.models import Membership
from jilian.clusters.operations import end_membership, save_cluster, save_membership
from jilian.clusters.rules import ClusterRow, MemberRow, Spell

START = date(2024, 1, 1)
NUMBERS = count()
NAMES = ("晶体厂", "晶圆厂", "封装厂")
CHANGES = st.lists(
    st.tuples(st.sampled_from(NAMES), st.integers(min_value=1, max_value=60)), max_size=8
)


@pytest.fixture
def three_firms(firm):
    return [firm(name) for name in NAMES]


def members(cluster, day: date) -> set[str]:
    held = Membership.objects.on(day).filter(cluster=cluster)
    return set(held.values_list("firm__name", flat=True))


def around(days: list[date]) -> list[date]:
    """Each day on which something changed, with the days before and after it."""
    return sorted({one + timedelta(days=n) for one in days for n in (-1, 0, 1)})


@settings(
    max_examples=examples(25),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(changes=CHANGES)
def test_random_joins_and_leaves_never_change_an_earlier_answer(
    changes, mei, world, source, three_firms
):
    days = [day := START]
    cluster = save_cluster(
        by=mei, at=NOON, world=world, source=source,
        row=ClusterRow(f"c{next(NUMBERS)}", "集成电路集群", Spell(known_by=START)),
    )  # fmt: skip
    for name, later in changes:
        days.append(day := day + timedelta(days=later))
        asked = [one for one in around(days) if one < day]
        before = [members(cluster, one) for one in asked]
        held = Membership.objects.filter(
            cluster=cluster, firm__name=name, valid_to__isnull=True
        ).first()
        if held:
            end_membership(by=mei, at=NOON, membership=held, valid_to=day, reason="退出")
        else:
            row = MemberRow(("made", name), "申报", Spell(known_by=day, valid_from=day))
            save_membership(by=mei, at=NOON, cluster=cluster, source=source, row=row)
        assert (name in members(cluster, day)) is (held is None)
        assert [members(cluster, one) for one in asked] == before
