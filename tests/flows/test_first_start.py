"""From nothing to two worlds: what a newcomer's first command brings, and the READMEs' commands."""

from __future__ import annotations

import re
import shlex

import pytest

from first_start import FirstStart, first_start
from repository.code import ROOT

LONG_RUNNING = {"demo", "serve", "worker"}
ARTICLE = "2022-03-08"


@pytest.fixture(scope="module")
def start(tmp_path_factory):
    with first_start(tmp_path_factory.mktemp("home")) as made:
        yield made


def test_a_second_start_changes_nothing(start: FirstStart):
    before = start.answer("organisations", "count", "--world", "corridor", "--as-of", ARTICLE)
    again = start.run("demo", "--no-serve")
    assert again.returncode == 0, again.stderr
    assert before == start.answer(
        "organisations", "count", "--world", "corridor", "--as-of", ARTICLE
    )


def test_the_article_names_nine_bodies_seven_committees_and_two_general_branches(start: FirstStart):
    own = start.answer(
        "organisations", "count", "--world", "corridor", "--as-of", ARTICLE, "--source", "ART"
    )
    assert own["known"] == 9
    assert own["by_type"] == {"general_branch": 2, "primary_committee": 7}
    assert own["type_unknown"] == 0


def test_the_register_knows_ten_bodies_by_type_and_one_of_unknown_type(start: FirstStart):
    whole = start.answer("organisations", "count", "--world", "corridor", "--as-of", ARTICLE)
    assert whole["by_type"] == {"general_branch": 2, "primary_committee": 8}
    assert sum(whole["by_type"].values()) == 10
    assert whole["type_unknown"] == 1


def test_before_the_article_the_founding_of_the_others_is_unknown(start: FirstStart):
    own = start.answer(
        "organisations", "count", "--world", "corridor", "--as-of", "2020-01-01", "--source", "ART"
    )
    assert own["known"] == 1
    assert own["by_type"] == {"primary_committee": 1}
    assert own["founding_unknown"] == 8


@pytest.mark.parametrize("world", ["corridor", "made"])
def test_forming_clusters_twice_gives_the_same_bytes(start: FirstStart, world: str):
    command = ("clusters", "form", "--world", world, "--as-of", "2026-11-01", "--json")
    first, second = start.run(*command), start.run(*command)
    assert first.returncode == 0, first.stderr
    assert first.stdout == second.stdout
    assert len(first.stdout) > 1000


def test_firms_are_found_as_one_types(start: FirstStart):
    found = start.answer("firms", "search", "新阳", "--world", "corridor")
    assert "上海新阳" in str(found)


def readme_commands() -> list[str]:
    found: list[str] = []
    for name in ("README.md", "README.zh.md"):
        for block in re.findall(r"```sh\n(.*?)```", (ROOT / name).read_text(), re.S):
            for line in block.splitlines():
                command = re.sub(r"\s+#.*", "", line).removeprefix(".venv/bin/").strip()
                if command.startswith("jilian ") and command not in found:
                    found.append(command)
    return found


@pytest.mark.parametrize("command", readme_commands())
def test_the_readmes_commands_run(start: FirstStart, command: str):
    arguments = shlex.split(command)[1:]
    if arguments[0] in LONG_RUNNING:
        with start.served(demo=arguments[0] == "demo"):
            return
    if arguments[0] == "doctor":  # it asks for a sign of life of the worker
        with start.served():
            assert eventually_in_order(start).strip()
        return
    done = start.run(*arguments)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


def eventually_in_order(start: FirstStart, tries: int = 20) -> str:
    """Ask the doctor until nothing is wrong: the worker takes seconds to start."""
    for _ in range(tries):
        done = start.run("doctor")
        if done.returncode == 0:
            break
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_refusal_is_one_sentence_and_exit_code_two(start: FirstStart):
    done = start.run("firms", "search", "x", "--world", "nowhere")
    assert done.returncode == 2
    assert done.stderr.startswith("jilian: ")
    assert len(done.stderr.strip().splitlines()) == 1
