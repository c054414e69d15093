"""What a row of the links table means for a computation."""

from __future__ import annotations

import io

import numpy as np
import polars as pl
import pytest

from jilian_engine.errors import EngineError, TableError
from jilian_engine.network import build_network, renumber


def table(text: str) -> pl.DataFrame:
    """A table in words; - is unknown."""
    rows = [line.split() for line in text.strip().splitlines()]
    csv = "\n".join(",".join("" if cell == "-" else cell for cell in row) for row in rows)
    return pl.read_csv(io.StringIO(csv), infer_schema_length=None)


FIRMS = pl.DataFrame({"firm": ["wafer", "sensor", "crystal", "solvent"]})


def build(text: str, **more):
    links = table(text)
    for column in ("amount", "probability"):
        if column in links.columns:
            links = links.with_columns(pl.col(column).cast(pl.Float64))
    return build_network(FIRMS, links, **more)


def rows(network) -> dict[tuple[str, str], tuple[float, float, float]]:
    """Weight, amount, probability of each link by names."""
    names = network.firms.to_list()
    return {
        (names[one], names[other]): (weight, amount, probability)
        for one, other, weight, amount, probability in zip(
            network.suppliers, network.buyers, network.weights, network.amounts,
            network.probabilities, strict=True)
    }  # fmt: skip


def test_the_median_link_weighs_one_and_a_thousand_times_it_about_ten() -> None:
    found = rows(build("""
        supplier buyer  amount    evidence
        crystal  wafer  100       declared
        wafer    sensor 100000    declared
        solvent  wafer  100       declared
    """))  # fmt: skip
    assert found["crystal", "wafer"][0] == 1.0
    assert found["wafer", "sensor"][0] == pytest.approx(np.log2(1001))


def test_an_unknown_amount_weighs_as_the_median_of_its_evidence_and_stays_unknown() -> None:
    found = rows(build("""
        supplier buyer  amount evidence
        crystal  wafer  100    declared
        wafer    sensor 300    order
        solvent  wafer  -      declared
        solvent  sensor -      published
    """, weighing="amount"))  # fmt: skip
    assert found["solvent", "wafer"][0] == 0.5  # 100 over the median of all, 200
    assert found["solvent", "sensor"][0] == 1.0  # no published amount known: the unit
    assert np.isnan(found["solvent", "wafer"][1])


def test_without_any_amount_every_link_weighs_one() -> None:
    found = rows(
        build("""
        supplier buyer  evidence
        crystal  wafer  declared
        wafer    sensor order
    """)
    )
    assert {weight for weight, *_ in found.values()} == {1.0}


def test_probability_multiplies_the_weight() -> None:
    found = rows(
        build("""
        supplier buyer amount evidence probability
        crystal  wafer 100    declared -
        solvent  wafer 100    inferred 0.25
    """)
    )
    assert found["solvent", "wafer"][0] == 0.25


def test_links_of_one_pair_are_merged() -> None:
    found = rows(build("""
        supplier buyer amount product evidence probability
        crystal  wafer 100    ingot   declared -
        crystal  wafer 50     seed    declared -
        crystal  wafer 70     ingot   order    -
        crystal  wafer 900    -       inferred 0.9
        solvent  wafer -      acid    inferred 0.5
        solvent  wafer -      base    inferred 0.5
    """, weighing="presence"))  # fmt: skip
    weight, amount, probability = found["crystal", "wafer"]
    assert (weight, amount, probability) == (2.0, 150.0, 1.0)  # ingot and seed, as declared
    assert found["solvent", "wafer"][2] == 0.75  # one of two independent halves


def test_a_firm_that_supplies_itself_is_left_out_and_counted() -> None:
    network = build("""
        supplier buyer evidence
        wafer    wafer declared
        crystal  wafer declared
    """)
    assert (network.link_count, network.self_links) == (1, 1)


def test_a_link_of_an_unknown_firm_is_refused_with_its_row() -> None:
    with pytest.raises(TableError) as refused:
        build("""
            supplier buyer evidence
            crystal  wafer declared
            crystal  nobody declared
        """)
    assert (refused.value.code, refused.value.column, refused.value.row) == (
        "unknown_firm", "buyer", 1)  # fmt: skip


def test_flows_have_a_direction_and_ties_have_none() -> None:
    network = build("""
        supplier buyer  evidence
        crystal  wafer  declared
        wafer    crystal declared
        wafer    sensor declared
    """)
    crystal, sensor, wafer = network.positions(pl.Series(["crystal", "sensor", "wafer"]))
    assert network.flows[crystal, wafer] == 1.0
    assert network.flows[sensor, wafer] == 0.0
    assert network.ties[wafer, crystal] == 2.0
    assert network.strengths[wafer] == 3.0
    assert (network.supplier_counts[wafer], network.buyer_counts[wafer]) == (1, 2)


def test_parts_are_numbered_from_the_largest() -> None:
    network = build("""
        supplier buyer  evidence
        wafer    sensor declared
        solvent  sensor declared
    """)
    assert dict(zip(network.firms, network.components.tolist(), strict=True)) == {
        "crystal": 1, "sensor": 0, "solvent": 0, "wafer": 0}  # fmt: skip


def test_the_order_of_rows_is_of_no_account_and_arrays_cannot_be_written() -> None:
    links = table("""
        supplier buyer  amount evidence
        crystal  wafer  0.1    declared
        crystal  wafer  0.2    declared
        crystal  wafer  0.3    declared
        wafer    sensor 7      order
    """)
    one = build_network(FIRMS, links)
    other = build_network(FIRMS.reverse(), links.reverse())
    for name in ("suppliers", "buyers", "weights", "amounts"):
        assert getattr(one, name).tobytes() == getattr(other, name).tobytes()
        with pytest.raises(ValueError, match="read-only"):
            getattr(one, name)[0] = 1


def test_unknown_weighings_and_firms_are_refused() -> None:
    with pytest.raises(EngineError, match="no weighing"):
        build("supplier buyer evidence\ncrystal wafer declared", weighing="squared")
    with pytest.raises(EngineError, match="not among"):
        build("supplier buyer evidence\ncrystal wafer declared").positions(pl.Series(["nobody"]))


def test_a_network_may_be_without_links() -> None:
    from jilian_engine.tables import empty_table

    network = build_network(FIRMS, empty_table("links"))
    assert (network.link_count, network.ties.nnz) == (0, 0)
    assert network.components.tolist() == [0, 1, 2, 3]


def test_renumbering_puts_the_largest_first_and_keeps_those_outside() -> None:
    assert renumber(np.array([5, 9, 9, -1, 2], dtype=np.int32)).tolist() == [1, 0, 0, -1, 2]
