"""Pages of clusters and runs: what they answer, to whom, with how many queries."""

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
from jilian.clusters import operations
from jilian.clusters.models import Cluster, FormationRun, Membership

from .conftest import FROZEN_ON


@pytest.fixture(autouse=True)
def on_the_second_of_march(monkeypatch):
    """Let the pages be read on 2 March 2026."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)


def address(name, *args):
    return reverse(f"clusters:{name}", args=("songjiang", *args))


def test_the_list_says_who_is_in_which_cluster(adopted, mei, as_person):
    page = as_person(mei).get(address("list")).content.decode()
    assert "Xinqiao chips" in page
    assert "upstream" in page
    assert "新桥镇" in page


def test_a_list_of_nothing_says_the_next_step(mei, as_person):
    page = as_person(mei).get(address("list")).content.decode()
    assert "Form clusters from the supply network" in page


def test_the_page_of_a_cluster_answers_its_question(adopted, mei, as_person):
    membership = adopted.memberships.get(firm__name="晶圆1厂")
    Membership.objects.filter(pk=membership.pk).update(role="leader")
    page = as_person(mei).get(address("detail", adopted.pk)).content.decode()
    assert "which firms, and who leads?" in page
    assert "晶圆1厂 leads it." in page
    assert "leading firm" in page
    assert "联席会议纪要〔2026〕3号" in page
    assert "2 March 2026" in page
    assert address("chain", adopted.pk) in page


def test_an_earlier_day_says_that_the_cluster_had_not_begun(adopted, mei, as_person):
    page = as_person(mei).get(address("detail", adopted.pk) + "?on=2026-03-01").content.decode()
    assert "This cluster begins on 2 March 2026" in page
    assert "晶圆1厂" not in page


def test_members_are_narrowed_by_position_town_and_name(adopted, mei, as_person):
    client, page = as_person(mei), address("detail", adopted.pk)

    def rows(query):
        table = client.get(f"{page}?{query}").context["table"]
        return [row.record.firm.name for row in table.rows]

    assert rows("position=upstream") == ["硅料1厂", "硅料2厂"]
    assert len(rows("town=310117105")) == 6
    assert rows("q=晶圆1") == ["晶圆1厂"]
    assert rows("sort=-firm")[0] == "晶圆2厂"


def test_the_chain_is_a_part_of_its_own(adopted, mei, as_person):
    page = as_person(mei).get(address("chain", adopted.pk)).content.decode()
    assert page.lstrip().startswith("<figure")
    assert "chain-drawing" in page


def test_the_part_of_a_firm_names_its_clusters(adopted, mei, as_person):
    firm = adopted.memberships.first().firm
    page = as_person(mei).get(address("of_firm", firm.pk)).content.decode()
    assert "Xinqiao chips" in page
    assert "<html" not in page


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_members_are_taken_out_as_a_file_with_a_trace(adopted, mei, as_person, kind):
    answer = as_person(mei).get(
        address("export", adopted.pk, kind), {"position": "upstream", **SAID}
    )
    if kind == "csv":
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    else:
        sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
        rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert [row[0] for row in rows] == ["firm", "硅料1厂", "硅料2厂"]
    trace = Trace.objects.get(action="cluster.exported")
    assert trace.after == {"as_of": "2026-03-02", "file": kind, "rows": 2}


def test_only_who_may_export_takes_lists_out(adopted, person, world, as_person):
    town = person("sun", "town_office", world, key="310117105")
    client = as_person(town)
    assert client.get(address("detail", adopted.pk)).status_code == 200
    assert client.get(address("export", adopted.pk, "csv")).status_code == 404
    assert not Trace.objects.filter(action="cluster.exported").exists()


def test_an_unknown_kind_of_file_does_not_exist(adopted, mei, as_person):
    assert as_person(mei).get(address("export", adopted.pk, "pdf")).status_code == 404


def test_a_run_is_started_and_watched(chains, mei, as_person, django_capture_on_commit_callbacks):
    chains()
    client = as_person(mei)
    typed = {"as_of": FROZEN_ON.isoformat(), "resolution": "0.2", "least_size": 3, "seed": 7}
    answer = client.post(address("start"), typed)
    run = FormationRun.objects.get()
    assert answer.url == address("run", run.pk)
    assert "hx-get" in client.get(address("run", run.pk)).content.decode()
    assert "hx-get" in client.get(address("progress", run.pk)).content.decode()
    operations.complete_run(run_id=run.pk, by=mei, at=NOON)
    assert client.get(address("progress", run.pk)).headers["HX-Refresh"] == "true"
    page = client.get(address("run", run.pk)).content.decode()
    assert run.snapshot.fingerprint in page
    assert "numba" in page


def test_a_start_that_is_refused_says_why(mei, as_person, world):
    typed = {"as_of": "2026-03-03", "least_size": 3, "seed": 7}
    answer = as_person(mei).post(address("start"), typed)
    assert answer.status_code == 422
    assert "has not come" in answer.content.decode()
    assert not FormationRun.objects.exists()


def test_the_scan_is_drawn_on_the_page_of_its_run(chains, mei, as_person, world):
    chains()
    run = operations.start_run(
        by=mei, at=NOON, world=world, as_of=FROZEN_ON, resolution=None, seed=7
    )
    operations.complete_run(run_id=run.pk, by=mei, at=NOON)
    page = as_person(mei).get(address("run", run.pk)).content.decode()
    assert "scan-drawing" in page
    assert "by stability scan" in page


def test_a_failed_run_says_its_sentence(mei, as_person, world):
    run = operations.start_run(
        by=mei, at=NOON, world=world, as_of=FROZEN_ON, resolution=None, seed=7
    )
    operations.complete_run(run_id=run.pk, by=mei, at=NOON)
    page = as_person(mei).get(address("run", run.pk)).content.decode()
    assert "The register holds no firm on this day." in page


def test_an_adoption_first_says_which_dates_will_be(done_run, mei, as_person):
    client, proposal = as_person(mei), done_run.proposals.first()
    out = proposal.members.first().firm
    noted = {"act": "left_out", "pick": [out.pk], "reason": "已迁出"}
    assert client.post(address("note", proposal.pk), noted).status_code == 302
    typed = {"name": "新桥芯片集群", "name_en": "", "from_day": "2026-03-02", "reason": "纪要"}
    confirm = client.post(address("adopt", proposal.pk), typed)
    page = confirm.content.decode()
    assert "5 firms" in page
    assert "any day before 2 March 2026 stays as it is" in page
    assert not Cluster.objects.exists()
    hidden = confirm.context["hidden"]
    answer = client.post(address("adopt", proposal.pk), hidden)
    cluster = Cluster.objects.get()
    assert answer.url == address("detail", cluster.pk)
    assert cluster.memberships.count() == 5
    again = client.post(address("adopt", proposal.pk), hidden)
    assert again.status_code == 422
    assert "adopted already" in again.content.decode()


@pytest.mark.parametrize(
    "changed, sentence",
    [
        ({"from_day": "2026-02-01"}, "says nothing about an earlier day"),
        ({"reason": ""}, "required"),
        ({"into": "x"}, "valid choice"),
    ],
)
def test_an_adoption_that_is_refused_leaves_no_trace(done_run, mei, as_person, changed, sentence):
    typed = {"name": "甲", "name_en": "", "from_day": "2026-03-02", "reason": "纪要", **changed}
    answer = as_person(mei).post(address("adopt", done_run.proposals.first().pk), typed)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Cluster.objects.exists()
    assert not Trace.objects.filter(action="cluster.adopted").exists()


def test_the_map_is_json(adopted, mei, as_person):
    points = as_person(mei).get(address("map")).json()
    assert points["as_of"] == TODAY.isoformat()
    assert points["clusters"][0]["url"] == address("detail", adopted.pk)


@pytest.fixture
def pages(adopted, done_run):
    """Every page of the area that is read."""
    proposal, firm = done_run.proposals.first(), adopted.memberships.first().firm
    return [
        address("list"), address("map"), address("detail", adopted.pk),
        address("chain", adopted.pk), address("export", adopted.pk, "csv"),
        address("of_firm", firm.pk), address("runs"), address("run", done_run.pk),
        address("progress", done_run.pk), address("proposal", proposal.pk),
    ]  # fmt: skip


def test_nothing_of_it_exists_for_an_outsider(pages, done_run, wu, as_person):
    client = as_person(wu)
    assert {client.get(page).status_code for page in pages} == {404}
    for page in (address("start"), address("adopt", done_run.proposals.first().pk)):
        assert client.post(page, {}).status_code == 404


def test_someone_of_another_world_sees_nothing_of_this_one(pages, person, as_person, db):
    from jilian.places.models import World

    other = World.objects.create(code="made", name="示例", name_en="Example", order=2)
    client = as_person(person("zhou", "organisation_office", other))
    assert {client.get(page).status_code for page in pages} == {404}
    moved = [page.replace("/songjiang/", "/made/") for page in pages if "clusters/" in page]
    assert {client.get(page).status_code for page in moved if page[-2].isdigit()} == {404}


def test_a_member_firm_sees_clusters_but_no_proposals(pages, lin, as_person, done_run):
    client = as_person(lin)
    assert client.get(address("list")).status_code == 200
    assert client.get(address("runs")).status_code == 404
    assert client.get(address("run", done_run.pk)).status_code == 404


@pytest.fixture
def adopt_largest(chains, mei, world):
    """Make chains of a size, run over all there is, adopt the largest proposal."""

    def go(a_layer: int, name: str):
        chains(a_layer, mark=name)
        run = operations.start_run(
            by=mei, at=NOON, world=world, as_of=FROZEN_ON, resolution=0.2, seed=7
        )
        operations.complete_run(run_id=run.pk, by=mei, at=NOON)
        proposal = run.proposals.order_by("number").first()
        cluster = operations.adopt_proposal(
            by=mei, at=NOON, proposal=proposal, name=name, name_en="", reason="纪要",
            from_day=TODAY,
        )  # fmt: skip
        return {
            "list": address("list"),
            "detail": address("detail", cluster.pk),
            "chain": address("chain", cluster.pk),
            "map": address("map"),
            "runs": address("runs"),
            "run": address("run", run.pk),
            "proposal": address("proposal", proposal.pk),
            "of_firm": address("of_firm", cluster.memberships.first().firm.pk),
        }

    return go


@pytest.mark.parametrize(
    "page, most",
    [("list", 25), ("detail", 36), ("chain", 15), ("map", 20), ("runs", 20), ("run", 20),
     ("proposal", 20), ("of_firm", 15)],
)  # fmt: skip
def test_a_page_takes_the_same_queries_at_every_size(page, most, adopt_largest, mei, as_person):
    client, counted = as_person(mei), []
    for a_layer, name in ((2, "小"), (5, "大")):
        asked = adopt_largest(a_layer, name)[page]
        client.get(asked)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(asked).status_code == 200
        counted.append(len(queries))
    assert counted[0] == counted[1] <= most


def test_a_name_of_a_day_long_past_is_shown_then(mei, as_person, world, source):
    from jilian.clusters.rules import ClusterRow, NameRow, Spell

    row = ClusterRow(key="CL04", name="旧名集群", spell=Spell(date(2018, 7, 2)))
    cluster = operations.save_cluster(by=mei, at=NOON, world=world, source=source, row=row)
    names = (
        NameRow("旧名集群", Spell(date(2018, 7, 2), valid_to=date(2022, 3, 8))),
        NameRow("新名集群", Spell(date(2022, 3, 8))),
    )
    operations.save_cluster_names(by=mei, at=NOON, cluster=cluster, source=source, rows=names)
    client = as_person(mei)
    assert (
        "<h1>旧名集群: which firms"
        in client.get(address("detail", cluster.pk) + "?on=2020-01-01").content.decode()
    )
    assert "<h1>新名集群: which firms" in client.get(address("detail", cluster.pk)).content.decode()
    page = client.get(address("detail", cluster.pk)).content.decode()
    assert "founding unknown; known since 2 July 2018" in page


def test_the_list_counts_apart_what_may_have_stood(mei, as_person, world, source):
    from jilian.clusters.rules import ClusterRow, Spell

    for key, spell in (
        ("CL1", Spell(date(2018, 1, 1), date(2018, 1, 1))),
        ("CL2", Spell(date(2020, 1, 1))),
    ):
        row = ClusterRow(key=key, name=f"{key}集群", spell=spell)
        operations.save_cluster(by=mei, at=NOON, world=world, source=source, row=row)
    page = as_person(mei).get(address("list") + "?on=2019-01-01").content.decode()
    assert 'data-value="1"' in page
    assert "1 more may have held: its start is unknown" in page
    assert 'id="rows" data-perhaps="1"' in page
