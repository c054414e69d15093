"""Size classes: a firm in two clusters is allocated, never doubled; the rule has day and source."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from jilian.clusters.rules.output import SizeClass
from jilian.gaps.queries import size_page
from jilian.gaps.rules.sizes import rule_on

SINCE, DAY = date(2020, 1, 1), date(2026, 3, 2)
SIX_BILLION, TWO_BILLION = Decimal(600_000), Decimal(200_000)  # in units of 10,000 yuan


def test_one_six_billion_firm_in_two_clusters_does_not_grow_the_district_by_six(
    world, source, firm, people, cluster
):
    from jilian.clusters.models import Cluster, Membership
    from jilian.firms.models import YearlyFact

    days = {"valid_from": SINCE, "known_by": SINCE, "source": source}
    other = Cluster.objects.create(world=world, key="C2", name="另一集群", sort_key="ling", **days)

    def join(one, to):
        Membership.objects.create(cluster=to, firm=one, role="member", reason="名单", **days)

    Membership.objects.all().delete()
    for to in (cluster, other):
        for number in range(3):
            small = firm(f"{to.key}小厂{number}")
            join(small, to)
            YearlyFact.objects.create(
                firm=small, year=2025, measure="output", value=TWO_BILLION, source=source
            )
    big = firm("大厂")
    join(big, cluster)
    YearlyFact.objects.create(
        firm=big, year=2025, measure="output", value=SIX_BILLION, source=source
    )
    once = size_page(people["leader"], world, DAY)
    join(big, other)
    twice = size_page(people["leader"], world, DAY)
    assert once.year.together.yuan == twice.year.together.yuan == 18 * 10**9
    assert [line.output.yuan for line in once.lines] == [12 * 10**9, 6 * 10**9]
    assert [line.output.yuan for line in twice.lines] == [9 * 10**9] * 2
    assert dict(once.counts)[SizeClass.TEN_BILLION] == 1
    assert twice.year.shared == 1


def test_the_rule_has_its_day_and_its_source():
    rule = rule_on(date(2026, 1, 1))
    assert rule.least_yuan[SizeClass.HUNDRED_BILLION] == 100 * 10**9
    assert rule.least_yuan[SizeClass.TEN_BILLION] == 10 * 10**9
    assert rule.source and rule.valid_from <= date(2022, 3, 8)
