"""What is read of clusters as of a day, by whom."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from conftest import NOON, TODAY
from jilian.base.dated import Held
from jilian.clusters import operations, queries
from jilian.clusters.models import Cluster, Membership
from jilian.clusters.rules import ClusterRow, NameRow, Position, Spell

MARCH_2022 = date(2022, 3, 8)
JULY_2018 = date(2018, 7, 2)


def test_a_cluster_is_counted_by_position_along_the_chain(adopted, mei, world):
    (row,) = queries.listed_clusters(mei, world, TODAY)
    assert (row.called, row.name) == ("新桥芯片集群", "Xinqiao chips")
    assert (row.members, row.held) == (6, Held.YES)
    assert row.along == [
        (Position.UPSTREAM, 2),
        (Position.MIDSTREAM, 2),
        (Position.DOWNSTREAM, 2),
    ]
    assert [(name, count) for name, _en, count in row.places] == [("新桥镇", 6)]


def test_a_firm_can_be_in_two_clusters(adopted, done_run, mei, world):
    other = done_run.proposals.get(adopted_as__isnull=True)
    food = operations.adopt_proposal(
        by=mei, at=NOON, proposal=other, name="食品集群", name_en="", reason="纪要", from_day=TODAY
    )
    firm = adopted.memberships.first().firm
    Membership.objects.create(
        cluster=food, firm=firm, reason="同时供应", known_by=TODAY, valid_from=TODAY,
        source=food.source,
    )  # fmt: skip
    rows = queries.memberships_of_firm(firm, TODAY)
    assert {row.cluster_id for row in rows} == {adopted.pk, food.pk}
    assert {row.members for row in queries.listed_clusters(mei, world, TODAY)} == {6, 7}


@pytest.fixture
def published(mei, world, source):
    """Published under its first name in 2018, under another in 2022."""
    row = ClusterRow(key="CL04", name="正泰启迪智慧能源产业集群", spell=Spell(JULY_2018))
    cluster = operations.save_cluster(by=mei, at=NOON, world=world, source=source, row=row)
    names = (
        NameRow("正泰启迪智慧能源产业集群", Spell(JULY_2018, valid_to=MARCH_2022)),
        NameRow("正泰智慧能源产业集群", Spell(MARCH_2022, not_before=JULY_2018)),
    )
    operations.save_cluster_names(by=mei, at=NOON, cluster=cluster, source=source, rows=names)
    return Cluster.objects.get(pk=cluster.pk)


def test_a_cluster_is_called_as_it_was_called_on_the_day(published, mei, world):
    def name(day):
        return queries.listed_clusters(mei, world, day)[0].name

    assert name(TODAY) == "正泰智慧能源产业集群"
    assert name(date(2020, 1, 1)) == "正泰启迪智慧能源产业集群"
    assert published.name == "正泰智慧能源产业集群"


def test_before_it_is_known_a_cluster_of_unknown_founding_may_have_been(published, mei, world):
    (row,) = queries.listed_clusters(mei, world, date(2017, 1, 1))
    assert row.held is Held.UNKNOWN
    assert row.members == 0


def test_an_adopted_cluster_is_not_there_the_day_before(adopted, mei, world):
    assert queries.listed_clusters(mei, world, date(2026, 3, 1)) == []


def test_a_cluster_tells_its_life_in_days(published, mei, world):
    life = queries.life_of(mei, published)
    labels = [event.label for event in life.events]
    assert labels == [
        "first known",
        "called “正泰启迪智慧能源产业集群”",
        "called “正泰智慧能源产业集群”",
    ]
    assert life.events[0].day is None
    assert life.events[2].not_before == JULY_2018


def test_an_outsider_sees_no_cluster(adopted, wu, world):
    assert queries.listed_clusters(wu, world, TODAY) == []


def test_the_chain_is_drawn_in_layers_with_known_and_inferred_links(adopted, mei, link, world):
    firms = {row.firm.name: row.firm for row in adopted.memberships.select_related("firm")}
    link(firms["硅料1厂"], firms["封测2厂"], evidence="inferred", probability=0.4)
    link(firms["硅料1厂"], firms["晶圆1厂"], evidence="inferred", probability=0.9)
    chain = queries.chain_of(mei, adopted, TODAY)
    assert (chain.declared, chain.inferred) == (8, 1)
    layers = [(layer.layer.key, layer.count) for layer in chain.drawing.layers]
    assert layers == [("upstream", 2), ("midstream", 2), ("downstream", 2)]
    assert sum(one.link.inferred for one in chain.drawing.links) == 1


def test_a_member_firm_sees_only_its_own_links(adopted, person, world):
    firm = adopted.memberships.get(firm__name="晶圆1厂").firm
    keeper = person("qian", "member_firm", world, key=str(firm.pk))
    chain = queries.chain_of(keeper, adopted, TODAY)
    assert chain.declared == 4
    assert not chain.sees_all_links


def test_the_width_of_a_link_tells_its_value_only_to_those_who_may_know(
    adopted, mei, person, world
):
    from jilian.network.models import SupplyLink

    rich = SupplyLink.objects.filter(supplier__name="硅料1厂").first()
    SupplyLink.objects.filter(pk=rich.pk).update(amount_yuan=Decimal("9000000"))
    office = person("zhao", "organisation_office", world)

    def widths(who):
        return {one.stroke for one in queries.chain_of(who, adopted, TODAY).drawing.links}

    assert len(widths(mei)) == 2
    assert len(widths(office)) == 1


def test_members_without_any_known_position_are_not_drawn(published, mei, firm, source):
    Membership.objects.create(
        cluster=published, firm=firm("正泰电气"), reason="点名", known_by=MARCH_2022, source=source
    )
    assert queries.chain_of(mei, published, TODAY).drawing is None


def test_positions_follow_from_known_links_and_only_where_they_lack(
    published, mei, world, chains, source, link
):
    firms = chains()
    lonely = firms["速食1厂"]
    for name in ("硅料1厂", "晶圆1厂", "封测1厂"):
        Membership.objects.create(
            cluster=published, firm=firms[name], reason="点名", known_by=MARCH_2022, source=source
        )
    Membership.objects.create(
        cluster=published, firm=lonely, reason="点名", known_by=MARCH_2022, source=source
    )
    from jilian.network.models import SupplyLink

    SupplyLink.objects.filter(buyer=lonely).delete()
    link(firms["硅料1厂"], lonely, evidence="inferred", probability=0.5)
    placed = operations.place_in_chain(by=mei, at=NOON, world=world, as_of=TODAY)
    assert placed == 3
    positions = dict(published.memberships.values_list("firm__name", "position"))
    assert positions == {
        "硅料1厂": "upstream",
        "晶圆1厂": "midstream",
        "封测1厂": "downstream",
        "速食1厂": "unknown",
    }
    assert operations.place_in_chain(by=mei, at=NOON, world=world, as_of=TODAY) == 0


def test_members_are_listed_with_town_and_industry_of_the_day(adopted):
    row = queries.member_rows(adopted, TODAY).get(firm__name="硅料1厂")
    assert (row.town, row.town_code, row.industry) == ("新桥镇", "310117105", "电子专用材料制造")
    first = queries.member_rows(adopted, TODAY).first()
    assert first.position == "upstream"


def test_the_map_counts_firms_by_place(adopted, mei, world, firm):
    firm("无址厂")
    points = queries.map_points(mei, world, TODAY)
    assert points["places"][0]["code"] == "310117"
    assert points["places"][0]["firms"] == 12
    assert (points["elsewhere"], points["unplaced"]) == (0, 1)
    (cluster,) = points["clusters"]
    assert cluster["members"] == 6
    assert cluster["places"] == [{"code": "310117", "members": 6}]


def test_a_list_of_clusters_takes_the_same_queries_however_long(
    adopted, done_run, mei, world, django_assert_num_queries
):
    with django_assert_num_queries(8):
        queries.listed_clusters(mei, world, TODAY)
    other = done_run.proposals.get(adopted_as__isnull=True)
    operations.adopt_proposal(
        by=mei, at=NOON, proposal=other, name="食品集群", name_en="", reason="纪要", from_day=TODAY
    )
    with django_assert_num_queries(8):
        assert len(queries.listed_clusters(mei, world, TODAY)) == 2
