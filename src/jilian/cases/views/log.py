"""What happened in cases as a file for tools that mine processes."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from jilian.accounts.gate import Request, Taking, needs, says_purpose
from jilian.accounts.permissions import Permission
from jilian.cases.formats.log import LOG_FORMS
from jilian.cases.forms.log import LogForm
from jilian.cases.models import CaseEvent, Matter
from jilian.cases.operations import take_log
from jilian.cases.queries.log import cases_logged

P = Permission


@needs(P.SEE_CASE_FIGURES)
def log(request: Request) -> HttpResponse:
    """What would stand in the event log, and how is it taken along?"""
    form = LogForm(request.GET or None)
    said = form.cleaned_data if form.is_bound and form.is_valid() else {}
    cases = cases_logged(request.world, said.get("since"), said.get("until")).order_by()
    asked = urlencode({name: day.isoformat() for name, day in said.items() if day})
    page = {
        "form": form, "cases": cases.count(),
        "matters": Matter.objects.filter(case__in=cases.values("pk")).count(),
        "events": CaseEvent.objects.filter(case__in=cases.values("pk")).count(),
        "links": [
            (one.label, reverse("cases:log_file", args=(request.world.code, key))
             + (f"?{asked}" if asked else ""))
            for key, one in LOG_FORMS.items()
        ] if request.reach.may(P.EXPORT) else [],
    }  # fmt: skip
    return render(request, "cases/log.html", page)


@needs(P.SEE_CASE_FIGURES)
@says_purpose
def log_file(request: Request, taking: Taking, form: str) -> HttpResponse:
    """The event log as OCEL 2.0 or XES; without the name of any person or firm."""
    asked = LogForm(request.GET)
    if form not in LOG_FORMS or not request.reach.may(P.EXPORT) or not asked.is_valid():
        raise Http404
    taken = take_log(
        by=request.person, at=timezone.now(), world=request.world, form=form,
        purpose=taking.purpose, recipient=taking.recipient, **asked.cleaned_data,
    )  # fmt: skip
    name = f"cases-{request.world.code}-{request.today.isoformat()}.{taken.ending}"
    return HttpResponse(
        taken.content, content_type=taken.content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )  # fmt: skip
