"""The calls that a reader may meet: what waits, the file, the figures."""

from __future__ import annotations

from datetime import timedelta
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
from jilian.base.spreads import Part, Spread
from jilian.shortages import formats, operations, queries
from jilian.shortages.lists import CallFilter, CallRow, CallTable, sort_key
from jilian.shortages.queries import CallView
from jilian.shortages.rules.disclosure import Reader
from jilian.shortages.rules.words import USEFUL, Answer, CallState, PermitState

P = Permission
PER_PAGE, PERIOD_DAYS = 25, 365
LEAST_SHOWN = 5  # a share of fewer calls would tell of one of them


@needs(P.SEE_CALLS)
def calls(request: Request) -> HttpResponse:
    """Which calls are open, and what waits for me?"""
    chosen = CallFilter(request.GET, queryset=queries.calls_seen(request.person, request.world))
    views = queries.views_of(chosen.qs, request.person, timezone.now())
    operations.note_call_looks(by=request.person, at=timezone.now(), views=views)
    rows = sorted((_row(request, one) for one in views), key=sort_key)
    table = CallTable(rows)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    table.exports = export_links(request, "shortages:export")
    page = {
        "filter": chosen, "table": table,
        "open": sum(not row.is_over for row in rows),
        "waiting": sum(bool(row.verb) for row in rows),
        "is_empty": not rows and not request.GET,
        "may_raise": request.reach.may_somewhere(P.RAISE_CALLS),
        "may_see_figures": request.reach.may(P.SEE_CALL_FIGURES),
        "handles_permits": request.reach.may_somewhere(P.HANDLE_PERMITS),
    }  # fmt: skip
    return render(request, "shortages/list.html", page)


def _row(request: Request, view: CallView) -> CallRow:
    url = reverse("shortages:detail", args=(request.world.code, view.key))
    return CallRow(view, str(verb_of(view)), url)


def verb_of(view: CallView) -> str:
    """The one thing that waits for the reader; empty where nothing does."""
    if view.reader is Reader.OFFICER:
        waits = any(one.state in (PermitState.ASKED, PermitState.ACCEPTED) for one in view.permits)
        return _("Decide") if waits else ""
    if view.own is not None:
        if view.own.answer == Answer.WAITING and view.is_open:
            return _("Answer")
        return _("Dispatch") if any(one.is_running for one in view.own.reservations) else ""
    if view.reader is Reader.CALLER:
        return _of_caller(view)
    return _("Ask firms") if view.is_open and not view.helpers else ""


def _of_caller(view: CallView) -> str:
    if not view.is_open:
        return "" if view.lesson or view.state == CallState.WITHDRAWN else _("Say what is learnt")
    rows = [row for one in view.helpers for row in one.reservations]
    if any(row.in_transit for row in rows):
        return _("Sign for it")
    if view.received == view.amount:
        return _("Close the call")
    open_need = view.amount is not None and (view.reserved or 0) < view.amount
    if open_need and any(one.answer in USEFUL and one.open_offer for one in view.helpers):
        return pgettext("offer", "Accept")
    return "" if any(one.firm != view.firm for one in view.helpers) else _("Ask firms")


@needs(P.SEE_CALL_FIGURES)
@says_purpose
def export(request: Request, taking: Taking, kind: str) -> HttpResponse:
    """The list as a file, by its filters: what the reader may see and nothing else."""
    if kind not in CONTENT_TYPES or not request.reach.may(P.EXPORT):
        raise Http404
    chosen = CallFilter(request.GET, queryset=queries.calls_seen(request.person, request.world))
    views = queries.views_of(chosen.qs, request.person, timezone.now())
    operations.note_call_looks(by=request.person, at=timezone.now(), views=views)
    lines = formats.call_lines(views)
    operations.note_export(
        by=request.person, at=timezone.now(), world=request.world, rows=len(lines) - 1, kind=kind,
        purpose=taking.purpose, recipient=taking.recipient,
    )  # fmt: skip
    name = f"calls-{request.world.code}-{request.today.isoformat()}"
    return file_answer(lines, kind, _("Calls for help"), name)


@needs(P.SEE_CALL_FIGURES)
def figures(request: Request) -> HttpResponse:
    """How quickly is help found? Times and shares with their parts, without any name."""
    since = request.today - timedelta(days=PERIOD_DAYS)
    found = queries.figures_of(request.world, since, request.today)
    page = {
        "total": found.calls, "open": found.open, "least": LEAST_SHOWN, "since": since,
        "spans": [
            _span(_("Time to the first useful answer"), found.to_useful),
            _span(_("Time to acceptance"), found.to_acceptance),
            _span(_("Time to receipt"), found.to_receipt),
        ],
        "shares": [
            _share(_("Everything received"), found.whole),
            _share(_("Solved inside the cluster"), found.inside),
            _share(_("The line stopped anyway"), found.stopped),
        ],
    }  # fmt: skip
    return render(request, "shortages/figures.html", page)


def _span(label: str, found: Spread) -> dict[str, Any]:
    is_shown = found.count >= LEAST_SHOWN
    return {
        "label": label, "value": found.median if is_shown else None,
        "ninetieth": found.ninetieth if is_shown else None, "part": found.count,
        "whole": found.whole,
    }  # fmt: skip


def _share(label: str, found: Part) -> dict[str, Any]:
    return {"label": label, "part": found.part, "whole": found.whole, "unknown": found.unknown,
            "is_shown": found.whole >= LEAST_SHOWN}  # fmt: skip
