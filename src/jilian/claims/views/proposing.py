"""The firm's own side: where each value comes from, correcting it, what became of that."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.claims import operations, queries, rules
from jilian.claims.forms import CorrectionForm
from jilian.claims.rules import Field
from jilian.firms.models import Firm


@needs(Permission.SEE_REGISTER)
def values(request: Request, pk: int) -> HttpResponse:
    """From where is each value, since when, and who may set it right?"""
    firm = get_object_or_404(Firm.objects.visible_to(request.person, request.world), pk=pk)
    found = queries.firm_values(request.person, request.world, firm, request.as_of)
    part = "#values" if request.htmx and not request.htmx.history_restore_request else ""
    return render(request, f"claims/values.html{part}", {"firm": firm, "found": found})


def _own_firm(request: Request, pk: int) -> Firm:
    own = Firm.objects.visible_to(request.person, request.world, Permission.CORRECT_FIRM)
    return get_object_or_404(own.select_related("world"), pk=pk)


@needs(Permission.CORRECT_FIRM)
def propose(request: Request, pk: int) -> HttpResponse:
    """What is wrong with this value, and what should it be?"""
    firm = _own_firm(request, pk)
    if "field" not in request.GET:
        return redirect("claims:values", request.world.code, firm.pk)
    field, record = _asked(request)
    try:
        held = queries.about(firm, field, record)
    except Refusal as gone:
        raise Http404 from gone
    manners = rules.manners_of(field, held=held.held, authoritative=held.authoritative)
    if not manners:
        raise Http404
    form = CorrectionForm(
        request.POST or None,
        field=field,
        manners=manners,
        world=request.world,
        initial=_initial(held),
    )
    if request.method == "POST" and form.is_valid():
        try:
            operations.propose_correction(
                by=request.person,
                at=timezone.now(),
                world=request.world,
                firm=firm,
                field=field,
                record=record,
                manner=form.cleaned_data["manner"],
                value=form.value,
                from_day=form.cleaned_data.get("from_day"),
                words=form.cleaned_data["words"],
            )
            messages.success(request, _("Proposed. The office looks at it; you will be told."))
            return redirect("claims:of_firm", request.world.code, firm.pk)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    page = {"firm": firm, "form": form, "held": held, "field": Field(field), "manners": manners}
    page["now"] = queries.held_in_words(field, held)
    page["record"] = queries.record_of(field, record)
    return render(request, "claims/propose.html", page)


def _asked(request: Request) -> tuple[str, int]:
    field, record = request.GET.get("field", ""), request.GET.get("record", "0")
    if field not in Field.values or not record.isdecimal():
        raise Http404
    return field, int(record[:18])


def _initial(held: queries.About) -> dict[str, Any]:
    given = dict(held.value)
    if given.get("lon") is not None:
        given["point"] = f"{given['lon']}, {given['lat']}"
    return given


@needs(Permission.CORRECT_FIRM)
def of_firm(request: Request, pk: int) -> HttpResponse:
    """What became of our corrections?"""
    firm = _own_firm(request, pk)
    seen = queries.corrections_of(request.person, request.world, firm)
    if request.method == "POST":
        _act(request, firm)
        return redirect("claims:of_firm", request.world.code, firm.pk)
    now = timezone.now()
    found = queries.proposals(seen[: queries.MOST_SHOWN], request.today, now=now)
    return render(request, "claims/of_firm.html", {"firm": firm, "proposals": found})


def _act(request: Request, firm: Firm) -> None:
    seen = queries.corrections_of(request.person, request.world, firm)
    asked = request.POST.get("correction", "")
    one = get_object_or_404(seen, pk=int(asked[:18]) if asked.isdecimal() else 0)
    by, at = request.person, timezone.now()
    try:
        if request.POST.get("act") == "withdraw":
            operations.withdraw_correction(by=by, at=at, correction=one)
            messages.success(request, _("Taken back."))
        else:
            words = request.POST.get("words", "")
            operations.answer_correction(by=by, at=at, correction=one, words=words)
            messages.success(request, _("Sent. The office looks at it; you will be told."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
