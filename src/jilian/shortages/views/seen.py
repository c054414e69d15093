"""Which call an address means for its reader, and what she may do with it.

Every page begins here: a call that is not hers to meet is answered like one that does not exist,
after the same questions to the database.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts.gate import Request
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.shortages import queries
from jilian.shortages.formats import amount_text
from jilian.shortages.models import Call
from jilian.shortages.queries import CallView
from jilian.shortages.queries.people import leads
from jilian.shortages.rules.disclosure import Reader
from jilian.shortages.rules.words import STAGE_MARKS
from jilian.ui.parts import Effect

P = Permission


@dataclass(frozen=True)
class Seen:
    """A call with what its reader is shown of it."""

    call: Call
    view: CallView

    @property
    def is_caller(self) -> bool:
        """Whether the reader's firm raised it."""
        return self.view.reader is Reader.CALLER

    @property
    def is_inside(self) -> bool:
        """Whether the reader sees the whole call: the caller, or whom she left the levels to."""
        return self.view.reader in (Reader.CALLER, Reader.DELEGATE)

    @property
    def is_helper(self) -> bool:
        """Whether the reader's firm was asked."""
        return self.view.reader in (Reader.ASKED, Reader.PARTNER)

    @property
    def stage_mark(self) -> str:
        """The mark of how far help has come."""
        return STAGE_MARKS[self.view.stage] if self.view.stage else "waiting"

    def amount(self, number: Any) -> str:
        """An amount in the unit of the call."""
        return amount_text(number, self.view.unit, self.view.unit_word)


def seen(request: Request, key: UUID) -> Seen:
    """Return the call of an address as its reader sees it, or 404."""
    rows = queries.calls_seen(request.person, request.world)
    call = get_object_or_404(rows, key=key)
    view = queries.view_of(call, request.person, timezone.now())
    if view is None:
        raise Http404
    return Seen(call, view)


def seen_by_caller(request: Request, key: UUID) -> Seen:
    """The same, for the caller alone."""
    found = seen(request, key)
    if not found.is_caller:
        raise Http404
    return found


def may_lead(request: Request, found: Seen) -> bool:
    """Whether the reader may widen the circle and ask firms."""
    return found.is_caller or leads(request.person, found.call)


def back_to(request: Request, found: Seen) -> str:
    """The address of the call's page."""
    return reverse("shortages:detail", args=(request.world.code, found.call.key))


@dataclass(frozen=True)
class Asked:
    """What is asked on a page that acts: title, verb, the form, what will happen."""

    title: str
    verb: str
    form: forms.Form
    act: Callable[[], object]
    done: str = ""
    effects: Callable[[], tuple[Effect, ...]] | None = None
    lead: str = ""
    danger: bool = False
    more: Mapping[str, Any] | None = None


class NoForm(forms.Form):
    """Nothing is typed; only confirmed."""


def acted(request: Request, found: Seen, asked: Asked) -> HttpResponse:
    """Ask, show what will happen where that is said, and do it once it is confirmed."""
    back = back_to(request, found)
    is_bare = not asked.form.fields
    page: dict[str, Any] = {
        "asked": asked, "form": asked.form, "back": back, "view": found.view,
        "is_shown_first": asked.effects is not None, **(asked.more or {}),
    }  # fmt: skip
    if is_bare and request.method == "GET" and asked.effects is not None:
        page |= {"effects": asked.effects(), "hidden": {"confirmed": "1"}}
    if request.method == "POST" and asked.form.is_valid():
        try:
            if asked.effects is None or "confirmed" in request.POST:
                asked.act()
                messages.success(request, asked.done or _("Done."))
                return redirect(back)
            page |= {"effects": asked.effects(), "hidden": _typed(request)}
        except Refusal as refusal:
            if is_bare:
                messages.error(request, str(refusal))
                return redirect(back)
            asked.form.add_error(None, str(refusal))
            page.pop("effects", None)
    return render(request, "shortages/act.html", page)


def _typed(request: Request) -> dict[str, str]:
    """Everything typed, for the confirmation to send again."""
    kept = {name: value for name, value in request.POST.items() if name != "csrfmiddlewaretoken"}
    return {**{name: str(value) for name, value in kept.items()}, "confirmed": "1"}
