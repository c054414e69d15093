"""What happened, entered on the page of the case itself: usable when the network has gone."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.cases.forms.acting import QuickForm
from jilian.cases.operations.recording import record_event
from jilian.cases.queries.people import decides, holds
from jilian.cases.views.acting import Asked, acted, moment_typed, turns_back
from jilian.cases.views.acts import SIMPLE, acts_of, simple
from jilian.cases.views.entering import act_asked, rows_of
from jilian.cases.views.page import seen_case

P = Permission


@needs(P.SEE_CASES)
@turns_back
def record(request: Request, key: UUID) -> HttpResponse:
    """What happened?"""
    now = timezone.now()
    found = seen_case(request, key, now)
    if request.method != "POST":
        return redirect("cases:detail", request.world.code, key)
    kind, _dot, part = request.POST.get("act", "").partition(".")
    try:
        act = act_asked(request, found, kind, UUID(part), now) if kind in SIMPLE else None
    except ValueError:
        act = None
    if act is None or act.matter is None:
        raise Http404
    one = next(each for each in found.matters if each.row == act.matter)
    choices = simple(acts_of(request, found, now))
    chosen = request.POST["act"]
    if chosen not in dict(choices):  # it has passed meanwhile; the clock says what of it
        choices.append((chosen, f"{act.verb}, {act.subject}"))
    form = QuickForm(request.POST, acts=choices)

    def enter_it(once: str) -> None:
        typed: dict[str, Any] = form.cleaned_data
        is_own = holds(request.person, found.row) or decides(request.person, one.row, act.step)
        record_event(
            by=request.person, at=timezone.now(), matter=one.row, event=kind, step=act.step,
            happened_at=moment_typed(typed["at"], rows_of(found, one), now) if is_own else None,
            words=typed["words"], once=once,
        )  # fmt: skip

    asked = Asked(_("What happened?"), act.verb, form, enter_it, subject=act.subject,
                  lead=act.subject, matter=one.row, step=act.step)  # fmt: skip
    return acted(request, found, asked)
