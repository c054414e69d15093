"""The page of a call, as each reader meets it, and its part that is asked for again."""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.accounts.rules import ScopeKind
from jilian.shortages import operations
from jilian.shortages.rules.disclosure import Reader
from jilian.shortages.rules.words import Circle
from jilian.shortages.views.seen import Seen, may_lead, seen
from jilian.shortages.views.showing import page_of

PARTS = {
    Reader.CALLER: "caller",
    Reader.DELEGATE: "caller",
    Reader.OFFICER: "officer",
    Reader.PARTNER: "helper",
    Reader.ASKED: "helper",
    Reader.OFFICE: "office",
}


def question_of(found: Seen) -> str:
    """The page's question, in the reader's words."""
    return {
        "caller": _("Who can help me?"),
        "helper": _("Can your firm help?"),
        "office": _("How far is this call?"),
        "officer": _("What does this call need from you?"),
    }[PARTS[found.view.reader]]


@needs(Permission.SEE_CALLS)
def detail(request: Request, key: UUID) -> HttpResponse:
    """Who can help; can I help; how far is it?"""
    found = seen(request, key)
    if not found.is_caller:
        operations.note_call_look(
            by=request.person, at=timezone.now(), call=found.call, level=found.view.level
        )
    part, version = _part(request, found)
    page = {
        "found": found, "view": found.view, "part": part, "version": version,
        "question": question_of(found), "may_ask": may_lead(request, found) and found.view.is_open,
    }  # fmt: skip
    return render(request, "shortages/detail.html", page)


@needs(Permission.SEE_CALLS)
def live(request: Request, key: UUID) -> HttpResponse:
    """The part of the page that changes: nothing (204) where it is as the reader has it."""
    found = seen(request, key)
    part, version = _part(request, found)
    if request.GET.get("v") == version:
        return HttpResponse(status=204, headers={"Cache-Control": "no-store"})
    operations.note_call_looks(by=request.person, at=timezone.now(), views=[found.view])
    page = {"found": found, "part": part, "version": version}
    answer = render(request, "shortages/live.html", page)
    answer["Cache-Control"] = "no-store"
    return answer


def _part(request: Request, found: Seen) -> tuple[str, str]:
    """What changes, as words, and a mark of exactly these words."""
    leads = may_lead(request, found)
    towns = request.reach.keys(Permission.HANDLE_PERMITS, ScopeKind.TOWN)
    page: dict[str, Any] = page_of(found, towns) | {
        "world": request.world,
        "may_widen": leads and bool(found.view.is_open) and found.call.circle < Circle.CORRIDOR
        and (found.call.circle < Circle.DISTRICT or found.call.corridor_released_at is not None),
        "may_release_corridor": found.is_caller and bool(found.view.is_open)
        and found.call.corridor_released_at is None,
    }  # fmt: skip
    words = render_to_string(f"shortages/parts/{PARTS[found.view.reader]}.html", page)
    return words, hashlib.sha256(words.encode()).hexdigest()[:16]
