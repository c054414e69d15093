"""Deciding on a selection, taking the decision back, withdrawing: first what will happen."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _, pgettext

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.clusters.queries.leading import plan_leaders
from jilian.clusters.rules import MemberRole
from jilian.leaders import operations, queries
from jilian.leaders.forms import DecisionForm, ReasonForm
from jilian.leaders.models import Selection
from jilian.leaders.rules import check_choice
from jilian.leaders.views.looking import back_to, selection_or_404
from jilian.ui.parts import Effect


@needs(Permission.CHOOSE_LEADERS)
def decide(request: Request, pk: int) -> HttpResponse:
    """Which firms lead from which day: typed, shown with its dates, then confirmed."""
    selection = selection_or_404(request, pk)
    if selection.result is None:
        raise Http404
    ranking = queries.ranking_of(selection)
    first = [row.firm for row in ranking.comparable[:1]]
    if request.method != "POST":
        initial = {"firms": first, "from_day": max(request.today, selection.as_of)}
        return _page(request, selection, DecisionForm(ranking=ranking, initial=initial))
    form = DecisionForm(request.POST, ranking=ranking)
    if not form.is_valid():
        return _page(request, selection, form)
    try:
        if "confirmed" not in request.POST:
            return _confirm(request, selection, form, first)
        operations.decide_selection(
            by=request.person, at=timezone.now(), selection=selection, **form.cleaned_data
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _page(request, selection, form)
    messages.success(request, _("Decided: the memberships carry it from that day on."))
    return redirect("leaders:detail", request.world.code, pk)


def _page(request: Request, selection: Selection, form: DecisionForm) -> HttpResponse:
    page = {"selection": selection, "cluster": selection.cluster, "form": form}
    return render(request, "leaders/decide.html", page, status=422 if form.errors else 200)


def _confirm(
    request: Request, selection: Selection, form: DecisionForm, first: list[int]
) -> HttpResponse:
    typed = form.cleaned_data
    check_choice(
        chosen=[str(pk) for pk in typed["firms"]], first=str(first[0]) if first else None,
        reason=typed["reason"], from_day=typed["from_day"], as_of=selection.as_of,
        today=request.today,
    )  # fmt: skip
    day = typed["from_day"]
    effects = [
        Effect(
            str(one.firm),
            _("becomes a leading firm") if one.role == MemberRole.LEADER
            else _("leads no longer and stays a member"),
            day,
        )
        for one in plan_leaders(selection.cluster, typed["firms"], day)
    ]  # fmt: skip
    page = {
        "selection": selection, "cluster": selection.cluster, "effects": effects, "typed": typed,
        "chosen": typed["firms"], "day": day,
    }  # fmt: skip
    return render(request, "leaders/confirm.html", page)


@needs(Permission.CHOOSE_LEADERS)
def undo(request: Request, pk: int) -> HttpResponse:
    """Shall the decision be taken back?"""
    selection = selection_or_404(request, pk)
    effects = [
        Effect(str(one.firm.root), _("leads no longer, as if it had not been decided"),
               selection.from_day)
        for one in selection.choices.select_related("firm__merged_into")
    ]  # fmt: skip
    return _ask(
        request, selection, operations.undo_decision, effects,
        _("Take the decision back?"), _("Take it back"),
    )  # fmt: skip


@needs(Permission.CHOOSE_LEADERS)
def withdraw(request: Request, pk: int) -> HttpResponse:
    """Shall the selection be closed without a decision?"""
    selection = selection_or_404(request, pk)
    effects = [Effect(str(selection), _("is closed without a decision and stays readable"))]
    return _ask(
        request, selection, operations.withdraw_selection, effects,
        _("Withdraw this selection?"), pgettext("selection", "Withdraw"),
    )  # fmt: skip


def _ask(
    request: Request,
    selection: Selection,
    act: Callable[..., Selection],
    effects: list[Effect],
    question: str,
    verb: str,
) -> HttpResponse:
    """Ask for a reason beside what will happen, then do it."""
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            act(by=request.person, at=timezone.now(), selection=selection,
                reason=form.cleaned_data["reason"])  # fmt: skip
            messages.success(request, _("Done."))
            return redirect("leaders:detail", request.world.code, selection.pk)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    page = {
        "selection": selection, "cluster": selection.cluster, "effects": effects, "form": form,
        "question": question, "verb": verb, "back": back_to(request, "detail", selection.pk),
    }  # fmt: skip
    return render(request, "leaders/ask.html", page, status=422 if form.errors else 200)
