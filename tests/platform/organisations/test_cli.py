from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from jilian.base.errors import Refusal
from jilian.organisations.cli import organisations


def run(*words: str):
    return CliRunner().invoke(organisations, words, catch_exceptions=False)


def test_the_count_of_the_article_is_nine(register):
    done = run("count", "--as-of", "2022-03-08", "--source", "ART", "--json")
    answer = json.loads(done.output)
    assert (done.exit_code, answer["known"], answer["as_of"]) == (0, 9, "2022-03-08")
    assert answer["by_type"] == {"primary_committee": 7, "general_branch": 2}


def test_an_early_day_says_that_foundings_are_unknown(register):
    answer = json.loads(run("count", "--as-of", "2020-01-01", "--source", "ART", "--json").output)
    assert (answer["known"], answer["founding_unknown"]) == (1, 8)


def test_the_tree_is_printed_with_the_answer_under_it(body):
    body("district", "primary_committee", name="松江区委员会")
    body("lin", "branch", under="district", name="林氏晶圆党支部")
    lines = run("tree", "--as-of", "2023-01-01").output.splitlines()
    assert lines[0].startswith("松江区委员会")
    assert lines[1].startswith("  林氏晶圆党支部")
    tree = json.loads(run("tree", "--as-of", "2023-01-01", "--json").output)
    assert tree["tree"][0]["below"][0]["key"] == "lin"


def test_a_source_that_names_nobody_and_an_unknown_world_are_refused(register):
    for words in (("count", "--source", "NOBODY"), ("count", "--world", "nowhere")):
        with pytest.raises(Refusal):
            run(*words)
