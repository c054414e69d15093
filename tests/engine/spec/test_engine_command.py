"""The engine alone: a snapshot folder in, clusters out."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from jilian_engine.__main__ import main
from jilian_engine.tables import write_snapshot
from jilian_engine.worlds import make_district


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    made = make_district(7, firms=150)
    snapshot = write_snapshot(made.engine_tables(), made.as_of)
    place = tmp_path_factory.mktemp("snapshot")
    (place / "manifest.json").write_text(snapshot.manifest.to_json(), encoding="utf-8")
    for name, content in snapshot.files.items():
        (place / f"{name}.parquet").write_bytes(content)
    return place


def test_the_same_snapshot_and_seed_print_the_same_json(folder, capsys) -> None:
    words = ["form", str(folder), "--seed", "7", "--resolution", "0.02", "--json"]
    assert main(words) == 0
    first = capsys.readouterr().out
    assert main(words) == 0
    assert capsys.readouterr().out == first
    found = json.loads(first)
    assert (found["seed"], found["as_of"], len(found["firms"])) == (7, "2021-12-31", 150)
    assert sum(one["firms"] for one in found["clusters"]) == sum(
        row["cluster"] is not None for row in found["firms"]
    )


def test_without_json_a_table_is_printed(folder, capsys) -> None:
    assert main(["form", str(folder), "--seed", "7", "--resolution", "0.02"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert len(rows) == 150
    assert rows[0]["firm"] == "made-000001"


def test_a_folder_without_a_snapshot_is_refused_in_words(tmp_path, capsys) -> None:
    assert main(["form", str(tmp_path), "--seed", "7"]) == 2
    assert "manifest.json" in capsys.readouterr().err


def test_an_altered_folder_is_refused(folder, tmp_path, capsys) -> None:
    for name in folder.iterdir():
        (tmp_path / name.name).write_bytes(name.read_bytes())
    (tmp_path / "links.parquet").write_bytes((folder / "firms.parquet").read_bytes())
    assert main(["form", str(tmp_path), "--seed", "7"]) == 2
