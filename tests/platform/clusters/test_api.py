"""Clusters, runs and adoption through the API and the command line."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from conftest import NOON
from jilian.audit.models import Trace
from jilian.base.errors import Refusal
from jilian.clusters.cli import clusters as command
from jilian.clusters.models import Cluster, FormationRun, Membership

BASE = "/api/songjiang/clusters"


@pytest.fixture(autouse=True)
def on_the_second_of_march(monkeypatch):
    """Let everything be asked on 2 March 2026."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)


def test_clusters_and_members_are_read_as_of_a_day(adopted, mei, as_person):
    client = as_person(mei)
    (row,) = client.get(f"{BASE}/").json()
    assert (row["name"], row["name_en"], row["members"]) == ("新桥芯片集群", "Xinqiao chips", 6)
    assert row["positions"] == {"upstream": 2, "midstream": 2, "downstream": 2}
    assert client.get(f"{BASE}/?on=2026-03-01").json() == []
    members = client.get(f"{BASE}/{adopted.pk}/members").json()
    assert [one["position"] for one in members][:3] == ["upstream", "upstream", "midstream"]
    assert client.get(f"{BASE}/{adopted.pk}").json()["key"] == adopted.key
    assert client.get(f"{BASE}/{adopted.pk}?on=2026-03-01").status_code == 404


def test_a_run_is_started_and_read(chains, mei, as_person, django_capture_on_commit_callbacks):
    chains()
    client = as_person(mei)
    asked = {"as_of": "2026-03-01", "resolution": 0.2}
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(f"{BASE}/runs", asked, content_type="application/json")
    assert answer.status_code == 202
    (run,) = client.get(f"{BASE}/runs").json()
    assert (run["state"], run["summary"]["clusters"]) == ("done", 2)
    proposals = client.get(f"{BASE}/runs/{run['pk']}/proposals").json()
    assert [one["size"] for one in proposals] == [6, 6]


def test_a_proposal_is_adopted_once_through_the_api(done_run, mei, as_person):
    client, proposal = as_person(mei), done_run.proposals.first()
    path = f"{BASE}/proposals/{proposal.pk}/adopt"
    asked = {"name": "甲集群", "reason": "纪要", "from_day": "2026-03-02"}
    made = client.post(path, asked, content_type="application/json")
    assert (made.status_code, made.json()["members"]) == (201, 6)
    again = client.post(path, asked, content_type="application/json")
    assert (again.status_code, again.json()["code"]) == (409, "already_adopted")


def test_the_api_does_not_exist_for_an_outsider(adopted, done_run, wu, as_person):
    client = as_person(wu)
    for path in ("/", f"/{adopted.pk}", f"/{adopted.pk}/members", "/runs", f"/runs/{done_run.pk}"):
        assert client.get(BASE + path).status_code == 404
    body = {"as_of": "2026-03-01"}
    assert client.post(f"{BASE}/runs", body, content_type="application/json").status_code == 404


def run_command(*words):
    done = CliRunner().invoke(command, words, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done


def test_forming_twice_prints_the_same_bytes(chains, world):
    chains()
    asked = ("form", "--as-of", "2026-03-01", "--json")
    first, second = run_command(*asked).stdout_bytes, run_command(*asked).stdout_bytes
    assert first == second
    found = json.loads(first)
    assert [cluster["size"] for cluster in found["clusters"]] == [6, 6]
    assert len(found["snapshot"]["fingerprint"]) == 64
    member = found["clusters"][0]["members"][0]
    assert member["firm"] == f"made:{member['name']}"
    assert "pk" not in first.decode()
    assert not FormationRun.objects.exists()
    assert not Membership.objects.exists()


def test_forming_is_kept_as_a_run_when_asked(chains, world, django_capture_on_commit_callbacks):
    chains()
    with django_capture_on_commit_callbacks(execute=True):
        run_command("form", "--as-of", "2026-03-01", "--resolution", "0.2", "--save")
    run = FormationRun.objects.get()
    assert (run.state, run.proposals.count()) == ("done", 2)
    assert not Cluster.objects.exists()


def test_forming_from_nothing_is_refused_in_words(world):
    with pytest.raises(Refusal) as refusal:
        run_command("form", "--as-of", "2026-03-01", "--json")
    assert refusal.value.code == "no_firms"
    with pytest.raises(Refusal) as refusal:
        run_command("form", "--as-of", "2026-03-09")
    assert refusal.value.code == "day_ahead"
    assert not Trace.objects.filter(action__startswith="formation_run").exists()


def test_clusters_are_listed_and_shown(adopted):
    listed = json.loads(run_command("list", "--json").output)
    assert [row["key"] for row in listed["clusters"]] == [adopted.key]
    shown = json.loads(run_command("show", adopted.key, "--json").output)
    assert shown["firms"][0]["name"] == "硅料1厂"
    assert "新桥芯片集群" in run_command("show", adopted.key).output
    assert adopted.key in run_command("list").output
    with pytest.raises(Refusal) as refusal:
        run_command("show", adopted.key, "--as-of", "2026-03-01")
    assert refusal.value.code == "cluster_unknown"


def test_positions_are_placed_by_command(adopted):
    Membership.objects.update(position="unknown")
    assert "6" in run_command("place").output
    assert set(Membership.objects.values_list("position", flat=True)) == {
        "upstream", "midstream", "downstream",
    }  # fmt: skip
