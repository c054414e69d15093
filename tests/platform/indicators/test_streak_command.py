"""The command that counts months of growth on end in a table of one's own."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from django.utils import translation
from hypothesis import given, settings, strategies as st

from jilian.base.errors import Refusal
from jilian.base.reading.sentences import CELL_SENTENCES
from jilian.indicators.cli import indicators
from jilian.indicators.formats.growth_series import read_growth_series
from jilian.indicators.rules.streak_words import SENTENCES, run_lines
from jilian_engine.figures import runs_of_growth

MADE = Path(__file__).parents[3] / "docs/examples/growth-series-made.csv"
KNOWN = {*SENTENCES, *CELL_SENTENCES}
HEAD = "period,growth_pct,kind,vintage,published_on\n"


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def streak(file, *options, as_json=False):
    """What the command prints; a refusal is raised as the command raises it."""
    options = [*options, "--json"] if as_json else list(options)
    answer = CliRunner().invoke(
        indicators, ["streak", str(file), *options], standalone_mode=False, catch_exceptions=False
    )
    return json.loads(answer.stdout) if as_json else answer.stdout


def written(tmp_path, text, *, name="series.csv", encoding="utf-8", head=HEAD):
    file = tmp_path / name
    file.write_bytes((head + text).encode(encoding))
    return file


def changed(tmp_path, change):
    """The made series with some lines changed."""
    lines = [change(line) for line in MADE.read_text(encoding="utf-8").splitlines()]
    file = tmp_path / "changed.csv"
    file.write_text("\n".join(line for line in lines if line is not None), encoding="utf-8")
    return file


def with_growth(period, growth):
    def change(line):
        cells = line.split(",")
        return ",".join([cells[0], growth, *cells[2:]]) if cells[0] == period else line

    return change


def refused(file, *options):
    with pytest.raises(Refusal) as found:
        streak(file, *options)
    return str(found.value)


@pytest.mark.parametrize(("as_of", "months"), [("2021-12", 72), ("2021-10", 70)])
def test_the_made_series_gives_72_at_the_end_of_2021_and_70_in_october(as_of, months):
    assert all(line.endswith(("made up", "note")) for line in MADE.read_text().splitlines())
    text = streak(MADE, "--as-of", as_of)
    assert f"as published: {months} months, 2016-01 to {as_of}" in text
    assert f"as revised: {months} months, 2016-01 to {as_of}" in text
    told = streak(MADE, "--as-of", as_of, as_json=True)
    assert told["as_of"] == as_of
    assert told["rows"] == 66
    [series] = told["series"]
    assert series["kind"] == "monthly"
    assert series["as_published"]["months"] == series["as_revised"]["months"] == months
    assert not series["differ"]
    assert series["as_published"]["ended_by"] == "series_begins"
    assert [one["ended_by"] for one in series["as_published"]["spells"]] == ["series_ends"]


def test_one_month_at_zero_breaks_the_run_there(tmp_path):
    file = changed(tmp_path, with_growth("2018-06", "0.0"))
    text = streak(file)
    assert "as published: 42 months, 2018-07 to 2021-12; before it zero in 2018-06" in text
    assert "2016-01 – 2018-05  29 months  ended by zero in 2018-06" in text


def test_a_revision_below_zero_shows_two_runs(tmp_path):
    file = changed(tmp_path, with_growth("2019-12", "0.1"))
    with file.open("a", encoding="utf-8") as more:
        more.write("\n2019-12,-0.1,monthly,revised,2020-06-01,made up\n")
    text = streak(file, "--as-of", "2021-12")
    assert "as published: 72 months, 2016-01 to 2021-12" in text
    assert "as revised: 24 months, 2020-01 to 2021-12; before it a fall in 2019-12" in text
    assert "revised: 2019-12" in text
    told = streak(file, "--known-on", "2020-03-01", as_json=True)
    assert told["series"][0]["as_revised"]["months"] == 48


def test_a_missing_row_ends_known_until(tmp_path):
    file = changed(tmp_path, lambda line: None if line.startswith("2018-06") else line)
    text = streak(file)
    assert "42 months, 2018-07 to 2021-12; at least: 2018-06 is missing" in text
    assert "known until 2018-05" in text
    later = streak(MADE, "--as-of", "2022-03", as_json=True)["series"][0]["as_published"]
    assert (later["months"], later["known_until"]) == (72, "2021-12")
    assert "known until 2021-12" in streak(MADE, "--as-of", "2022-03")


def test_both_kinds_of_a_file_are_two_series(tmp_path):
    file = written(
        tmp_path, "2020-01..02,1,monthly\n2020-03,-1,monthly\n2020-01..02,1,累计\n2020-03,1,累计\n"
    )
    told = streak(file, as_json=True)["series"]
    assert [(one["kind"], one["as_published"]["months"]) for one in told] == [
        ("monthly", 0), ("cumulative", 3),
    ]  # fmt: skip
    assert "no run: a fall in 2020-03" in streak(file, "--kind", "monthly")
    only = streak(file, "--kind", "cumulative", as_json=True)["series"]
    assert len(only) == 1
    assert "no row of this kind" in refused(MADE, "--kind", "cumulative")


@pytest.mark.parametrize(
    ("encoding", "separator"), [("utf-8-sig", ","), ("gb18030", ";"), ("utf-16", "\t")]
)
def test_a_table_of_a_tired_hand_is_read(tmp_path, encoding, separator):
    rows = [
        ["月份", "同比（％）", "类型", "版本", "发布日期"],
        ["２０２０年１－２月", "５．２％", "当月", "初值", "2020年3月16日"],
        ["2020.03", "+1.0 %", "单月", "快报", "２０２０/４/１６"],
        ["43922", "0.3", "monthly", "first", "43967"],
        ["202005", "1", "Monthly", "", ""],
        ["", "", "", "", ""],
        ["2020-06-01", "—", "当月", "", ""],
    ]
    text = "\n".join(separator.join(row) for row in rows)
    file = written(tmp_path, text, encoding=encoding, head="")
    [series] = streak(file, as_json=True)["series"]
    run = series["as_published"]
    assert (run["months"], run["first"], run["last"]) == (5, "2020-01", "2020-05")
    assert run["known_until"] == "2020-05"


def test_a_workbook_is_read_with_its_dates_and_numbers(tmp_path):
    book = openpyxl.Workbook()
    for row in (
        ["period", "growth_pct", "kind", "vintage", "published_on"],
        [date(2020, 1, 1), 0.1, "monthly", "first", date(2020, 2, 16)],
        [202002, 2, "monthly", "first", date(2020, 3, 16)],
    ):
        book.active.append(row)
    book.save(tmp_path / "series.xlsx")
    [series] = streak(tmp_path / "series.xlsx", as_json=True)["series"]
    assert series["as_published"]["months"] == 2


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("2016-13,1,monthly", "row 2, column period “2016-13”: This is not a month"),
        ("2016.1,1,monthly", "column period “2016.1”: January or October?"),
        ("2016-01-02,1,monthly", "column period “2016-01-02”: This is a day"),
        ("2016-01..05,1,cumulative", "column period “2016-01..05”: Only January and February"),
        ("Mar-16,1,monthly", "column period “Mar-16”: This is not a month"),
        (",1,monthly", "column period: This cell may not be empty"),
        ("2016-03,about 5,monthly", "column growth_pct “about 5”: This is not a growth"),
        ("2016-03,1e3,monthly", "column growth_pct “1e3”: This is not a growth"),
        ("2016-03,123456,monthly", "column growth_pct “123456”: This is not a growth"),
        ("2016-03,(0.1),monthly", "column growth_pct “(0.1)”: This is not a growth"),
        ("2016-03,1,同比", "column kind “同比”: Write monthly"),
        ("2016-03,1,monthly,,soon", "column published_on “soon”: This is not a date"),
        ("2016-03,1,monthly,,,,6", "row 2: The row has more cells than the header"),
        ("2016-03,1,monthly\n2016-03,1,monthly", "row 3: Row 2 says this already"),
        ("2016-03,1,monthly\n2016-03,2,monthly", "row 3, column growth_pct “2”: Row 2 gives this"),
        ("2016-01..02,1,monthly\n2016-02,2,monthly", "row 3, column period “2016-02”: Row 2 holds"),
        ("2016-03,1,monthly,revised,2016-04-16\n2016-03,2,monthly,first,2016-05-16",
         "row 3, column growth_pct “2”: Row 2 holds the same month"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_by_row_and_column(tmp_path, line, told):
    assert told in refused(written(tmp_path, line + "\n"))


def test_the_heading_of_the_file_names_the_column(tmp_path):
    file = written(tmp_path, "2016-03,x,当月\n", head="月份,同比增长(%),类型\n")
    assert "row 2, column 同比增长(%) “x”" in refused(file)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "The file is empty."),
        ("\ufeff", "No row with headings was found"),
        ("period,growth\n2016-01,2\n", "The header in row 1 lacks a column: kind."),
        ("a,b\n1,2\n", "No row with headings was found"),
        (HEAD, "The table has a header and no row beneath it."),
        ("period,month,growth_pct,kind\n", "Two columns hold the same: “period” and “month”."),
    ],
)
def test_what_is_no_such_table_is_refused(tmp_path, content, told):
    assert told in refused(written(tmp_path, content, head=""))


def test_a_day_before_the_month_was_over_is_only_told(tmp_path):
    file = written(tmp_path, "2016-03,1,monthly,,2016-03-02\n")
    told = streak(file, as_json=True)
    assert told["series"][0]["as_published"]["months"] == 1
    assert "Published before the month was over" in told["warnings"][0]


@pytest.mark.parametrize("month", ["2021-13", "2021", "December 2021", "2021-01..02"])
def test_an_odd_month_is_refused(month):
    assert "is not a month" in refused(MADE, "--as-of", month)


def test_forecasts_alone_are_no_run(tmp_path):
    file = written(tmp_path, "2016-03,1,monthly,预计\n")
    assert "Nothing but forecasts" in refused(file)


cells = st.tuples(
    st.sampled_from(["2016-01..02", "2016-03", "４月", "2016.4", "42522", "2016-13", "", "\x00"]),
    st.sampled_from(["1", "-0.1", "0", "５％", "−2", "—", "NaN", "1e9", "9" * 400, ""]),
    st.sampled_from(["monthly", "cumulative", "当月", "x", ""]),
    st.sampled_from(["", "first", "revised", "v2", "²", "预计"]),
    st.sampled_from(["", "2020-01-01", "43831", "99999999999", "x"]),
)


@given(
    st.lists(cells, max_size=5),
    st.sampled_from(["utf-8", "gb18030", "utf-16"]),
    st.one_of(st.none(), st.binary(max_size=20)),
)
@settings(max_examples=80, deadline=None)
def test_whatever_stands_there_is_counted_or_told_in_words(rows, encoding, broken):
    content = (HEAD + "\n".join(map(",".join, rows))).encode(encoding) if broken is None else broken
    try:
        series = read_growth_series("series.csv", content)
    except Refusal as refusal:
        assert str(refusal)
        return
    assert all(one.row and one.code in KNOWN for one in series.problems)
    for kind in () if series.faults else ("monthly", "cumulative"):
        points = [point for point in series.points if point.kind == kind]
        if any(point.vintage != "forecast" for point in points):
            assert run_lines(runs_of_growth(points))


def test_many_faults_are_cut_short(tmp_path):
    file = written(tmp_path, "x,1,monthly\n" * 60)
    assert "and 10 more" in refused(file)
