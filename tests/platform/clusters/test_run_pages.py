"""Pages of runs, their changes, their comparison; firm by firm adoption and its undoing."""

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
from jilian.clusters.models import Adoption, Departure, FormationRun, Membership
from jilian.firms.models import Firm

from .conftest import FROZEN_ON

LATER = date(2026, 3, 20)


@pytest.fixture(autouse=True)
def on_the_second_of_march(monkeypatch):
    """Let everything be asked on 2 March 2026."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)


def address(name, *args):
    return reverse(f"clusters:{name}", args=("songjiang", *args))


def proposal_with(run, name):
    return next(one for one in run.proposals.all() if one.members.filter(firm__name=name))


def run_again(mei, world, **changed):
    asked = {"as_of": FROZEN_ON, "resolution": 0.2, "seed": 11, **changed}
    run = operations.start_run(by=mei, at=NOON, world=world, **asked)
    operations.complete_run(run_id=run.pk, by=mei, at=NOON)
    return FormationRun.objects.get(pk=run.pk)


def text_of(answer):
    return answer.content.decode()


def test_firms_are_noted_left_out_added_and_placed_with_one_reason(done_run, mei, as_person):
    client, proposal = as_person(mei), proposal_with(done_run, "晶圆1厂")
    page = address("proposal", proposal.pk)
    out = list(Firm.objects.filter(name__startswith="硅料").values_list("pk", flat=True))
    answer = client.post(
        address("note", proposal.pk), {"act": "left_out", "pick": out, "reason": "已停产"}
    )
    assert answer.url == f"{page}#rows"
    found = text_of(client.get(page, {"find": "面粉1厂"}))
    flour = Firm.objects.get(name="面粉1厂")
    assert f'value="{flour.pk}"' in found
    client.post(
        address("note", proposal.pk),
        {"act": "added", "pick": [flour.pk], "reason": "供应", "position": "upstream"},
    )
    shown = text_of(client.get(page))
    assert shown.count("已停产") == 2
    assert "2 firms are left out." in shown
    assert "1 firm is added." in shown
    narrowed = text_of(client.get(page, {"noted": "yes"}))
    assert "硅料1厂" in narrowed
    assert "晶圆2厂" not in narrowed
    client.post(address("note", proposal.pk), {"act": "follow", "pick": [*out, flour.pk]})
    assert not Departure.objects.exists()


@pytest.mark.parametrize(
    "typed, sentence",
    [
        ({"act": "left_out", "reason": "x"}, "Tick at least one firm."),
        ({"act": "left_out", "pick": ["1"], "reason": ""}, "needs its reason"),
        ({"act": "burn", "pick": ["1"], "reason": "x"}, "Choose what is done"),
    ],
)
def test_a_note_that_is_refused_says_why(done_run, mei, as_person, typed, sentence):
    answer = as_person(mei).post(address("note", done_run.proposals.first().pk), typed)
    assert answer.status_code == 422
    assert sentence in text_of(answer)


def test_the_firms_of_a_proposal_are_paged_sorted_and_taken_along(done_run, mei, as_person):
    client, proposal = as_person(mei), proposal_with(done_run, "晶圆1厂")
    page = client.get(address("proposal", proposal.pk), {"sort": "-firm", "position": "midstream"})
    assert [row.record.firm.name for row in page.context["table"].rows] == ["晶圆2厂", "晶圆1厂"]
    answer = client.get(
        address("proposal_export", proposal.pk, "csv"), {"position": "midstream", **SAID}
    )
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row[0] for row in rows] == ["firm", "晶圆1厂", "晶圆2厂"] or len(rows) == 3
    assert Trace.objects.get(action="formation_run.exported").after["rows"] == 2


@pytest.fixture
def standing(done_run, mei):
    """The chip chain without one firm, and with one of the other chain."""
    proposal = proposal_with(done_run, "晶圆1厂")
    said = {"by": mei, "at": NOON, "proposal": proposal}
    out, flour = (Firm.objects.get(name=name).pk for name in ("封测2厂", "面粉1厂"))
    operations.note_departures(**said, firms=[out], kind="left_out", reason="待查")
    operations.note_departures(**said, firms=[flour], kind="added", reason="食品级硅")
    from jilian.clusters.queries.adopting import departures_of

    return operations.adopt_proposal(
        **said, name="新桥芯片集群", reason="纪要", from_day=TODAY,
        departures=departures_of(proposal),
    )  # fmt: skip


def test_what_a_run_would_change_is_shown_narrowed_and_taken_over(standing, mei, world, as_person):
    client, run = as_person(mei), run_again(mei, world)
    page = client.get(address("changes", run.pk))
    assert page.context["seen"].counts == {"joins": 1, "moves": 1, "leaves": 0, "founds": 5}
    joins = client.get(address("changes", run.pk), {"change": "joins"})
    (row,) = joins.context["table"].data
    assert row.firm.name == "封测2厂"
    assert "新桥芯片集群" in text_of(joins)
    assert "goes on with other firms" in text_of(page)
    typed = {"pick": [row.pick], "from_day": LATER.isoformat(), "reason": "会议纪要"}
    confirm = client.post(address("take_over", run.pk), typed)
    assert "Let 1 firm change from 20 March 2026?" in text_of(confirm)
    assert not Membership.objects.filter(firm=row.firm).exists()
    answer = client.post(address("take_over", run.pk), confirm.context["hidden"])
    assert answer.url == address("changes", run.pk)
    assert Membership.objects.get(firm=row.firm).valid_from == LATER
    refused = client.post(address("take_over", run.pk), {**typed, "reason": ""})
    assert refused.status_code == 422


def test_changes_are_taken_along_with_purpose_and_recipient(standing, mei, world, as_person):
    client, run = as_person(mei), run_again(mei, world)
    assert 'name="purpose"' in text_of(client.get(address("changes_export", run.pk, "xlsx")))
    answer = client.get(address("changes_export", run.pk, "xlsx"), SAID)
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert "封测2厂" in [row[0] for row in rows[1:]]
    listed = client.get(
        address("changes_export", run.pk, "csv"), {"list": "clusters", **SAID}
    ).content.decode("utf-8-sig")
    assert next(csv.reader(io.StringIO(listed)))[0] == "cluster before"
    traces = Trace.objects.filter(action="formation_run.exported").order_by("pk")
    assert [trace.after["what"] for trace in traces] == ["changes", "changes-clusters"]


def test_a_proposal_is_adopted_into_a_standing_cluster_on_its_page(standing, mei, world, as_person):
    client, run = as_person(mei), run_again(mei, world)
    proposal, flour = proposal_with(run, "晶圆1厂"), Firm.objects.get(name="面粉1厂")
    typed = {"into": standing.pk, "name": "", "name_en": "", "from_day": LATER.isoformat(),
             "reason": "年度调整"}  # fmt: skip
    confirm = client.post(address("adopt", proposal.pk), typed)
    page = text_of(confirm)
    assert "Adopt into “新桥芯片集群” from 20 March 2026?" in page
    assert "面粉1厂" in page
    hidden = {**confirm.context["hidden"], "staying": [flour.pk]}
    unsaid = client.post(address("adopt", proposal.pk), hidden)
    assert unsaid.status_code == 422
    assert "Say why they stay." in text_of(unsaid)
    client.post(address("adopt", proposal.pk), {**hidden, "staying_reason": "两头都做"})
    assert standing.memberships.on(LATER).count() == 7
    proposal.refresh_from_db()
    assert proposal.adopted_as == standing


def test_what_was_noted_after_the_confirmation_was_shown_is_not_adopted(done_run, mei, as_person):
    client, proposal = as_person(mei), done_run.proposals.first()
    typed = {"name": "甲", "name_en": "", "from_day": "2026-03-02", "reason": "纪要"}
    hidden = client.post(address("adopt", proposal.pk), typed).context["hidden"]
    operations.note_departures(
        by=mei, at=NOON, proposal=proposal, firms=[proposal.members.first().firm_id],
        kind="left_out", reason="停产",
    )  # fmt: skip
    answer = client.post(address("adopt", proposal.pk), hidden)
    assert answer.status_code == 422
    assert "noted meanwhile" in text_of(answer)
    assert not Membership.objects.exists()


def test_an_adoption_is_undone_on_its_page(adopted, done_run, mei, as_person):
    client, adoption = as_person(mei), Adoption.objects.get()
    page = address("undo_adoption", adoption.pk)
    assert "6 memberships that it began go." in text_of(client.get(page))
    row = adopted.memberships.first()
    Membership.objects.filter(pk=row.pk).update(role="leader")
    assert "a leading firm" in text_of(client.get(page))
    assert "something rests on it" in text_of(client.get(page))
    Membership.objects.filter(pk=row.pk).update(role="member")
    assert client.post(page, {"reason": ""}).status_code == 422
    answer = client.post(page, {"reason": "重复"})
    assert answer.url == address("proposal", adoption.proposal_id)
    assert not Membership.objects.exists()
    assert "undone" in text_of(client.get(answer.url))


def test_a_run_is_computed_again_on_its_page(
    done_run, mei, as_person, django_capture_on_commit_callbacks
):
    client = as_person(mei)
    page = text_of(client.get(address("run", done_run.pk)))
    assert done_run.fingerprint in page
    assert done_run.outcome in page
    assert client.post(address("reproduce", done_run.pk)).url == address("run", done_run.pk)
    waiting = client.get(address("reproduction", done_run.pk))
    assert "hx-get" in text_of(waiting)
    operations.reproduce_run(run_id=done_run.pk, by=mei, at=NOON)
    assert client.get(address("reproduction", done_run.pk)).headers["HX-Refresh"] == "true"
    assert "the same to the last byte" in text_of(client.get(address("run", done_run.pk)))
    FormationRun.objects.update(outcome="0" * 64)
    done_run.refresh_from_db()
    done_run.summary["versions"]["numpy"] = "1.0"
    done_run.save()
    operations.reproduce_run(run_id=done_run.pk, by=mei, at=NOON)
    page = text_of(client.get(address("run", done_run.pk)))
    assert "not the same" in page
    assert "made with 1.0" in page


def test_two_runs_stand_side_by_side(done_run, mei, world, as_person):
    client, other = as_person(mei), run_again(mei, world, least_size=7, resolution=0.01)
    other = other if other.state == "done" else run_again(mei, world, resolution=0.3, seed=5)
    assert "Choose the run" in text_of(client.get(address("compare", done_run.pk)))
    page = client.get(address("compare", done_run.pk), {"beside": other.pk})
    assert page.status_code == 200
    assert "Made with" in text_of(page)
    answer = client.get(address("compare_export", done_run.pk, "csv"), {"beside": other.pk, **SAID})
    assert answer.status_code == 200
    assert client.get(address("compare_export", done_run.pk, "csv"), SAID).status_code == 404


def test_a_run_in_a_scope_is_started_and_says_so(chains, mei, as_person):
    chains()
    client = as_person(mei)
    typed = {"as_of": FROZEN_ON.isoformat(), "resolution": "0.2", "least_size": 3, "seed": 7,
             "divisions": "310117105，310117105", "products": "", "from_existing": "on",
             "side": "both", "steps": "1"}  # fmt: skip
    client.post(address("start"), typed)
    run = FormationRun.objects.get()
    operations.complete_run(run_id=run.pk, by=mei, at=NOON)
    page = text_of(client.get(address("run", run.pk)))
    assert "新桥镇 310117105" in page
    assert "the 0 clusters that stood on that day" in page
    assert "a part" in text_of(client.get(address("runs")))
    wrong = client.post(address("start"), {**typed, "industries": "9999"})
    assert wrong.status_code == 422
    assert "There is no industry 9999." in text_of(wrong)
    assert "<details open>" in text_of(wrong)


@pytest.mark.parametrize("page", ["changes", "compare", "proposal", "run"])
def test_a_page_of_a_run_takes_the_same_queries_at_every_size(page, chains, mei, world, as_person):
    client, counted = as_person(mei), []
    for a_layer, mark in ((2, "小"), (5, "大")):
        chains(a_layer, mark=mark)
        runs = [run_again(mei, world, seed=seed) for seed in (7, 8)]
        proposal = runs[0].proposals.order_by("number").first()
        operations.adopt_proposal(
            by=mei, at=NOON, proposal=proposal, name=mark, reason="纪要", from_day=TODAY,
            left_out=[proposal.members.first().firm_id], left_out_reason="待查",
        )  # fmt: skip
        asked = {
            "changes": address("changes", runs[1].pk),
            "compare": address("compare", runs[0].pk) + f"?beside={runs[1].pk}",
            "proposal": address("proposal", runs[1].proposals.order_by("number").first().pk),
            "run": address("run", runs[0].pk),
        }[page]
        client.get(asked)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(asked).status_code == 200
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 30


def test_none_of_it_exists_for_an_outsider(adopted, done_run, wu, as_person, person, world):
    client = as_person(wu)
    pages = [
        address("changes", done_run.pk), address("compare", done_run.pk),
        address("changes_export", done_run.pk, "csv"), address("reproduction", done_run.pk),
        address("undo_adoption", Adoption.objects.get().pk),
    ]  # fmt: skip
    assert {client.get(page).status_code for page in pages} == {404}
    office = as_person(person("zhao", "science_commission", world))
    assert office.get(pages[0]).status_code == 200
    assert office.get(pages[4]).status_code == 404
    assert office.post(address("take_over", done_run.pk)).status_code == 404
