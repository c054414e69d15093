"""Inferred links: what was asked for comes out, declared links stay, and the reasons add up."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from jilian_engine.errors import EngineError, TableError
from jilian_engine.input_output import InputOutput, china_2020, read_input_output
from jilian_engine.links import infer, infer_links
from jilian_engine.worlds import make_district

#: Two sectors: crystal feeds chips with 0.2 of each yuan, chips feed chips with 0.1.
TWO = read_input_output(
    pl.DataFrame({"from_code": ["X", "C"], "to_code": ["C", "C"], "value": [20.0, 10.0]}),
    pl.DataFrame({"code": ["C", "X"], "name": ["chips", "crystal"], "gross_output": [100.0, 50.0]}),
    pl.DataFrame({"industry_code": ["3973", "3985"], "io_code": ["C", "X"]}),
)
FIRMS = pl.DataFrame({
    "firm": ["crystal", "ingot", "sensor", "wafer"],
    "industry": ["3985", "3985", "3973", "3973"],
    "x": [121.0, 121.0, 121.0, 121.0], "y": [31.0, 31.0, 31.0, 31.0],
    "size": [2.0, 1.0, 1.0, 1.0],
})  # fmt: skip
PRODUCTS = pl.DataFrame({
    "firm": ["crystal", "ingot", "wafer"], "product": ["silicon", "sapphire", "silicon"],
    "role": ["makes", "makes", "buys"],
})  # fmt: skip


def rows(found) -> dict[tuple[str, str], float]:
    names = found.firms.to_list()
    ends = zip(found.suppliers, found.buyers, found.probability, strict=True)
    return {(names[one], names[other]): float(p) for one, other, p in ends}


def test_the_worked_example() -> None:
    """docs/methods/links.md: strengths 0.8, 0.4, 0.2, 0.2, 0.1 and 0.1, delta 1.55775."""
    found = infer_links(FIRMS, PRODUCTS, TWO, expected_links=2, least_probability=0)
    strengths = {
        ("crystal", "wafer"): 0.8, ("crystal", "sensor"): 0.4, ("ingot", "wafer"): 0.2,
        ("ingot", "sensor"): 0.2, ("sensor", "wafer"): 0.1, ("wafer", "sensor"): 0.1,
    }  # fmt: skip
    expected = rows(found)
    delta = -np.log1p(-expected["sensor", "wafer"]) / 0.1
    assert delta == pytest.approx(WORKED_DELTA, rel=1e-8)
    for pair, strength in strengths.items():
        assert expected.pop(pair) == pytest.approx(1 - np.exp(-delta * strength))
    assert expected == {}
    assert found.probability.sum() == pytest.approx(2, rel=1e-12)


WORKED_DELTA = 1.55775043


def test_the_parts_say_why() -> None:
    found = infer_links(FIRMS, PRODUCTS, TWO, expected_links=2)
    at = list(rows(found)).index(("crystal", "wafer"))
    parts = {name: float(values[at]) for name, values in found.parts.items()}
    assert parts == {"io": 0.2, "product": 1.0, "closeness": 1.0, "distance_km": 0.0, "size": 2.0}


def test_declared_links_override_and_count() -> None:
    known = pl.DataFrame({"supplier": ["crystal"], "buyer": ["wafer"], "evidence": ["declared"]})
    found = infer_links(FIRMS, PRODUCTS, TWO, expected_links=2, known=known, least_probability=0)
    assert ("crystal", "wafer") not in rows(found)
    assert found.known == 1
    assert found.probability.sum() == pytest.approx(1, rel=1e-12)


def test_what_was_inferred_before_is_not_known() -> None:
    known = pl.DataFrame({"supplier": ["crystal"], "buyer": ["wafer"], "evidence": ["inferred"],
                          "probability": [0.5]})  # fmt: skip
    found = infer_links(FIRMS, PRODUCTS, TWO, expected_links=2, known=known)
    assert (found.known, ("crystal", "wafer") in rows(found)) == (0, True)


def test_links_below_the_least_probability_are_left_out_and_accounted_for() -> None:
    found = infer_links(FIRMS, PRODUCTS, TWO, expected_links=2, least_probability=0.3)
    assert found.probability.min() >= 0.3
    assert found.probability.sum() + found.left_out == pytest.approx(2)


def test_distance_and_unknown_things() -> None:
    firms = FIRMS.with_columns(
        y=pl.Series([31.0, 31.0, None, 31.0 + 10 / 111.195]), size=pl.Series([None, 1.0, 1.0, 1.0])
    )
    found = infer_links(firms, PRODUCTS, TWO, expected_links=2, least_probability=0)
    near = dict(zip(rows(found), found.parts["closeness"].tolist(), strict=True))
    far = dict(zip(rows(found), found.parts["distance_km"].tolist(), strict=True))
    size = dict(zip(rows(found), found.parts["size"].tolist(), strict=True))
    assert far["crystal", "wafer"] == pytest.approx(10, abs=1e-3)
    assert near["crystal", "wafer"] == pytest.approx(0.5, abs=1e-4)
    assert np.isnan(far["crystal", "sensor"])
    assert near["crystal", "sensor"] == pytest.approx(0.5, abs=1e-4)  # the median distance: 10 km
    assert size["crystal", "wafer"] == 1.0


def test_a_firm_of_unknown_industry_stands_at_the_mean() -> None:
    firms = FIRMS.with_columns(industry=pl.Series(["3985", None, "3973", "3973"]))
    found = infer_links(firms, PRODUCTS, TWO, expected_links=2, least_probability=0)
    io = dict(zip(rows(found), found.parts["io"].tolist(), strict=True))
    assert io["ingot", "wafer"] == pytest.approx((2 * 0.2 + 4 * 0.1) / 9)


def test_relations_between_products_count_as_buying_the_class() -> None:
    products = pl.DataFrame({"firm": ["ingot", "sensor"], "product": ["sapphire", "led"],
                             "role": ["makes", "makes"]})  # fmt: skip
    relations = pl.DataFrame({"product": ["sapphire"], "used_for": ["led"]})
    found = infer_links(FIRMS, products, TWO, expected_links=2, relations=relations)
    assert dict(zip(rows(found), found.parts["product"], strict=True))["ingot", "sensor"] == 1.0


def test_expected_degrees_are_those_asked_for() -> None:
    tables = make_district(7, firms=120).engine_tables()
    names = tables["firms"]["firm"].sort()
    chance = np.random.default_rng(3)
    asked = chance.integers(1, 5, len(names)).astype(float)
    degrees = pl.DataFrame({"firm": names, "suppliers": asked, "buyers": [None] * len(names)},
                           schema_overrides={"buyers": pl.Float64})  # fmt: skip
    found = infer_links(tables["firms"], tables["products"], china_2020(),
                        expected_links=float(asked.sum()), degrees=degrees,
                        least_probability=0)  # fmt: skip
    got = np.bincount(found.buyers, found.probability, len(names))
    assert got == pytest.approx(asked, rel=1e-8)


def test_expected_flows_of_sector_pairs_are_those_asked_for() -> None:
    flows = pl.DataFrame({"from_sector": ["X", "C"], "to_sector": ["C", "C"],
                          "amount": [9e6, 1e6]})  # fmt: skip
    known = pl.DataFrame({"supplier": ["crystal"], "buyer": ["wafer"], "amount": [2e6],
                          "evidence": ["order"]})  # fmt: skip
    found = infer_links(FIRMS, PRODUCTS, TWO, expected_links=3, sector_flows=flows, known=known)
    expected = found.probability * found.amount
    from_crystal = np.isin(found.suppliers, [0, 1])
    assert expected[from_crystal].sum() == pytest.approx(7e6)  # 9 million less the known order
    assert expected[~from_crystal].sum() == pytest.approx(1e6)


def test_more_links_than_the_evidence_holds_are_refused() -> None:
    with pytest.raises(EngineError) as refused:
        infer_links(FIRMS, PRODUCTS, TWO, expected_links=6)
    assert refused.value.code == "too_many_links"
    with pytest.raises(EngineError):
        infer_links(FIRMS, PRODUCTS, TWO, expected_links=0)
    with pytest.raises(EngineError) as refused:
        infer_links(FIRMS, PRODUCTS, TWO, expected_links=2, degrees=pl.DataFrame(
            {"firm": ["crystal"], "suppliers": [2.0], "buyers": [1.0]}))  # fmt: skip
    assert refused.value.code == "degrees_out_of_reach"  # nothing feeds crystal


def test_the_result_is_a_links_table() -> None:
    table = infer_links(FIRMS, PRODUCTS, TWO, expected_links=2).table()
    assert table["evidence"].unique().to_list() == ["inferred"]
    assert table["amount"].null_count() == table.height


def test_the_order_of_rows_is_of_no_account() -> None:
    tables = make_district(7, firms=100).engine_tables()
    io = china_2020()
    one = infer_links(tables["firms"], tables["products"], io, expected_links=300)
    other = infer_links(tables["firms"].reverse(), tables["products"].reverse(), io,
                        expected_links=300)  # fmt: skip
    assert one.probability.tobytes() == other.probability.tobytes()
    assert one.suppliers.tobytes() == other.suppliers.tobytes()


def test_likely_pairs_keep_the_expected_number_and_the_best_links(monkeypatch) -> None:
    tables = make_district(7, firms=300).engine_tables()
    ask = {"expected_links": 900.0, "least_probability": 0.0}
    every = infer_links(tables["firms"], tables["products"], china_2020(), **ask)
    monkeypatch.setattr(infer, "ALL_PAIRS", 0)
    likely = infer_links(tables["firms"], tables["products"], china_2020(), **ask)
    assert (every.every_pair, likely.every_pair) == (True, False)
    assert likely.pairs < every.pairs / 3
    assert likely.probability.sum() == pytest.approx(900)
    best = np.argsort(-every.probability)[:100]
    pairs = set(zip(likely.suppliers.tolist(), likely.buyers.tolist(), strict=True))
    kept = [(int(every.suppliers[at]), int(every.buyers[at])) in pairs for at in best]
    assert np.mean(kept) > 0.9


def test_the_national_table() -> None:
    io: InputOutput = china_2020()
    assert len(io.codes) == 153
    chips = io.sectors_of(pl.Series(["3973", "3985", "9999", None]))
    assert [io.names[at] if at >= 0 else None for at in chips] == [
        "电子元器件", "电子元器件", None, None]  # fmt: skip
    assert io.coefficients.sum(axis=0).max() == pytest.approx(0.887, abs=5e-4)  # 39090
    spectral = float(np.abs(np.linalg.eigvals(io.coefficients)).max())
    assert spectral == pytest.approx(0.629, abs=5e-4)


def test_a_flow_of_an_unknown_sector_is_refused() -> None:
    with pytest.raises(TableError) as refused:
        read_input_output(
            pl.DataFrame({"from_code": ["Z"], "to_code": ["C"], "value": [1.0]}),
            pl.DataFrame({"code": ["C"], "name": ["chips"], "gross_output": [1.0]}),
            pl.DataFrame({"industry_code": ["3973"], "io_code": ["C"]}),
        )
    assert (refused.value.code, refused.value.row) == ("unknown_sector", 0)
