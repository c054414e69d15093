"""What the first page counts, where firms are, what a search finds, what came from a source."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.cache import cache

from conftest import TODAY
from jilian.home import queries
from jilian.home.queries.register import link_counts, organisation_counts

from .conftest import ARTICLE

XINQIAO, JIUTING = "310117105", "310117107"


def listed(spread):
    return [(place.name, place.firms) for place in spread.listed]


def test_a_firm_counts_once_in_each_town_where_it_has_a_site(world, firm, put):
    both, one = firm("晶圆厂"), firm("食品厂")
    put(both, XINQIAO)
    put(both, XINQIAO, main=False)
    put(both, JIUTING, main=False)
    put(one, JIUTING)
    spread = queries.spread_of(world, TODAY)
    assert listed(spread) == [("九亭镇", 2), ("新桥镇", 1)]
    assert spread.places[0].firms == 2
    assert (spread.elsewhere, spread.placed) == (0, 2)


def test_a_site_that_had_not_begun_does_not_count(world, firm, put):
    put(firm("晶圆厂"), XINQIAO, since=date(2025, 1, 1))
    assert listed(queries.spread_of(world, ARTICLE)) == []


def test_a_site_whose_start_is_unknown_is_neither_there_nor_absent(world, firm, put):
    sure, unsure = put(firm("晶圆厂"), XINQIAO), put(firm("晶体厂"), XINQIAO)
    type(unsure).objects.filter(pk=unsure.pk).update(valid_from=None, known_by=TODAY)
    assert sure.pk != unsure.pk
    (town,) = queries.spread_of(world, ARTICLE).listed
    assert (town.firms, town.perhaps) == (1, 1)
    assert queries.spread_of(world, ARTICLE).placed == 2
    (town,) = queries.spread_of(world, TODAY).listed
    assert (town.firms, town.perhaps) == (2, 0)


def test_a_site_outside_the_places_of_the_world_is_elsewhere(world, firm, put):
    from jilian.places.models import Division

    Division.objects.create(code="330400", name="嘉兴市", level=2)
    put(firm("嘉兴厂"), "330400")
    spread = queries.spread_of(world, TODAY)
    assert (spread.elsewhere, spread.placed, listed(spread)) == (1, 1, [])


def test_a_firm_without_a_main_site_counts_where_it_has_sites(world, firm, put):
    put(firm("供应商"), JIUTING, main=False)
    spread = queries.spread_of(world, TODAY)
    assert (listed(spread), spread.placed) == ([("九亭镇", 1)], 1)


def test_several_places_are_listed_themselves_with_their_parts(world, songjiang, firm, put):
    from jilian.places.models import Division, WorldArea

    jiaxing = Division.objects.create(code="330400", name="嘉兴市", level=2)
    Division.objects.create(code="330402", name="南湖区", level=3, parent=jiaxing)
    WorldArea.objects.create(world=world, division=jiaxing, order=1)
    put(firm("嘉兴厂"), "330402")
    put(firm("某处厂"), "330400")
    put(firm("晶圆厂"), XINQIAO)
    spread = queries.spread_of(world, TODAY)
    assert listed(spread) == [("嘉兴市", 2), ("松江区", 1)]
    parts = [(part.name, part.firms) for part in spread.listed[0].parts]
    assert parts == [("南湖区", 1), ("", 1)]


def test_sites_of_one_district_are_gathered_into_dots(world, firm, put):
    put(firm("晶圆厂"), XINQIAO, lon=121.234, lat=31.041)
    put(firm("晶体厂"), XINQIAO, lon=121.231, lat=31.039)
    put(firm("食品厂"), JIUTING)
    assert queries.spread_of(world, TODAY).has_dots
    assert queries.dots_of(world, TODAY) == ((121.2325, 31.04, 2),)


def test_sites_without_coordinates_make_no_dots(world, firm, put):
    put(firm("食品厂"), JIUTING)
    assert not queries.spread_of(world, TODAY).has_dots


def test_kept_figures_are_counted_anew_after_the_next_write(world, firm, put, trace):
    trace()
    put(firm("晶圆厂"), XINQIAO)
    assert queries.spread_of(world, TODAY).placed == 1
    put(firm("晶体厂"), XINQIAO)
    assert queries.spread_of(world, TODAY).placed == 1
    trace()
    assert queries.spread_of(world, TODAY).placed == 2


def test_nothing_is_kept_while_nothing_was_traced(world, firm, put):
    put(firm("晶圆厂"), XINQIAO)
    assert queries.spread_of(world, TODAY).placed == 1
    put(firm("晶体厂"), XINQIAO)
    assert queries.spread_of(world, TODAY).placed == 2


def test_known_and_inferred_links_are_counted_apart(mei, world, firm, link):
    crystal, wafer, sensor = firm("晶体厂"), firm("晶圆厂"), firm("传感器厂")
    link(crystal, wafer)
    link(wafer, sensor, "inferred")
    link(crystal, sensor, valid_from=None, known_by=date(2026, 3, 3))
    found = link_counts(mei, world, TODAY)
    assert (found.known.certain, found.known.perhaps) == (1, 1)
    assert found.known.bound == "at_least"
    assert (found.inferred.certain, found.inferred.perhaps) == (1, 0)


def test_a_member_firm_counts_its_own_links_only(lin, world, firm, link):
    own = firm("林氏晶圆二厂")
    kept = next(iter(lin.appointments.all())).scope_key
    from jilian.firms.models import Firm

    mine = Firm.objects.get(pk=kept)
    link(mine, own)
    link(own, firm("别家"))
    assert link_counts(lin, world, TODAY).known.certain == 1


def test_the_founding_that_is_unknown_bounds_the_count(mei, world, organisation):
    organisation("九亭食品生产产业集群党委", "primary_committee")
    organisation("小昆山新材料产业集群党总支", "general_branch")
    organisation("人工智能产业集群")
    on_the_day = organisation_counts(mei, world, ARTICLE)
    assert (on_the_day.held.certain, on_the_day.held.perhaps) == (3, 0)
    assert on_the_day.types == (("committee", 1), ("general branch", 1))
    assert on_the_day.untyped == 1
    before = organisation_counts(mei, world, date(2022, 3, 7))
    assert (before.held.certain, before.held.perhaps) == (0, 3)
    assert (before.types, before.untyped) == ((), 0)


def test_whoever_may_not_see_organisations_gets_no_count(person, world):
    officer = person("zhao", "department_officer", world, key="planning")
    page = queries.first_page(officer, world, TODAY)
    assert page.organisations is None
    assert page.links is None
    assert page.proposals is None


def test_headlines_come_in_their_order_and_once(mei, world, fact):
    fact("B", "patent_results", 3000, "<", "item", quote="近3000项")
    fact("A", "above_scale_firms", 1526, quote="规上工业企业达1526家")
    fact("C", "above_scale_firms", 1600, quote="1600家")
    fact("D", "high_tech_firms", 2306)
    texts = [one.text for one in queries.headline_facts(mei, world)]
    assert texts == ["1,526 firms", "just under 3,000 items"]


def test_a_cluster_stands_at_the_place_of_its_host(mei, world, cluster, firm, put):
    from jilian.places.models import Division

    put(firm("食品厂"), JIUTING)
    cluster("九亭食品", host_division=Division.objects.get(code=JIUTING))
    cluster("创客")
    page = queries.first_page(mei, world, TODAY)
    at = {code: [one.name for one in rows] for code, rows in page.clusters_at.items()}
    assert at == {JIUTING: ["九亭食品"], "": ["创客"]}


def test_proposals_of_a_later_network_say_nothing_about_an_earlier_day(mei, world):
    from conftest import NOON
    from jilian.clusters.models import FormationRun, ProposedCluster
    from jilian.network.models import Snapshot

    frozen = Snapshot.objects.create(
        world=world, as_of=TODAY, fingerprint="f", manifest={}, frozen_at=NOON, frozen_by="mei"
    )
    run = FormationRun.objects.create(
        world=world, snapshot=frozen, parameters={}, seed=7, state="done", started_at=NOON,
        started_by="mei", finished_at=NOON,
    )  # fmt: skip
    ProposedCluster.objects.create(run=run, number=1, name="新桥芯片", size=4, measures={})
    proposals = queries.first_page(mei, world, TODAY).proposals
    assert (proposals.open, [one.name for one in proposals.largest]) == (1, ["新桥芯片"])
    assert queries.first_page(mei, world, ARTICLE).proposals is None


@pytest.fixture
def everything(world, firm, source, cluster, organisation, industries):
    """The word 晶 in a record of each kind."""
    from jilian.firms.models import FirmProduct
    from jilian.sources.models import PublishedFact, Source

    for name in ("晶圆厂", "晶体厂"):
        FirmProduct.objects.create(
            firm=firm(name), name="晶片", normal_form="晶片", trading="makes",
            known_by=ARTICLE, source=source,
        )  # fmt: skip
    cluster("晶圆集群")
    organisation("晶圆集群党委")
    other = Source.objects.create(
        key="CRYSTAL", kind="published", title="晶体名录", recorded_at="2026-03-02T04:00Z",
        recorded_by="mei",
    )  # fmt: skip
    PublishedFact.objects.create(
        world=world, key="F", source=other, subject="松江区", measure="cities"
    )


def test_one_word_is_found_in_every_kind_of_record(mei, world, everything):
    found = queries.search(mei, world, TODAY, "晶")
    assert [hit.firm.name for hit in found.firms.hits] == ["晶体厂", "晶圆厂"]
    assert [(hit.name, hit.firms) for hit in found.products.hits] == [("晶片", 2)]
    assert [hit.name for hit in found.clusters.hits] == ["晶圆集群"]
    assert [hit.name for hit in found.organisations.hits] == ["晶圆集群党委"]
    assert [hit.key for hit in found.sources.hits] == ["CRYSTAL"]


def test_a_town_and_an_industry_are_found_by_name_and_code(mei, world, industries):
    assert [one.code for one in queries.search(mei, world, TODAY, "新桥").places.hits] == [XINQIAO]
    found = queries.search(mei, world, TODAY, "3973").industries
    assert [one.name for one in found.hits] == ["集成电路制造"]


def test_every_word_must_occur(mei, world, everything):
    assert queries.search(mei, world, TODAY, "晶圆 集群").clusters.hits
    assert queries.search(mei, world, TODAY, "晶圆 食品").is_empty


@pytest.mark.parametrize("words", ["", "   ", "%", "_", "'; drop table", "（）", "\u200b"])
def test_odd_words_find_nothing_and_break_nothing(mei, world, everything, words):
    assert queries.search(mei, world, TODAY, words).is_empty


def test_whoever_may_see_nothing_finds_nothing(wu, world, everything):
    assert queries.search(wu, world, TODAY, "晶").is_empty


def test_a_search_takes_as_many_queries_for_many_hits_as_for_few(
    mei, world, everything, firm, django_assert_max_num_queries
):
    mei.current_appointments  # noqa: B018
    with django_assert_max_num_queries(22) as few:
        queries.search(mei, world, TODAY, "晶")
    for number in range(20):
        firm(f"晶{number}厂")
    with django_assert_max_num_queries(len(few) + 4):  # names looked through, firms counted
        queries.search(mei, world, TODAY, "晶")


def test_a_source_belongs_to_the_worlds_in_which_it_has_records(mei, world, firm, person):
    from jilian.places.models import World
    from jilian.sources.models import Source

    firm("晶圆厂")
    World.objects.create(code="other", name="别处", name_en="Elsewhere")
    Source.objects.create(
        key="UNUSED", kind="upload", title="空", recorded_at="2026-03-02T04:00Z", recorded_by="mei"
    )
    assert [one.key for one in queries.sources_of(mei, world)] == ["LIST"]
    qian = person("qian", "data_steward", World.objects.get(code="other"))
    other = World.objects.get(code="other")
    assert not queries.sources_of(qian, other).exists()


def test_what_came_from_a_source_is_counted_by_kind(mei, world, source, firm, put, fact):
    put(firm("晶圆厂"), XINQIAO)
    firm("晶体厂")
    fact("A", "cities", 9, unit="city")
    came = {one.label: one.count for one in queries.came_from(mei, world, source, TODAY)}
    assert came == {"names of firms": 2, "sites": 1, "published figures": 1}


def test_kinds_that_one_may_not_see_are_not_counted(person, world, source, firm, link):
    link(firm("晶体厂"), firm("晶圆厂"))
    officer = person("zhao", "department_officer", world, key="planning")
    labels = [one.label for one in queries.came_from(officer, world, source, TODAY)]
    assert labels == ["names of firms"]


def test_a_worker_that_never_ran_is_not_in_order(db):
    from conftest import NOON
    from jilian.jobs.later import note_life

    def worker():
        return next(check for check in queries.checks(NOON) if check.name == "worker")

    assert not worker().ok
    note_life(at=NOON)
    assert worker().ok
    cache.clear()


def test_an_open_host_name_and_missing_static_files_are_not_in_order(db, settings, tmp_path):
    from conftest import NOON

    settings.ALLOWED_HOSTS, settings.STATIC_ROOT = ["*"], tmp_path
    wrong = {check.name for check in queries.checks(NOON) if not check.ok}
    assert {"host names", "static files"} <= wrong


def test_a_time_zone_without_its_data_is_not_in_order(db, settings):
    from conftest import NOON

    settings.TIME_ZONE = "Asia/Nowhere"
    wrong = {check.name for check in queries.checks(NOON) if not check.ok}
    assert "time zone" in wrong
