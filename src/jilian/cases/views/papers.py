"""Papers of a case: needed, promised by a day, given."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.cases.forms.acting import GiveForm, NeedForm, PromiseForm, PromiseForStepForm
from jilian.cases.models import Paper
from jilian.cases.operations.papers import give_paper, need_paper, promise_paper
from jilian.cases.queries.people import decides, holds, is_of_firm
from jilian.cases.queries.reading import CaseSeen
from jilian.cases.rules.words import PaperState
from jilian.cases.views.acting import Asked, TurnedBack, acted, one_of, turns_back
from jilian.cases.views.page import seen_case
from jilian.ui.parts import Effect

P = Permission


def _paper(request: Request, key: UUID, paper: UUID) -> tuple[CaseSeen, Paper]:
    """A paper that the reader may say something about."""
    found = seen_case(request, key, timezone.now())
    row: Paper = one_of(found.papers, paper)
    may = row.matter is not None and decides(request.person, row.matter, row.step)
    if not (may or _carries(request, found)) or not found.row.is_open:
        raise TurnedBack
    if row.state == PaperState.GIVEN and request.method != "POST":
        raise TurnedBack
    return found, row


def _carries(request: Request, found: CaseSeen) -> bool:
    return holds(request.person, found.row) or is_of_firm(request.person, found.row)


@needs(P.SEE_CASES)
@turns_back
def give(request: Request, key: UUID, paper: UUID) -> HttpResponse:
    """Is the paper there?"""
    found, row = _paper(request, key, paper)
    form = GiveForm(request.POST or None)

    def give_it(once: str) -> None:
        give_paper(by=request.person, at=timezone.now(), paper=row, **form.cleaned_data)

    effects = [
        Effect(row.kind, _("counts as given; this firm is never asked for it again")),
    ]
    asked = Asked(_("Is this paper there?"), _("Enter that it was given"), form, give_it, effects,
                  subject=row.kind, lead=row.kind, matter=row.matter, step=row.step)  # fmt: skip
    return acted(request, found, asked)


@needs(P.SEE_CASES)
@turns_back
def promise(request: Request, key: UUID, paper: UUID) -> HttpResponse:
    """By when is the paper promised?"""
    found, row = _paper(request, key, paper)
    if row.matter is None or row.state == PaperState.GIVEN:
        raise TurnedBack
    matter = row.matter
    form = PromiseForm(request.POST or None)

    def promise_it(once: str) -> None:
        promise_paper(
            by=request.person, at=timezone.now(), case=found.row, matter=matter, step=row.step,
            kind=row.kind, **form.cleaned_data,
        )  # fmt: skip

    effects = [Effect(row.kind, _("is due on that day; the branch may start before it is there"))]
    asked = Asked(_("By when is this paper promised?"), _("Promise it"), form, promise_it, effects,
                  subject=row.kind, lead=row.kind, matter=matter, step=row.step)  # fmt: skip
    return acted(request, found, asked)


@needs(P.SEE_CASES)
@turns_back
def promise_for(request: Request, key: UUID, step: UUID) -> HttpResponse:
    """Which paper is promised, so that this branch may start?"""
    found = seen_case(request, key, timezone.now())
    row = one_of([each for one in found.matters for each in one.steps], step)
    if not (_carries(request, found) or decides(request.person, row.matter, row)):
        raise TurnedBack
    form = PromiseForStepForm(request.POST or None)

    def promise_it(once: str) -> None:
        promise_paper(
            by=request.person, at=timezone.now(), case=found.row, matter=row.matter, step=row,
            **form.cleaned_data,
        )  # fmt: skip

    effects = [Effect(str(row), _("may start now; the paper is due on that day"))]
    asked = Asked(_("Which paper is promised, by when?"), _("Promise it"), form, promise_it,
                  effects, subject=str(row), lead=str(row), matter=row.matter,
                  step=row)  # fmt: skip
    return acted(request, found, asked)


@needs(P.SEE_CASES)
@turns_back
def need(request: Request, key: UUID, matter: UUID) -> HttpResponse:
    """Which further paper is needed?"""
    found = seen_case(request, key, timezone.now())
    row = one_of([one.row for one in found.matters], matter)
    if not (_carries(request, found) or decides(request.person, row)) or not found.row.is_open:
        raise TurnedBack
    form = NeedForm(request.POST or None)

    def need_it(once: str) -> None:
        need_paper(by=request.person, at=timezone.now(), case=found.row, matter=row, step=None,
                   **form.cleaned_data)  # fmt: skip

    effects = [Effect(str(row), _("needs it; if the firm gave such a paper before, it is used"))]
    asked = Asked(_("Which paper is needed?"), _("Add the paper"), form, need_it, effects,
                  subject=str(row), lead=str(row), matter=row)  # fmt: skip
    return acted(request, found, asked)
