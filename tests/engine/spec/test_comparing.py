"""What changed between two divisions, on a few firms with words."""

from __future__ import annotations

import polars as pl
import pytest

from jilian_engine.clusters import compare_divisions
from jilian_engine.errors import TableError

SCHEMA = {"cluster": pl.String, "firm": pl.String}


def division(**clusters: str) -> pl.DataFrame:
    rows = [(cluster, firm) for cluster, firms in clusters.items() for firm in firms.split()]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def changes(found, change: str) -> list[tuple]:
    rows = found.firms.filter(pl.col("change") == change)
    return rows.select("firm", "before", "after", "because").rows()


CHIPS = "crystal wafer sensor solvent"


def test_the_same_division_under_other_keys_changes_nothing() -> None:
    found = compare_divisions(division(A=CHIPS, B="flour cake"), division(X="cake flour", Y=CHIPS))
    assert found.same
    assert [(one.cluster, one.fate, one.continues_as) for one in found.before] == [
        ("A", "continues", "Y"), ("B", "continues", "X")]  # fmt: skip
    assert found.counts == {"stays": 6, "moves": 0, "joins": 0, "leaves": 0}
    assert found.before[0].overlaps[0].likeness == 1.0


def test_a_firm_joins_one_leaves_and_one_moves() -> None:
    before = division(chips=CHIPS, food="flour dough cake sugar")
    after = division(one="crystal wafer sensor printer", two="flour dough cake sugar solvent")
    found = compare_divisions(before, after)
    assert changes(found, "moves") == [("solvent", "chips", "two", "own")]
    assert changes(found, "joins") == [("printer", None, "one", "joined")]
    assert found.counts["stays"] == 7
    back = compare_divisions(after, before)
    assert changes(back, "leaves") == [("printer", "one", None, "left")]


def test_a_cluster_splits_and_its_greater_part_continues() -> None:
    before = division(chips=CHIPS + " lens mirror")
    after = division(chips="crystal wafer sensor solvent", optics="lens mirror")
    found = compare_divisions(before, after)
    (chips,) = found.before
    assert (chips.fate, chips.continues_as, chips.parts) == ("splits", "chips", ("optics",))
    assert [(one.cluster, one.origin, one.part_of) for one in found.after] == [
        ("chips", "continues", ()), ("optics", "part", ("chips",))]  # fmt: skip
    assert changes(found, "moves") == [
        ("lens", "chips", "optics", "split"), ("mirror", "chips", "optics", "split")]  # fmt: skip


def test_two_clusters_merge_and_the_greater_continues() -> None:
    before = division(chips=CHIPS, optics="lens mirror", food="flour cake")
    after = division(both=CHIPS + " lens mirror")
    found = compare_divisions(before, after)
    assert [(one.cluster, one.fate, one.merges_into) for one in found.before] == [
        ("chips", "continues", ()), ("food", "dissolved", ()), ("optics", "merges", ("both",))
    ]  # fmt: skip
    (both,) = found.after
    assert (both.origin, both.continues, both.merges_from) == ("gathers", "chips", ("optics",))
    assert changes(found, "moves")[0] == ("lens", "optics", "both", "merge")
    assert changes(found, "leaves")[0] == ("cake", "food", None, "dissolved")


def test_a_handful_of_shared_firms_is_no_continuation() -> None:
    """Four clusters of four dealt anew, one of each into each: likest 1/7, but no half."""
    names = [[f"{letter}{at}" for at in range(4)] for letter in "abcd"]
    before = division(**{row[0][0]: " ".join(row) for row in names})
    dealt = zip(*names, strict=True)
    after = division(**{f"n{at}": " ".join(row) for at, row in enumerate(dealt)})
    found = compare_divisions(before, after)
    assert {one.fate for one in found.before} == {"dissolved"}
    assert {one.origin for one in found.after} == {"new"}
    assert found.counts == {"stays": 0, "moves": 16, "joins": 0, "leaves": 0}


def test_of_equal_halves_the_smaller_key_continues() -> None:
    found = compare_divisions(division(A="a b c d"), division(Z="a b", Y="c d"))
    assert found.before[0].continues_as == "Y"
    assert found.before[0].parts == ("Z",)


def test_a_firm_in_several_clusters_stays_in_one_and_moves_from_the_other() -> None:
    before = division(chips=CHIPS, clean="solvent soap water", food="flour cake")
    after = division(chips=CHIPS, clean="soap water", food="flour cake solvent")
    found = compare_divisions(before, after)
    assert found.firms.filter(pl.col("firm") == "solvent").rows() == [
        ("solvent", "stays", "chips", "chips", "continues"),
        ("solvent", "moves", "clean", "food", "own"),
    ]


def test_no_division_before_is_all_new_and_none_after_all_dissolved() -> None:
    nothing = division()
    found = compare_divisions(nothing, division(chips=CHIPS))
    assert found.before == ()
    assert found.after[0].origin == "new"
    assert {row[3] for row in changes(found, "joins")} == {"new"}
    gone = compare_divisions(division(chips=CHIPS), nothing)
    assert gone.before[0].fate == "dissolved"
    assert gone.counts["leaves"] == 4
    assert compare_divisions(nothing, nothing).same


def test_a_firm_twice_in_a_cluster_is_refused() -> None:
    with pytest.raises(TableError):
        compare_divisions(division(A="a a"), division())
