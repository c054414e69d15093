"""A cluster with its body, a supplier with its own branch under the town, and who may answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from conftest import NOON
from jilian.organisations import operations as organisations
from jilian.organisations.models import Organisation, Superior
from jilian.organisations.rules import OrganisationRow

TOWN = "310117105"
SINCE = date(2020, 1, 1)
MARCH, APRIL = date(2026, 3, 2), date(2026, 4, 1)
IN_JULY = datetime(2026, 7, 5, 4, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def in_english():
    """Let words be English, whatever was asked before."""
    with translation.override("en"):
        yield


@pytest.fixture
def save(mei, world, source) -> Callable[..., object]:
    """Save rows as Mei does."""

    def saved(*rows: OrganisationRow):
        return organisations.save_organisations(
            by=mei, at=NOON, world=world, source=source, rows=rows
        )

    return saved


def org(key: str) -> Organisation:
    return Organisation.objects.select_related("world", "division").get(key=key)


@pytest.fixture
def firms(firm):
    """A leading firm, its supplier, and one more."""
    return {name: firm(name) for name in ("龙头厂", "晶圆厂", "封测厂")}


@pytest.fixture
def cluster(world, source, firms, save):
    """The cluster of the leading firm, with its body."""
    from jilian.clusters.models import Cluster, ClusterBody, ClusterName, Membership

    days = {"valid_from": SINCE, "known_by": SINCE, "source": source}
    made = Cluster.objects.create(
        world=world, key="C1", name="新桥芯片集群", sort_key="xin", **days
    )
    ClusterName.objects.create(cluster=made, text=made.name, **days)
    Membership.objects.create(
        cluster=made, firm=firms["龙头厂"], role="leader", reason="名单", **days
    )
    save(
        OrganisationRow(
            key="CB", name="新桥芯片产业集群党委", type="primary_committee", valid_from=SINCE,
            is_cluster_body=True,
        )
    )  # fmt: skip
    ClusterBody.objects.create(cluster=made, organisation=org("CB"), **days)
    return made


@pytest.fixture
def branch(save, firms, cluster):
    """The supplier's own branch, under the town's committee."""
    save(
        OrganisationRow(
            key="TOWN", name="新桥镇党委", type="primary_committee", division_code=TOWN,
            valid_from=SINCE,
        ),
        OrganisationRow(
            key="B1", name="晶圆厂党支部", type="branch", superior_key="TOWN", division_code=TOWN,
            firm=("made", "晶圆厂"), formal_members=12, probationary_members=1, valid_from=SINCE,
        ),
    )  # fmt: skip
    return org("B1")


@pytest.fixture
def link(world, source, firms):
    """The supplier sells to the leading firm."""
    from jilian.network.models import SupplyLink

    return SupplyLink.objects.create(
        world=world, supplier=firms["晶圆厂"], buyer=firms["龙头厂"], evidence="declared",
        product="晶圆", source=source, valid_from=SINCE, known_by=SINCE,
    )  # fmt: skip


@pytest.fixture
def people(person, world, cluster, firms, branch):
    """The cluster's secretary, the town's office, the firm's keeper; Mei is the district office."""
    return {
        "secretary": person("sec", "cluster_secretary", world, key=str(cluster.pk)),
        "town": person("town", "town_office", world, key=TOWN),
        "keeper": person("lin", "member_firm", world, key=str(firms["晶圆厂"].pk)),
    }


@pytest.fixture
def proposed(people, cluster, branch, link):
    """The proposal of the cluster to take in the supplier's branch."""
    from jilian.absorption.operations import propose_absorption

    def propose(mode: str = "superior", **more):
        asked = {"organisation": branch, "link": link, "reason": "", "proposed_on": MARCH, **more}
        return propose_absorption(
            by=people["secretary"], at=NOON, cluster=cluster, mode=mode, **asked
        )

    return propose


@pytest.fixture
def agreed(proposed, people, mei):
    """The same after all four have agreed."""
    from jilian.absorption.operations import answer_absorption

    def agree(mode: str = "superior", **more):
        made = proposed(mode, **more)
        for side, who in (("firm", "keeper"), ("body", "keeper"), ("superior", "town")):
            answer_absorption(by=people[who], at=NOON, absorption=made, side=side, answer="agreed")
        return answer_absorption(by=mei, at=NOON, absorption=made, side="office", answer="agreed")

    return agree


@pytest.fixture
def decided(agreed, mei):
    """The same, decided with effect from 1 July."""
    from jilian.absorption.operations import decide_absorption

    def decide(mode: str = "superior", effect_on: date = date(2026, 7, 1), **more):
        return decide_absorption(
            by=mei, at=IN_JULY, absorption=agreed(mode, **more), number="新委组〔2026〕9号",
            decided_on=date(2026, 6, 20), effect_on=effect_on,
        )  # fmt: skip

    return decide


def superiors_of(key: str, day: date) -> set[tuple[str, str]]:
    """Whom an organisation stands under on a day, by line."""
    rows = Superior.objects.on(day).filter(organisation__key=key)
    return set(rows.values_list("line", "superior__key"))


def every_row() -> list[tuple]:
    """Every row of the tree, to the letter."""
    return [
        *Superior.objects.order_by("pk").values_list(),
        *Organisation.objects.order_by("pk").values_list(),
    ]
