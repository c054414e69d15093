"""The commands that measure a month and print a series."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from jilian.audit.models import Trace
from jilian.base.errors import Refusal
from jilian.indicators.cli import indicators

pytestmark = pytest.mark.django_db


def run(*words):
    answer = CliRunner().invoke(
        indicators, list(words), standalone_mode=False, catch_exceptions=False
    )
    return answer.stdout


@pytest.fixture
def three_firms(placed):
    for name in ("新阳半导体", "超硅半导体", "尼西半导体"):
        placed(name)


def test_a_month_is_measured_once_and_its_series_is_printed(world, three_firms):
    told = json.loads(
        run("measure", "2026-02", "--last", "2026-03", "--key", "registered_firms", "--json")
    )
    assert told["written"] > 0
    assert told["revised"] == 0
    traces = Trace.objects.filter(action="indicators.measured").count()
    again = run("measure", "2026-03", "--key", "registered_firms", "--world", world.code)
    assert again.startswith("0 values written, 0 revised")
    assert Trace.objects.filter(action="indicators.measured").count() == traces == 1
    series = json.loads(run("series", "registered_firms", "--json"))
    assert [point["period"] for point in series["as_revised"]] == ["2026-02", "2026-03"]
    assert series["as_revised"][-1]["value"] == "3"
    assert series["unit"]["key"] == world.code
    text = run("series", "registered_firms")
    assert "2026-03" in text
    assert "as revised" in text


def test_a_series_without_values_says_so(world):
    assert "No value has been measured yet." in run("series", "registered_firms")


def test_what_was_not_measured_by_a_day_is_left_out(world, three_firms):
    run("measure", "2026-03", "--key", "registered_firms")
    assert (
        json.loads(run("series", "registered_firms", "--known-on", "2020-01-01", "--json"))[
            "as_revised"
        ]
        == []
    )


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("series", "no_such"), "series_unknown"),
        (("series", "registered_firms", "--unit", "nowhere"), "series_unknown"),
        (("measure", "2999-01"), "month_not_over"),
        (("measure", "March"), "month_unreadable"),
        (("measure", "2026-03", "--key", "no_such"), "indicator_unknown"),
    ],
)
def test_what_cannot_be_done_is_refused(world, words, code):
    with pytest.raises(Refusal) as refused:
        run(*words)
    assert refused.value.code == code
