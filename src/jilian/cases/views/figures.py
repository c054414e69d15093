"""Where the time of cases went: by step and holder, beside like cases, and what was not solved."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, pgettext

from jilian.accounts.gate import Request, Taking, export_links, file_answer, needs, says_purpose
from jilian.accounts.permissions import Permission
from jilian.base.paging import RequestConfig
from jilian.base.sheets import CONTENT_TYPES
from jilian.cases import operations
from jilian.cases.formats import figures as formats
from jilian.cases.formats.words import holder_words
from jilian.cases.forms.figures import EndedFilter, RecordFilter, RecordTable, UnsolvedTable
from jilian.cases.queries import figures as queries
from jilian.cases.queries.figures import Names, WhereTimeWent
from jilian.cases.rules.figures import (
    LEAST_ALIKE,
    Alike,
    SpentShare,
    step_words,
)

P = Permission
PER_PAGE, MOST_STEPS = 25, 20
WITHOUT_STEP = "-"  # in addresses: time in which no step, or several at once, were open
NARROWING = ("template", "town", "department", "since", "until")


@needs(P.SEE_CASE_FIGURES)
def figures(request: Request) -> HttpResponse:
    """Where did the time go, by step and holder?"""
    names = queries.names_in(request.world)
    chosen = _chosen(request, names)
    found = queries.where_time_went(chosen.qs)
    most = len(found.steps) if "all" in request.GET else MOST_STEPS
    page = {
        "filter": chosen, "found": found, "least": LEAST_ALIKE,
        "holders": [_bar(request, one, names) for one in found.holders],
        "steps": [_bar(request, one, names) for one in found.steps[:most]],
        "hidden": len(found.steps[most:]),
        "alike": [_alike(request, one, names) for one in found.alike],
        "wrong": _wrong(found, names),
        "records_url": _narrowed(request, "cases:figures_records"),
        "promised_url": _narrowed(request, "cases:figures_records", within="promised"),
        "statutory_url": _narrowed(request, "cases:figures_records", within="statutory"),
        "unsolved_url": _narrowed(request, "cases:figures_unsolved"),
        "every_url": _narrowed(request, "cases:figures", all="1"),
        "exports": export_links(request, "cases:figures_export"),
        "wrong_exports": export_links(request, "cases:figures_export", what="wrong"),
    }  # fmt: skip
    return render(request, "cases/figures.html", page)


@needs(P.EXPORT)
@says_purpose
def figures_export(request: Request, taking: Taking, kind: str) -> HttpResponse:
    """The table by step and holder or the wrong dispatches as a file; by office alone."""
    if kind not in CONTENT_TYPES or not request.reach.may(P.SEE_CASE_FIGURES):
        raise Http404
    names = queries.names_in(request.world)
    found = queries.where_time_went(_chosen(request, names).qs)
    is_wrong = request.GET.get("what") == "wrong"
    lines = (formats.wrong_lines if is_wrong else formats.spent_lines)(found, names)
    what = "wrong_dispatches" if is_wrong else "time_spent"
    title = _("Wrong dispatches") if is_wrong else _("Where the time went")
    return _taken(request, taking, kind, lines, what, title)


@needs(P.SEE_CASE_FIGURES)
def records(request: Request) -> HttpResponse:
    """Which matters are behind a bar, each beside its like?"""
    names = queries.names_in(request.world)
    chosen = _chosen(request, names, RecordFilter)
    step, holder = _asked(request)
    rows = queries.records(chosen.qs, step, holder)
    alike = queries.alike_in_world(request.world)
    table = RecordTable(rows, alike=alike)
    if not holder and step is None:
        table.exclude = ("spent",)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    for row in table.paginated_rows:
        row.record.like = table.like(row.record)
    table.exports = export_links(request, "cases:figures_records_export")
    template = request.GET.get("template", "")
    page = {
        "filter": chosen, "table": table, "least": LEAST_ALIKE,
        "part": _part_words(names, template, step, holder),
        "back": _narrowed(request, "cases:figures"),
        "whole_url": _narrowed(request, "cases:figures_records"),
    }  # fmt: skip
    return render(request, "cases/records.html", page)


@needs(P.EXPORT)
@says_purpose
def records_export(request: Request, taking: Taking, kind: str) -> HttpResponse:
    """The matters behind a bar as a file, each beside its like."""
    if kind not in CONTENT_TYPES or not request.reach.may(P.SEE_CASE_FIGURES):
        raise Http404
    names = queries.names_in(request.world)
    rows = queries.records(_chosen(request, names, RecordFilter).qs, *_asked(request))
    alike = queries.alike_in_world(request.world)
    lines = formats.record_lines(rows, alike, names)
    return _taken(request, taking, kind, lines, "records", _("Ended matters beside their like"))


@needs(P.SEE_CASE_FIGURES)
def unsolved(request: Request) -> HttpResponse:
    """Which cases were closed and are not solved?"""
    chosen = _chosen(request, queries.names_in(request.world))
    table = UnsolvedTable(queries.unsolved_cases(chosen.qs))
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    page = {"filter": chosen, "table": table, "back": _narrowed(request, "cases:figures")}
    return render(request, "cases/unsolved.html", page)


def _chosen(
    request: Request, names: Names, narrowing: type[EndedFilter] = EndedFilter
) -> EndedFilter:
    ended = queries.ended_matters(request.world)
    towns = queries.towns_in(request.world)
    return narrowing(request.GET, queryset=ended, names=names, towns=towns)


def _asked(request: Request) -> tuple[str | None, str]:
    """The step and the holder of the bar that was opened; None where every step is asked for."""
    step = request.GET.get("step")
    return ("" if step == WITHOUT_STEP else step or None), request.GET.get("holder", "")


def _narrowed(request: Request, name: str, **more: str) -> str:
    """Another page with the same filters in force."""
    asked = request.GET.copy()
    for key in list(asked):
        if key not in NARROWING:
            asked.pop(key)
    asked.update(more)
    query = f"?{asked.urlencode()}" if asked else ""
    return reverse(name, args=(request.world.code,)) + query


def _bar(request: Request, row: SpentShare, names: Names) -> dict[str, Any]:
    one = row.spent
    asked = {"holder": one.holder}
    if one.template:
        asked |= {"template": one.template, "step": one.step or WITHOUT_STEP}
    return {
        "row": row, "spent": one, "holder": holder_words(one.holder, names.offices),
        "template": names.templates.get(one.template, one.template),
        "step": step_words(one.step, {one.step: names.step(one.template, one.step)}),
        "thousandths": int(row.share * 1000),
        "url": _narrowed_by(request, asked),
    }  # fmt: skip


def _narrowed_by(request: Request, asked: dict[str, str]) -> str:
    """The list behind a bar; a bar's own template takes the place of the one asked for."""
    kept = request.GET.copy()
    for key in list(kept):
        if key not in NARROWING or key in asked:
            kept.pop(key)
    kept.update(asked)
    return f"{reverse('cases:figures_records', args=(request.world.code,))}?{kept.urlencode()}"


def _alike(request: Request, like: Alike, names: Names) -> dict[str, Any]:
    return {
        "like": like, "name": names.templates.get(like.template, like.template),
        "variant": names.variant(like.template, like.variant) if like.variant else "",
        "url": _narrowed_by(request, {"template": like.template}),
    }  # fmt: skip


def _wrong(found: WhereTimeWent, names: Names) -> list[dict[str, Any]]:
    return [
        {
            "sent_to": holder_words(one.sent_to, names.offices),
            "right": holder_words(one.right_holder, names.offices), "sum": one,
        }
        for one in found.wrong
    ]  # fmt: skip


def _part_words(names: Names, template: str, step: str | None, holder: str) -> str:
    """Which bar was opened, in words; empty for all of them."""
    parts = [holder_words(holder, names.offices)] if holder else []
    if step is not None:
        parts.append(step_words(step, {step: names.step(template, step)}))
    return pgettext("between parts", ", ").join(parts)


def _taken(
    request: Request, taking: Taking, kind: str, lines: list[Any], what: str, title: str
) -> HttpResponse:
    operations.note_export(
        by=request.person, at=timezone.now(), world=request.world, what=what, rows=len(lines) - 1,
        kind=kind, purpose=taking.purpose, recipient=taking.recipient,
    )  # fmt: skip
    name = f"{what}-{request.world.code}-{request.today.isoformat()}"
    return file_answer(lines, kind, title, name)
