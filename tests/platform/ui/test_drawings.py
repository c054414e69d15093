"""Geometry of chains, event lines and histories, in worlds one can see."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given, strategies as st

from jilian.ui.drawings import (
    ChainLayer,
    ChainLink,
    ChainNode,
    GanttMark,
    GanttRow,
    LineEvent,
    Stretch,
    lay_out_chain,
    lay_out_gantt,
    lay_out_line,
    lay_out_spark,
)
from jilian.ui.drawings.ordering import count_crossings, order_layers
from jilian.ui.drawings.text import shorten, text_width


def layer(key, names, **more):
    return ChainLayer(key, key, [ChainNode(name, name) for name in names.split()], **more)


def test_crossed_links_are_uncrossed_by_reordering():
    orders = [["crystal", "gas"], ["wafer", "frame"]]
    links = [("crystal", "frame"), ("gas", "wafer")]
    assert count_crossings(orders, links) == 1
    assert order_layers(orders, links)[1] == 0


def test_reordering_keeps_every_node_in_its_layer():
    orders = [["a", "b", "c"], ["d", "e"], ["f", "g", "h"]]
    links = [("a", "e"), ("b", "d"), ("c", "d"), ("d", "h"), ("e", "f"), ("e", "g")]
    ordered, crossings = order_layers(orders, links)
    assert [sorted(keys) for keys in ordered] == [sorted(keys) for keys in orders]
    assert crossings == count_crossings(ordered, links) <= count_crossings(orders, links)


@given(
    st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("wxyz")), unique=True, max_size=12)
)
def test_reordering_never_adds_crossings(links):
    orders = [list("abcd"), list("wxyz")]
    assert order_layers(orders, links)[1] <= count_crossings(orders, links)


def test_layers_stand_from_left_to_right_and_links_go_with_them():
    drawing = lay_out_chain(
        [layer("up", "crystal"), layer("mid", "wafer"), layer("down", "sensor")],
        [ChainLink("crystal", "wafer"), ChainLink("wafer", "sensor", inferred=True)],
    )
    xs = [one.nodes[0].x for one in drawing.layers]
    assert xs == sorted(xs)
    assert drawing.crossings == 0
    assert [link.link.inferred for link in drawing.links] == [True, False]
    assert drawing.layers[0].nodes[0].customers == ("wafer",)
    assert drawing.layers[2].nodes[0].suppliers == ("wafer",)


def test_what_is_not_named_is_counted_in_its_layer():
    nodes = [ChainNode(f"n{n}", f"n{n}", weight=n) for n in range(100)]
    drawing = lay_out_chain([ChainLayer("up", "up", nodes, more=43), layer("down", "sensor")], [])
    assert drawing.named == 60
    assert [one.count for one in drawing.layers] == [143, 1]
    assert {one.node.key for one in drawing.layers[0].nodes} == {f"n{n}" for n in range(41, 100)}


def test_a_missing_link_and_a_leader_are_named_before_heavier_firms():
    nodes = [ChainNode(f"n{n}", f"n{n}", weight=9) for n in range(5)]
    nodes += [ChainNode("gap", "gap", kind="gap"), ChainNode("lead", "lead", kind="leader")]
    drawing = lay_out_chain([ChainLayer("up", "up", nodes)], [], most_named=2)
    assert {one.node.key for one in drawing.layers[0].nodes} == {"gap", "lead"}


def test_links_of_supporting_and_of_unnamed_firms_are_counted_not_drawn():
    drawing = lay_out_chain(
        [layer("up", "crystal"), layer("lab", "lab", supporting=True)],
        [ChainLink("lab", "crystal"), ChainLink("elsewhere", "crystal")],
    )
    assert (len(drawing.links), drawing.support_links, drawing.unnamed_links) == (0, 1, 1)
    assert drawing.layers[1].y > drawing.layers[0].nodes[0].y


def test_an_empty_chain_is_drawn_empty():
    assert lay_out_chain([], []).named == 0


def test_a_long_name_is_cut_to_its_room():
    name = "上海市松江区某某半导体材料科技股份有限公司"
    cut = shorten(name, 150)
    assert cut.endswith("…")
    assert text_width(cut) <= 150
    assert shorten("晶圆", 150) == "晶圆"


def test_events_stand_where_their_days_are():
    line = lay_out_line(
        [LineEvent(date(2020, 1, 1), "first"), LineEvent(date(2022, 1, 1), "last")],
        start=date(2019, 1, 1),
        end=date(2023, 1, 1),
        as_of=date(2021, 1, 1),
    )
    assert [round(mark.x) for mark in line.marks] == [25, 75]
    assert round(line.as_of) == 50
    assert line.days == 1461


def test_an_unknown_start_fades_in_from_the_earliest_day():
    event = LineEvent(None, "founded", not_before=date(2015, 1, 1), known_by=date(2020, 1, 1))
    (mark,) = lay_out_line([event], start=date(2010, 1, 1), end=date(2025, 1, 1)).marks
    opacities = [opacity for _, _, opacity in mark.fading]
    assert opacities == sorted(opacities)
    assert round(mark.unknown_from) == 33
    assert round(mark.x) == 67


def test_an_unknown_start_without_an_earliest_day_fades_in_from_the_edge():
    event = LineEvent(None, "founded", known_by=date(2020, 1, 1))
    (mark,) = lay_out_line([event], start=date(2010, 1, 1), end=date(2025, 1, 1)).marks
    assert mark.unknown_from == 0


def test_words_that_would_collide_rise_to_another_lane():
    events = [LineEvent(date(2020, 1, day), f"event {day}") for day in range(1, 7)]
    line = lay_out_line(events, start=date(2019, 1, 1), end=date(2021, 1, 1))
    assert [mark.lane for mark in line.marks] == [0, 1, 2, 3, None, None]


def test_hours_are_drawn_as_hours_and_closed_hours_are_shaded():
    line = lay_out_line(
        [LineEvent(datetime(2022, 3, 7, 9), "in"), LineEvent(datetime(2022, 3, 7, 15), "out")],
        start=datetime(2022, 3, 7, 8),
        end=datetime(2022, 3, 7, 18),
        closed=[(datetime(2022, 3, 7, 12), datetime(2022, 3, 7, 13))],
    )
    assert [mark.x for mark in line.marks] == [10, 70]
    assert line.closed == ((40, 50),)
    assert {grain for _, _, grain in line.ticks} == {"hour"}


@given(st.dates(date(1990, 1, 1), date(2040, 1, 1)), st.dates(date(1990, 1, 1), date(2040, 1, 1)))
def test_every_mark_and_tick_lies_on_the_line(first, second):
    line = lay_out_line([LineEvent(first, "first"), LineEvent(second, "second")])
    assert all(0 <= mark.x <= 100 for mark in line.marks)
    assert all(0 <= x <= 100 for x, _, _ in line.ticks)
    assert len(line.ticks) <= 12


def test_a_line_without_any_day_is_refused():
    with pytest.raises(ValueError, match="one day"):
        lay_out_line([LineEvent(None, "nobody knows")])


def test_a_line_that_ends_before_it_starts_is_refused():
    with pytest.raises(ValueError, match="ends after"):
        lay_out_line([], start=date(2020, 1, 1), end=date(2020, 1, 1))


def test_a_missing_value_leaves_a_gap_in_the_history():
    spark = lay_out_spark([1, 2, None, 4, 5])
    assert len(spark.paths) == 2
    assert lay_out_spark([1, None]) is None
    assert lay_out_spark([]) is None


def test_a_value_alone_between_gaps_is_a_dot():
    spark = lay_out_spark([1, None, 2, None, 3, 4])
    assert len(spark.dots) == 2
    assert len(spark.paths) == 1


def at(hour, minute=0, day=1):
    return datetime(2022, 3, day, hour, minute)


def test_branches_stand_from_their_start_to_their_end_with_closed_hours_behind():
    rows = [
        GanttRow("tax", (Stretch(at(9), at(11)),)),
        GanttRow("survey", (Stretch(at(9), at(13), "critical"), Stretch(at(10), at(11), "away"))),
    ]
    drawing = lay_out_gantt(rows, closed=[(at(12), at(12, 30)), (at(12, 30), at(13))],
                            marks=[GanttMark(at(13), "now", "now")])  # fmt: skip
    tax, survey = drawing.rows
    assert [(bar.x, bar.width) for bar in tax.bars] == [(0, 50)]
    assert [(bar.x, bar.width) for bar in survey.bars] == [(0, 100), (25, 25)]
    assert drawing.closed == ((75, 25),)  # neighbours are one
    assert drawing.kinds == ("away", "critical", "run")
    assert drawing.marks[0].anchor == "end"
    assert drawing.foot < drawing.height


def test_a_minute_within_a_month_is_still_seen_and_nothing_is_no_drawing():
    month = GanttRow("long", (Stretch(at(9), at(9, day=31)), Stretch(at(9, day=31), at(9, 1, 31))))
    bars = lay_out_gantt([month]).rows[0].bars
    assert all(bar.x >= 0 and bar.x + bar.width <= 100.001 for bar in bars)
    assert bars[1].width > 0.5
    assert lay_out_gantt([]) is None
