"""The commands: a table protected, the protected one audited."""

from __future__ import annotations

import json

from click.testing import CliRunner

from jilian.disclosure.cli import disclosure

TABLE = """town,value,contributors,largest
all,100,20,30
all/a,12,2,8
all/b,50,10,20
all/c,38,8,15
"""


def test_a_table_is_protected_and_its_audit_leaves_the_stated_interval(tmp_path):
    table, out = tmp_path / "table.csv", tmp_path / "out.csv"
    table.write_text(TABLE, "utf-8")
    told = CliRunner().invoke(disclosure, ["protect", str(table), "--out", str(out), "--json"])
    assert json.loads(told.output) == {"cells": 4, "primary": 1, "secondary": 1}
    audited = CliRunner().invoke(disclosure, ["audit", str(out), "--json"])
    left = {row["key"][0]: row for row in json.loads(audited.output)}
    assert float(left["all/a"]["low"]) <= 9.6
    assert float(left["all/a"]["high"]) >= 14.4
