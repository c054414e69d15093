"""Tags of lists: filters in force, what waits, comparisons; loaded by ``jilian_ui``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.template import Context
from django.utils.translation import gettext_lazy as _

from jilian.ui import values
from jilian.ui.address import chips_of, without
from jilian.ui.drawings import GanttDrawing

register = template.Library()

WAITING_AT_MOST = 5
GANTT_KEY = {
    "critical": _("decided the end"),
    "run": _("ran beside it"),
    "pause": _("clock stood still"),
    "away": _("back with the firm"),
    "planned": _("expected"),
    "closed": _("closed hours"),
}


@register.inclusion_tag("ui/parts/query_fields.html", takes_context=True)
def query_fields(context: Context, *left_out: str) -> dict[str, Any]:
    """The address's questions as hidden fields, except those named."""
    asked = getattr(context.get("request"), "GET", None)
    pairs = [] if asked is None else [(k, v) for k, vs in asked.lists() for v in vs]
    return {"pairs": [(k, v) for k, v in pairs if k not in left_out]}


@register.simple_tag(takes_context=True)
def address_without(context: Context, *names: str) -> str:
    """This page's address without some of its questions."""
    return without(context["request"], *names)


@register.inclusion_tag("ui/parts/chips.html")
def chips(chips: Sequence[Any], *, clear_url: str = "") -> dict[str, Any]:
    """Filters in force, each with the address without it."""
    return {"chips": chips, "clear_url": clear_url}


@register.inclusion_tag("ui/parts/chips.html", takes_context=True)
def filter_chips(context: Context, filter: Any) -> dict[str, Any]:
    """The filters of a django-filter set that are in force."""
    request = context["request"]
    found = chips_of(request, filter.form)
    names = [name for chip in found for name in chip.names]
    return {"chips": found, "clear_url": without(request, "page", *names) if found else ""}


@register.inclusion_tag("ui/parts/filter_form.html", takes_context=True)
def filter_form(context: Context, filter: Any) -> dict[str, Any]:
    """The form of a django-filter set, sent to this page's own address."""
    request = context["request"]
    found = chips_of(request, filter.form)
    names = {*filter.form.fields, *(name for chip in found for name in chip.names)}
    left_out = {key for key in request.GET if key in names or key == "page"}
    pairs = [(k, v) for k, vs in request.GET.lists() for v in vs if k not in left_out]
    return {"form": filter.form, "pairs": pairs, "in_force": len(found), "request": request}


@register.inclusion_tag("ui/parts/waiting.html")
def waiting(items: Sequence[Any], *, more_url: str = "", more: int | None = None) -> dict[str, Any]:
    """What waits for the reader: five items at most, each with one verb."""
    items = list(items)
    left = max(0, len(items) - WAITING_AT_MOST) if more is None else more
    return {"items": items[:WAITING_AT_MOST], "more": left, "more_url": more_url}


@register.inclusion_tag("ui/parts/decision_table.html")
def decision_table(
    columns: Sequence[Any], rows: Sequence[Any], *, caption: values.Words = ""
) -> dict[str, Any]:
    """Measures by candidates; what cannot be compared says so and why."""
    return {"columns": columns, "rows": rows, "caption": caption}


@register.inclusion_tag("ui/parts/difference.html")
def difference(changes: Iterable[Any]) -> dict[str, Any]:
    """Records that are new, changed, the same or conflicting, with counts at the top."""
    groups: dict[str, list[Any]] = {"conflicting": [], "changed": [], "new": [], "same": []}
    for change in changes:
        kind = change["kind"] if isinstance(change, dict) else change.kind
        groups[kind].append(change)
    return {"groups": list(groups.items())}


@register.inclusion_tag("ui/parts/empty_state.html")
def empty_state(
    words: values.Words, next_step: values.Words = "", *, url: str = "", action: values.Words = ""
) -> dict[str, Any]:
    """Nothing here: says so, and what the next step is."""
    return {"words": words, "next_step": next_step, "url": url, "action": action}


@register.inclusion_tag("ui/parts/facts.html")
def facts(pairs: Iterable[tuple[Any, Any]]) -> dict[str, Any]:
    """Names and values as a list of facts; missing values say so."""
    return {"pairs": list(pairs)}


@register.inclusion_tag("ui/parts/strip.html")
def strip(parts: Sequence[Any], *, words: bool = False) -> dict[str, Any]:
    """How a whole falls into parts, as one thin strip; ``words`` puts its key beneath it.

    Each part takes its share of the width, and at least one per cent, so that none disappears.
    """
    counted = [part for part in parts if part.count]
    least = 0.01 * sum(part.count for part in counted)
    whole = sum(max(part.count, least) for part in counted)
    drawn, x = [], 0.0
    for part in counted:
        width = 100 * max(part.count, least) / whole
        drawn.append((part, round(x, 2), round(width, 2)))
        x += width
    return {"drawn": drawn, "words": words, "whole": sum(part.count for part in counted)}


@register.inclusion_tag("ui/parts/gantt.html")
def gantt(
    drawing: GanttDrawing | None, *, caption: values.Words = "", id: str = "gantt"
) -> dict[str, Any]:
    """What ran when, in rows, with closed hours and pauses; a table beside it says the same."""
    shown = set() if drawing is None else {*drawing.kinds, *(("closed",) if drawing.closed else ())}
    key = [(kind, words) for kind, words in GANTT_KEY.items() if kind in shown]
    return {"drawing": drawing, "caption": caption, "id": id, "key": key}
