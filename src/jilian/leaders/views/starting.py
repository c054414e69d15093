"""A selection step by step: day and method, measures, weights, computing."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.leaders import operations, queries
from jilian.leaders.forms import MeasuresForm, StartForm, WeightsForm
from jilian.leaders.rules import CRITERION_ORDER
from jilian.leaders.views.looking import cluster_or_404, selection_or_404


@needs(Permission.CHOOSE_LEADERS)
def start(request: Request, pk: int) -> HttpResponse:
    """By the records of which day, and how?"""
    cluster = cluster_or_404(request, pk)
    form = StartForm(request.POST) if request.method == "POST" else StartForm.fresh(request.as_of)
    if request.method == "POST" and form.is_valid():
        try:
            made = operations.start_selection(
                by=request.person, at=timezone.now(), cluster=cluster, **form.cleaned_data
            )
            return redirect("leaders:measures", request.world.code, made.pk)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    page = {"cluster": cluster, "form": form, "step": 1}
    return render(request, "leaders/start.html", page, status=422 if form.errors else 200)


@needs(Permission.CHOOSE_LEADERS)
def measures(request: Request, pk: int) -> HttpResponse:
    """By which measures are the firms compared?"""
    selection = selection_or_404(request, pk)
    posted = request.method == "POST"
    form = MeasuresForm(request.POST) if posted else MeasuresForm.of(selection)
    if posted and form.is_valid():
        try:
            operations.declare_measures(
                by=request.person, at=timezone.now(), selection=selection, measures=form.chosen
            )
            return redirect("leaders:weights", request.world.code, pk)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    page = {"selection": selection, "cluster": selection.cluster, "form": form, "step": 2}
    return render(request, "leaders/measures.html", page, status=422 if form.errors else 200)


@needs(Permission.CHOOSE_LEADERS)
def weights(request: Request, pk: int) -> HttpResponse:
    """How much does each criterion weigh, and who says so?"""
    selection = selection_or_404(request, pk)
    criteria = queries.criteria_of(selection)
    posted = request.method == "POST"
    form = (
        WeightsForm(request.POST, criteria=criteria)
        if posted
        else WeightsForm.of(selection, criteria)
    )
    if posted and form.is_valid():
        now, by = timezone.now(), request.person
        try:
            kept = operations.set_weights(
                by=by, at=now, selection=selection, weighting=form.cleaned_data["weighting"],
                points=form.points, reason=form.cleaned_data["reason"],
            )  # fmt: skip
            operations.compute_selection(by=by, at=now, selection=kept)
            return redirect("leaders:detail", request.world.code, pk)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    page = {"selection": selection, "cluster": selection.cluster, "form": form, "step": 3}
    return render(request, "leaders/weights.html", page, status=422 if form.errors else 200)


@needs(Permission.CHOOSE_LEADERS)
def weights_sum(request: Request) -> HttpResponse:
    """The part that says what the points come to while they are typed."""
    total, odd = Decimal(0), False
    for criterion in CRITERION_ORDER:
        typed = request.GET.get(criterion.value, "").strip()
        try:
            value = Decimal(typed or 0)
        except InvalidOperation:
            odd = True
            continue
        odd = odd or not value.is_finite() or not 0 <= value <= 100
        total += value if value.is_finite() else 0
    return render(request, "leaders/sum.html", {"total": total, "is_odd": odd})


@require_POST
@needs(Permission.CHOOSE_LEADERS)
def compute(request: Request, pk: int) -> HttpResponse:
    """Freeze the inputs as the records state them now, and rank."""
    selection = selection_or_404(request, pk)
    operations.compute_selection(by=request.person, at=timezone.now(), selection=selection)
    return redirect("leaders:detail", request.world.code, pk)
