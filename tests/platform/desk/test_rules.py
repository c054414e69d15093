"""Words of traces and findings, and how agreements stand."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

import jilian
from jilian.audit.rules import ACTIONS, Finding, FindingKind
from jilian.desk import rules

PLATFORM = Path(jilian.__file__).parent
RECORDED = re.compile(r'record(?:_many)?\(\s*"([a-z_]+\.[a-z_]+)"')


def test_a_trace_shows_what_changed_apart_from_what_stayed():
    changed, same = rules.changes_between(
        {"name": "甲厂", "town": None}, {"name": "甲厂", "town": "九亭镇"}, "甲厂"
    )
    assert (changed.kind, same.kind) == ("changed", "same")
    assert [(one.label, one.before, one.after) for one in changed.fields] == [
        ("town", None, "九亭镇")
    ]


def test_a_trace_of_something_new_has_no_before():
    (change,) = rules.changes_between(None, {"new": 3, "sources": ["A", "B"]}, "firms")
    assert change.kind == "new"
    assert [one.after for one in change.fields] == ["3", "A; B"]


def test_fields_are_called_as_the_record_calls_them():
    (change,) = rules.changes_between({"n": 1}, {"n": 2}, "x", {"n": "rank"})
    assert [one.label for one in change.fields] == ["rank"]


@pytest.mark.parametrize("kind", [kind for kind in FindingKind if kind is not FindingKind.SEAL])
def test_every_finding_names_its_trace(kind):
    found = Finding(kind, 31, 33, "firms.saved", "甲厂", "77")
    said = rules.finding_words(found)
    assert "31" in said or "77" in said
    assert said.endswith("甲厂")


@pytest.mark.parametrize(
    ("day", "until", "ended", "stands"),
    [
        ("2026-01-31", "2026-12-31", None, "waiting"),
        ("2026-02-01", "2026-12-31", None, "open"),
        ("2026-12-01", "2026-12-31", None, "soon"),
        ("2026-12-31", "2026-12-31", None, "soon"),
        ("2027-01-01", "2026-12-31", None, "late"),
        ("2027-01-01", None, None, "open"),
        ("2026-03-02", "2026-12-31", "2026-03-02", "ended"),
    ],
)
def test_how_an_agreement_stands(day, until, ended, stands):
    read = date.fromisoformat
    found = rules.standing_of(
        read(day), date(2026, 2, 1), read(until) if until else None, read(ended) if ended else None
    )
    assert found == stands


def test_every_action_that_is_traced_has_a_name():
    """Read from the code: what is recorded under a name of its own."""
    traced = set()
    for path in PLATFORM.rglob("*.py"):
        if "migrations" not in path.parts:
            traced |= set(RECORDED.findall(path.read_text(encoding="utf-8")))
    assert len(traced) > 40
    assert traced - set(ACTIONS) == set(), "name it in jilian/audit/rules/actions.py"
