"""What the keepers of indicators do: measure a month, release a month; both are done later."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
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
from jilian.indicators.forms import CorrectionForm, MeasureForm, ReasonForm, ReleaseForm
from jilian.indicators.models import MonthRun
from jilian.indicators.rules import SourceKind
from jilian.indicators.rules.running import CHANGED, NOTE_MISSING, Act, RunState, refusal_words
from jilian.indicators.views.shared import address, may_release
from jilian.ui.parts import Effect

P = Permission


@needs(P.KEEP_INDICATORS)
def measure(request: Request) -> HttpResponse:
    """Which month is measured, and what if values changed?"""
    _must(request.reach.may(P.KEEP_INDICATORS))
    last_month = f"{months_later(request.today.replace(day=1), -1):%Y-%m}"
    form = MeasureForm(request.POST or None, initial={"month": last_month})
    page: dict[str, Any] = {"form": form, "back": address(request, "indicators:list")}
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        if "once" not in request.POST:
            words = _("all computed indicators are measured for the world, its towns and clusters")
            page["effects"] = (Effect(typed["month"], words),)
            page["hidden"] = {**typed, "once": _page_token()}
        elif asked := _asked(request, Act.MEASURE, typed["month"], typed["revise_reason"], form):
            return asked
    page["runs"] = queries.latest_runs(request.person, request.world, (Act.MEASURE,))
    return render(request, "indicators/measure.html", page)


@needs(P.KEEP_INDICATORS)
def returned(request: Request) -> HttpResponse:
    """What did units return that was released, and is it taken over as figures?"""
    _must(request.reach.may(P.KEEP_INDICATORS))
    if request.method == "POST":
        try:
            found = operations.take_returns(
                by=request.person, at=timezone.now(), world=request.world
            )
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            words = _("%(written)d values written, %(revised)d revised, %(same)d found the same.")
            said = {"written": found.written, "revised": found.revised, "same": found.same}
            messages.success(request, words % said)
            url = address(request, "indicators:list", source=SourceKind.RETURNED.value)
            return redirect(url)
    reviews = request.reach.may(P.REVIEW_RETURNS)
    page = {"months": queries.returned_months(request.world), "may_review": reviews}
    return render(request, "indicators/returned.html", page)


@needs(P.KEEP_DISCLOSURE)
def release(request: Request) -> HttpResponse:
    """Which month's figures may others see, as far as they are not hidden?"""
    _must(may_release(request))
    months = queries.months_measured(request.world)
    form = ReleaseForm(request.POST or None, months=months)
    if request.method == "POST" and form.is_valid():
        token = request.POST.get("once", "")
        if asked := _asked(request, Act.LOOK, form.cleaned_data["month"], "", form, token):
            return asked
    page: dict[str, Any] = {
        "form": form, "months": months, "back": address(request, "indicators:list"),
        "once": _page_token(),
        "runs": queries.latest_runs(request.person, request.world, (Act.RELEASE,)),
    }  # fmt: skip
    return render(request, "indicators/release.html", page)


@needs(P.KEEP_INDICATORS)
def run(request: Request, pk: int) -> HttpResponse:
    """What came of it, and what is to be answered?"""
    found = _run(request, pk)
    form, act = _answer(request, found), _next(found)
    if request.method == "POST":
        _must(form is not None)
        assert form is not None
        token = request.POST.get("once", "")
        if form.is_valid():
            note = form.cleaned_data.get("note", "")
            if asked := _asked(request, act, f"{found.month:%Y-%m}", note, form, token):
                return asked
    page = {
        "run": found, "asked_by": queries.name_of_asker(found), "form": form,
        "once": _page_token(), "result": found.result,
        "refusal": refusal_words(found.refusal) if found.refusal else "",
        "changes": queries.changed_values(found) if found.changes else [],
        "may_release": may_release(request),
        "hides": found.result.get("primary", 0) + found.result.get("secondary", 0),
    }  # fmt: skip
    return render(request, "indicators/run.html", page)


@needs(P.KEEP_INDICATORS)
def run_progress(request: Request, pk: int) -> HttpResponse:
    """How far is it? When it has ended, its page is loaded anew."""
    found = _run(request, pk)
    if found.is_open:
        return render(request, "indicators/run.html#progress", {"run": found})
    return HttpResponse(headers={"HX-Refresh": "true"})


def _run(request: Request, pk: int) -> MonthRun:
    found = queries.run_seen(request.person, request.world, pk)
    if found is None:
        raise Http404
    _must(found.act == Act.MEASURE or may_release(request))
    return found


def _next(found: MonthRun) -> str:
    """What is asked for with the answer on the page of a run."""
    return Act.MEASURE if found.act == Act.MEASURE else Act.RELEASE


def _answer(request: Request, found: MonthRun) -> forms.Form | None:
    """What the page of a run asks: a reason, a word on what was corrected, or just yes."""
    typed = request.POST or None
    if found.act == Act.MEASURE and found.refusal == CHANGED:
        return ReasonForm(typed)
    if found.refusal == NOTE_MISSING:
        return CorrectionForm(typed)
    if found.act == Act.LOOK and found.state == RunState.DONE:
        return CorrectionForm(typed) if found.result.get("earlier") else forms.Form(typed)
    return None


def _asked(
    request: Request, act: str, month: str, note: str, form: forms.Form, token: str = ""
) -> HttpResponse | None:
    """Ask for it and go to its page; None where it is refused, with the sentence in the form."""
    try:
        asked = operations.ask_month(
            by=request.person, at=timezone.now(), world=request.world, act=act, month=month,
            note=note, token=(token or request.POST.get("once", "") or _page_token())[:36],
        )  # fmt: skip
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return None
    if asked.act == act and asked.is_open:
        messages.success(request, _("It has been started; this page shows what comes of it."))
    return redirect("indicators:run", request.world.code, asked.pk)


def _page_token() -> str:
    """What tells one page from another, so that the same page sent twice asks once."""
    return str(uuid4())


def _must(is_allowed: bool) -> None:
    if not is_allowed:
        raise Http404
