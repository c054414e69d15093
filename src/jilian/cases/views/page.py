"""The page of a case, as each reader meets it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, pgettext

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.accounts.rules import ScopeKind
from jilian.cases.formats.clocks import event_words
from jilian.cases.formats.words import (
    HeldShown,
    ground_words,
    held_shown,
    holder_words,
    moment_words,
)
from jilian.cases.models import CaseEvent
from jilian.cases.queries.like import kind_of, like_runs
from jilian.cases.queries.people import decides, holds
from jilian.cases.queries.reading import CaseSeen, case_of, case_seen
from jilian.cases.rules.course import OF_CASE
from jilian.cases.rules.held import held_now
from jilian.cases.rules.words import EventKind, PaperState
from jilian.cases.views.acts import Act, acts_of, quick_form_of
from jilian.cases.views.showing import matter_shown
from jilian.ui.values import day_text, moment_text

P = Permission
MOST_FIRST, LATER = 2, 3
PAPER_MARKS = {PaperState.NEEDED: "open", PaperState.PROMISED: "soon", PaperState.GIVEN: "closed"}


@dataclass(frozen=True)
class EventShown:
    """One event as a line: what, of which matter or branch, said by whom and when."""

    at: datetime
    what: str
    where: str
    words: str
    entered: str
    is_corrected: bool = False
    url: str = ""


@dataclass(frozen=True)
class PaperShown:
    """A paper as a line, with what can be done with it."""

    kind: str
    mark: str
    state: str
    when: str
    matter: str
    acts: tuple[Act, ...]


def seen_case(request: Request, key: UUID, now: datetime) -> CaseSeen:
    """The case of an address as the reader sees it, or 404."""
    case = case_of(key, request.person, request.world)
    if case is None:
        raise Http404
    minute = now.replace(second=0, microsecond=0)  # clocks are read to the minute
    return case_seen(case, request.person, request.world, minute)


@needs(P.SEE_CASES)
def detail(request: Request, key: UUID) -> HttpResponse:
    """Where does it stand, who holds it since when, and what can be done now?"""
    now = timezone.now()
    found = seen_case(request, key, now)
    acts = acts_of(request, found, now)
    page = page_of(found, acts, now)
    page |= {
        "question": question_of(request, found),
        "sees_firm": request.reach.may_somewhere(P.SEE_REGISTER),
    }
    page |= {"quick": quick_form_of(acts, now), "once": uuid4().hex}
    urls = correctable(request, found)
    page["events"] = [event_shown(one, found, urls.get(one.pk, ""))
                      for one in reversed(found.events)]  # fmt: skip
    return render(request, "cases/detail.html", page)


def question_of(request: Request, found: CaseSeen) -> str:
    """The page's question in the reader's words."""
    if not found.is_whole:
        return _("How far is our branch?")
    if request.reach.keys(P.SEE_CASES, ScopeKind.FIRM):
        return _("How far is my case, and who has it?")
    return _("Who has it now, since when?") if found.row.is_open else _("How long did it take?")


def page_of(found: CaseSeen, acts: Sequence[Act], now: datetime) -> dict[str, Any]:
    """What the page of a case prints, for every reader."""
    case, names = found.row, found.department_names
    of_case = [one for one in acts if not one.of_paper]
    past = like_runs(case.world, (one.row for one in found.matters)) if found.is_whole else {}
    held, offered = held_lines(found, of_case, now)
    first = [one for one in of_case
             if one.step is None and one.url not in offered and one.rank < LATER]  # fmt: skip
    return {
        "case": case, "title": found.title, "found": found, "head": {
            "mark": case.mark, "state": case.get_state_display(),
            "officer": case.officer if found.is_whole else "", "held": held,
        },
        "matters": [matter_shown(one, names, past.get(kind_of(one.row), ()), now)
                    for one in found.matters],
        "papers": [_paper(one, acts, now) for one in found.papers],
        "acts": grouped(of_case), "first_acts": first[:MOST_FIRST],
        "holdings": found.holdings, "fields": found.fields,
        "prefilled": sum(one.origin != "typed" for one in found.fields),
    }  # fmt: skip


def held_lines(
    found: CaseSeen, acts: Sequence[Act], now: datetime
) -> tuple[list[HeldShown], frozenset[str]]:
    """Who holds it now, each with the next step of the reader; and the addresses so offered."""
    if not found.row.is_open:
        return [], frozenset()
    lines, offered = [], set()
    for held in held_now((one.row for one in found.matters), partly=not found.is_whole):
        line = held_shown(held, now)
        act = next((one for one in acts if one.kind and one.matter == held.matter
                    and one.step == held.step), None)  # fmt: skip
        if act is not None:
            offered.add(act.url)
            line = replace(line, verb=act.verb, url=act.url)
        lines.append(line)
    return lines, frozenset(offered)


def grouped(acts: Sequence[Act]) -> list[tuple[str, list[Act]]]:
    """What can be done, by matter and branch; what concerns the whole case last."""
    found: dict[str, list[Act]] = {}
    for one in acts:
        found.setdefault(one.subject, []).append(one)
    return sorted(found.items(), key=lambda pair: not pair[0])


def event_shown(one: CaseEvent, found: CaseSeen, url: str = "") -> EventShown:
    """An event as a line of the page."""
    what, words = str(one.get_event_display()), one.words
    if one.event == EventKind.CORRECTED and one.corrects is not None:
        what = _("%(what)s: %(event)s, %(moment)s") % {
            "what": what, "event": event_words(one.corrects.event),
            "moment": _("in truth %s") % moment_text(one.corrected_at)
            if one.corrected_at else _("it never was"),
        }  # fmt: skip
    if one.ground:
        words = " · ".join(part for part in (ground_words(one.ground), one.notice, words) if part)
    if one.holder:
        holder = holder_words(one.holder, found.department_names)
        words = " · ".join(part for part in (holder, words) if part)
    where = str(one.step or one.matter or "") if one.matter_id else ""
    entered = _("entered by %(name)s, %(moment)s") % {
        "name": one.by, "moment": moment_words(one.recorded_at, one.at),
    }  # fmt: skip
    gone = {each.corrects_id for each in found.events}
    return EventShown(one.at, what, where, words, entered, one.pk in gone, url)


def correctable(request: Request, found: CaseSeen) -> dict[int, str]:
    """Where each entry can be corrected that the reader may correct."""
    if not found.row.is_open:
        return {}
    is_officer = holds(request.person, found.row)
    matters = {one.row.pk: one.row for one in found.matters}
    gone = {each.corrects_id for each in found.events}
    return {
        one.pk: reverse("cases:correct", args=(request.world.code, found.row.key, one.pk))
        for one in found.events
        if one.matter_id in matters and one.event not in OF_CASE and one.pk not in gone
        and (is_officer or decides(request.person, matters[one.matter_id], one.step))
    }  # fmt: skip


def _paper(one: Any, acts: Sequence[Act], now: datetime) -> PaperShown:
    when, mark = "", PAPER_MARKS[one.state]
    if one.state == PaperState.PROMISED:
        late = one.due_on < timezone.localtime(now).date()
        mark = "late" if late else mark
        when = _("due %s") % day_text(one.due_on)
    elif one.state == PaperState.GIVEN:
        when = _("given %s") % moment_text(one.given_at)
        if one.reused_from_id:
            when += " · " + pgettext("paper of a case", "as given earlier, not asked for again")
    matter = str(one.step or one.matter or "")
    own = tuple(act for act in acts if act.of_paper == str(one.key))
    return PaperShown(one.kind, mark, str(one.get_state_display()), when, matter, own)
