"""What is told to whom: levels of disclosure, and the circles that are asked."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.shortages import operations
from jilian.shortages.rules.words import Circle, Level
from jilian.shortages.views.seen import Asked, NoForm, acted, may_lead, seen, seen_by_caller
from jilian.ui.parts import Effect

P = Permission


@needs(P.LEAD_CALLS)
def release(request: Request, key: UUID) -> HttpResponse:
    """Shall the next level be shown to those who are asked?"""
    found = seen(request, key)
    if not found.is_inside or found.call.level >= Level.NAME or not found.call.is_open:
        raise Http404
    level = Level(found.call.level + 1)
    shown = {
        Level.SIZE: _("the range in which the amount lies"),
        Level.PLACE: _("sector and town of your firm"),
        Level.NAME: _("the name of your firm"),
    }[level]
    asked_firms = len(found.view.helpers)

    def effects() -> tuple[Effect, ...]:
        return (
            Effect(_("Firms that are asked: %(n)s") % {"n": asked_firms}, _("see %s") % shown),
            Effect(_("Offices that lead the call"), _("see %s") % shown),
            Effect(_("Everybody else"), _("sees nothing, as before")),
        )

    def act() -> None:
        operations.release_level(by=request.person, at=timezone.now(), call=found.call, level=level)

    title = _("Shall they see %s?") % shown
    lead = _("What was shown cannot be unseen: a level is never taken back.")
    asked = Asked(
        title, _("Release it"), NoForm(request.POST or None), act, done=_("Released."),
        effects=effects, lead=lead,
    )  # fmt: skip
    return acted(request, found, asked)


@needs(P.RAISE_CALLS)
def delegate(request: Request, key: UUID) -> HttpResponse:
    """Shall the secretary release levels for her?"""
    found = seen_by_caller(request, key)
    turn_on = not found.call.delegated

    def act() -> None:
        operations.delegate_levels(
            by=request.person, at=timezone.now(), call=found.call, delegated=turn_on
        )

    def effects() -> tuple[Effect, ...]:
        words = (
            _("sees the whole call with your name, and releases levels for you")
            if turn_on
            else _("sees again what is released, and releases nothing")
        )
        return (Effect(_("The cluster's secretary"), words),)

    title = (
        _("Shall the cluster's secretary release levels for you?")
        if turn_on
        else _("Shall only you release levels?")
    )
    return acted(request, found, Asked(title, _("Yes, so"), NoForm(request.POST or None), act,
                                       effects=effects))  # fmt: skip


@needs(P.LEAD_CALLS)
def widen(request: Request, key: UUID) -> HttpResponse:
    """Shall the next circle be asked at once?"""
    found = seen(request, key)
    if not may_lead(request, found) or found.call.circle >= Circle.CORRIDOR:
        raise Http404
    wider = Circle(found.call.circle + 1)

    def act() -> None:
        operations.widen_call(by=request.person, at=timezone.now(), call=found.call)

    def effects() -> tuple[Effect, ...]:
        return (
            Effect(_("Circle of firms asked"), str(wider.label)),
            Effect(_("The caller's name"), _("stays as hidden as it is")),
        )

    title = _("Shall the next circle be asked at once?")
    return acted(request, found, Asked(title, _("Widen it"), NoForm(request.POST or None), act,
                                       effects=effects))  # fmt: skip


@needs(P.RAISE_CALLS)
def corridor(request: Request, key: UUID) -> HttpResponse:
    """May firms of the whole corridor be asked?"""
    found = seen_by_caller(request, key)

    def act() -> None:
        operations.release_corridor(by=request.person, at=timezone.now(), call=found.call)

    def effects() -> tuple[Effect, ...]:
        words = _("may be asked; they see the level that is released and no more")
        return (Effect(_("Firms of the nine cities"), words),)

    title = _("May firms of the whole corridor be asked?")
    form = NoForm(request.POST or None)
    asked = Asked(title, _("Release the corridor"), form, act, effects=effects)
    return acted(request, found, asked)
