"""Pages of this area: what they answer, to whom, with how many queries."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from conftest import NOON, SAID
from jilian.audit.models import Trace
from jilian.places.models import World

XINQIAO = "310117105"


def address(name, *args):
    return reverse(f"world:{name}", args=("songjiang", *args))


def text_of(answer):
    return answer.content.decode()


@pytest.fixture
def register(world, firm, put, link, organisation, cluster, fact, outlined):
    """A firm in a town, a known and an inferred link, a body, a cluster, a published figure."""
    crystal, wafer = firm("晶体厂"), firm("晶圆厂")
    put(wafer, XINQIAO)
    link(crystal, wafer)
    link(wafer, crystal, "inferred")
    body = organisation("新桥现代装备产业集群党委", "primary_committee")
    cluster("新桥现代装备产业集群").bodies.create(
        organisation=body, known_by=body.known_by, source=body.source
    )
    fact("C10", "patent_results", 3000, "<", "item", quote="形成专利成果近3000项")


def test_the_start_leads_to_the_first_world(mei, as_person, world):
    assert as_person(mei).get("/").url == address("home")


def test_the_start_leads_back_to_the_world_used_last(mei, person, as_person, world):
    World.objects.create(code="made", name="示例区", name_en="Example", order=9, invented=True)
    both = person("mei", "data_steward", World.objects.get(code="made"))
    client = as_person(both)
    client.get("/made/")
    assert client.get("/").url == "/made/"


@pytest.mark.parametrize(
    ("role", "desk"),
    [
        ("system_administrator", "/system/"),
        ("security_administrator", "/people/"),
        ("audit_administrator", "/traces/"),
    ],
)
def test_an_administrator_goes_to_the_own_desk(role, desk, person, as_person):
    client = as_person(person("chen", role))
    assert client.get("/").url == desk
    assert client.get(desk).status_code == 200


def test_wu_is_told_who_gives_roles(wu, person, as_person):
    keeper = person("sun", "security_administrator")
    keeper.office = "区大数据中心"
    keeper.save()
    answer = as_person(wu).get("/")
    assert answer.status_code == 200
    assert "Sun" in text_of(answer)
    assert "区大数据中心" in text_of(answer)


def test_whoever_is_not_signed_in_is_asked_to(client, db):
    assert client.get("/").url.startswith("/accounts/login/")


def test_health_is_open_to_all_and_asks_nothing(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok")


@pytest.mark.parametrize(
    "path",
    ["/songjiang/", "/songjiang/search/?q=a", "/songjiang/sources/", "/songjiang/facts/",
     "/songjiang/facts.csv", "/songjiang/sources.csv", "/songjiang/outlines.json",
     "/songjiang/dots.json", "/system/",
     "/traces/", "/components/"],
)  # fmt: skip
def test_wu_finds_no_page(path, wu, world, as_person):
    assert as_person(wu).get(path).status_code == 404


def test_the_first_page_answers_in_its_order(mei, as_person, register):
    page = text_of(as_person(mei).get(address("home")))
    order = [
        page.index(words)
        for words in (
            "What waits for me today?", "Nothing waits for you.", "What is there in Songjiang?",
            "Where are the firms?", "Which clusters are there?", "What has been published?",
        )
    ]  # fmt: skip
    assert order == sorted(order)
    assert "just under" in page
    assert "形成专利成果近3000项" in page
    assert "新桥现代装备产业集群党委" in page


def test_a_figure_opens_to_the_list_of_what_it_counts(mei, as_person, register):
    page = text_of(as_person(mei).get(address("home") + "?on=2022-03-08"))
    assert f"place={XINQIAO}&amp;on=2022-03-08" in page
    assert "/songjiang/clusters/?on=2022-03-08" in page


def test_on_an_earlier_day_unknown_foundings_are_said(mei, as_person, register):
    page = text_of(as_person(mei).get(address("home") + "?on=2022-03-07"))
    assert "1 may have held: its start is unknown" in page


def test_what_waits_stands_first_and_at_most_five(mei, as_person, world):
    from jilian.notices.models import Notice

    for number in range(6):
        Notice.objects.create(
            to=mei, world=world, key=f"upload-{number}", kind="upload_applied",
            details={"file": f"企业{number}.csv"}, url="/songjiang/uploads/", sent_at=NOON,
        )  # fmt: skip
    page = text_of(as_person(mei).get(address("home")))
    assert page.count('class="waiting-title"') == 5
    assert "and 1 more" in page


def test_the_map_stands_beside_its_list(mei, as_person, register):
    page = text_of(as_person(mei).get(address("home")))
    assert 'data-map="' in page
    assert "新桥镇" in page


def test_the_first_page_takes_as_many_queries_for_many_records_as_for_few(
    mei, as_person, register, firm, put, link, cluster, organisation, django_assert_num_queries
):
    client = as_person(mei)
    client.get(address("home"))
    with django_assert_num_queries(38) as few:
        client.get(address("home"))
    for number in range(4):
        more, other = firm(f"更多{number}"), firm(f"另外{number}")
        put(more, "310117107")
        put(other, XINQIAO, main=False)
        link(more, other)
        cluster(f"集群{number}")
        organisation(f"党委{number}", "branch")
    with django_assert_num_queries(len(few)):
        client.get(address("home"))


def test_the_dots_of_a_district_come_behind_the_page(mei, as_person, world, firm, put):
    put(firm("晶圆厂"), XINQIAO, lon=121.23, lat=31.04)
    client = as_person(mei)
    assert address("dots") in text_of(client.get(address("home")))
    assert client.get(address("dots")).json() == {"dots": [[121.23, 31.04, 1]]}


def test_outlines_stay_with_the_browser_while_they_are_the_same(mei, as_person, world, outlined):
    client = as_person(mei)
    first = client.get(address("outlines"))
    tag = first["ETag"]
    assert first["Cache-Control"] == "no-cache"
    names = [one["properties"]["name"] for one in json.loads(first.content)["features"]]
    assert names == ["松江区"]
    assert client.get(address("outlines"), headers={"if-none-match": tag}).status_code == 304
    lasting = client.get(address("outlines"), {"v": tag.strip('"')})
    assert "immutable" in lasting["Cache-Control"]
    assert "private" in lasting["Cache-Control"]


def test_a_search_answers_as_a_page_and_as_a_part(mei, as_person, register):
    client = as_person(mei)
    page = text_of(client.get(address("search"), {"q": "晶圆"}))
    assert "<h1>" in page
    assert "data-hit" in page
    part = text_of(client.get(address("search"), {"q": "晶圆"}, headers={"hx-request": "true"}))
    assert part.strip().startswith('<div id="found"')
    assert "<mark>晶圆</mark>厂" in part


def test_a_search_says_what_to_try(mei, as_person, register):
    client = as_person(mei)
    assert "Type a word." in text_of(client.get(address("search")))
    page = text_of(client.get(address("search"), {"q": "<b>没有"}))
    assert "“&lt;b&gt;没有” occurs nowhere." in page
    assert "Try fewer signs" in page


def test_a_source_says_what_came_from_it(mei, as_person, register, source):
    page = text_of(as_person(mei).get(address("source", source.pk)))
    assert "names of firms" in page
    assert "公开名单" in page
    assert "Mei" in page
    assert "形成专利成果近3000项" in page


def test_a_source_of_another_world_does_not_exist(mei, as_person, register):
    from jilian.sources.models import Source

    other = Source.objects.create(
        key="OTHER", kind="made", title="别处", recorded_at=NOON, recorded_by="mei"
    )
    assert as_person(mei).get(address("source", other.pk)).status_code == 404


def test_figures_are_listed_with_their_bounds_and_what_is_unclear(mei, as_person, fact):
    fact("A01", "key_firms_newly_covered", 20, ">", quote="20余家", unclear="no list")
    fact("E15", "local_fiscal_rank", None, "", "rank", quote="跃升到全市前列")
    page = text_of(as_person(mei).get(address("facts")))
    assert '<span class="bound">over </span><span class="number">20</span>' in page
    assert "no list" in page
    assert "no number stated" in page


def test_figures_are_narrowed_by_measure(mei, as_person, fact):
    fact("A", "cities", 9, unit="city", quote="九城市")
    fact("B", "population", 195, unit="10k_person", quote="常住人口")
    page = text_of(as_person(mei).get(address("facts"), {"measure": "cities"}))
    assert "九城市" in page
    assert "常住人口" not in page


@pytest.mark.parametrize(("name", "said"), [("export_facts", "20余家"), ("export_sources", "LIST")])
def test_lists_leave_as_files_with_a_trace(name, said, mei, as_person, fact):
    fact("A01", "key_firms_newly_covered", 20, ">", quote="20余家")
    answer = as_person(mei).get(address(name), SAID)
    assert answer["Content-Type"].startswith("text/csv")
    assert said in answer.content.decode("utf-8-sig")
    assert Trace.objects.get(action__endswith=".exported").after["rows"] == 1


def test_whoever_may_not_export_finds_no_file(person, as_person, world, fact):
    officer = person("zhao", "department_officer", world, key="planning")
    fact("A", "cities", 9, unit="city")
    client = as_person(officer)
    assert client.get(address("export_facts")).status_code == 404
    assert "facts.csv" not in text_of(client.get(address("facts")))


def test_lists_take_as_many_queries_for_many_rows_as_for_few(
    mei, as_person, fact, firm, django_assert_num_queries
):
    client = as_person(mei)
    firm("晶圆厂")
    fact("A", "cities", 9, unit="city")
    with django_assert_num_queries(8) as few_facts:
        client.get(address("facts"))
    with django_assert_num_queries(7) as few_sources:
        client.get(address("sources"))
    for number in range(6):
        fact(f"N{number}", "cities", number, unit="city")
        firm(f"厂{number}")
    with django_assert_num_queries(len(few_facts)):
        client.get(address("facts"))
    with django_assert_num_queries(len(few_sources)):
        client.get(address("sources"))


def test_the_system_page_says_what_is_not_in_order(person, as_person):
    page = text_of(as_person(person("chen", "system_administrator")).get("/system/"))
    assert "not in order" in page
    assert "It has never run." in page
    assert "pieces of later work waiting" in page


def test_the_components_are_shown_to_whoever_holds_a_role(mei, as_person):
    assert "What are the pages made of?" in text_of(as_person(mei).get("/components/"))
