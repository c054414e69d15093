"""What the planner proposes, with its reasons, and deciding on it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.coverage import operations, queries
from jilian.coverage.forms import DepartForm
from jilian.coverage.models import Campaign, CoveragePlan, PlanLine
from jilian.coverage.queries.plans import (
    groups_of,
    name_bodies,
    plan_lines,
    plan_map,
    words_of_plan,
)
from jilian.coverage.rules import PlanRoute, PlanState
from jilian.coverage.views.shared import listed_campaign, numbers

GROUPS_A_PAGE = 30
LINES_A_PAGE = 25


@needs(Permission.RUN_CAMPAIGNS)
def plan(request: Request, pk: int) -> HttpResponse:
    """Which route does the planner propose for each firm, and why?"""
    campaign = listed_campaign(request, pk)
    if request.method == "POST":
        try:
            _decide(request, campaign)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        return redirect("coverage:plan", request.world.code, pk)
    latest = CoveragePlan.objects.visible_to(request.person, request.world)
    found = latest.filter(campaign=campaign).first()
    page: dict[str, Any] = {"campaign": campaign, "plan": found, "routes": PlanRoute}
    page["closing"] = queries.closing_of(campaign)
    if found is not None and found.state == PlanState.DONE and found.summary:
        page |= _shown(request, campaign, found)
    return render(request, "coverage/plan.html", page)


def _shown(request: Request, campaign: Campaign, found: CoveragePlan) -> dict[str, Any]:
    route = request.GET.get("route", "")
    group = request.GET.get("group", "")
    lines = plan_lines(found, route, int(group) if group.isdecimal() and len(group) < 9 else None)
    shown = Paginator(lines, LINES_A_PAGE).get_page(request.GET.get("page"))
    grouped = Paginator(groups_of(found, route), GROUPS_A_PAGE).get_page(request.GET.get("groups"))
    name_bodies(campaign, shown.object_list, grouped.object_list)
    return {
        "words": words_of_plan(found),
        "lines": shown,
        "groups": grouped,
        "route": route,
        "group": group,
        "map_config": plan_map(campaign, found),
        "undecided": PlanLine.objects.filter(plan=found, decided_route="").count(),
        "depart": DepartForm(),
    }


def _decide(request: Request, campaign: Campaign) -> None:
    by, at, act = request.person, timezone.now(), request.POST.get("act")
    if act == "ask":
        operations.ask_plan(by=by, at=at, campaign=campaign)
        return
    plans = CoveragePlan.objects.visible_to(by, request.world).filter(campaign=campaign)
    if act == "line":
        lines = PlanLine.objects.filter(plan__in=plans).select_related("plan__campaign__world",
                                                                       "target")  # fmt: skip
        line = get_object_or_404(lines, pk=(numbers([request.POST.get("line", "")]) or [0])[0])
        form = DepartForm(request.POST)
        if form.is_valid():
            operations.decide_line(by=by, at=at, line=line, **form.cleaned_data)
            messages.success(request, _("Decided."))
        return
    rows = plans.select_related("campaign__world")
    found = get_object_or_404(rows, pk=(numbers([request.POST.get("plan", "")]) or [0])[0])
    picked = None if act == "accept_all" else numbers(request.POST.getlist("pick"))
    taken = operations.accept_plan(by=by, at=at, plan=found, lines=picked)
    messages.success(request, _("Taken over for %(n)d targets.") % {"n": taken})


@needs(Permission.RUN_CAMPAIGNS)
def progress(request: Request, pk: int) -> HttpResponse:
    """How far a plan has come; when it has ended, its page is loaded anew."""
    rows = CoveragePlan.objects.visible_to(request.person, request.world)
    found = get_object_or_404(rows.select_related("campaign__world"), pk=pk)
    if found.state in (PlanState.WAITING, PlanState.RUNNING):
        page = {"plan": found, "campaign": found.campaign}
        return render(request, "coverage/plan.html#progress", page)
    return HttpResponse(headers={"HX-Refresh": "true"})
