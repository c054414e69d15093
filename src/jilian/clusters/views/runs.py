"""Formation runs: start one, watch it, read what it found."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.clusters import operations, queries
from jilian.clusters.forms import RunForm
from jilian.clusters.models import FormationRun
from jilian.clusters.rules import RunState, run_note
from jilian.clusters.rules.scan import lay_out_scan

RUNS_A_PAGE = 20


@needs(Permission.SEE_PROPOSALS)
def runs(request: Request) -> HttpResponse:
    """What has been computed, and what was taken up of it?"""
    return _runs_page(request, RunForm(initial={"as_of": request.as_of}))


@require_POST
@needs(Permission.FORM_CLUSTERS)
def start(request: Request) -> HttpResponse:
    """Start a run, then watch it."""
    form = RunForm(request.POST)
    if form.is_valid():
        try:
            found = operations.start_run(
                by=request.person, at=timezone.now(), world=request.world, **form.cleaned_data
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("clusters:run", request.world.code, found.pk)
    return _runs_page(request, form, status=422)


def _runs_page(request: Request, form: RunForm, status: int = 200) -> HttpResponse:
    pages = Paginator(queries.listed_runs(request.person, request.world), RUNS_A_PAGE)
    return render(
        request,
        "clusters/runs.html",
        {
            "form": form,
            "runs": pages.get_page(request.GET.get("page")),
            "may_start": request.reach.may(Permission.FORM_CLUSTERS),
        },
        status=status,
    )


@needs(Permission.SEE_PROPOSALS)
def run(request: Request, pk: int) -> HttpResponse:
    """What was found, and can it be relied on?"""
    found = _run(request, pk)
    return render(request, "clusters/run.html", _run_context(found))


@needs(Permission.SEE_PROPOSALS)
def progress(request: Request, pk: int) -> HttpResponse:
    """How far a run has come; when it has ended, its page is loaded anew."""
    found = _run(request, pk)
    if RunState(found.state).is_open:
        return render(request, "clusters/run.html#progress", _run_context(found))
    return HttpResponse(headers={"HX-Refresh": "true"})


def _run(request: Request, pk: int) -> FormationRun:
    rows = FormationRun.objects.visible_to(request.person, request.world)
    return get_object_or_404(rows.select_related("snapshot", "world"), pk=pk)


def _run_context(found: FormationRun) -> dict[str, Any]:
    return {
        "run": found,
        "note": run_note(found.note),
        "proposals": queries.run_page(found),
        "scan": lay_out_scan((found.summary or {}).get("scan")),
    }
