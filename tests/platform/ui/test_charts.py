"""Series drawn and told: gaps stay gaps, joint months stand over both, bounds are ranges."""

from __future__ import annotations

import json
import re
from decimal import Decimal

from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from jilian.ui.drawings import (
    Chart,
    ChartBreak,
    ChartLine,
    ChartPeriod,
    ChartPoint,
    Panel,
    chart_config,
    lay_out_multiples,
    lay_out_range,
)

MARCH_2021 = 2021 * 12 + 2


def a_chart():
    periods = (
        ChartPeriod(MARCH_2021 - 2, "Jan-Feb 2021", 2),
        ChartPeriod(MARCH_2021, "March 2021"),
        ChartPeriod(MARCH_2021 + 1, "April 2021"),
        ChartPeriod(MARCH_2021 + 2, "May 2021"),
    )
    first = ChartPoint("4.0", Decimal("4.0"))
    bounded = ChartPoint("over 63", low=Decimal(63))
    published = (first, None, bounded, ChartPoint("5.1", Decimal("5.1"), url="/parts"))
    revised = (first, None, bounded, ChartPoint("5.0", Decimal("5.0")))
    return Chart(
        periods,
        (ChartLine("as published", published), ChartLine("as revised", revised, "second")),
        "%",
        (ChartBreak(MARCH_2021 + 1, "New list of firms."),),
    )


def rendered(source, **context):
    request = RequestFactory().get("/")
    with translation.override("en"):
        return Template("{% load jilian_ui %}" + source).render(
            Context({"request": request, **context})
        )


def test_a_joint_report_is_one_point_between_its_months():
    config = chart_config(a_chart())
    assert config["periods"][0] == [MARCH_2021 - 1.5, "Jan-Feb 2021", 2]
    assert config["periods"][1] == [MARCH_2021, "March 2021", 0]


def test_a_missing_month_stays_a_gap_and_a_bound_keeps_its_open_side():
    points = chart_config(a_chart())["lines"][0]["points"]
    assert points[1] is None
    assert points[2] == [None, 63.0, None, "over 63"]


def test_the_table_has_the_latest_first_and_names_the_break():
    rows = a_chart().rows
    assert rows[0][0].label == "May 2021"
    assert [words for _period, _points, words in rows] == ["", "New list of firms.", "", ""]


def test_the_table_says_what_the_chart_draws_and_stands_without_script():
    html = rendered('{% chart chart title="Growth" %}', chart=a_chart())
    config = json.loads(re.search(r'type="application/json">(.*?)</script>', html)[1])
    table = html[html.index("<table") : html.index("</table>")]
    for line in config["lines"]:
        assert all(point is None or point[3] in table for point in line["points"])
    assert 'class="unknown">unknown' in table or ">unknown<" in table
    assert '<a href="/parts">5.1</a>' in table
    assert "style=" not in html


def test_a_chart_of_one_point_is_a_table_alone():
    chart = Chart((ChartPeriod(MARCH_2021, "March"),), (ChartLine("x", (ChartPoint("1", 1),)),))
    html = rendered('{% chart chart title="One" %}', chart=chart)
    assert "<table" in html
    assert "data-chart" not in html
    assert "chart.js" not in html


def test_a_page_with_its_own_table_gets_no_other():
    html = rendered('{% chart chart title="Growth" table_id="mine" %}', chart=a_chart())
    assert "<table" not in html
    assert 'aria-details="mine"' in html


def test_small_multiples_share_one_scale_in_the_order_given():
    drawn = lay_out_multiples([Panel("b", (0, 10), "10"), Panel("a", (20, None), "unknown")])
    assert [one.panel.label for one in drawn.panels] == ["b", "a"]
    assert (drawn.low, drawn.high) == (0, 20)
    highest, lowest = drawn.panels[1].dots[0], drawn.panels[0].last
    assert highest[1] < lowest[1]


def test_small_multiples_of_nothing_draw_nothing():
    assert lay_out_multiples([Panel("a", (None, None), "unknown")]) is None


def test_a_range_stands_on_the_scale_of_all():
    found = lay_out_range(10, 30, 20, 0, 40)
    assert (found.low, found.width, found.value) == (25.0, 50.0, 50.0)
    assert lay_out_range(10, None, None, 0, 40).width == 75.0
    assert lay_out_range(None, None, None, 0, 40) is None
