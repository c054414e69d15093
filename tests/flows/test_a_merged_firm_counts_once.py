"""From a merge to every count: lists, towns, links, snapshots, clusters, organisations, pages."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from jilian.clusters.models import Cluster, Membership
from jilian.clusters.queries import listed_clusters, member_rows, memberships_of_firm
from jilian.clusters.queries.chain import chain_of
from jilian.clusters.queries.places import map_points
from jilian.firms.models import Firm, FirmProduct, Site, Title
from jilian.firms.operations import merge_firms, undo_merge
from jilian.firms.queries import firms_by_place, listed_firms, titles_count
from jilian.firms.queries.listing import in_place, with_product
from jilian.home.queries.places import spread_of
from jilian.home.queries.register import firm_count, link_counts
from jilian.network.models import SupplyLink
from jilian.network.queries import (
    evidence_counts,
    link_page,
    links_of_firm,
    links_seen,
    listed_links,
    network_frames,
)
from jilian.organisations.models import Cover, Organisation
from jilian.organisations.queries.coverage import coverage_of
from jilian.organisations.queries.page import covers_of_firm, organisation_page
from jilian.places.models import Division

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
DAY, SINCE = date(2026, 3, 2), date(2020, 1, 1)
XINQIAO, JIUTING = "310117105", "310117107"


@pytest.fixture
def register(world, source, firm):
    """Crystal sells to the wafer works, which stands in the register twice, and to itself."""
    days = {"valid_from": SINCE, "known_by": SINCE, "source": source}
    town = {code: Division.objects.get(code=code) for code in (XINQIAO, JIUTING)}
    crystal, wafer, again = (firm(name) for name in ("晶体厂", "晶圆厂", "晶圆分厂"))
    for one, code in ((crystal, XINQIAO), (wafer, XINQIAO), (again, JIUTING)):
        Site.objects.create(firm=one, division=town[code], is_main=True, **days)
    Site.objects.create(firm=again, division=town[XINQIAO], address="二号", **days)
    FirmProduct.objects.create(firm=again, name="硅片", normal_form="硅片", trading="makes", **days)

    def link(supplier, buyer, evidence, **more):
        return SupplyLink.objects.create(
            world=world, supplier=supplier, buyer=buyer, evidence=evidence, **days, **more
        )

    link(crystal, wafer, "declared", product="晶体", amount_yuan=100)
    link(crystal, again, "order", product="晶体", amount_yuan=100)
    link(wafer, again, "declared", product="硅片")
    cluster = Cluster.objects.create(world=world, key="c", name="晶圆", sort_key="j", **days)
    body = Organisation.objects.create(
        world=world, key="o", name="第一支部", sort_key="d", division=town[XINQIAO], **days
    )
    for one, position in ((crystal, "upstream"), (wafer, "midstream"), (again, "midstream")):
        Membership.objects.create(
            cluster=cluster, firm=one, position=position, reason="公开名单", **days
        )
    for one in (wafer, again):
        Cover.objects.create(organisation=body, firm=one, mode="own", **days)
        Title.objects.create(world=world, firm=one, kind="高新技术企业", level=1, **days)
    return crystal, wafer, again, cluster, body


@pytest.fixture
def merge(register, mei):
    _crystal, wafer, again, *_rest = register
    return merge_firms(by=mei, at=NOON, kept=wafer, merged=again, reason="同一家")


def said(world, mei, cluster, body) -> dict[str, object]:
    """What counts and lists say."""
    links = link_counts(mei, world, DAY)
    listed = listed_clusters(mei, world, DAY)[0]
    covered = coverage_of(mei, world, DAY)
    points = map_points(mei, world, DAY)
    frames = network_frames(world, DAY)
    return {
        "firms": firm_count(mei, world),
        "listed": len(listed_firms(mei, world, DAY)),
        "towns": [(one.division.code, one.count) for one in firms_by_place(world, DAY)],
        "spread": {one.code: one.firms for one in spread_of(world, DAY).listed},
        "placed": spread_of(world, DAY).placed,
        "links": links.known.certain,
        "by_evidence": {one.evidence.value: one.count for one in evidence_counts(mei, world, DAY)},
        "listed_links": len(listed_links(mei, world, DAY)),
        "titles": titles_count(mei, world, "高新技术企业", DAY).total,
        "members": listed.members,
        "places_of_cluster": {name: count for name, _en, count in listed.places},
        "member_rows": len(member_rows(cluster, DAY)),
        "map": {one["code"]: one["firms"] for one in points["places"]},
        "unplaced": points["unplaced"],
        "covered": covered.whole.covered.value,
        "with_site": covered.whole.firms,
        "covers": organisation_page(mei, world, body, DAY).cover_count,
        "snapshot_firms": frames["firms"].height,
        "snapshot_links": frames["links"].height,
        "chain": (chain := chain_of(mei, cluster, DAY)).declared + chain.inferred,
    }


def test_every_count_counts_the_firm_once_and_twice_again_after_the_undoing(register, world, mei):
    _crystal, wafer, again, cluster, body = register
    before = said(world, mei, cluster, body)
    merge = merge_firms(by=mei, at=NOON, kept=wafer, merged=again, reason="同一家")
    after = said(world, mei, cluster, body)
    assert after == {
        **before,
        "firms": 2, "listed": 2, "towns": [("310117", 2)], "spread": {XINQIAO: 2, JIUTING: 1},
        "placed": 2, "links": 1, "by_evidence": {**before["by_evidence"], "declared": 0},
        "listed_links": 1, "titles": 1, "members": 2, "places_of_cluster": {"新桥镇": 2},
        "member_rows": 2, "map": {"310117": 2}, "unplaced": 0, "covered": 1, "with_site": 2,
        "covers": 1, "snapshot_firms": 2, "snapshot_links": 1, "chain": 1,
    }  # fmt: skip
    undo_merge(by=mei, at=NOON, merge=merge, reason="两家")
    assert said(world, mei, cluster, body) == before


def test_a_link_said_twice_stands_once_with_both_evidences(register, merge, world, mei):
    _crystal, wafer, *_rest = register
    suppliers = links_of_firm(mei, world, wafer, DAY).suppliers
    (group,) = suppliers.groups
    (shown,) = group.named
    assert (group.firms, shown.evidence) == (1, "order")
    assert [one.evidence for one in shown.also] == ["declared"]
    beside = link_page(mei, world, links_seen(mei, world).get(pk=shown.pk), DAY).beside
    assert [one.evidence for one in beside] == ["declared"]


def test_the_snapshot_speaks_of_the_root_alone(register, merge, world):
    frames = network_frames(world, DAY)
    keys = {"made:晶体厂", "made:晶圆厂"}
    assert set(frames["firms"]["firm"]) == keys
    assert set(frames["links"]["supplier"]) | set(frames["links"]["buyer"]) == keys
    assert frames["products"]["firm"].to_list() == ["made:晶圆厂"]
    assert frames["links"]["amount"].to_list() == [100]


def test_filters_find_the_firm_by_rows_of_its_merged_record(register, merge, world, mei):
    _crystal, wafer, *_rest = register
    every = listed_firms(mei, world, DAY)
    there = in_place(every, Division.objects.get(code=JIUTING), DAY)
    assert list(there) == list(with_product(every, "硅片", DAY)) == [wafer]
    line = listed_firms(mei, world, DAY).get(pk=wafer.pk)
    assert [site.division.code for site in line.sites_now] == [XINQIAO, JIUTING, XINQIAO]
    assert [product.name for product in line.products_now] == ["硅片"]


def test_parts_of_the_page_say_which_record_a_row_came_from(register, merge, world, mei):
    _crystal, wafer, again, cluster, _body = register
    assert [one.firm for one in memberships_of_firm(wafer, DAY)] == [wafer]
    assert [one.cover.firm for one in covers_of_firm(wafer, DAY)] == [wafer]
    Membership.objects.filter(firm=wafer).delete()
    assert [one.firm for one in memberships_of_firm(wafer, DAY)] == [again]
    row = member_rows(cluster, DAY).get(firm=again)
    assert (row.firm.root, row.town) == (wafer, "新桥镇")


def test_the_same_table_of_links_changes_nothing_after_a_merge(register, world, source, mei):
    from jilian.network.operations import save_links
    from jilian.network.rules import LinkRow

    _crystal, wafer, again, *_rest = register
    rows = [LinkRow(("made", "晶体厂"), ("made", "晶圆分厂"), "order", product="晶体",
                    valid_from=SINCE)]  # fmt: skip
    asked = {"by": mei, "at": NOON, "world": world, "source": source, "rows": rows}
    merge_firms(by=mei, at=NOON, kept=wafer, merged=again, reason="同一家")
    assert save_links(**asked).counts["same"] == 1
    assert SupplyLink.objects.count() == 3 and Firm.objects.count() == 3
