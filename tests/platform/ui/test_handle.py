"""The handle of an event line, the strip of parts, and how both look without script and colour."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from jilian.ui.drawings import LineEvent, event_after, event_before
from jilian.ui.parts import StripPart

FIRST, SECOND, THIRD = date(2020, 1, 1), date(2021, 1, 1), date(2022, 1, 1)
EVENTS = [
    LineEvent(SECOND, "二"),
    LineEvent(None, "三", known_by=THIRD),
    LineEvent(datetime(2020, 1, 1, 9), "一"),
]


@pytest.mark.parametrize(
    "day, before, after",
    [
        (SECOND, FIRST, THIRD),
        (date(2021, 6, 1), SECOND, THIRD),
        (FIRST, None, SECOND),
        (THIRD, SECOND, None),
        (datetime(2021, 1, 1, 12), FIRST, THIRD),
    ],
)
def test_one_steps_from_event_to_event(day, before, after):
    assert (event_before(EVENTS, day), event_after(EVENTS, day)) == (before, after)


def render(source: str, **values: object) -> str:
    request = RequestFactory().get("/tree/", {"type": "branch", "on": "2021-06-01"})
    loaded = Template("{% load jilian_ui %}" + source)
    return loaded.render(Context({"request": request, **values}))


def test_the_handle_keeps_what_was_asked_and_needs_no_script():
    page = render(
        "{% event_line events as_of=day handle=True %}", events=EVENTS, day=date(2021, 6, 1)
    )
    assert '<input type="hidden" name="type" value="branch">' in page
    assert 'name="on" value="2021-06-01" required' in page
    assert "data-handle hidden" in page
    assert "/tree/?type=branch&amp;on=2021-01-01#line-" in page
    assert "/tree/?type=branch&amp;on=2022-01-01#line-" in page


def test_a_line_beside_a_table_leaves_its_list_out():
    page = render("{% event_line events as_of=day listed=False %}", events=EVENTS, day=SECOND)
    assert "line-list" not in page


def test_a_strip_takes_its_width_and_says_its_parts_in_words():
    parts = [
        StripPart("上游", 150, "first", url="/u/"),
        StripPart("下游", 49, "third"),
        StripPart("未知", 1, "unknown"),
        StripPart("配套", 0, "beside"),
    ]
    page = render("{% strip parts words=True %}", parts=parts)
    assert 'aria-label="上游 150, 下游 49, 未知 1"' in page
    assert '<a href="/u/">上游</a>' in page
    assert "配套" not in page
    assert page.count("<rect") == 6
    assert 'width="1.0%"' in page  # a half per cent of the whole, and still to be seen
