"""A table of 1,526 made firms with thirty planted faults: all are found, and nothing else."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from jilian.returns.cli import returns
from jilian.returns.formats.templates import key_words
from jilian.returns.rules.forms import form_of
from jilian.returns.rules.tables import check_table

from .planting import FIRMS, MONTH, found_as_faults, made_table


@pytest.fixture(scope="module")
def form():
    return form_of("industry", MONTH)


def test_thirty_planted_faults_are_found_in_a_file_and_nothing_else(tmp_path):
    made = made_table()
    assert len(made.faults) == 30
    assert len(made.compared.names) == FIRMS
    path = tmp_path / "虚构企业月报.xlsx"
    path.write_bytes(made.as_file())
    answer = CliRunner().invoke(returns, ["check", str(path), "--month", "2026-04", "--json"])
    assert answer.exit_code == 1, answer.output
    told = json.loads(answer.output)
    found = [(one["row"], one["code"], one["unit"] if one["code"] == "row_missing" else one["item"])
             for one in told["findings"]]  # fmt: skip
    assert sorted(found) == sorted(made.faults)
    assert (told["rows"], told["expected"]) == (FIRMS - 2, FIRMS)


@pytest.mark.parametrize("seed", range(1, 5))
def test_other_seeds_are_checked_as_well(form, seed):
    made = made_table(seed)
    checked = check_table(form.of_firms(), made.numbered(), made.compared, key_words(form))
    assert sorted(found_as_faults(checked.findings)) == sorted(made.faults)


def test_a_table_without_faults_raises_no_alarm(form):
    made = made_table(7, planted=False)
    checked = check_table(form.of_firms(), made.numbered(), made.compared, key_words(form))
    assert checked.findings == ()
