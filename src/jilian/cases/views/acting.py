"""Acting on a case: one page that asks, says what will happen, and does it once.

A form carries a key of its own, so that sending it twice enters it once, and the number of the
latest event that its reader had seen. A script sends it without leaving the page (``X-Unsent``)
and is answered in JSON: done, refused with the reasons, or 409 with what happened meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts.gate import Request
from jilian.base.errors import Refusal
from jilian.cases.models import Case, CaseEvent, Matter, MatterStep
from jilian.cases.queries.reading import CaseSeen, news_since
from jilian.cases.views.page import event_shown
from jilian.ui.parts import Effect
from jilian.ui.values import moment_text

LONGEST_ONCE = 64


class TurnedBack(Exception):
    """The reader sees what this is about, but cannot do it, or not now."""


def turns_back(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Lead who is turned back to the case, with a sentence."""

    @wraps(view)
    def turning(request: Request, key: UUID, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return view(request, key, *args, **kwargs)
        except TurnedBack:
            sentence = _("This cannot be done now, or not by you.")
        if "X-Unsent" in request.headers:
            return JsonResponse({"errors": [sentence], "sentence": sentence}, status=422)
        messages.warning(request, sentence)
        return redirect("cases:detail", request.world.code, key)

    return turning


class NoForm(forms.Form):
    """Nothing is typed; only confirmed."""


@dataclass(frozen=True)
class Asked:
    """A page that acts: its question, verb and form, what will happen, and how it is done."""

    question: str
    verb: str
    form: forms.Form
    act: Callable[[str], object]
    effects: Sequence[Effect] = ()
    done: str = ""
    lead: str = ""
    subject: str = ""
    danger: bool = False
    matter: Matter | None = None
    step: MatterStep | None = None


def acted(request: Request, found: CaseSeen, asked: Asked, back: str = "") -> HttpResponse:
    """Ask and say what will happen; do it once it is sent, and once only."""
    back = back or reverse("cases:detail", args=(request.world.code, found.row.key))
    page: dict[str, Any] = {
        "asked": asked, "form": asked.form, "case": found.row, "title": found.title, "back": back,
        "once": once_of(request), "seen": found.latest, "happened": [],
    }  # fmt: skip
    if request.method != "POST":
        return render(request, "cases/act.html", page)
    is_sent_apart = "X-Unsent" in request.headers
    if is_sent_already(found.row, page["once"]):
        return _done(request, asked, back, is_sent_apart)
    if not asked.form.is_valid():
        return _refused(request, asked, page, is_sent_apart)
    if news := _news(request, found, asked):
        happened = [happened_words(one, found) for one in news]
        if is_sent_apart:
            return JsonResponse({"happened": happened, "seen": str(found.latest)}, status=409)
        return render(request, "cases/act.html", {**page, "happened": happened}, status=409)
    try:
        asked.act(page["once"])
    except Refusal as refusal:
        asked.form.add_error(None, str(refusal))
        return _refused(request, asked, page, is_sent_apart)
    return _done(request, asked, back, is_sent_apart)


def once_of(request: Request) -> str:
    """The key that the form carries; a new one where it carries none."""
    return request.POST.get("once", "")[:LONGEST_ONCE] or uuid4().hex


def is_sent_already(case: Case, once: str) -> bool:
    """Whether this very form has arrived before."""
    return bool(once) and case.events.filter(once=once).exists()


def _news(request: Request, found: CaseSeen, asked: Asked) -> list[CaseEvent]:
    """What happened to the same branch, or to its matter, since the form was opened."""
    try:
        seen = int(request.POST.get("seen", ""))
    except ValueError:
        return []
    shown = {one.pk for one in found.events}
    news = news_since(found.row, seen, asked.matter, asked.step)
    return [one for one in news if one.pk in shown]


def happened_words(one: CaseEvent, found: CaseSeen) -> str:
    """An event in one line: when, what, of which branch, by whom."""
    shown = event_shown(one, found)
    return " · ".join(
        part for part in (moment_text(one.at), shown.what, shown.where, shown.words, one.by) if part
    )


def _done(request: Request, asked: Asked, back: str, is_sent_apart: bool) -> HttpResponse:
    messages.success(request, asked.done or _("Entered."))
    return JsonResponse({"url": back}) if is_sent_apart else redirect(back)


def _refused(
    request: Request, asked: Asked, page: dict[str, Any], is_sent_apart: bool
) -> HttpResponse:
    if not is_sent_apart:
        return render(request, "cases/act.html", page, status=422)
    form, errors = asked.form, []
    for name, sentences in form.errors.items():
        label = f"{form.fields[name].label}: " if name in form.fields else ""
        errors += [f"{label}{sentence}" for sentence in sentences]
    return JsonResponse({"errors": errors, "sentence": " ".join(errors)}, status=422)


def one_of(rows: Sequence[Any], key: UUID) -> Any:
    """The part of a case with this key, among those the reader sees; or 404."""
    found = next((row for row in rows if row.key == key), None)
    if found is None:
        raise Http404
    return found


def moment_typed(typed: datetime, rows: Sequence[CaseEvent], now: datetime) -> datetime:
    """A moment typed to the minute, not before an event of the same minute and never ahead."""
    same = [
        one.at for one in rows if typed <= one.at < typed.replace(second=59, microsecond=999999)
    ]
    return min(max([typed, *same]), now)


def minute_now() -> datetime:
    """Now as the form is filled in with it: to the minute, in the local zone."""
    return timezone.localtime(timezone.now()).replace(second=0, microsecond=0)
