"""What the keepers of indicators do: measure a month, correct a value, release a month."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.base.months import months_later
from jilian.indicators import operations, queries
from jilian.indicators.forms import MeasureForm, ReleaseForm
from jilian.indicators.views.shared import address
from jilian.ui.parts import Effect

P = Permission


def _must_keep(request: Request) -> None:
    if not request.reach.may(P.KEEP_INDICATORS):
        raise Http404


@needs(P.KEEP_INDICATORS)
def measure(request: Request) -> HttpResponse:
    """Which month is measured, and what if values changed?"""
    _must_keep(request)
    last_month = f"{months_later(request.today.replace(day=1), -1):%Y-%m}"
    form = MeasureForm(request.POST or None, initial={"month": last_month})
    page: dict[str, Any] = {"form": form, "back": address(request, "indicators:list")}
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        if "confirmed" not in request.POST:
            words = _("all computed indicators are measured for the world, its towns and clusters")
            page["effects"] = (Effect(typed["month"], words),)
            page["hidden"] = {**typed, "confirmed": "1"}
        elif (done := _measured(request, form)) is not None:
            return done
    return render(request, "indicators/measure.html", page)


def _measured(request: Request, form: MeasureForm) -> HttpResponse | None:
    try:
        found = operations.measure_month(
            by=request.person, at=timezone.now(), world=request.world, **form.cleaned_data
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return None
    words = _("%(written)d values written, %(revised)d revised, %(same)d found the same.")
    said = {"written": found.written, "revised": found.revised, "same": found.same}
    messages.success(request, words % said)
    return redirect("indicators:list", request.world.code)


@needs(P.KEEP_INDICATORS)
def release(request: Request) -> HttpResponse:
    """Which month's figures may others see, as far as they are not hidden?"""
    _must_keep(request)
    months = queries.months_measured(request.world)
    form = ReleaseForm(request.POST or None, months=months)
    page: dict[str, Any] = {
        "form": form, "months": months, "back": address(request, "indicators:list"),
    }  # fmt: skip
    if request.method == "POST" and form.is_valid():
        month = form.cleaned_data["month"]
        if "confirmed" not in request.POST:
            words = _(
                "cells of fewer than three firms, or of one that stands for most, stay hidden,"
                " with those from which they could be worked out"
            )
            page["effects"] = (Effect(month, words),)
            page["hidden"] = {"month": month, "confirmed": "1"}
        else:
            try:
                operations.release_month(
                    by=request.person, at=timezone.now(), world=request.world, month=month
                )
                messages.success(request, _("Released: others see the figures of this month."))
                return redirect("indicators:list", request.world.code)
            except Refusal as refusal:
                form.add_error(None, str(refusal))
    return render(request, "indicators/release.html", page)
