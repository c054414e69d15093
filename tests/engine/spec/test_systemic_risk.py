"""The systemic risk index against the reference of the method's authors, and by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from jilian_engine.chain import (
    Shocks,
    index_of_all,
    index_of_shocks,
    prepare_chain,
    spread_shock,
)
from jilian_engine.chain.reading import read_network, read_shocks, write_indices
from jilian_engine.errors import EngineError, TableError

REFERENCE = Path(__file__).parent / "esri_reference"
SAME = 1e-12


@pytest.fixture(scope="module")
def reference():
    return read_network(REFERENCE).chain


def test_reference_is_read_whole(reference):
    assert (reference.firm_count, reference.link_count, reference.self_links) == (1000, 4866, 0)


@pytest.mark.parametrize("exponent", [2, 6])
def test_every_firm_equals_the_reference(reference, exponent):
    found = index_of_all(reference, epsilon=10.0**-exponent)
    wanted = pl.read_csv(REFERENCE / f"esri_pairwise_sub_eps1e-{exponent}.csv")
    for name in ("esri", "esri_down", "esri_up"):
        assert np.abs(getattr(found, name) - wanted[name].to_numpy()).max() < SAME
    assert found.iterations.tolist() == wanted["iterations"].to_list()


def test_one_shock_alone_equals_the_same_among_all(reference):
    found = index_of_all(reference)
    for firm in (1, 17, int(found.esri.argmax())):
        left = np.ones(reference.firm_count)
        left[firm] = 0
        alone = spread_shock(reference, left)
        assert abs(alone.lost_share - found.esri[firm]) < SAME
        assert alone.iterations == found.iterations[firm]
        lost = reference.out * (1 - alone.level)
        assert lost.sum() / reference.out.sum() == pytest.approx(alone.lost_share, abs=SAME)
        assert alone.first_fell[firm] == 0
        assert ((alone.first_fell >= 0) == (alone.level < 1)).all()


def test_any_number_of_threads_gives_the_same_bytes(reference):
    runs = [index_of_all(reference, threads=threads) for threads in (1, 2, 5)]
    for other in runs[1:]:
        for name in ("esri", "esri_down", "esri_up", "iterations"):
            assert getattr(other, name).tobytes() == getattr(runs[0], name).tobytes()


@pytest.mark.parametrize("factor", [0.01, 100.0])
@pytest.mark.parametrize("replacement", [True, False])
def test_the_index_does_not_ask_in_which_money_amounts_are(reference, factor, replacement):
    other = prepare_chain(
        reference.industry, reference.suppliers, reference.buyers, reference.amounts * factor,
        reference.essential,
    )  # fmt: skip
    one, two = (index_of_all(chain, replacement=replacement) for chain in (reference, other))
    assert np.abs(one.esri - two.esri).max() < SAME
    assert (one.iterations == two.iterations).all()


def test_the_index_does_not_ask_in_which_order_firms_stand(reference):
    """Nor in which of them stand side by side while it is worked out."""
    place = np.random.default_rng(7).permutation(reference.firm_count)
    industry = np.empty_like(reference.industry)
    industry[place] = reference.industry
    other = prepare_chain(
        industry, place[reference.suppliers], place[reference.buyers], reference.amounts,
        reference.essential,
    )  # fmt: skip
    one, two = index_of_all(reference), index_of_all(other)
    assert np.abs(one.esri - two.esri[place]).max() < SAME
    assert (one.iterations == two.iterations[place]).all()


def test_a_limit_below_all_rounding_ends(reference):
    converged = index_of_all(reference, epsilon=1e-9)
    found = index_of_all(reference, epsilon=1e-40)
    assert np.abs(found.esri - converged.esri).max() < 1e-6


#: Ore (0), steel (1) and bread (2): steel cannot do without ore, bread can be baked without steel.
CLASSES = [[0, 2, 0], [0, 0, 1], [0, 0, 0]]
#: Two mines (0 sells 30, 1 sells 10), a mill (2) that buys from both, a baker (3) and a shop (4).
MINES = ([0, 0, 1, 2, 2], [0, 1, 2, 3], [2, 2, 3, 4], [30.0, 10.0, 20.0, 20.0])


def test_by_hand():
    """Mine 0 stops: no market is left but mine 1 with 10, so sigma is 1, and the mill loses 3/4.

    The baker loses 3/4 of an input it can half do without: steel is all it buys, 3/4. Upwards the
    mine's loss meets nobody. Output lost: 30 + 20 * 3/4 + 20 * 3/4 of 80.
    """
    chain = prepare_chain(*MINES, CLASSES)
    found = spread_shock(chain, [0, 1, 1, 1, 1])
    assert found.level_down.tolist() == [0, 1, 0.25, 0.25, 1]
    assert found.level_up.tolist() == [0, 1, 1, 1, 1]
    assert found.lost_share == pytest.approx((30 + 15 + 15) / 80)
    assert (found.iterations, found.first_fell.tolist()) == (3, [0, -1, 1, 2, -1])


def test_a_small_mine_is_replaced_in_part():
    """Mine 1 sells a quarter of the ore; what is left sells 30: a third of its loss stays."""
    chain = prepare_chain(*MINES, CLASSES)
    found = spread_shock(chain, [1, 0, 1, 1, 1])
    assert found.level_down[2] == pytest.approx(1 - 0.25 / 3)
    alone = spread_shock(chain, [1, 0, 1, 1, 1], replacement=False)
    assert alone.level_down[2] == pytest.approx(0.75)


def test_a_whole_market_wiped_out_is_replaced_by_nobody():
    for factor in (0.01, 1.0, 100.0):
        industry, suppliers, buyers, amounts = MINES
        money = [factor * amount for amount in amounts]
        chain = prepare_chain(industry, suppliers, buyers, money, CLASSES)
        found = spread_shock(chain, [0, 0, 1, 1, 1])
        assert found.level_down[2] == pytest.approx(0)


def test_half_a_shock_spreads_half():
    chain = prepare_chain(*MINES, CLASSES)
    found = spread_shock(chain, [0.5, 1, 1, 1, 1])  # 15 + 10 are left of the market of 40
    assert found.level_down[2] == pytest.approx(1 - 0.75 * 0.5)
    assert found.level_down[0] == 0.5


def test_a_network_without_links_has_no_index():
    chain = prepare_chain([0, 1], [], [], [], CLASSES)
    assert np.isnan(index_of_all(chain).esri).all()
    assert prepare_chain([], [], [], [], CLASSES).firm_count == 0
    assert len(index_of_all(prepare_chain([], [], [], [], CLASSES)).esri) == 0


def test_links_are_merged_and_those_with_oneself_left_out():
    chain = prepare_chain([0, 1], [0, 0, 1, 0], [1, 1, 1, 1], [2.0, 3.0, 9.0, 0.0], CLASSES)
    assert (chain.amounts.tolist(), chain.self_links) == ([5.0], 1)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"essential": [[0, 3], [0, 0]]}, "bad_classes"),
        ({"essential": [[0, 1, 2]]}, "bad_classes"),
        ({"industry": [0, 7]}, "bad_positions"),
        ({"suppliers": [2]}, "bad_positions"),
        ({"amounts": [-1.0]}, "bad_amount"),
        ({"amounts": [float("nan")]}, "bad_amount"),
        ({"amounts": [1.0, 2.0]}, "uneven_columns"),
    ],
)
def test_what_cannot_be_is_refused(change, code):
    given = {
        "industry": [0, 1], "suppliers": [0], "buyers": [1], "amounts": [1.0],
        "essential": [[0, 2], [0, 0]],
    }  # fmt: skip
    with pytest.raises(EngineError) as refused:
        prepare_chain(**{**given, **change})
    assert refused.value.code == code


def test_shocks_that_cannot_be_are_refused(reference):
    def shocks(starts, firms, losses):
        return Shocks(np.array(starts), np.array(firms), np.array(losses, dtype=np.float64))

    for wrong, code in (
        (shocks([0, 2], [1], [1]), "bad_shocks"),
        (shocks([0, 1], [1000], [1]), "bad_positions"),
        (shocks([0, 1], [1], [1.5]), "bad_loss"),
        (shocks([0, 2], [1, 1], [1, 1]), "repeated_firm"),
    ):
        with pytest.raises(EngineError) as refused:
            index_of_shocks(reference, wrong)
        assert refused.value.code == code
    for options in ({"epsilon": 0}, {"threads": 0}):
        with pytest.raises(EngineError):
            index_of_all(reference, **options)
    with pytest.raises(EngineError):
        spread_shock(reference, [1.0])


def folder_of(path: Path, **tables: str) -> Path:
    for name, text in {
        "firms": "firm,industry\na,x\nb,y\n", "links": "supplier,customer,amount\na,b,3\n",
        "essential": "of\\for,x,y\nx,0,2\ny,0,0\n", **tables,
    }.items():  # fmt: skip
        (path / f"{name}.csv").write_text(text, encoding="utf-8")
    return path


def test_files_in_any_form_are_read(tmp_path):
    folder_of(tmp_path, links="supplier,buyer,amount\na,b,3\nb,b,1\n")
    assert read_network(tmp_path).chain.self_links == 1
    (tmp_path / "firms.csv").write_bytes("firm,industry\n甲,x\n乙,y\n".encode("gb18030"))
    (tmp_path / "links.csv").write_bytes("Supplier , buyer,amount\n甲,乙,3\n".encode("utf-16"))
    found = read_network(tmp_path)
    assert (found.firms.to_list(), found.chain.amounts.tolist()) == (["甲", "乙"], [3.0])
    (tmp_path / "links.csv").unlink()
    links = pl.DataFrame({"supplier": ["甲"], "buyer": ["乙"], "amount": [3]})
    links.write_parquet(tmp_path / "links.parquet")
    assert read_network(tmp_path).chain.amounts.tolist() == [3.0]


@pytest.mark.parametrize(
    ("tables", "code", "column", "row"),
    [
        ({"firms": "firm,industry\na,x\nb,z\n"}, "unknown_industry", "industry", 1),
        ({"firms": "firm,industry\na,x\na,y\n"}, "repeated_row", "firm", 1),
        ({"firms": "firm\na\n"}, "missing_column", "industry", None),
        ({"firms": "firm,industry\na,x\n,y\n"}, "missing_value", "firm", 1),
        ({"links": "supplier,buyer,amount\na,c,1\n"}, "unknown_firm", "buyer", 0),
        ({"links": "supplier,buyer,amount\na,b,-1\n"}, "too_small", "amount", 0),
        ({"links": "supplier,buyer,amount\na,b,many\n"}, "not_a_number", "amount", 0),
        ({"links": "supplier,amount\na,1\n"}, "missing_column", "buyer", None),
        ({"essential": "of,x,y\nx,0,2\n"}, "unknown_industry", "y", None),
        ({"essential": "of,x,y\nx,0,5\ny,0,0\n"}, "wrong_class", "y", 0),
    ],
)
def test_a_fault_in_a_file_names_its_place(tmp_path, tables, code, column, row):
    with pytest.raises(TableError) as refused:
        read_network(folder_of(tmp_path, **tables))
    assert (refused.value.code, refused.value.column, refused.value.row) == (code, column, row)


def test_a_missing_table_is_named(tmp_path):
    (folder_of(tmp_path) / "links.csv").unlink()
    with pytest.raises(TableError) as refused:
        read_network(tmp_path)
    assert (refused.value.code, refused.value.table) == ("missing_file", "links")


def test_scenarios_from_a_file_and_the_answer_as_a_file(tmp_path):
    read = read_network(folder_of(tmp_path))
    (tmp_path / "shocks.csv").write_text("scenario,firm,loss\nflood,a,0.5\nstrike,b,1\nflood,b,0\n")
    names, shocks = read_shocks(tmp_path / "shocks.csv", read.firms)
    found = index_of_shocks(read.chain, shocks)
    assert (names.to_list(), found.esri.tolist()) == (["flood", "strike"], [0.5, 1.0])
    for out in (tmp_path / "out.csv", tmp_path / "out.parquet"):
        write_indices(out, names, found)
    one, other = pl.read_csv(tmp_path / "out.csv"), pl.read_parquet(tmp_path / "out.parquet")
    assert one.columns == ["scenario", "esri", "esri_down", "esri_up", "iterations", "epsilon"]
    assert one["esri"].to_list() == other["esri"].to_list() == [0.5, 1.0]
    assert sorted(path.suffix for path in tmp_path.glob(".out*")) == []
