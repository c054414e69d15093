"""Judging one pair or several, and taking it back, from the list or from the page of a pair."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.duplicates import operations, queries
from jilian.duplicates.forms import JudgeForm, PicksForm
from jilian.duplicates.models import DuplicatePair
from jilian.duplicates.operations import Judged
from jilian.duplicates.rules import PairState


@require_POST
@needs(Permission.MERGE_FIRMS)
def judge(request: Request, pk: int) -> HttpResponse:
    """Say that a pair is one firm, two firms, or to be looked at later."""
    form = JudgeForm(request.POST)

    def act(found: DuplicatePair) -> DuplicatePair:
        if not form.is_valid():
            raise Refusal("verdict_unknown", _("Say one firm, two firms, or later."))
        given = form.cleaned_data
        return operations.judge_pair(
            by=request.person, at=timezone.now(), pair=found, verdict=given["verdict"],
            kept=given["kept"], reason=given["reason"],
        )  # fmt: skip

    return _done(request, pk, act)


@require_POST
@needs(Permission.MERGE_FIRMS)
def undo(request: Request, pk: int) -> HttpResponse:
    """Take the judgement of a pair back."""

    def act(found: DuplicatePair) -> DuplicatePair:
        return operations.undo_judgement(by=request.person, at=timezone.now(), pair=found)

    return _done(request, pk, act)


def _done(request: Request, pk: int, act: Callable[[DuplicatePair], DuplicatePair]) -> HttpResponse:
    """Do it, and answer the card, or for a browser without scripts the page it came from."""
    seen = queries.pairs_seen(request.person, request.world)
    found, refusal = get_object_or_404(seen, pk=pk), None
    try:
        act(found)
    except Refusal as refused:
        refusal = refused
    if not request.htmx:
        if refusal is not None:
            messages.error(request, str(refusal))
        return redirect(_back(request))
    shown = _shown(request)
    rows = {one.pk: one for one in seen.filter(pk__in={pk, *shown})}
    cards = queries.cards_of([rows[pk], *(rows[one] for one in shown if one in rows and one != pk)],
                             request.as_of)  # fmt: skip
    page = {
        "card": cards[0],
        "others": cards[1:],
        "refusal": refusal,
        "put_off": refusal is None and cards[0].pair.state == PairState.LATER,
        "tally": queries.tally(request.person, request.world),
        "back": request.POST.get("back", ""),
    }
    return render(request, "duplicates/judged.html", page)


def _shown(request: Request) -> list[int]:
    """The other pairs of the same group that the page shows: they may have followed."""
    asked = request.POST.get("shown", "").split(",")
    return [int(one) for one in asked if one.isdecimal() and len(one) < 19][:20]


@require_POST
@needs(Permission.MERGE_FIRMS)
def judge_many(request: Request) -> HttpResponse:
    """Judge the chosen pairs alike."""
    form = PicksForm(request.POST, picked=request.POST.getlist("pick"))
    if not form.is_valid() or not form.picked or not form.cleaned_data["verdict"]:
        messages.error(request, _("Choose at least one pair and what is said of it."))
        return redirect(_back(request))
    judged = operations.judge_pairs(
        by=request.person, at=timezone.now(), world=request.world, pks=form.picked,
        verdict=form.cleaned_data["verdict"], reason=form.cleaned_data["reason"],
    )  # fmt: skip
    count = len(judged.done)
    _tell(request, judged, ngettext("%(n)d pair judged.", "%(n)d pairs judged.", count))
    request.session[_LATELY] = [pair.pk for pair in judged.done]
    return redirect(_back(request))


@require_POST
@needs(Permission.MERGE_FIRMS)
def undo_many(request: Request) -> HttpResponse:
    """Take back what was judged last at once, or the chosen pairs."""
    form = PicksForm(request.POST, picked=request.POST.getlist("pick"))
    picked = form.picked or request.session.pop(_LATELY, [])
    undone = operations.undo_judgements(
        by=request.person, at=timezone.now(), world=request.world, pks=picked
    )
    undone.left = [one for one in undone.left if one[1].code not in _FOLLOWED]
    count = len(undone.done)
    words = ngettext("%(n)d judgement taken back.", "%(n)d judgements taken back.", count)
    _tell(request, undone, words)
    return redirect(_back(request))


_LATELY = "duplicates_judged_lately"
_FOLLOWED = frozenset({"judgement_followed", "nothing_to_undo"})


def _tell(request: Request, judged: Judged, words: str) -> None:
    if judged.done:
        messages.success(request, words % {"n": len(judged.done)})
    for one, refusal in judged.left:
        messages.error(request, f"{one}: {refusal}")


def _back(request: Request) -> str:
    """The page that the form came from; the list where it names none of this site."""
    asked = request.POST.get("back", "")
    own = f"/{request.world.code}/duplicates/"
    safe = url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if safe and asked.startswith(own) else own
