"""How a count grew between two days, and of which parts."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts.gate import Request, Taking, file_answer, needs, says_purpose
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.base.sheets import CONTENT_TYPES
from jilian.growth import formats, operations, queries
from jilian.growth.forms import GrowthFilter
from jilian.growth.queries.page import growth_choices, towns_with_organisations
from jilian.growth.rules.growing import SplitGrowth
from jilian.growth.rules.report import year_before
from jilian.growth.rules.saying import percent_words


@needs(Permission.SEE_ORGANISATIONS)
def growth(request: Request) -> HttpResponse:
    """How did the organisations grow, and how much of it was absorbed?"""
    form = _form(request)
    page: dict[str, Any] = {"filter": SimpleNamespace(form=form)}
    try:
        page |= _asked(request, form)
        page["trees"] = _trees(request, page["page"].growth, form)
        page["percent"] = percent_words(page["page"].growth)
    except Refusal as refusal:
        page["refusal"] = refusal
    page["may_export"] = request.reach.may(Permission.EXPORT)
    page["export_query"] = request.GET.urlencode()
    return render(request, "growth/growth.html", page)


@needs(Permission.EXPORT)
@says_purpose
def export_growth(request: Request, taking: Taking, kind: str) -> HttpResponse:
    """The growth with every organisation that makes the difference, as a file."""
    if kind not in CONTENT_TYPES:
        raise Http404
    try:
        found = _asked(request, _form(request))
    except Refusal as refusal:
        raise Http404 from refusal
    lines = formats.growth_lines(found["page"], found["boundary_name"])
    operations.note_export(
        by=request.person, at=timezone.now(), world=request.world, what="growth",
        details={"rows": len(lines) - 1, "format": kind, "boundary": str(found["boundary"])},
        purpose=taking.purpose, recipient=taking.recipient,
    )  # fmt: skip
    name = f"growth-{request.world.code}-{request.as_of.isoformat()}"
    return file_answer(lines, kind, _("Growth"), name)


def _form(request: Request) -> GrowthFilter:
    choices = growth_choices(request.world, towns_with_organisations(request.world))
    asked = request.GET.copy()
    asked.setdefault("first", year_before(request.as_of).isoformat())
    asked.setdefault("last", request.as_of.isoformat())
    asked.setdefault("boundary", "world")
    return GrowthFilter(asked, boundaries=choices)


def _trees(request: Request, growth: SplitGrowth, form: GrowthFilter) -> tuple[str, str]:
    """Where the organisations of either day stand as a tree; empty inside a boundary."""
    if form.cleaned_data.get("boundary") not in ("", "world"):
        return "", ""
    here, type = (
        reverse("organisations:tree", args=(request.world.code,)),
        form.cleaned_data["type"],
    )
    asked = {"type": type} if type else {}
    first, last = (
        f"{here}?{urlencode({**asked, 'on': day.isoformat()})}#rows"
        for day in (growth.first, growth.last)
    )
    return first, last


def _asked(request: Request, form: GrowthFilter) -> dict[str, Any]:
    """The growth that the address asks for; what cannot be meant is left out."""
    form.full_clean()
    typed = form.cleaned_data
    last = typed.get("last") or request.as_of
    first = typed.get("first") or year_before(last)
    found = queries.boundary_of(request.world, typed.get("boundary") or "")
    if found is None:
        raise Http404
    boundary, name = found
    page = queries.growth_page(
        request.person, request.world, boundary, first, last, typed.get("type") or None
    )
    return {"page": page, "boundary": boundary, "boundary_name": name}
