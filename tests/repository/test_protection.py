"""What the documents about protection name exists, and no duty is left out."""

from __future__ import annotations

import ast
import re

import pytest
from django.urls import Resolver404, resolve

from repository.code import ROOT

DOCUMENTS = ("docs/protection.md", "docs/self-check.md", "SECURITY.md")
STATES = {"met", "partly", "operator", "not met"}


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def rows() -> dict[str, list[str]]:
    found = {}
    for line in text("docs/protection.md").splitlines():
        if re.match(r"\| P[DC]-\d\d \|", line):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            assert cells[0] not in found
            found[cells[0]] = cells
    return found


def test_each_of_the_24_duties_and_15_control_areas_has_a_state():
    found = rows()
    assert sorted(found) == sorted(
        [f"PD-{number:02}" for number in range(1, 25)]
        + [f"PC-{number:02}" for number in range(1, 16)]
    )
    for name, cells in found.items():
        assert cells[3 if name.startswith("PD") else 2] in STATES, name


def test_what_is_met_is_shown_by_a_test_or_a_page():
    for name, cells in rows().items():
        if cells[3 if name.startswith("PD") else 2] == "met":
            assert "`tests/" in cells[-1] or "page `/" in cells[-1], name


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_test_that_is_named_exists(document):
    for path, _colons, name in re.findall(r"`(tests/[\w/]+\.py)(::)?(\w+)?`", text(document)):
        file = ROOT / path
        assert file.is_file(), path
        if name:
            functions = {node.name for node in ast.walk(ast.parse(file.read_text()))
                         if isinstance(node, ast.FunctionDef)}  # fmt: skip
            assert name in functions, f"{path}::{name}"


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_page_and_document_that_is_named_exists(document):
    for address in re.findall(r"`(/[\w{}/.-]*/)`", text(document)):
        try:
            resolve(address.replace("{world}", "songjiang"))
        except Resolver404:
            pytest.fail(f"{document} names {address}")
    for path in re.findall(r"`((?:docs/[\w/-]+|[A-Z]+)\.md)`", text(document)):
        assert (ROOT / path).is_file(), path


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_command_and_setting_that_is_named_exists(document):
    from jilian.cli import Commands

    for name in re.findall(r"`jilian (\w[\w-]*)", text(document)):
        assert name in Commands.homes, name
    for name in re.findall(r"`(JILIAN_\w+)`", text(document)):
        assert name in text("docs/operate.md"), name


def test_the_self_check_answers_every_item_in_both_languages():
    lines = [line for line in text("docs/self-check.md").splitlines() if re.match(r"\| \d", line)]
    assert len(lines) >= 60
    answers = {"符合", "部分符合", "不符合", "运维方负责", "不适用"}
    for line in lines:
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        assert cells[3] in answers, line
        assert cells[4], line
