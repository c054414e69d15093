"""The command ``jilian doctor``."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from conftest import NOON
from jilian.home.cli import doctor
from jilian.home.queries import Check
from jilian.jobs.later import note_life


@pytest.fixture
def in_order(db, settings, tmp_path):
    """An installation of which everything is in order."""
    settings.STATIC_ROOT, settings.HOME = tmp_path, tmp_path
    (tmp_path / "staticfiles.json").write_text("{}")
    note_life(at=NOON)


def test_an_installation_in_order_ends_with_zero(in_order):
    done = CliRunner().invoke(doctor)
    assert done.exit_code == 0, done.output
    assert "NOT" not in done.output
    assert "SQLite" in done.output or "PostgreSQL" in done.output


def test_anything_not_in_order_ends_with_two(in_order, settings):
    settings.ALLOWED_HOSTS = ["*"]
    done = CliRunner().invoke(doctor)
    assert done.exit_code == 2
    assert "NOT host names" in done.output


def test_the_findings_can_be_read_by_programs(in_order):
    done = CliRunner().invoke(doctor, ["--json"])
    rows = json.loads(done.output)
    assert {"name", "ok", "sentence"} == set(rows[0])
    assert all(row["ok"] for row in rows)


def test_names_of_two_widths_stand_in_one_column(monkeypatch):
    found = [Check("数据库", True, "好。"), Check("disk", True, "好。")]
    monkeypatch.setattr("jilian.home.cli.checks", lambda at: found)
    first, second = CliRunner().invoke(doctor).output.splitlines()
    assert first.index("好") + 3 == second.index("好")  # three signs take two columns each
