"""What breaks in a chain one can see: hits, hours, unknown shares, single and second sources."""

from __future__ import annotations

import polars as pl
import pytest

from jilian.base.errors import Refusal
from jilian.chain.analysis import ask, critical_list, draw_network, second_sources, single_sources
from jilian.chain.analysis.ground import laid_out
from jilian.chain.rules import LinksUsed, Shock, ShockKind
from jilian_engine.tables import check_table, empty_table

CLASSES = {"crystal": "3985", "other": "3985", "wafer": "3973", "test": "3973", "bread": None}


def tables(rows, classes=CLASSES):
    """Rows: supplier, buyer, amount, product, evidence."""
    firms = pl.DataFrame(
        {
            "firm": list(classes), "industry": list(classes.values()),
            "town": ["310117105" if one != "other" else "310117107" for one in classes],
        },
        schema={"firm": pl.String, "industry": pl.String, "town": pl.String},
    )  # fmt: skip
    links = pl.DataFrame(
        [(*row, 0.5 if row[4] == "inferred" else None) for row in rows],
        schema={
            "supplier": pl.String, "buyer": pl.String, "amount": pl.Float64,
            "product": pl.String, "evidence": pl.String, "probability": pl.Float64,
        },
        orient="row",
    )  # fmt: skip
    return {
        "firms": check_table("firms", firms), "links": check_table("links", links),
        "products": empty_table("products"),
    }  # fmt: skip


def ground(rows, used=LinksUsed.ALL, **more):
    made = tables(rows, **more)
    return laid_out(made["firms"], made["links"], made["products"], used)


CHAIN = (
    ("crystal", "wafer", 1.0, "硅片", "declared"),
    ("wafer", "test", 3.0, None, "order"),
)


def firm(*names, **more):
    return Shock(ShockKind.FIRM, names, **more)


def test_a_failure_runs_down_and_up_the_chain_in_order():
    found = ask(ground(CHAIN), firm("crystal", replacement=False))
    assert [(hit.firm, hit.step, hit.fails) for hit in found.hits] == [
        ("crystal", 0, True), ("wafer", 1, False), ("test", 2, False),
    ]  # fmt: skip
    assert found.index == 1.0
    assert found.hits[1].lacks_input
    up = ask(ground(CHAIN), firm("test", replacement=False))
    assert [hit.lacks_input for hit in up.hits] == [True, False, False]  # only orders are lost


def test_a_part_of_the_capacity_takes_a_part_down():
    found = ask(ground(CHAIN), firm("crystal", lost_percent=30, replacement=False))
    assert {round(hit.lost, 9) for hit in found.hits} == {0.3}


def test_hours_add_up_where_stocks_were_given_and_are_not_known_elsewhere():
    shock = firm("crystal", replacement=False)
    stocks = {"wafer": {"硅片": 36.0}, "test": {"": 12.0}}
    hits = {hit.firm: hit for hit in ask(ground(CHAIN), shock, stocks=stocks).hits}
    assert (hits["wafer"].earliest, hits["test"].earliest) == (36, 48)
    assert hits["test"].hour_is_known
    partly = {hit.firm: hit for hit in ask(ground(CHAIN), shock, stocks={"test": {"": 12.0}}).hits}
    assert (partly["test"].earliest, partly["test"].latest) == (12, None)  # not before
    assert not partly["wafer"].hour_is_known


def test_unknown_data_are_counted_beside_the_answer():
    rows = (*CHAIN, ("bread", "test", None, None, "inferred"))
    unknown = ask(ground(rows), firm("crystal")).unknown
    assert (unknown.links.part, unknown.links.whole) == (2, 3)
    assert (unknown.amounts.part, unknown.amounts.whole) == (2, 3)
    assert (unknown.industries.part, unknown.industries.whole) == (4, 5)
    assert unknown.stocks.part == 0


def test_a_town_fails_with_all_its_firms():
    found = ask(ground(CHAIN), Shock(ShockKind.TOWN, ("310117107",)))
    assert (found.stopped, found.index) == (1, 0.0)
    with pytest.raises(Refusal) as why:
        ask(ground(CHAIN), Shock(ShockKind.TOWN, ("999999999",)))
    assert why.value.code == "nobody_fails"


def test_an_input_fails_with_who_supplies_it_or_else_with_who_buys_it():
    found = ask(ground(CHAIN), Shock(ShockKind.INPUT, ("硅",)))
    assert [hit.firm for hit in found.hits if hit.fails] == ["crystal"]
    made = tables(CHAIN)
    bought = check_table("products", pl.DataFrame(
        {"firm": ["test"], "product": ["光刻胶"], "role": ["buys"]}))  # fmt: skip
    here = laid_out(made["firms"], made["links"], bought, LinksUsed.ALL)
    lacking = ask(here, Shock(ShockKind.INPUT, ("光刻",)))
    assert lacking.only_buyers
    assert [hit.firm for hit in lacking.hits if hit.fails] == ["test"]


def test_a_class_fails_by_its_digits():
    found = ask(ground(CHAIN), Shock(ShockKind.INDUSTRY, ("3985",)))
    assert {hit.firm for hit in found.hits if hit.fails} == {"crystal", "other"}


def test_an_input_that_runs_out_is_a_call_that_would_come():
    found = ask(ground(CHAIN), firm("crystal", replacement=False))
    lacking = {(one.firm, one.what): one for one in found.runs_out}
    assert set(lacking) == {("wafer", "硅片"), ("test", "电子元器件")}  # a product, else a sector
    assert lacking["wafer", "硅片"].suppliers == ("crystal",)
    assert lacking["wafer", "硅片"].lost == 1.0


def test_known_links_alone_leave_the_inferred_out():
    rows = (*CHAIN, ("bread", "test", 9.0, None, "inferred"))
    assert ground(rows, LinksUsed.KNOWN).network.link_count == 2
    with pytest.raises(Refusal):
        ground(((("bread", "test", 9.0, None, "inferred")),), LinksUsed.KNOWN)


def test_a_reader_sees_only_links_at_the_own_firms():
    made = tables((*CHAIN, ("other", "bread", 5.0, None, "declared")))
    here = laid_out(
        made["firms"], made["links"], made["products"], LinksUsed.ALL, frozenset({"wafer"})
    )
    assert here.keys == ["crystal", "test", "wafer"]


def test_single_sources_tell_known_from_inferred():
    rows = (
        *CHAIN,
        ("crystal", "test", 1.0, "靶材", "declared"),
        ("other", "test", 1.0, "靶材", "declared"),  # two suppliers
        ("other", "wafer", 1.0, None, "inferred"),  # one, and nobody stated it
    )
    found = {(one.buyer, one.what): one for one in single_sources(ground(rows))}
    assert set(found) == {("wafer", "硅片"), ("test", "3973"), ("wafer", "3985")}
    assert not found["wafer", "硅片"].is_inferred
    assert found["wafer", "硅片"].others_inferred == 1
    assert found["wafer", "3985"].is_inferred


def test_a_second_source_saves_half_of_the_input():
    split = second_sources(ground(CHAIN), buyer="wafer", supplier="crystal")
    assert split.index == 1.0
    assert split.share == 1.0
    assert split.seconds[0].firm is None  # from outside
    assert split.seconds[0].buyer_left == pytest.approx(0.5, abs=0.02)
    assert split.seconds[0].index < split.index
    assert second_sources(ground(CHAIN), buyer="crystal", supplier="test") is None


def test_the_list_ranks_every_firm_with_a_link_and_within_each_cluster():
    found = critical_list(tables(CHAIN), {7: ["wafer", "test"], 8: ["bread", "other"]})
    world = [row for row in found.rows if row.cluster is None]
    assert {row.firm for row in world} == {"crystal", "wafer", "test"}
    assert [row.rank for row in world] == [1, 2, 3]
    assert all(row.known_index == row.index for row in world)
    assert {row.firm for row in found.rows if row.cluster == 7} == {"wafer", "test"}
    assert not [row for row in found.rows if row.cluster == 8]  # no link inside


def test_the_network_is_drawn_upstream_to_downstream_and_always_the_same():
    drawn = draw_network(ground(CHAIN), {"wafer": 1}, {"wafer": 2.0})
    place = dict(zip(drawn.firms, drawn.x, strict=True))
    assert place["crystal"] < place["wafer"] < place["test"]
    assert drawn.unlinked == 2
    assert drawn == draw_network(ground(tuple(reversed(CHAIN))), {"wafer": 1}, {"wafer": 2.0})
    near = draw_network(ground(CHAIN), {}, {}, only="crystal")
    assert set(near.firms) == {"crystal", "wafer"}
