"""Formation runs: start one, watch it, read what it found, compute it again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.base.paging import RequestConfig
from jilian.clusters import operations, queries
from jilian.clusters.forms import BesideForm, RunForm
from jilian.clusters.forms.lists import ProposalFilter, ProposalTable
from jilian.clusters.models import FormationRun
from jilian.clusters.queries.reproducing import reproduction_of
from jilian.clusters.queries.standing import scope_names
from jilian.clusters.rules import Parameters, RunState, run_note
from jilian.clusters.rules.scan import lay_out_scan
from jilian.clusters.rules.scope import ProductSide
from jilian.firms.queries.listing import places_to_choose

RUNS_A_PAGE = 20
PROPOSALS_A_PAGE = 50
RUNS_BESIDE = 30


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
                by=request.person, at=timezone.now(), world=request.world, **form.asked
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("clusters:run", request.world.code, found.pk)
    return _runs_page(request, form, status=422)


def _runs_page(request: Request, form: RunForm, status: int = 200) -> HttpResponse:
    pages = Paginator(queries.listed_runs(request.person, request.world), RUNS_A_PAGE)
    may_start = request.reach.may(Permission.FORM_CLUSTERS)
    return render(
        request,
        "clusters/runs.html",
        {
            "form": form,
            "runs": pages.get_page(request.GET.get("page")),
            "may_start": may_start,
            "places": places_to_choose(request.world) if may_start else (),
        },
        status=status,
    )


@needs(Permission.SEE_PROPOSALS)
def run(request: Request, pk: int) -> HttpResponse:
    """What was found, and can it be relied on?"""
    found = find_run(request, pk)
    context = _run_context(request, found)
    if found.state == RunState.DONE:
        narrowed = ProposalFilter(request.GET, queryset=queries.run_page(found))
        table = ProposalTable(narrowed.qs)
        RequestConfig(request, paginate={"per_page": PROPOSALS_A_PAGE}).configure(table)
        others = queries.listed_runs(request.person, request.world)
        others = others.filter(state=RunState.DONE).exclude(pk=pk)[:RUNS_BESIDE]
        context |= {
            "table": table,
            "filter": narrowed,
            "adopted": queries.adopted_count(found),
            "beside": BesideForm(None, list(others)),
            "scan": lay_out_scan((found.summary or {}).get("scan")),
        }
    return render(request, "clusters/run.html", context)


@needs(Permission.SEE_PROPOSALS)
def progress(request: Request, pk: int) -> HttpResponse:
    """How far a run has come; when it has ended, its page is loaded anew."""
    found = find_run(request, pk)
    if RunState(found.state).is_open:
        return render(request, "clusters/run.html#progress", {"run": found, "note": ""})
    return HttpResponse(headers={"HX-Refresh": "true"})


@require_POST
@needs(Permission.FORM_CLUSTERS)
def reproduce(request: Request, pk: int) -> HttpResponse:
    """Compute a run again, to see whether it comes out the same."""
    found = find_run(request, pk)
    try:
        operations.ask_reproduction(by=request.person, at=timezone.now(), run=found)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("clusters:run", request.world.code, found.pk)


@needs(Permission.SEE_PROPOSALS)
def reproduction(request: Request, pk: int) -> HttpResponse:
    """How far the computation has come; when it has ended, the run's page is loaded anew."""
    found = find_run(request, pk)
    if (found.reproduction or {}).get("state") == "waiting":
        return render(request, "clusters/run.html#reproducing", {"run": found})
    return HttpResponse(headers={"HX-Refresh": "true"})


def find_run(request: Request, pk: int) -> FormationRun:
    """The run, if the person may see it; else it does not exist."""
    rows = FormationRun.objects.visible_to(request.person, request.world)
    return get_object_or_404(rows.select_related("snapshot", "world"), pk=pk)


def _run_context(request: Request, found: FormationRun) -> dict[str, Any]:
    asked = Parameters.from_dict(found.parameters)
    divisions, industries = scope_names(asked.scope)
    return {
        "run": found,
        "note": run_note(found.note),
        "asked": asked,
        "divisions": divisions,
        "industries": industries,
        "side": ProductSide(asked.scope.side).label,
        "started_from": len((found.given or {}).get("start", ())),
        "again": reproduction_of(found),
        "may_form": request.reach.may(Permission.FORM_CLUSTERS),
    }
