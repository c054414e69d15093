"""Answering, deciding, withdrawing, ending, undoing: what is asked, shown, and then happens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.absorption import operations, queries
from jilian.absorption.forms import AnswerForm, DecisionForm, EndForm, ReasonForm
from jilian.absorption.models import Absorption
from jilian.absorption.rules import Side
from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.ui.parts import Effect

P = Permission


@needs(P.ANSWER_ABSORPTION)
def answer(request: Request, pk: int, side: str) -> HttpResponse:
    """Does this side agree?"""
    found = _seen(request, pk, P.SEE_PROCEDURES)
    if side not in Side.values or not queries.may_answer(request.person, found, side):
        raise Http404
    form = AnswerForm(request.POST or None, initial={"answered_on": request.today})
    words = {
        "title": _("Does this side agree: %(side)s?") % {"side": Side(side).label},
        "verb": _("Record the answer"),
    }

    def act() -> None:
        operations.answer_absorption(
            by=request.person, at=timezone.now(), absorption=found, side=side, **form.cleaned_data
        )

    return _asked(request, found, form, words, act)


@needs(P.DECIDE_ABSORPTION)
def decide(request: Request, pk: int) -> HttpResponse:
    """What moves on which day, and is it decided so?"""
    found = _seen(request, pk, P.DECIDE_ABSORPTION)
    day = request.today
    form = DecisionForm(
        request.POST or None, initial={"decided_on": day, "effect_on": first_of_next_month(day)}
    )
    words = {"title": _("Is the absorption decided?"), "verb": _("Decide")}

    def act() -> None:
        operations.decide_absorption(
            by=request.person, at=timezone.now(), absorption=found, **form.cleaned_data
        )

    def effects() -> dict[str, Any]:
        typed = form.cleaned_data
        planned = queries.plan_absorption(
            found.cluster, found.organisation, found.mode, typed["effect_on"], typed["number"]
        )
        moves = Effect(_("Counts of the line of %s") % found.cluster, _("count it from then on"),
                       typed["effect_on"])  # fmt: skip
        same = Effect(_("Organisations of the district"), _("as many as before"))
        return {"planned": planned, "effects": (*planned.planned.effects, moves, same)}

    return _asked(request, found, form, words, act, effects)


@needs(P.PROPOSE_ABSORPTION)
def withdraw(request: Request, pk: int) -> HttpResponse:
    """Is the proposal taken back?"""
    found = _seen(request, pk, P.SEE_PROCEDURES)
    if not queries.absorption_page(request.person, found, request.as_of).may_withdraw:
        raise Http404
    form = ReasonForm(request.POST or None)
    words = {"title": _("Is the proposal taken back?"), "verb": _("Withdraw the proposal")}

    def act() -> None:
        operations.withdraw_absorption(
            by=request.person, at=timezone.now(), absorption=found, **form.cleaned_data
        )

    return _asked(request, found, form, words, act)


@needs(P.DECIDE_ABSORPTION)
def end(request: Request, pk: int) -> HttpResponse:
    """How does it end, and from which day?"""
    found = _seen(request, pk, P.DECIDE_ABSORPTION)
    form = EndForm(request.POST or None, initial={"on": request.today})
    words = {"title": _("How does it end?"), "verb": _("End it")}

    def act() -> None:
        operations.end_absorption(
            by=request.person, at=timezone.now(), absorption=found, **form.cleaned_data
        )

    def effects() -> dict[str, Any]:
        if found.effect_on is None or found.body is None:
            return {"effects": (Effect(str(found), _("closes without a decision")),)}
        planned = queries.plan_release(
            found.organisation, found.body, found.mode, form.cleaned_data["on"], found.superior
        )
        nothing = (Effect(str(found.organisation), _("has left the line already")),)
        return {"effects": planned.effects if planned else nothing}

    return _asked(request, found, form, words, act, effects)


@needs(P.DECIDE_ABSORPTION)
def undo(request: Request, pk: int) -> HttpResponse:
    """Shall everything be as it was before the decision?"""
    found = _seen(request, pk, P.DECIDE_ABSORPTION)
    form = ReasonForm(request.POST or None)
    words = {"title": _("Is the decision undone?"), "verb": _("Undo it")}

    def act() -> None:
        operations.undo_absorption(
            by=request.person, at=timezone.now(), absorption=found, **form.cleaned_data
        )

    def effects() -> dict[str, Any]:
        words = _("every link is again as it was before the decision")
        return {"effects": (Effect(str(found.organisation), words, found.effect_on),)}

    return _asked(request, found, form, words, act, effects)


def first_of_next_month(day: Any) -> Any:
    """The first day of the month after: when most decisions take effect."""
    years, month = divmod(day.month, 12)
    return day.replace(year=day.year + years, month=month + 1, day=1)


def _asked(
    request: Request,
    found: Absorption,
    form: forms.Form,
    words: dict[str, str],
    act: Callable[[], None],
    effects: Callable[[], dict[str, Any]] | None = None,
) -> HttpResponse:
    """Ask, show which dates move where there are any, and do it once it is confirmed."""
    back = reverse("absorption:detail", args=(request.world.code, found.pk))
    page: dict[str, Any] = {"absorption": found, "form": form, "back": back, **words}
    page["is_shown_first"] = effects is not None
    if request.method == "POST" and form.is_valid():
        try:
            if effects is None or "confirmed" in request.POST:
                act()
                messages.success(request, _("Done."))
                return redirect(back)
            page |= {**effects(), "hidden": _plain(form)}
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render(request, "absorption/act.html", page)


def _plain(form: forms.Form) -> dict[str, str]:
    """Everything typed, for the confirmation to send again."""
    values = {
        name: value.isoformat() if hasattr(value, "isoformat") else str(value or "")
        for name, value in form.cleaned_data.items()
    }
    return {**values, "confirmed": "1"}


def _seen(request: Request, pk: int, permission: Permission) -> Absorption:
    rows = queries.absorptions_seen(request.person, request.world)
    if permission is not P.SEE_PROCEDURES:
        kept = Absorption.objects.visible_to(request.person, request.world, permission)
        rows = rows.filter(pk__in=kept.values("pk"))
    return get_object_or_404(rows, pk=pk)
