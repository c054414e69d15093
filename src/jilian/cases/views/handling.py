"""What is done with a case as a whole: handed over, closed, judged by the firm, opened again."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.cases.forms.acting import HandOverForm, MaybeReasonForm, ReasonForm
from jilian.cases.operations import closing, holding
from jilian.cases.queries.people import holds, is_of_firm, may_take_over, officers_of_world
from jilian.cases.queries.reading import CaseSeen, away_now
from jilian.cases.rules.words import ENDED, PaperState
from jilian.cases.views.acting import Asked, TurnedBack, acted, turns_back
from jilian.cases.views.page import seen_case
from jilian.ui.parts import Effect

P = Permission


def _held(request: Request, key: UUID) -> CaseSeen:
    """A case that the reader holds."""
    found = seen_case(request, key, timezone.now())
    if not holds(request.person, found.row):
        raise TurnedBack
    return found


def _of_firm(request: Request, key: UUID) -> CaseSeen:
    found = seen_case(request, key, timezone.now())
    if not is_of_firm(request.person, found.row):
        raise TurnedBack
    return found


def officers(request: Request) -> dict[str, str]:
    """The officers to whom a case can go: all but the reader and those who are away."""
    away = away_now(request.world)
    return {
        one.username: one.display_name
        for one in officers_of_world(request.world)
        if one.pk != request.person.pk and one.username not in away
    }


@needs(P.CARRY_CASES)
@turns_back
def hand_over(request: Request, key: UUID) -> HttpResponse:
    """To whom does the case go?"""
    found = _held(request, key)
    form = HandOverForm(request.POST or None, officers=officers(request))

    def give(once: str) -> None:
        typed = form.cleaned_data
        holding.hand_over(by=request.person, at=timezone.now(), case=found.row,
                          to=typed["officer"], words=typed["words"])  # fmt: skip

    effects = [Effect(found.row.title, _("is held by her from this minute; both moments stay"))]
    return acted(request, found, Asked(_("To whom does this case go?"), _("Hand the case over"),
                                       form, give, effects, done=_("Handed over.")))  # fmt: skip


@needs(P.CARRY_CASES)
@turns_back
def take_over(request: Request, key: UUID) -> HttpResponse:
    """Do you take the case over?"""
    found = seen_case(request, key, timezone.now())
    if not may_take_over(request.person, found.row):
        raise TurnedBack
    form = MaybeReasonForm(request.POST or None)

    def take(once: str) -> None:
        holding.take_over(by=request.person, at=timezone.now(), case=found.row,
                          words=form.cleaned_data["words"])  # fmt: skip

    before = found.row.officer or _("nobody")
    effects = [Effect(found.row.title, _("is held by you from this minute; until now by %s")
                      % before)]  # fmt: skip
    return acted(request, found, Asked(_("Do you take this case over?"), _("Take the case over"),
                                       form, take, effects, done=_("Taken over.")))  # fmt: skip


@needs(P.CARRY_CASES)
@turns_back
def close(request: Request, key: UUID) -> HttpResponse:
    """Is the case at its end?"""
    found = _held(request, key)
    unfinished = [one.row for one in found.matters if one.row.state not in ENDED]
    outstanding = [one for one in found.papers if one.state == PaperState.PROMISED]
    form = (ReasonForm if unfinished else MaybeReasonForm)(request.POST or None)

    def end(once: str) -> None:
        closing.close_case(by=request.person, at=timezone.now(), case=found.row,
                           reason=form.cleaned_data["words"])  # fmt: skip

    effects = [Effect(str(one), _("has not ended: say why the case closes all the same"))
               for one in unfinished]  # fmt: skip
    effects += [Effect(one.kind, _("was promised and is not there")) for one in outstanding]
    effects.append(Effect(str(found.row.firm), _("is asked whether it is solved: closed is not"
                                                 " solved")))  # fmt: skip
    return acted(request, found, Asked(_("Is this case at its end?"), _("Close the case"), form,
                                       end, effects, done=_("Closed."),
                                       danger=bool(unfinished)))  # fmt: skip


@needs(P.OPEN_CASES)
@turns_back
def solved(request: Request, key: UUID) -> HttpResponse:
    """Is it solved, as the firm sees it?"""
    found = _of_firm(request, key)
    form = MaybeReasonForm(request.POST or None)

    def confirm(once: str) -> None:
        closing.confirm_solved(by=request.person, at=timezone.now(), case=found.row,
                               words=form.cleaned_data["words"])  # fmt: skip

    effects = [Effect(found.row.title, _("counts as solved, by your own word"))]
    return acted(request, found, Asked(_("Is it solved?"), _("It is solved"), form, confirm,
                                       effects, done=_("Thank you: solved.")))  # fmt: skip


@needs(P.OPEN_CASES)
@turns_back
def not_solved(request: Request, key: UUID) -> HttpResponse:
    """What is missing?"""
    found = _of_firm(request, key)
    form = ReasonForm(request.POST or None)

    def say(once: str) -> None:
        closing.say_not_solved(by=request.person, at=timezone.now(), case=found.row,
                               words=form.cleaned_data["words"])  # fmt: skip

    effects = [
        Effect(found.row.title, _("counts as closed but not solved, a figure that leaders see")),
        Effect(_("Service officer"), _("is told what is missing")),
    ]
    return acted(request, found, Asked(_("What is missing?"), _("It is not solved"), form, say,
                                       effects))  # fmt: skip


@needs(P.OPEN_CASES)
@turns_back
def reopen(request: Request, key: UUID) -> HttpResponse:
    """Why is it opened again?"""
    found = seen_case(request, key, timezone.now())
    if not (is_of_firm(request.person, found.row) or holds(request.person, found.row)):
        raise TurnedBack
    form = ReasonForm(request.POST or None)

    def open_again(once: str) -> None:
        closing.reopen_case(by=request.person, at=timezone.now(), case=found.row,
                            words=form.cleaned_data["words"])  # fmt: skip

    effects = [
        Effect(found.row.title, _("is carried on; what was recorded stays")),
        Effect(_("Service officer"), _("is told at once")),
    ]
    return acted(request, found, Asked(_("Why is it opened again?"), _("Open it again"), form,
                                       open_again, effects, done=_("Open again.")))  # fmt: skip
