"""Passes and permits: asked for by the caller, handled by the officer of the town."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.accounts.rules import ScopeKind
from jilian.shortages import operations
from jilian.shortages.forms import GiveForm, PermitForm, ReasonForm
from jilian.shortages.models import Permit
from jilian.shortages.rules.words import CHECKLISTS, PermitKind, PermitState
from jilian.shortages.views.seen import Asked, NoForm, Seen, acted, seen, seen_by_caller
from jilian.ui.parts import Effect

P = Permission
OPEN = (PermitState.ASKED, PermitState.ACCEPTED)


@needs(P.HANDLE_PERMITS)
def permits(request: Request) -> HttpResponse:
    """Which passes and permits wait for me?"""
    towns = request.reach.keys(P.HANDLE_PERMITS, ScopeKind.TOWN)
    rows = Permit.objects.filter(call__world=request.world, town__in=towns).select_related("call")
    return render(
        request,
        "shortages/permits.html",
        {
            "open": [one for one in rows if one.state in OPEN],
            "settled": [one for one in rows if one.state not in OPEN][-20:],
        },
    )


@needs(P.RAISE_CALLS)
def ask(request: Request, key: UUID, kind: str) -> HttpResponse:
    """Shall the officer be asked?"""
    found = seen_by_caller(request, key)
    if kind not in PermitKind.values:
        raise Http404
    form = PermitForm(request.POST or None)

    def act() -> None:
        operations.ask_permit(
            by=request.person, at=timezone.now(), call=found.call, kind=kind, **form.cleaned_data
        )

    def effects() -> tuple[Effect, ...]:
        return (
            Effect(_("The service officer of your town"), _("handles it")),
            Effect(_("The names of both sides"), _("open to that officer")),
        )

    title = _("Ask for: %s?") % PermitKind(kind).label
    return acted(request, found, Asked(title, _("Ask for it"), form, act, effects=effects,
                                       done=_("Asked for.")))  # fmt: skip


def _matter(request: Request, key: UUID, permit: UUID) -> tuple[Seen, Permit]:
    found = seen(request, key)
    towns = request.reach.keys(P.HANDLE_PERMITS, ScopeKind.TOWN)
    rows = Permit.objects.filter(call=found.call, town__in=towns)
    matter = rows.select_related("call__world").filter(key=permit).first()
    if matter is None or matter.state not in OPEN:
        raise Http404
    return found, matter


@needs(P.HANDLE_PERMITS)
def take_up(request: Request, key: UUID, permit: UUID) -> HttpResponse:
    """Is the matter taken up?"""
    found, matter = _matter(request, key, permit)

    def act() -> None:
        operations.accept_permit(by=request.person, at=timezone.now(), permit=matter)

    def effects() -> tuple[Effect, ...]:
        return (Effect(str(matter), _("is taken up; caller and helpers see the moment")),)

    form = NoForm(request.POST or None)
    asked = Asked(_("Do you take it up?"), _("Take it up"), form, act, effects=effects)
    return acted(request, found, asked)


@needs(P.HANDLE_PERMITS)
def give(request: Request, key: UUID, permit: UUID) -> HttpResponse:
    """Is it given?"""
    found, matter = _matter(request, key, permit)
    form: forms.Form = GiveForm(request.POST or None, points=CHECKLISTS[matter.kind])

    def act() -> None:
        operations.give_permit(
            by=request.person, at=timezone.now(), permit=matter, **form.cleaned_data
        )

    return acted(request, found, Asked(_("Is it given?"), _("Give it"), form, act,
                                       lead=str(matter)))  # fmt: skip


@needs(P.HANDLE_PERMITS)
def refuse(request: Request, key: UUID, permit: UUID) -> HttpResponse:
    """Why is it refused?"""
    found, matter = _matter(request, key, permit)
    form = ReasonForm(request.POST or None)

    def act() -> None:
        operations.refuse_permit(
            by=request.person, at=timezone.now(), permit=matter, **form.cleaned_data
        )

    return acted(request, found, Asked(_("Why is it refused?"), _("Refuse it"), form, act,
                                       lead=str(matter), danger=True))  # fmt: skip
