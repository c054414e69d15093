"""Scenarios: saved, side by side, run again on a later network."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_POST

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.chain import operations, queries
from jilian.chain.forms import SaveForm, WhatIfForm
from jilian.chain.models import Scenario, ScenarioResult
from jilian.chain.rules import shock_of
from jilian.chain.views.shared import reader_of, whole_number
from jilian.chain.views.what_if import asked_shock
from jilian.ui.parts import Cell, Measure
from jilian.ui.values import day_text, number_text, percent_text

NAMED = 12
HITS_SHOWN, CHANGES_SHOWN = 60, 30
UNKNOWN = {
    "links": gettext_lazy("Links stated by somebody"),
    "amounts": gettext_lazy("Amounts known"),
    "industries": gettext_lazy("Industries known"),
    "stocks": gettext_lazy("Stocks known"),
}


@needs(Permission.SEE_BREAKS)
def scenarios(request: Request) -> HttpResponse:
    """Which what-ifs are kept, and what did they come to?"""
    reader = reader_of(request)
    rows = queries.latest_results(queries.scenarios_seen(request.person, request.world))
    away = Scenario.objects.visible_to(request.person, request.world, Permission.KEEP_SCENARIOS)
    page = {"rows": rows, "reader": reader, "away": away.filter(put_away_at__isnull=False)[:NAMED]}
    return render(request, "chain/scenarios.html", page)


@require_POST
@needs(Permission.KEEP_SCENARIOS)
def save(request: Request) -> HttpResponse:
    """Save a what-if with its name and reason."""
    reader = reader_of(request)
    form = SaveForm(request.POST)
    said = WhatIfForm(request.POST, towns=queries.towns_of(request.world))
    back = f"{reverse('chain:what_if', args=(request.world.code,))}?{_asked(request)}"
    if not form.is_valid() or not said.is_valid():
        messages.error(request, _("Give the scenario a name and a reason."))
        return redirect(back)
    asked = asked_shock(reader, said.cleaned_data)
    if asked.shock is None:
        messages.error(request, asked.refusal or _("Say what fails."))
        return redirect(back)
    try:
        kept = operations.save_scenario(
            by=request.person, at=timezone.now(), world=request.world, shock=asked.shock,
            cluster=reader.cluster, **form.cleaned_data,
        )  # fmt: skip
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(back)
    messages.success(request, _("Saved. It can be run again on every later network."))
    return redirect("chain:scenario", request.world.code, kept.pk)


def _asked(request: Request) -> str:
    """What fails, as the address of a what-if says it."""
    asked = request.POST.copy()
    for name in ("csrfmiddlewaretoken", "name", "reason"):
        asked.pop(name, None)
    return asked.urlencode()


@needs(Permission.SEE_BREAKS)
def scenario(request: Request, pk: int) -> HttpResponse:
    """What did it come to, and what changed since?"""
    found = _seen(request, pk)
    results = list(found.results.all())
    page: dict[str, Any] = {
        "scenario": found, "shock": shock_of(found.shock), "results": results,
        "latest": results[-1] if results else None,
        "may_keep": request.reach.may(
            Permission.KEEP_SCENARIOS,
            [("cluster", str(found.cluster_id))] if found.cluster_id else (),
        ),
        "newer": queries.newer_snapshot(results[-1].snapshot) if results else None,
    }  # fmt: skip
    if results:
        page |= _shown(request, results)
    return render(request, "chain/scenario.html", page)


def _shown(request: Request, results: list[ScenarioResult]) -> dict[str, Any]:
    """The latest result with the names of its firms, and what changed since the one before."""
    latest, every = results[-1], "all" in request.GET
    fallen = [_fallen(latest, fails=fails, every=every) for fails in (True, False)]
    change = queries.difference(results[-2], latest) if len(results) > 1 else None
    wanted = {key for part in fallen for key, _step, _left in part["hits"]} | (
        change.firms if change else set()
    )
    named = queries.named_firms(request.world, wanted)
    rows = change.rows() if change else []
    return {
        "lost": percent_text(latest.index, 1, 2),
        "fallen": [
            part | {"hits": [(named.get(key), step, left) for key, step, left in part["hits"]]}
            for part in fallen
        ],
        "unknown": [(UNKNOWN[name], known) for name, known in latest.unknown.items()],
        "change": change, "more_changes": len(rows) - CHANGES_SHOWN,
        "changes": [
            {"firm": named.get(key), "key": key, "words": _change_words(before, after)}
            for key, before, after in rows[:CHANGES_SHOWN]
        ],
    }  # fmt: skip


def _fallen(latest: ScenarioResult, *, fails: bool, every: bool) -> dict[str, Any]:
    """The firms that fail by the assumption, which is step 0, or those that fall after them."""
    rows = [hit for hit in latest.hits if (hit[1] == 0) == fails]
    shown = rows if every else rows[:HITS_SHOWN]
    return {
        "id": "failing" if fails else "hit", "fails": fails, "rows": len(rows),
        "hits": shown,
        "more": len(rows) - len(shown),
        "unseen": (latest.stopped if fails else latest.hit) - len(rows),
    }  # fmt: skip


def _change_words(before: float | None, after: float | None) -> str:
    if before is None:
        return _("newly hit, %(left)s left") % {"left": percent_text(after, 1, 0)}
    if after is None:
        return _("no longer hit")
    return _("%(before)s left before, %(after)s now") % {
        "before": percent_text(before, 1, 0), "after": percent_text(after, 1, 0),
    }  # fmt: skip


def _seen(request: Request, pk: int) -> Scenario:
    rows = Scenario.objects.visible_to(request.person, request.world)
    return get_object_or_404(rows.select_related("cluster", "world").prefetch_related(
        "results__snapshot"), pk=pk)  # fmt: skip


@require_POST
@needs(Permission.KEEP_SCENARIOS)
def again(request: Request, pk: int) -> HttpResponse:
    """Run it on the latest network; the old results stay as they were."""
    found = _seen(request, pk)
    before = found.results.count()
    try:
        result = operations.run_scenario_again(by=request.person, at=timezone.now(), scenario=found)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        if Scenario.objects.get(pk=pk).results.count() == before:
            words = _("No later network was frozen: the result of %(day)s stands.")
            messages.info(request, words % {"day": day_text(result.snapshot.as_of)})
        else:
            messages.success(request, _("Run on the latest network."))
    return redirect("chain:scenario", request.world.code, pk)


@require_POST
@needs(Permission.KEEP_SCENARIOS)
def put_away(request: Request, pk: int) -> HttpResponse:
    """Take a scenario off the list, or put it back."""
    found = _seen(request, pk)
    if found.put_away_at is None:
        operations.put_scenario_away(by=request.person, at=timezone.now(), scenario=found)
        messages.success(request, _("Put away; its page stays, and it can be taken back there."))
        return redirect("chain:scenarios", request.world.code)
    operations.take_scenario_back(by=request.person, at=timezone.now(), scenario=found)
    messages.success(request, _("It is on the list again."))
    return redirect("chain:scenario", request.world.code, pk)


@needs(Permission.SEE_BREAKS)
def compare(request: Request) -> HttpResponse:
    """Which of them is worse?"""
    reader_of(request)
    asked = [whole_number(one) for one in request.GET.getlist("pick")]
    pks = [one for one in asked if one is not None]
    rows = queries.compared(request.person, request.world, pks)
    known = [(one, result) for one, result in rows if result is not None]
    columns = [
        {"label": one.name, "url": reverse("chain:scenario", args=(request.world.code, one.pk))}
        for one, _result in known
    ]
    page = {"columns": columns, "measures": _measures([result for _one, result in known])}
    return render(request, "chain/compare.html", page)


def _measures(results: list[ScenarioResult]) -> list[Measure]:
    """The results by measure; the networks that they rest on stand in the first line."""
    return [
        Measure(_("network of"), [Cell(day_text(one.snapshot.as_of)) for one in results]),
        _line(_("output lost"), [one.index for one in results]),
        _line(_("for want of inputs"), [one.down for one in results]),
        _line(_("for want of orders"), [one.up for one in results]),
        Measure(
            _("firms that fail by the assumption"),
            [Cell(number_text(one.stopped)) for one in results],
        ),
        Measure(_("further firms hit"), [Cell(number_text(one.hit)) for one in results]),
    ]


def _line(label: str, shares: list[float]) -> Measure:
    """Shares side by side; the least is the best, where there are several."""
    least = min(shares, default=0.0)
    return Measure(
        label,
        [Cell(percent_text(one, 1, 2), best=len(shares) > 1 and one == least) for one in shares],
    )
