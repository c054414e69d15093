"""Reading a column at a time gives the same rows and problems as reading cell by cell."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date

from hypothesis import HealthCheck, given, settings, strategies as st

from conftest import examples
from jilian.intake.formats import Findings, format_of, open_table
from jilian.intake.queries import Register
from uploaded_tables import CRYSTAL, SENSOR, WAFER

DAY = date(2026, 3, 2)
HEADINGS = ("企业名称", "统一社会信用代码", "所属街镇", "地址", "行业代码", "数据日期")
NAMES = (
    "林氏晶圆有限公司", " 云间  传感器 ", "", "示例：某厂", "#N/A", "Lin Wafer Co., Ltd.",
    "长" * 201, "坏\x07字", "全角　空格有限公司",
)  # fmt: skip
CODES = (
    CRYSTAL,
    WAFER,
    SENSOR,
    CRYSTAL.lower(),
    f" {WAFER}",
    CRYSTAL[:-1],
    "１２３",
    "",
    "9.1E+17",
)
TOWNS = ("新桥镇", "310117105", "新桥", "", "　", "九亭镇 ")
PLACES = ("新桥路1号", "", "a" * 301, "二\n行", "１号")
CLASSES = ("3973", "C3973", "集成电路制造", "", "9999")
DAYS = ("2026-03-01", "2026年3月1日", "", "46000", "2026-02-30", "2027-01-01")
ROWS = st.lists(
    st.tuples(*(st.sampled_from(one) for one in (NAMES, CODES, TOWNS, PLACES, CLASSES, DAYS))),
    max_size=12,
)


@settings(
    max_examples=examples(150),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(ROWS, st.booleans())
def test_rows_and_problems_are_the_same_either_way(world, industries, rows, cut):
    good = ("林氏集成电路有限公司", SENSOR, "新桥镇", "", "3973", "")
    written = io.StringIO()
    csv.writer(written).writerows([HEADINGS, *rows, good, good[: 2 if cut else None]])
    content = written.getvalue().encode()
    format_ = format_of("firms")
    answers = []
    for one in (format_, replace(format_, straight=None)):
        table, findings = open_table(one, "t.csv", content, limit_mb=1), Findings()
        read = list(table.rows(Register(world), DAY, findings))
        problems = sorted((one.row, one.column, one.value, one.code) for one in findings.kept)
        answers.append((read, problems, findings.codes, findings.bad_rows))
    assert answers[0] == answers[1]
