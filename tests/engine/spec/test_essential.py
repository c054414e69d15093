"""Essential inputs: by the stated rule, over a table one can see and over that of 2020."""

from __future__ import annotations

import polars as pl

from jilian_engine.chain.essential import (
    ESSENTIAL,
    NEGLIGIBLE,
    NON_ESSENTIAL,
    essential_inputs,
    input_shares,
)
from jilian_engine.input_output import china_2020, read_input_output


def small():
    """Steel (31) makes machines (34); transport (54) carries; dust (08) is a trace."""
    flows = pl.DataFrame(
        [
            ("31001", "34002", 900.0),
            ("54003", "34002", 99.5),
            ("08004", "34002", 0.5),
            ("31001", "54003", 50.0),
            ("54003", "54003", 50.0),
        ],
        schema=("from_code", "to_code", "value"),
        orient="row",
    )
    sectors = pl.DataFrame(
        {
            "code": ["08004", "31001", "34002", "54003"],
            "name": ["尘", "钢", "机", "运"],
            "gross_output": [10.0, 2000.0, 2000.0, 400.0],
        }
    )
    classes = pl.DataFrame({"industry_code": ["3110", "3411"], "io_code": ["31001", "34002"]})
    return read_input_output(flows, sectors, classes)


def test_the_share_is_of_all_intermediate_inputs():
    shares = input_shares(small())
    assert shares[1, 2] == 0.9
    assert shares[3, 2] == 0.0995
    assert shares[:, 0].sum() == 0  # dust buys nothing, and nothing is divided by


def test_a_good_is_essential_to_who_makes_goods_and_a_service_never():
    found = essential_inputs(small())
    dust, steel, machine, transport, unknown = range(5)
    assert found.classes[steel, machine] == ESSENTIAL
    assert found.classes[transport, machine] == NON_ESSENTIAL
    assert found.classes[steel, transport] == NON_ESSENTIAL  # a service goes on without steel
    assert found.classes[dust, machine] == NEGLIGIBLE
    assert found.classes[dust, steel] == NEGLIGIBLE  # nothing is bought
    assert (found.classes[unknown] == NON_ESSENTIAL).all()
    assert (found.classes[:, unknown] == NON_ESSENTIAL).all()


def test_an_unknown_class_is_the_last_industry():
    table = small()
    found = essential_inputs(table)
    classes = pl.Series("industry", ["3110", None, "9999", "3411"])
    assert found.industries_of(table, classes).tolist() == [1, found.unknown, found.unknown, 2]


def test_markets_are_classes_and_their_inputs_those_of_the_sectors():
    table = small()
    markets, classes = essential_inputs(table).markets_of(
        table, pl.Series("industry", ["3411", None, "3110", "3411", "9999"])
    )
    assert markets.tolist() == [1, 2, 0, 1, 2]
    assert classes.shape == (3, 3)
    assert classes[0, 1] == ESSENTIAL  # steel for machines
    assert (classes[2] == NON_ESSENTIAL).all()


def test_the_table_of_2020_gives_the_counts_that_the_method_page_states():
    found = essential_inputs(china_2020())
    known = found.classes[:-1, :-1]
    assert known.shape == (153, 153)
    assert (known == ESSENTIAL).sum() == 1118
    at = {code: place for place, code in enumerate(china_2020().codes)}
    assert found.classes[at["26048"], at["39092"]] == ESSENTIAL  # special chemicals, for chips
    assert found.classes[at["51105"], at["39092"]] == NON_ESSENTIAL  # wholesale
