"""The engine's own command lists the figures of a file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from jilian_engine.__main__ import main


def test_the_figures_of_a_file_come_as_rows_or_whole(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = tmp_path / "told.txt"
    told.write_text("今年以来，产值超过4355亿元", encoding="utf-8")
    assert main(["figures", str(told), "--written", "2022-03"]) == 0
    assert capsys.readouterr().out.splitlines()[1] == (
        "7,15,超过4355亿元,level,435500000000,more_than,435500000000,,yuan,2022..,,产值"
    )
    assert main(["figures", str(told), "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["value"], row["high"], row["period"]) == ("435500000000", None, "")


def test_a_month_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SystemExit):
        main(["figures", str(tmp_path / "told.txt"), "--written", "2022-13"])
