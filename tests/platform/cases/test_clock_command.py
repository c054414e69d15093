"""The command that divides the time of a case in a file."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from django.utils import translation

from jilian.base.errors import Refusal
from jilian.cases.cli import clock
from jilian.cases.rules.clock_words import SENTENCES, clock_refusal
from jilian_engine import clocks
from jilian_engine.clocks import ClockError

EXAMPLE = {
    "calendar": "CN",
    "hours": [["09:00", "12:00"], ["13:00", "17:00"]],
    "events": [
        {"at": "2022-03-01T09:00:00+08:00", "event": "accepted"},
        {"at": "2022-03-02T09:00:00+08:00", "event": "paused", "ground": "expert_review"},
        {"at": "2022-03-03T09:00:00+08:00", "event": "resumed"},
        {"at": "2022-03-03T09:00:00+08:00", "event": "branch_started", "branch": "tax",
         "holder": "tax office"},
        {"at": "2022-03-03T11:00:00+08:00", "event": "branch_ended", "branch": "tax"},
        {"at": "2022-03-03T16:00:00+08:00", "event": "decided"},
    ],
}  # fmt: skip


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "case.json"
    path.write_text(json.dumps(EXAMPLE), encoding="utf-8")
    return path


def table(tmp_path):
    path = tmp_path / "case.csv"
    names = ("at", "event", "branch", "holder", "ground")
    lines = [",".join(names)] + [
        ",".join(one.get(name, "") for name in names) for one in EXAMPLE["events"]
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def run(*words):
    return CliRunner().invoke(clock, [str(word) for word in words], catch_exceptions=False)


def test_json_and_table_give_the_same_answer(file, tmp_path):
    done = run(file, "--json")
    assert done.exit_code == 0
    found = json.loads(done.stdout)
    assert (found["elapsed_seconds"], found["working_seconds"]) == (198_000, 72_000)
    assert [found[name] for name in ("calendar_days", "working_days", "statutory_days")] == [
        2,
        2,
        1,
    ]
    assert found["holders"] == {
        "unassigned": 39_600, "excluded:expert_review": 86_400, "tax office": 7_200,
        "closed": 64_800,
    }  # fmt: skip
    assert sum(found["holders"].values()) == found["elapsed_seconds"]
    assert [one["branch"] for one in found["branches"]] == ["tax"]
    assert run(table(tmp_path), "--json").stdout == done.stdout


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["elapsed time: 55:00:00", "2 calendar days, 2 working days", "expert review",
                "nobody named", "tax office"]),
        ("zh-hans", ["55:00:00", "2 个自然日", "2 个工作日", "依法不计", "tax office"]),
    ],
)  # fmt: skip
def test_the_text_says_it_in_both_languages(file, language, words):
    with translation.override(language):
        text = run(file).stdout
    for word in words:
        assert word in text


def test_an_open_case_needs_a_moment_and_hours_can_be_said(tmp_path):
    path = tmp_path / "case.csv"
    path.write_text("at,event\n2022-03-01T09:00:00+08:00,accepted\n", encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        run(path)
    assert refused.value.code == "no_end"
    until = ("--until", "2022-03-02T09:00:00+08:00")
    found = json.loads(run(path, *until, "--hours", "09:00-11:30,13:30-17:00", "--json").stdout)
    assert (found["open"], found["working_seconds"]) == (True, 6 * 3600)
    with translation.override("en"):
        assert "still open" in run(path, *until).stdout


@pytest.mark.parametrize(
    ("was", "now", "language", "said"),
    [
        ('"resumed"', '"paused"', "en", "Row 3: a pause cites its ground."),
        ('"resumed"', '"paused"', "zh-hans", "第 3 行"),
        ("2022-03-03T16", "2027-03-03T16", "en", "Row 6: the working days of 2027 are not known."),
        ("2022-03-03T16", "2022-03-03T10", "en", "Row 6: this event lies before the one above it."),
        ("2022-03-03T16", "2027-03-03T16", "zh-hans", "2027"),
    ],
)
def test_a_refusal_names_the_row_in_the_readers_language(file, was, now, language, said):
    file.write_text(file.read_text(encoding="utf-8").replace(was, now), encoding="utf-8")
    with translation.override(language), pytest.raises(Refusal) as refused:
        run(file)
    assert said in str(refused.value)


def test_every_code_of_a_clock_has_a_sentence_that_says_the_same():
    assert set(SENTENCES) == set(clocks.SENTENCES)
    with translation.override("en"):
        for code, sentence in clocks.SENTENCES.items():
            assert str(SENTENCES[code]) == sentence
        refusal = clock_refusal(ClockError("branch_open_already", row=0, branch="tax"))
        assert str(refusal) == "Row 1: the branch tax is open already."
        assert "cannot say" in str(clock_refusal(ClockError("no_events")))
