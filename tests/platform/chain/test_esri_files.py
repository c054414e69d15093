"""The command that computes the index of a network in files."""

from __future__ import annotations

import polars as pl
import pytest
from click.testing import CliRunner
from django.utils import translation

from jilian.base.errors import Refusal
from jilian.chain.cli import chain


@pytest.fixture
def network(tmp_path):
    (tmp_path / "firms.csv").write_text("firm,industry\na,x\nb,y\nc,y\n")
    (tmp_path / "links.csv").write_text("supplier,customer,amount\na,b,3\nb,c,1\nc,c,2\n")
    (tmp_path / "essential.csv").write_text("of,x,y\nx,0,2\ny,0,1\n")
    return tmp_path


def run(*words):
    return CliRunner().invoke(chain, ["esri", *map(str, words)], catch_exceptions=False)


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_every_firm_gets_its_index(network, suffix):
    out = network / f"out.{suffix}"
    done = run(network, "--out", out, "--threads", 1)
    assert done.exit_code == 0
    assert "3" in done.stdout
    found = pl.read_csv(out) if suffix == "csv" else pl.read_parquet(out)
    assert found.columns == ["firm", "esri", "esri_down", "esri_up", "iterations", "epsilon"]
    assert found["esri"].to_list() == [1.0, 1.0, 1.0]  # each takes the whole chain down or up
    assert found["esri_down"].to_list() == [1.0, 0.25, 0.0]


def test_scenarios_without_replacement(network):
    (network / "shocks.csv").write_text("scenario,firm,loss\nhalf,a,0.5\n")
    out = network / "out.csv"
    run(network, "--out", out, "--shocks", network / "shocks.csv", "--no-replacement",
        "--epsilon", "1e-6")  # fmt: skip
    found = pl.read_csv(out)
    assert found["scenario"].to_list() == ["half"]
    assert found["epsilon"].to_list() == [1e-6]
    assert found["esri_down"].to_list() == [0.5]


def test_a_fault_is_told_with_its_place(network):
    (network / "links.csv").write_text("supplier,customer,amount\na,b,3\na,z,1\n")
    with translation.override("en"), pytest.raises(Refusal) as refused:
        run(network, "--out", network / "out.csv")
    assert refused.value.code == "unknown_firm"
    assert "row 2" in str(refused.value)
    assert "“buyer”" in str(refused.value)
    assert not (network / "out.csv").exists()
    with pytest.raises(Refusal) as refused:
        run(network, "--out", network / "out.txt")
    assert refused.value.code == "out_unclear"
