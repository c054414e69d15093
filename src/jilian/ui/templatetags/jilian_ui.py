"""The parts of a page: each tag is one template in ``ui/parts``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, is_dataclass, replace
from datetime import date
from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from jilian.ui import drawings, values
from jilian.ui.address import without
from jilian.ui.ids import next_id
from jilian.ui.templatetags import chart_tags, drawing_filters, list_tags, value_filters

register = template.Library()
for part in (value_filters, drawing_filters, list_tags, chart_tags):
    register.filters.update(part.register.filters)
    register.tags.update(part.register.tags)

THEMES = ("light", "dark")
STATE_SIGNS = {
    "late": "!",
    "refused": "×",
    "broken": "×",
    "soon": "◔",
    "confirmed": "✓",
    "open": "○",
    "waiting": "◌",
    "closed": "●",
}


@register.simple_tag(takes_context=True)
def theme(context: Context) -> str:
    """The theme the reader chose: light, dark, or empty for the machine's own."""
    chosen = getattr(context.get("request"), "COOKIES", {}).get("theme", "")
    return chosen if chosen in THEMES else ""


@register.simple_tag
def bounded_value(value: Any, bound: str = "", unit: values.Words = "") -> SafeString:
    """A figure's number, unit and bound, each marked for its size."""
    if values.is_missing(value):
        return format_html('<span class="unknown">{}</span>', values.unknown_text())
    spans = {
        "{number}": ("number", values.number_text(value)),
        "{unit}": ("unit", values.unit_text(unit)),
    }
    pieces = re.split(r"(\{number\}|\{unit\})", values.bound_pattern(bound))
    marked = (spans.get(piece, ("bound", piece)) for piece in pieces)
    return format_html_join("", '<span class="{}">{}</span>', ((c, t) for c, t in marked if t))


@register.inclusion_tag("ui/parts/figure.html", takes_context=True)
def figure(
    context: Context,
    value: Any,
    *,
    label: values.Words,
    unit: values.Words = "",
    bound: str = "",
    of: Any = None,
    whole: values.Words = "",
    history: Sequence[float | None] = (),
    url: str = "",
    day: date | None = None,
    note: values.Words = "",
    source: Any = None,
    inferred: bool = False,
    size: str = "medium",
) -> dict[str, Any]:
    """A figure with its unit and bound; ``url`` opens its parts, ``of`` is its denominator.

    The number stands in ``data-value`` too: what its address opens has as many rows
    (``data-rows``) or gives as much (``data-total``), and a test opens all of them.
    """
    if value == 0 and "#" in url and "?" not in url:
        url = ""  # where nothing is listed the place may be missing
    return {
        **locals(),
        "request": context.get("request"),
        "plain": values.plain_number(value),
        "spark": drawings.lay_out_spark(history),
        "history_words": [values.number_text(point) for point in history],
    }


@register.inclusion_tag("ui/parts/event_line.html", takes_context=True)
def event_line(
    context: Context,
    events: Iterable[Any],
    *,
    as_of: date | None = None,
    start: date | None = None,
    end: date | None = None,
    closed: Iterable[tuple[date, date]] | None = None,
    handle: bool = False,
    caption: values.Words = "",
    listed: bool = True,
) -> dict[str, Any]:
    """Dated events on one horizontal line, with the list that says the same.

    ``handle`` moves the page to another day: by slider, by date, or to the event before or after.
    ``listed`` False leaves the list out where the page has a table of the same events.
    """
    chosen = [e if isinstance(e, drawings.LineEvent) else drawings.LineEvent(**e) for e in events]
    dated = [
        replace(event, when=event.when or drawing_filters.event_day(event))
        for event in chosen
        if event.day or event.known_by
    ]
    line = None
    if dated:
        line = drawings.lay_out_line(dated, start=start, end=end, as_of=as_of, closed=closed or ())
    undated = [event for event in chosen if not (event.day or event.known_by)]
    at = None
    if line and as_of:
        at = (drawings.as_moment(as_of) - drawings.as_moment(line.start)).days
    return {
        "line": line,
        "undated": undated,
        "as_of": as_of,
        "at": at,
        "handle": handle,
        "steps": _steps(context, dated, as_of) if handle and as_of else (),
        "caption": caption,
        "listed": listed,
        "id": next_id(context, "line"),
        "request": context.get("request"),
    }


def _steps(
    context: Context, events: Sequence[drawings.LineEvent], as_of: date
) -> list[tuple[str, date | None, str]]:
    """The events before and after a day, each with the address of the page on its day."""
    days = (drawings.event_before(events, as_of), drawings.event_after(events, as_of))
    request = context.get("request")
    rest = without(request, "on", "page") if request else ""
    mark = "&" if "?" in rest else "?"
    return [
        (name, day, f"{rest}{mark}on={day.isoformat()}" if day else "")
        for name, day in zip(("earlier", "later"), days, strict=True)
    ]


@register.inclusion_tag("ui/parts/state.html")
def state(kind: str, words: values.Words) -> dict[str, Any]:
    """A state in words with its sign; colour only for late, broken, refused, soon, confirmed."""
    return {"kind": kind, "words": words, "sign": STATE_SIGNS.get(kind, "○")}


@register.inclusion_tag("ui/parts/inferred.html")
def inferred(probability: float | None = None) -> dict[str, Any]:
    """The mark of what is inferred, not declared; with its probability where there is one."""
    return {"probability": probability}


@register.inclusion_tag("ui/parts/invented.html")
def invented() -> dict[str, Any]:
    """The mark of made data."""
    return {}


@register.simple_tag
def badge(words: values.Words) -> SafeString:
    """A short word set apart by a hairline."""
    return format_html('<span class="badge">{}</span>', words)


@register.inclusion_tag("ui/parts/source_mark.html", takes_context=True)
def source_mark(
    context: Context,
    record: Any = None,
    *,
    title: values.Words = "",
    url: str = "",
    row: int | None = None,
    since: date | None = None,
    note: values.Words = "",
) -> dict[str, Any]:
    """A small mark that opens where a record came from: document, row, since when.

    A record gives ``source`` and ``source_row``; fetch it with ``select_related("source")``.
    """
    source = getattr(record, "source", None)
    return {
        "title": title or source,
        "url": url or getattr(source, "url", ""),
        "publisher": getattr(source, "publisher", ""),
        "issued_on": getattr(source, "issued_on", None),
        "authoritative": getattr(source, "authoritative", False),
        "row": row if row is not None else getattr(record, "source_row", None),
        "since": since or getattr(record, "known_by", None),
        "note": note,
        "id": next_id(context, "source"),
    }


@register.inclusion_tag("ui/parts/confirmation.html", takes_context=True)
def confirmation(
    context: Context,
    *,
    question: values.Words,
    effects: Sequence[Any],
    action_url: str,
    verb: values.Words,
    back_url: str,
    danger: bool = False,
    hidden: dict[str, Any] | None = None,
    form: Any = None,
) -> dict[str, Any]:
    """What an act will do, to which things, from which day; then one button and a way back."""
    token = context.get("csrf_token")
    hidden = hidden or {}
    return {**{k: v for k, v in locals().items() if k != "context"}, "csrf_token": token}


@register.inclusion_tag("ui/parts/progress.html", takes_context=True)
def progress(
    context: Context,
    *,
    label: values.Words,
    url: str,
    state: str = "running",
    done: int | None = None,
    whole: int | None = None,
    note: values.Words = "",
) -> dict[str, Any]:
    """A job under way; asks again every two seconds while it is waiting or running."""
    polls = state in ("waiting", "running")
    id = next_id(context, "progress")
    return {**{k: v for k, v in locals().items() if k != "context"}}


@register.inclusion_tag("ui/forms/errors.html")
def error_summary(form: Any) -> dict[str, Any]:
    """All errors of a form, each a link to its field."""
    return {"form": form}


@register.inclusion_tag("ui/parts/chain.html", takes_context=True)
def chain(
    context: Context,
    drawing: Any,
    links: Sequence[drawings.ChainLink] = (),
    *,
    title: values.Words = "",
    url_all: str = "",
) -> dict[str, Any]:
    """A layered chain: a ChainDrawing, or layers and links to lay out."""
    if not isinstance(drawing, drawings.ChainDrawing):
        drawing = drawings.lay_out_chain(drawing, links)
    return {"chain": drawing, "title": title, "url_all": url_all, "id": next_id(context, "chain")}


@register.inclusion_tag("ui/parts/map.html", takes_context=True)
def map(
    context: Context,
    config: Any,
    *,
    height: str = "medium",
    caption: values.Words = "",
    list_id: str = "",
) -> dict[str, Any]:
    """A sketch map of counted places; the list beside it, ``list_id``, says the same."""
    given = asdict(config) if is_dataclass(config) and not isinstance(config, type) else config
    id = next_id(context, "map")
    return {
        "config": given,
        "height": height,
        "caption": caption,
        "list_id": list_id,
        "id": id,
        "json_id": f"{id}-config",
    }


@register.inclusion_tag("ui/parts/print_button.html")
def print_button() -> dict[str, Any]:
    """Prints the page; shown only where scripts run."""
    return {}
