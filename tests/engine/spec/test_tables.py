"""What a table may hold, and that a snapshot is the same whoever writes it."""

from __future__ import annotations

import dataclasses
from datetime import date

import polars as pl
import pytest

from jilian_engine.errors import EngineError, TableError
from jilian_engine.tables import (
    TABLES,
    Manifest,
    check_table,
    empty_table,
    fingerprint_table,
    read_snapshot,
    table,
    write_snapshot,
)

DAY = date(2022, 3, 8)
FIRMS = pl.DataFrame({
    "firm": ["wafer", "crystal"], "industry": ["3973", None], "town": ["310117001", None],
    "division": ["310117", "310117"], "x": [121.2, None], "y": [31.0, None], "size": [5.0, None],
})  # fmt: skip
LINKS = pl.DataFrame({
    "supplier": ["crystal"], "buyer": ["wafer"], "amount": [None], "evidence": ["declared"],
})  # fmt: skip


@pytest.mark.parametrize(
    ("name", "frame", "code", "column", "row"),
    [
        ("firms", FIRMS.drop("firm"), "missing_column", "firm", None),
        ("firms", FIRMS.with_columns(mood=pl.lit("good")), "unknown_column", "mood", None),
        ("firms", FIRMS.with_columns(firm=pl.lit("wafer")), "repeated_row", "firm", 1),
        ("firms", FIRMS.with_columns(industry=pl.Series(["3973", "39"])), "wrong_code",
         "industry", 1),
        ("firms", FIRMS.with_columns(x=pl.Series([121.2, 181.0])), "too_large", "x", 1),
        ("firms", FIRMS.with_columns(size=pl.Series([5.0, -1.0])), "too_small", "size", 1),
        ("firms", FIRMS.with_columns(size=pl.Series([float("nan"), 1])), "not_a_number",
         "size", 0),
        ("firms", FIRMS.with_columns(size=pl.lit("large")), "wrong_type", "size", None),
        ("firms", FIRMS.with_columns(firm=pl.Series(["wafer", None])), "missing_value", "firm", 1),
        ("firms", FIRMS.with_columns(town=pl.lit("")), "empty_text", "town", 0),
        ("links", LINKS.with_columns(evidence=pl.lit("hearsay")), "unknown_word", "evidence", 0),
        ("links", LINKS.with_columns(evidence=pl.lit("inferred")), "missing_value",
         "probability", 0),
    ],
)  # fmt: skip
def test_a_faulty_table_is_refused_with_its_column_and_row(name, frame, code, column, row) -> None:
    with pytest.raises(TableError) as refused:
        check_table(name, frame)
    found = refused.value
    assert (found.code, found.table, found.column, found.row) == (code, name, column, row)


def test_a_table_nobody_stated_is_refused() -> None:
    with pytest.raises(TableError, match="There is no table"):
        table("people")


def test_columns_left_out_come_back_as_unknown_and_in_order() -> None:
    checked = check_table("links", LINKS)
    assert checked.columns == table("links").schema.names()
    assert checked["probability"].to_list() == [None]


def test_the_heading_customer_is_taken_for_buyer() -> None:
    assert check_table("links", LINKS.rename({"buyer": "customer"}))["buyer"].to_list() == ["wafer"]


def test_whole_numbers_become_decimals() -> None:
    frame = pl.DataFrame({"firm": ["wafer"], "size": [3]})
    assert check_table("firms", frame)["size"].to_list() == [3.0]


def test_every_table_can_be_empty() -> None:
    for name in TABLES:
        assert check_table(name, empty_table(name)).height == 0


def test_a_snapshot_does_not_depend_on_the_order_of_rows_and_columns() -> None:
    one = write_snapshot({"firms": FIRMS, "links": LINKS}, DAY)
    other = write_snapshot(
        {"links": LINKS, "firms": FIRMS.reverse().select(FIRMS.columns[::-1])}, DAY
    )
    assert one.files == other.files
    assert one.manifest == other.manifest


def test_the_fingerprint_of_a_known_table_never_changes() -> None:
    """Printed in docs/methods/tables.md: if it changes, so must the schema version."""
    frame = pl.DataFrame({"cluster": ["chips", "chips"], "firm": ["wafer", "crystal"]})
    assert fingerprint_table("memberships", frame) == EXPECTED


EXPECTED = "6b3bbeee51a7176a0b111afc5efcadd9b63e91757e018fb75082d5b1a033f78e"


@pytest.mark.parametrize("change", [
    {"size": pl.Series([None, None], dtype=pl.Float64)}, {"size": pl.Series([0.0, None])},
    {"town": pl.Series([None, "310117001"])}, {"industry": pl.Series(["3972", None])},
])  # fmt: skip
def test_another_content_has_another_fingerprint(change) -> None:
    assert fingerprint_table("firms", FIRMS.with_columns(**change)) != fingerprint_table(
        "firms", FIRMS
    )


def test_minus_zero_is_zero() -> None:
    zero, minus = (FIRMS.with_columns(x=pl.Series([value, None])) for value in (0.0, -0.0))
    assert fingerprint_table("firms", zero) == fingerprint_table("firms", minus)


def test_a_snapshot_comes_back_as_it_was_written() -> None:
    snapshot = write_snapshot({"firms": FIRMS, "links": LINKS}, DAY)
    manifest = Manifest.from_json(snapshot.manifest.to_json())
    assert manifest == snapshot.manifest
    tables = read_snapshot(snapshot.files, manifest)
    assert tables["firms"].equals(check_table("firms", FIRMS).sort("firm"))
    assert manifest.counts == {"firms": 2, "links": 1}


def test_an_altered_snapshot_is_refused() -> None:
    snapshot = write_snapshot({"firms": FIRMS, "links": LINKS}, DAY)
    other = write_snapshot({"firms": FIRMS.head(1), "links": LINKS}, DAY)
    manifest = snapshot.manifest
    for files, read, code in [
        ({**snapshot.files, "firms": other.files["firms"]}, manifest, "wrong_fingerprint"),
        ({"firms": snapshot.files["firms"]}, manifest, "wrong_files"),
        ({**snapshot.files, "firms": b"no parquet"}, manifest, "unreadable_file"),
        (snapshot.files, dataclasses.replace(manifest, as_of=date(2022, 3, 9)),
         "wrong_fingerprint"),
        (snapshot.files, dataclasses.replace(manifest, schema_version=99),
         "unknown_schema_version"),
    ]:  # fmt: skip
        with pytest.raises(EngineError) as refused:
            read_snapshot(files, read)
        assert refused.value.code == code


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"schema_version": 1, "as_of": "soon"}'])
def test_what_is_no_manifest_is_refused(text) -> None:
    with pytest.raises(EngineError) as refused:
        Manifest.from_json(text)
    assert refused.value.code == "bad_manifest"
