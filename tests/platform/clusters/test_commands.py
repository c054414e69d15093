"""Runs, changes and adoptions through the command line and the API."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from conftest import NOON
from jilian.base.errors import Refusal
from jilian.clusters.cli import clusters as command
from jilian.clusters.models import Adoption, Cluster, FormationRun

BASE = "/api/songjiang/clusters"


@pytest.fixture(autouse=True)
def on_the_second_of_march(monkeypatch):
    """Let everything be asked on 2 March 2026."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)


def run_command(*words, code=0):
    done = CliRunner().invoke(command, words, catch_exceptions=False)
    assert done.exit_code == code, done.output
    return done


def test_forming_in_a_scope_from_what_stands_prints_the_same_bytes_twice(adopted):
    asked = ("form", "--as-of", "2026-03-02", "--world", "songjiang", "--from-existing",
             "--scope", "town=310117105", "--scope", "product=硅", "--scope", "steps=0",
             "--json")  # fmt: skip
    with pytest.raises(Refusal) as refusal:
        run_command(*asked)
    assert refusal.value.code == "scope_empty"
    asked = (*asked[:8], "--json")
    first, second = run_command(*asked).stdout_bytes, run_command(*asked).stdout_bytes
    assert first == second
    found = json.loads(first)
    assert found["parameters"]["from_existing"] is True
    assert found["parameters"]["scope"] == {"divisions": ["310117105"]}
    assert {len(mark) for mark in found["fingerprints"].values()} == {64}
    assert [cluster["size"] for cluster in found["clusters"]] == [6]


@pytest.mark.parametrize("scope", ["village", "colour=red", "town="])
def test_a_scope_that_is_written_otherwise_is_refused(world, scope):
    with pytest.raises(Refusal) as refusal:
        run_command("form", "--as-of", "2026-03-01", "--scope", scope)
    assert refusal.value.code == "scope_unknown"


def test_a_run_is_reproduced_by_command(done_run):
    assert "the same to the last byte" in run_command("reproduce", str(done_run.pk)).output
    done_run.summary["versions"]["polars"] = "0.1"
    done_run.outcome = "0" * 64
    done_run.save()
    found = json.loads(run_command("reproduce", str(done_run.pk), "--json", code=1).output)
    assert (found["same"], found["versions"]["polars"][0]) == (False, "0.1")
    assert "polars: made with 0.1" in run_command("reproduce", str(done_run.pk), code=1).output
    with pytest.raises(Refusal):
        run_command("reproduce", "99999")


def test_proposals_are_adopted_by_command(done_run):
    with pytest.raises(Refusal):
        run_command("adopt", "--run", str(done_run.pk), "--reason", "纪要")
    said = ("adopt", "--run", str(done_run.pk), "--reason", "纪要")
    assert "1 clusters adopted" in run_command(*said, "--number", "1").output
    assert "1 clusters adopted" in run_command(*said, "--all", "--least-firms", "3").output
    assert Cluster.objects.count() == 2


def test_a_run_in_a_scope_its_changes_and_an_undoing_through_the_api(
    adopted, mei, as_person, django_capture_on_commit_callbacks
):
    client = as_person(mei)
    asked = {"as_of": "2026-03-02", "resolution": 0.2, "from_existing": True,
             "scope": {"divisions": ["310117107", "310117105"]}}  # fmt: skip
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(f"{BASE}/runs", asked, content_type="application/json")
    assert answer.status_code == 202
    run = FormationRun.objects.latest("pk")
    shown = client.get(f"{BASE}/runs/{run.pk}").json()
    assert (shown["input_fingerprint"], shown["outcome_fingerprint"]) == (
        run.fingerprint, run.outcome,
    )  # fmt: skip
    changes = client.get(f"{BASE}/runs/{run.pk}/changes").json()
    assert {one["change"] for one in changes} == {"founds"}
    assert len(changes) == 6
    undo = f"{BASE}/adoptions/{Adoption.objects.get().pk}/undo"
    done = client.post(undo, {"reason": "重复"}, content_type="application/json")
    assert done.status_code == 204
    again = client.post(undo, {"reason": "重复"}, content_type="application/json")
    assert (again.status_code, again.json()["code"]) == (409, "undone_already")
    assert not Cluster.objects.exists()
