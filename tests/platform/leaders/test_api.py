"""Programs read who leads and by which table; the command line ranks and ranks again."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from conftest import NOON, TODAY
from jilian.leaders import operations
from jilian.leaders.cli import leaders


def test_programs_read_leaders_and_selections(as_person, office, computed, chips, wu):
    operations.decide_selection(
        by=office, at=NOON, selection=computed, firms=[chips["晶圆厂"].pk], from_day=TODAY,
        reason="纪要",
    )  # fmt: skip
    client = as_person(office)
    found = client.get(f"/api/songjiang/leaders/?on={TODAY.isoformat()}").json()
    assert [(one["cluster"], one["name"]) for one in found] == [("C1", "晶圆厂")]
    listed = client.get("/api/songjiang/leaders/selections").json()
    assert [one["leaders"] for one in listed] == [["晶圆厂"]]
    one = client.get(f"/api/songjiang/leaders/selections/{computed.pk}").json()
    assert one["table"]["firms"] and one["result"]["rows"]
    other = as_person(wu).get("/api/songjiang/leaders/selections")
    assert other.status_code == 404


def test_ranking_on_the_command_line_gives_the_same_bytes(cluster, body):
    ask = ["rank", "C1", "--world", "songjiang", "--as-of", TODAY.isoformat(), "--json"]
    first, second = (CliRunner().invoke(leaders, ask) for _ in range(2))
    assert (first.exit_code, first.output) == (0, second.output)
    said = json.loads(first.output)
    assert len(said["inputs"]["firms"]) == 4
    text = CliRunner().invoke(leaders, [*ask[:-1]])
    assert "4 of 4 firms comparable" in text.output


def test_a_selection_is_ranked_again_on_the_command_line(computed):
    done = CliRunner().invoke(leaders, ["rerun", str(computed.pk)])
    assert (done.exit_code, "byte for byte" in done.output) == (0, True)
    computed.result["rows"][0]["score"] = "0.1"
    computed.save()
    other = CliRunner().invoke(leaders, ["rerun", str(computed.pk), "--json"])
    assert (other.exit_code, json.loads(other.output)["same"]) == (1, False)


@pytest.mark.parametrize("ask", [["rank", "C9"], ["rerun", "999999"]])
def test_what_is_not_there_is_refused(ask, cluster):
    from jilian.base.errors import Refusal

    with pytest.raises(Refusal):
        CliRunner().invoke(leaders, ask, catch_exceptions=False)
