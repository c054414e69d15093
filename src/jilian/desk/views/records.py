"""Who did what to a record of a world, and who looked at a firm."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.base.paging import BoundedPaginator
from jilian.desk.queries import history as reading
from jilian.desk.views.auditing import history_page
from jilian.firms.models import Firm

LOOKS_A_PAGE = 200


@needs(Permission.SEE_HISTORY)
def history(request: Request, kind: str, pk: int) -> HttpResponse:
    """Who did what to this record?"""
    record = _record(request, kind, pk)
    by_name = request.reach.may(Permission.SEE_HISTORY)
    sees_amounts = kind != "link" or request.reach.may(Permission.SEE_AMOUNTS)
    page = history_page(
        request,
        reading.traces_about(record),
        by_name=by_name,
        hidden="" if sees_amounts else "amount",
    )
    return render(request, "desk/history.html", {**page, "record": record, "kind": kind})


@needs(Permission.SEE_HISTORY)
def of_firm(request: Request, pk: int) -> HttpResponse:
    """The part of a firm's page that names the latest changes."""
    firm = _record(request, "firm", pk)
    by_name = request.reach.may(Permission.SEE_HISTORY)
    page = {
        "firm": firm,
        "told": reading.told(reading.traces_about(firm)[: reading.LATEST], by_name),
        "sees_looks": _sees_looks(request, firm),
    }
    return render(request, "desk/of_firm.html", page)


@needs(Permission.SEE_LOOKS)
def looks_at_firm(request: Request, pk: int) -> HttpResponse:
    """Who looked at our data: by day, office and role, nobody by name."""
    rows = Firm.objects.visible_to(request.person, request.world, Permission.SEE_LOOKS)
    firm = get_object_or_404(rows, pk=pk)
    shown = BoundedPaginator(reading.looks_at(firm), LOOKS_A_PAGE).get_page(request.GET.get("page"))
    page = {"firm": firm, "looked": reading.looked_on(shown), "pages": shown}
    return render(request, "desk/looks_at_firm.html", page)


def _record(request: Request, kind: str, pk: int) -> Any:
    found = reading.record_seen(request.person, request.world, kind, pk)
    if found is None:
        raise Http404
    return found


def _sees_looks(request: Request, firm: Firm) -> bool:
    return request.reach.may(Permission.SEE_LOOKS, firm.own_scopes)
