"""Entering what happened to a matter or a branch, with what will follow from it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.cases.formats.acts import EFFECTS, QUESTIONS, VERBS
from jilian.cases.formats.clocks import event_words
from jilian.cases.forms.acting import CorrectForm, EventForm
from jilian.cases.models import CaseEvent
from jilian.cases.operations.recording import correct_event, record_event
from jilian.cases.queries.offices import Offices, template_of
from jilian.cases.queries.people import decides, holds
from jilian.cases.queries.reading import CaseSeen, MatterSeen
from jilian.cases.rules.course import OF_CASE
from jilian.cases.rules.words import EventKind, StepState
from jilian.cases.views.acting import (
    Asked,
    TurnedBack,
    acted,
    minute_now,
    moment_typed,
    turns_back,
)
from jilian.cases.views.acts import Act, acts_of
from jilian.cases.views.page import seen_case
from jilian.ui.parts import Effect
from jilian.ui.values import moment_text
from jilian_engine.clocks import ClockError, due

P, K = Permission, EventKind
RUNNING = (StepState.OPEN, StepState.RETURNED)


@needs(P.SEE_CASES)
@turns_back
def enter(request: Request, key: UUID, what: str, part: UUID) -> HttpResponse:
    """What happened, when; and what follows from it."""
    now = timezone.now()
    found = seen_case(request, key, now)
    act = act_asked(request, found, what, part, now)
    one = next(each for each in found.matters if act.matter and each.row.pk == act.matter.pk)
    is_firm = not (holds(request.person, found.row)
                   or decides(request.person, one.row, act.step))  # fmt: skip
    form = EventForm(
        request.POST or None, kind=what, offices=_offices(found, act), is_firm=is_firm,
        initial={"at": minute_now(), "office": act.step.department.key
                 if act.step and act.step.department else ""},
    )  # fmt: skip

    def enter_it(once: str) -> None:
        typed: dict[str, Any] = form.cleaned_data
        offices = {each.key: each for each in found.departments}
        at = typed.get("at")
        record_event(
            by=request.person, at=timezone.now(), matter=one.row, event=what, step=act.step,
            happened_at=None if at is None else moment_typed(at, rows_of(found, one), now),
            department=offices.get(typed.get("office", "")),
            ground=typed.get("ground") or typed.get("outcome") or "",
            words=typed["words"], notice=typed.get("notice", ""), once=once,
        )  # fmt: skip

    asked = Asked(
        str(QUESTIONS[what]), act.verb, form, enter_it, effects_of(act, one, found, now),
        subject=act.subject, danger=act.danger, matter=one.row, step=act.step,
        lead=act.subject,
    )  # fmt: skip
    return acted(request, found, asked)


def act_asked(request: Request, found: CaseSeen, what: str, part: UUID, now: datetime) -> Act:
    """What is asked for, if the reader may do it; an act that has passed keeps its page.

    A form that waited for the network must reach its answer although the branch has gone on.
    """
    for act in acts_of(request, found, now):
        if act.kind == what and part in {getattr(act.step or act.matter, "key", None)}:
            return act
    if request.method == "POST" and what in VERBS and found.row.is_open:
        for one in found.matters:
            step = next((each for each in one.steps if each.key == part), None)
            if step is None and one.row.key != part:
                continue
            if holds(request.person, found.row) or decides(request.person, one.row, step):
                subject = str(step or one.row)
                return Act(str(VERBS[what]), subject, request.path, what, one.row, step)
    seen = {one.row.key for one in found.matters}
    seen |= {step.key for one in found.matters for step in one.steps}
    if what not in VERBS or part not in seen:
        raise Http404
    raise TurnedBack


def rows_of(found: CaseSeen, one: MatterSeen) -> list[CaseEvent]:
    """The entries of a matter that the reader sees."""
    return [each for each in found.events if each.matter_id == one.row.pk]


def _offices(found: CaseSeen, act: Act) -> list[tuple[str, str]]:
    """The offices to choose from; who the template names stands first, where it is no office."""
    known = [(one.key, str(one)) for one in found.departments]
    step = act.step
    if act.kind == K.BRANCH_STARTED and step is not None and step.department is None:
        plan = template_of(step.matter.template_version)
        actors = {one.key: one for one in plan.actors}
        actor = actors.get(step.holder)
        return [("", str(actor.zh if actor else step.holder) or _("as the template says")), *known]
    return known


def effects_of(act: Act, one: MatterSeen, found: CaseSeen, now: datetime) -> list[Effect]:
    """What will happen, to which of the dates."""
    first = Effect(act.subject, str(EFFECTS[act.kind]))
    rest: list[Effect] = []
    if act.kind == K.BRANCH_ENDED:
        left = sum(each.state in RUNNING and each != act.step for each in one.steps)
        rest.append(Effect(str(one.row), _("no branch is left open; it can be decided") if not left
                           else ngettext("%(n)s branch stays open", "%(n)s branches stay open",
                                         left) % {"n": left}))  # fmt: skip
    elif act.kind == K.ACCEPTED:
        rest += _dues(one, found, now)
    return [first, *(rest if one.only is None else [])]


def _dues(one: MatterSeen, found: CaseSeen, now: datetime) -> list[Effect]:
    """Until when both limits would run if it were accepted now."""
    matter, plan = one.row, template_of(one.row.template_version)
    limits = {each.key: each for each in plan.limits}
    office = Offices.of(found.row.world).for_matter(matter, found.row)
    effects = []
    for label, key in (
        (_("By law"), matter.statutory_key),
        (_("As promised"), matter.promised_key),
    ):
        limit = limits.get(key)
        if limit is None:
            continue
        try:
            until = moment_text(due(limit.limit, now, office))
        except ClockError:
            until = _("a year whose working days are not known yet")
        effects.append(Effect(label, _("until %s, if it is accepted now") % until))
    return effects


@needs(P.SEE_CASES)
@turns_back
def correct(request: Request, key: UUID, pk: int) -> HttpResponse:
    """An entry was wrong: what is the true moment, or did it never happen?"""
    found = seen_case(request, key, timezone.now())
    row = next((one for one in found.events if one.pk == pk), None)
    if row is None or row.matter_id is None or row.event in OF_CASE:
        raise Http404
    one = next(each for each in found.matters if each.row.pk == row.matter_id)
    may = holds(request.person, found.row) or decides(request.person, one.row, row.step)
    if not may or not found.row.is_open:
        raise TurnedBack
    form = CorrectForm(request.POST or None, initial={"at": timezone.localtime(row.at)})

    def correct_it(once: str) -> None:
        typed = form.cleaned_data
        correct_event(
            by=request.person, at=timezone.now(), event=row, words=typed["words"],
            corrected_at=None if typed["never"] else typed["at"],
        )  # fmt: skip

    subject = _("%(what)s, %(moment)s") % {
        "what": event_words(row.event), "moment": moment_text(row.at),
    }  # fmt: skip
    effects = [
        Effect(subject, _("stays on record; your correction is put beside it")),
        Effect(str(one.row), _("all times are computed anew")),
    ]
    asked = Asked(_("What is true about this entry?"), _("Correct it"), form, correct_it, effects,
                  subject=subject, lead=subject, matter=one.row, step=row.step)  # fmt: skip
    return acted(request, found, asked)
