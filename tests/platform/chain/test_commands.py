"""The commands about what breaks."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from jilian.base.errors import Refusal
from jilian.chain.cli import chain


def run(*words):
    return CliRunner().invoke(chain, [str(word) for word in words], catch_exceptions=False)


def test_a_what_if_prints_the_same_as_the_page(snapshot):
    said = run("what-if", "--firm", "硅料乙", "--alone", "--as-of", "2026-03-01", "--json")
    found = json.loads(said.output)
    assert found["shock"]["keys"] == ["made:硅料乙"]
    assert {hit["name"] for hit in found["hits"]} >= {"硅料乙", "晶圆", "封测"}
    assert found["unknown"]["stocks"]["known"] == 0


def test_as_text_it_says_what_is_lost_and_what_is_unknown(snapshot):
    words = run("what-if", "--town", "310117105", "--as-of", "2026-03-01").output
    assert "output lost" in words
    assert "links: 3/4" in words


@pytest.mark.parametrize(
    "words, code",
    [
        ((), "shock_empty"),
        (("--firm", "硅料"), "firm_unclear"),
        (("--town", "310117105", "--input", "硅"), "shock_empty"),
    ],
)
def test_what_is_unclear_is_refused(snapshot, words, code):
    with pytest.raises(Refusal) as why:
        run("what-if", *words, "--as-of", "2026-03-01")
    assert why.value.code == code


def test_the_critical_list_is_computed_where_there_is_none(snapshot, cluster):
    found = json.loads(run("critical", "--as-of", "2026-03-01", "--json").output)
    assert len(found["rows"]) == 6
    assert found["epsilon"] == 1e-6
    assert run("critical", "--most", "2").output.count("%") == 2
