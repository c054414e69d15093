"""The list with its map, the parts of a cluster's page, and its sheet for print."""

from __future__ import annotations

import csv
import io
from datetime import date

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import NOON, SAID, TODAY
from jilian.audit.models import Trace
from jilian.base.sheets import safe_cell
from jilian.clusters import operations
from jilian.clusters.models import Cluster, Membership
from jilian.clusters.rules import ClusterRow, HostKind, Spell

from .conftest import FROZEN_ON


@pytest.fixture(autouse=True)
def on_the_second_of_march(monkeypatch):
    """Let the pages be read on 2 March 2026."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)


def address(name, *args):
    return reverse(f"clusters:{name}", args=("songjiang", *args))


@pytest.fixture
def three(adopted, done_run, mei, world, source):
    """Chips with a leading firm and known outputs, food without, and one without members."""
    from jilian.firms.models import YearlyFact

    food = operations.adopt_proposal(
        by=mei, at=NOON, proposal=done_run.proposals.get(adopted_as__isnull=True),
        name="九亭食品集群", name_en="Jiuting food", reason="纪要", from_day=TODAY,
    )  # fmt: skip
    since = date(2025, 6, 1)
    for cluster in (adopted, food):
        cluster.memberships.update(valid_from=since, known_by=since)
        Cluster.objects.filter(pk=cluster.pk).update(valid_from=since, known_by=since)
    food.memberships.filter(firm__name="面团1厂").update(position="unknown")
    adopted.memberships.filter(firm__name="晶圆1厂").update(role="leader")
    for row in adopted.memberships.all():
        YearlyFact.objects.create(
            firm=row.firm, year=2025, measure="output", value=200_000, source=source
        )
    row = ClusterRow(key="CL01", name="创客集群", spell=Spell(TODAY), host_kind=HostKind.BUREAU)
    empty = operations.save_cluster(by=mei, at=NOON, world=world, source=source, row=row)
    return {"chips": adopted, "food": food, "empty": empty}


def listed(client, query: str = "") -> list[str]:
    table = client.get(f"{address('list')}?{query}").context["table"]
    return [row.record.listed.cluster.name for row in table.rows]


@pytest.mark.parametrize(
    "query, names",
    [
        ("q=food", ["九亭食品集群"]),
        ("industry=39", ["新桥芯片集群"]),
        ("town=310117107", ["九亭食品集群"]),
        ("host=bureau", ["创客集群"]),
        ("size=10bn", ["新桥芯片集群"]),
        ("size=100bn", []),
        ("has=leader", ["新桥芯片集群"]),
        ("has=neither&positions=all", []),
        ("has=no_leader&positions=some", ["九亭食品集群"]),
        ("positions=no_member", ["创客集群"]),
        ("host=bureau&has=body", []),
    ],
)
def test_the_list_is_narrowed(three, mei, as_person, query, names):
    assert listed(as_person(mei), query) == names


def test_the_list_is_sorted_by_size_and_by_output(three, mei, as_person):
    client = as_person(mei)
    assert listed(client, "sort=-output")[0] == "新桥芯片集群"
    assert listed(client, "sort=members")[0] == "创客集群"


def test_beside_the_map_stands_every_place_with_its_count(three, mei, as_person):
    answer = as_person(mei).get(address("list"))
    places = {str(spot): count for spot, count, _url in answer.context["spots"]}
    assert sum(places.values()) == 12
    page = answer.content.decode()
    assert "data-map=" in page
    for name, count in places.items():
        assert name in page
        assert f'<span class="num" data-amount="{count}">{count}</span>' in page


def test_a_list_that_nothing_fits_leads_back(three, mei, as_person):
    page = as_person(mei).get(address("list"), {"host": "zone"}).content.decode()
    assert "No cluster fits what is asked." in page
    assert "Show all clusters" in page


def test_outputs_are_for_who_sees_every_firms(three, mei, person, world, as_person):
    town = person("sun", "town_office", world, key="310117105")
    mine, theirs = (as_person(who).get(address("list")).content.decode() for who in (mei, town))
    assert "10-billion class" in mine
    assert "10-billion class" not in theirs
    for name in ("output", "strength"):
        part = as_person(town).get(address(name, three["chips"].pk)).content.decode()
        assert "shown to those who may see the yearly facts of every firm" in part
        assert "billion" not in part
    assert address("output", three["chips"].pk) not in (
        as_person(town).get(address("detail", three["chips"].pk)).content.decode()
    )


def test_the_output_part_says_sum_class_year_and_rule(three, mei, as_person):
    client = as_person(mei)
    page = client.get(address("output", three["chips"].pk)).content.decode()
    assert "10-billion class" in page
    assert "CNY 12 billion" in page
    assert "6 of 6 firms" in page
    assert "31 December 2025" in page
    three["chips"].memberships.filter(firm__name="硅料1厂").first().firm.facts.all().delete()
    page = client.get(address("output", three["chips"].pk)).content.decode()
    assert "output known for 5 of 6 firms; at least CNY 10 billion" in page
    assert "at least 10-billion class" in page


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_list_is_taken_out_as_it_stands(three, mei, as_person, kind):
    answer = as_person(mei).get(
        address("export_list", kind), {"has": "leader", "sort": "-members", **SAID}
    )
    if kind == "csv":
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    else:
        sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
        rows = [[str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert [row[0] for row in rows] == ["cluster", "新桥芯片集群"]
    assert dict(zip(*rows, strict=True))["output (yuan)"] == "12000000000"
    trace = Trace.objects.get(action="cluster.list_exported")
    assert trace.after == {"as_of": "2026-03-02", "file": kind, "rows": 1}


def test_no_cell_of_a_file_is_taken_for_a_formula():
    assert safe_cell("=1+1") == "'=1+1"
    assert safe_cell("@SUM(A1)") == "'@SUM(A1)"
    assert safe_cell("新桥镇") == "新桥镇"
    assert safe_cell(None) is None


def test_the_timeline_is_a_part_that_its_address_narrows(three, mei, as_person):
    client, pk = as_person(mei), three["chips"].pk
    page = client.get(address("life", pk)).content.decode()
    assert "6 firms join" in page
    assert "联席会议纪要〔2026〕3号" in page
    assert "<html" not in page
    led = client.get(address("life", pk), {"kind": "led"}).content.decode()
    assert "晶圆1厂 leads" in led
    assert "6 firms join" not in led
    whole = client.get(address("detail", pk), {"kind": "led"}).content.decode()
    assert f"{address('life', pk)}?kind=led" in whole


def test_parts_of_areas_above_are_shown_where_they_open(three, mei, person, world, as_person):
    """The gate decides: a page leaves out the part of an address that is closed to the reader."""
    from django.test import RequestFactory

    from jilian.accounts.gate import part_address
    from jilian.accounts.permissions import reach

    def parts(who, name):
        request = RequestFactory().get("/")
        request.world, request.as_of, request.today = world, TODAY, TODAY
        request.reach = reach(who, world.code)
        return part_address(request, name, three["chips"].pk)

    service = person("ma", "department_officer", world, key="经委")
    assert parts(mei, "clusters:proposal") == address("proposal", three["chips"].pk)
    assert parts(service, "clusters:proposal") == ""
    assert parts(mei, "clusters:nothing_of_this_name") == ""


def test_the_strength_part_says_what_it_rests_on(three, mei, as_person):
    page = as_person(mei).get(address("strength", three["chips"].pk)).content.decode()
    assert "Most of its firms are in 新桥镇" in page
    assert "not known of enough firms to say more" in page
    assert "over 12 firms of these records" in page


def test_the_sheet_is_one_page_of_words_with_its_fingerprint(three, mei, as_person):
    answer = as_person(mei).get(address("brief", three["chips"].pk))
    page = answer.content.decode()
    assert "<h1>Xinqiao chips</h1>" in page
    assert answer.context["brief"].fingerprint in page
    assert "晶圆1厂" in page
    assert "10-billion class" in page
    assert "No body of the cluster is recorded." in page


def test_a_sheet_of_a_day_before_the_cluster_says_so(three, mei, as_person):
    page = as_person(mei).get(address("brief", three["chips"].pk) + "?on=2020-01-01")
    assert "not known to stand" in page.content.decode()


def test_nothing_of_these_pages_exists_for_an_outsider(three, wu, as_person):
    client, pk = as_person(wu), three["chips"].pk
    pages = [address(name, pk) for name in ("brief", "life", "output", "strength")]
    pages.append(address("export_list", "csv"))
    assert {client.get(page).status_code for page in pages} == {404}


MOST_QUERIES = {"output": 16, "strength": 22, "life": 22, "brief": 52}


def test_each_part_takes_the_same_queries_at_every_size(chains, mei, world, as_person):
    client, counted = as_person(mei), []
    for a_layer, mark in ((2, "小"), (5, "大")):
        chains(a_layer, mark=mark)
        run = operations.start_run(
            by=mei, at=NOON, world=world, as_of=FROZEN_ON, resolution=0.2, seed=7
        )
        operations.complete_run(run_id=run.pk, by=mei, at=NOON)
        cluster = operations.adopt_proposal(
            by=mei, at=NOON, proposal=run.proposals.order_by("number").first(), name=mark,
            name_en="", reason="纪要", from_day=TODAY,
        )  # fmt: skip
        Membership.objects.filter(pk=cluster.memberships.first().pk).update(role="leader")
        counted.append({name: _queries(client, name, cluster.pk) for name in MOST_QUERIES})
    assert counted[0] == counted[1]
    assert all(counted[0][name] <= most for name, most in MOST_QUERIES.items())


def _queries(client, name: str, pk: int) -> int:
    client.get(address(name, pk))
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address(name, pk)).status_code == 200
    return len(asked)
