"""What the demo has released leaves every figure that the rule hides as uncertain as stated.

One of a partner city reads all tables of both months by interface, page and file, and puts them
beside each other; the attacks are those that made districts are tried with.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from first_start import first_start
from released_attack import TABLES
from repository.code import ROOT

MONTHS = 2
LEAST_CHECKED = 400  # cells that the rule hides; a demo with fewer would try little


@pytest.fixture(scope="module")
def found(tmp_path_factory) -> dict[str, Any]:
    with first_start(tmp_path_factory.mktemp("home")) as start:
        paths = os.pathsep.join((str(ROOT / "src"), str(ROOT / "tests")))
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-m", "flows.attacked"],
            env={**start.env, "PYTHONPATH": paths, "DJANGO_SETTINGS_MODULE": "jilian.settings"},
            capture_output=True, text=True, timeout=600,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_all_tables_of_both_months_were_read(found):
    assert len(found["months"]) == MONTHS
    assert found["tables"] == MONTHS * len(TABLES)


def test_interface_page_and_file_say_the_same(found):
    assert found["differing"] == []


def test_nothing_that_breaks_the_rule_is_shown(found):
    assert found["shown"] == []


def test_no_subtraction_brings_a_hidden_figure_back(found):
    assert found["subtracted"] == []


def test_a_month_beside_shows_no_hidden_figure_that_did_not_change(found):
    assert found["beside"] == []


def test_linear_programmes_leave_the_stated_interval(found):
    assert found["wrong"] == []
    assert found["tight"] == []
    assert found["checked"] >= LEAST_CHECKED
