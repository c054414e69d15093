"""Newly developed members of units: the shares, claims about them, and entering the counts."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts.gate import Request, Taking, file_answer, needs, says_purpose
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.base.sheets import CONTENT_TYPES
from jilian.growth import formats, operations, queries
from jilian.growth.forms import ClaimForm, DevelopedForm
from jilian.growth.models import DevelopedCount
from jilian.growth.rules.shares import check_claim, printed_claim, read_claim
from jilian.organisations.models import scopes_of_division

P = Permission
YEARS_CHOSEN = 6


@needs(P.SEE_ORGANISATIONS)
def developed(request: Request) -> HttpResponse:
    """Which share of the newly developed members is in clusters, unit by unit?"""
    year = _year(request)
    rows = queries.share_rows(request.person, request.world, year)
    entered = {row.latest.unit_id for row in rows}
    enterable = [
        unit
        for unit in queries.units_of(request.world)
        if request.reach.may(P.ENTER_DEVELOPED, scopes_of_division(unit.code))
        and unit.pk not in entered
    ]
    page: dict[str, Any] = {
        "year": year,
        "years": range(request.today.year, request.today.year - YEARS_CHOSEN, -1),
        "rows": rows,
        "lacking": enterable[:40] if request.reach.may_somewhere(P.ENTER_DEVELOPED) else [],
        "withheld": any(row.in_all.withheld for row in rows),
        "may_claim": request.reach.may(P.SEE_COUNTS),
        "may_export": request.reach.may(P.EXPORT),
    }
    if page["may_claim"]:
        page |= _claimed(request, year)
    return render(request, "growth/developed.html", page)


def _claimed(request: Request, year: int) -> dict[str, Any]:
    """The claim as it may be printed, or why it may not."""
    form = ClaimForm(request.GET if request.GET.get("claim") else None)
    page: dict[str, Any] = {"form": form}
    if not form.is_bound or not form.is_valid():
        return page
    units = queries.claimable_units(request.world, year)
    try:
        checked = check_claim(read_claim(form.cleaned_data["claim"], units), units)
        page["checked"] = checked
        page["printed"] = printed_claim(checked)
    except Refusal as refusal:
        page["refusal"] = refusal
    return page


@needs(P.EXPORT)
@says_purpose
def export_developed(request: Request, taking: Taking, kind: str) -> HttpResponse:
    """The units of a year as a file, as this reader may see them."""
    if kind not in CONTENT_TYPES:
        raise Http404
    year = _year(request)
    lines = formats.share_lines(queries.share_rows(request.person, request.world, year))
    operations.note_export(
        by=request.person, at=timezone.now(), world=request.world, what="developed",
        details={"year": year, "rows": len(lines) - 1, "format": kind},
        purpose=taking.purpose, recipient=taking.recipient,
    )  # fmt: skip
    name = f"developed-{request.world.code}-{year}"
    return file_answer(lines, kind, _("Newly developed members"), name)


@needs(P.ENTER_DEVELOPED)
def enter(request: Request, code: str, year: int) -> HttpResponse:
    """How many did this unit newly develop in the year?"""
    unit = next((one for one in queries.units_of(request.world) if one.code == code), None)
    if unit is None or not request.reach.may(P.ENTER_DEVELOPED, scopes_of_division(code)):
        raise Http404
    past = list(
        DevelopedCount.objects.visible_to(request.person, request.world)
        .filter(unit=unit, year=year)
        .order_by("-revision")
    )
    form = DevelopedForm(request.POST or None, initial=_initial(request, past))
    if request.method == "POST" and form.is_valid():
        try:
            operations.enter_developed(
                by=request.person, at=timezone.now(), world=request.world, unit=unit, year=year,
                **form.cleaned_data,
            )  # fmt: skip
            messages.success(request, _("Recorded."))
            back = reverse("growth:developed", args=(request.world.code,))
            return redirect(f"{back}?year={year}")
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    page = {"unit": unit, "year": year, "form": form, "past": past}
    return render(request, "growth/enter.html", page)


def _initial(request: Request, past: list[DevelopedCount]) -> dict[str, Any]:
    if not past:
        return {"total_kind": "contains", "counted_on": request.today}
    names = ("in_clusters", "second", "total_kind", "called", "counted_on")
    return {name: getattr(past[0], name) for name in names}


def _year(request: Request) -> int:
    asked = request.GET.get("year", "")
    return int(asked) if asked.isdecimal() and len(asked) == 4 else request.as_of.year
