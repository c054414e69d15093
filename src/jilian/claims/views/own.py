"""My claims, in every world: filing one, answering, taking it back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts.gate import Request, open_to_signed_in
from jilian.accounts.models import Person
from jilian.base.errors import Refusal
from jilian.claims import operations, queries
from jilian.claims.forms import ClaimForm, WordsForm
from jilian.firms.models import Firm
from jilian.firms.rules import Scheme
from jilian.places.models import World


@open_to_signed_in
def mine(request: Request) -> HttpResponse:
    """Which firms have I claimed, and what became of it?"""
    found = queries.own_claims(request.person)
    kept = queries.kept_firms(request.person)
    page = {"claims": found, "kept": kept, "may_claim": queries.may_claim(request.person)}
    return render(request, "claims/mine.html", page)


@open_to_signed_in
def file(request: Request) -> HttpResponse:
    """Say which firm is mine, and which paper shows it."""
    firm = _firm_asked_for(request)
    form = ClaimForm(request.POST or None, initial=_initial(firm))
    may_claim = queries.may_claim(request.person)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        try:
            claim = operations.file_claim(
                by=request.person,
                at=timezone.now(),
                scheme=_scheme(firm, given["world"], given["identifier"]),
                **given,
            )
            messages.success(request, _("Filed. The office looks at it; you will be told."))
            return redirect("my_claims:claim", claim.pk)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render(request, "claims/file.html", {"form": form, "may_claim": may_claim, "firm": firm})


def _firm_asked_for(request: Request) -> Firm | None:
    """The firm from whose page one comes, if one may see it."""
    asked, code = request.GET.get("firm", ""), request.GET.get("world", "")
    world = World.objects.filter(code=code).first() if asked.isdecimal() else None
    if world is None or code not in request.person.world_codes:
        return None
    return _seen(request.person, world, int(asked[:18]))


def _seen(person: Person, world: World, pk: int) -> Firm | None:
    return Firm.objects.visible_to(person, world).filter(pk=pk).select_related("world").first()


def _initial(firm: Firm | None) -> dict[str, Any]:
    return {"world": firm.world.code, "identifier": firm.identifier} if firm else {}


def _scheme(firm: Firm | None, world: World, identifier: str) -> str:
    if firm is not None and (firm.world_id, firm.identifier) == (world.pk, identifier):
        return firm.scheme
    return Scheme.MADE if world.invented else Scheme.USCC


@open_to_signed_in
def own_claim(request: Request, pk: int) -> HttpResponse:
    """What became of my claim; its answer and its withdrawal."""
    claim = get_object_or_404(queries.own_claims(request.person), pk=pk)
    form = WordsForm(request.POST or None, label=_("Your answer"), initial={"words": claim.words})
    if request.method == "POST":
        act = request.POST.get("act")
        try:
            if act == "withdraw":
                operations.withdraw_claim(by=request.person, at=timezone.now(), claim=claim)
                messages.success(request, _("Taken back."))
                return redirect("my_claims:claim", pk)
            if form.is_valid():
                operations.answer_claim(
                    by=request.person, at=timezone.now(), claim=claim, **form.cleaned_data
                )
                messages.success(request, _("Sent. The office looks at it; you will be told."))
                return redirect("my_claims:claim", pk)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render(request, "claims/own_claim.html", {"claim": claim, "form": form})
