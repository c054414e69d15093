"""Who can help, ranked, with reasons; why somebody is not on the list; asking; the word on it.

Whoever does not see the caller gets a ranking that does not know her either: neither distance nor
chain nor the absence of a firm tells who called.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.firms.models import Firm
from jilian.firms.queries.search import search_firms
from jilian.shortages import operations
from jilian.shortages.analysis import helpers_for, need_of_call, why_not_proposed
from jilian.shortages.queries import places_of
from jilian.shortages.rules.words import Circle
from jilian.shortages.views.reasons import evidence_text, part_lines, why_text
from jilian.shortages.views.seen import Seen, back_to, may_lead, seen, seen_by_caller

P = Permission
MOST_FOUND, LONGEST_NUMBER = 5, 19
DISTRICT_DIGITS = 6


def _leading(request: Request, key: UUID) -> Seen:
    found = seen(request, key)
    if not may_lead(request, found) and not found.is_inside:
        raise Http404
    return found


def _asked_of(found: Seen, day: Any) -> dict[str, Any]:
    """What the ranking is asked: all that is known for whoever sees the caller, else the need."""
    call, now = found.call, timezone.now()
    need = need_of_call(call, now)
    how: dict[str, Any] = {"circle": Circle(call.circle), "cluster": call.cluster, "at": now}
    if found.is_inside:
        how["left_out"] = {one.pk for one in found.view.not_asked}
    else:
        town = places_of(call.world, [call.firm_id], day)[call.firm_id].town
        home = town.code[:DISTRICT_DIGITS] if town else ""
        need = replace(need, firm=None, amount=None, hidden=False, town=home)
    return {"need": need, **how}


@needs(P.LEAD_CALLS)
def helpers(request: Request, key: UUID) -> HttpResponse:
    """The part of the page with the firms that can help, ranked."""
    found = _leading(request, key)
    helpers = helpers_for(request.world, on=request.today, **_asked_of(found, request.today))
    asked = {one.firm_id for one in found.call.helpers.all()}
    feedback = {one.firm_id: one.useful for one in found.call.feedback.all()}
    rows = [
        {
            "proposed": one,
            "evidence": [evidence_text(each) for each in one.evidence[:2]],
            "parts": part_lines(one.parts, found.is_inside),
            "kilometres": one.kilometres if found.is_inside else None,
            "is_asked": one.firm.pk in asked,
            "said": feedback.get(one.firm.pk),
        }
        for one in helpers.proposals
    ]  # fmt: skip
    page = {"found": found, "rows": rows, "able": helpers.able,
            "weights_from": helpers.weights_from,
            "may_ask": may_lead(request, found) and found.view.is_open}  # fmt: skip
    return render(request, "shortages/helpers.html", page)


@needs(P.LEAD_CALLS)
def why(request: Request, key: UUID) -> HttpResponse:
    """Why is this firm not on the list?"""
    found = _leading(request, key)
    words = request.GET.get("q", "").strip()[:60]
    day = request.today
    firms = [one.firm for one in search_firms(request.person, request.world, words, day,
                                              MOST_FOUND)] if words else []  # fmt: skip
    asked = _asked_of(found, day)
    rows = [
        {
            "firm": firm,
            "reasons": [
                why_text(one) for one in
                why_not_proposed(request.world, firm=firm, on=day, **asked)
            ],
        }
        for firm in firms
    ]  # fmt: skip
    return render(request, "shortages/why.html", {"found": found, "words": words, "rows": rows})


@require_POST
@needs(P.LEAD_CALLS)
def ask(request: Request, key: UUID) -> HttpResponse:
    """Ask the firms that were chosen."""
    found = _leading(request, key)
    if not may_lead(request, found):
        raise Http404
    typed = [str(one) for one in request.POST.getlist("firm")][:60]
    chosen = [int(one) for one in typed if one.isdecimal() and len(one) < LONGEST_NUMBER]
    ranks = {}
    for firm in chosen:
        rank = request.POST.get(f"rank-{firm}", "")
        if rank.isdecimal():
            ranks[firm] = min(int(rank), 999)
    firms = list(Firm.objects.filter(world=request.world, pk__in=chosen))
    if not firms:
        messages.error(request, _("Choose whom to ask first."))
    else:
        try:
            operations.ask_helpers(
                by=request.person, at=timezone.now(), call=found.call, firms=firms, ranks=ranks
            )
            messages.success(request, _("Asked. They see what is released, and no name."))
        except Refusal as refusal:
            messages.error(request, str(refusal))
    return redirect(back_to(request, found))


@require_POST
@needs(P.RAISE_CALLS)
def useful(request: Request, key: UUID, pk: int) -> HttpResponse:
    """Was this firm a useful proposal?"""
    found = seen_by_caller(request, key)
    firm = Firm.objects.filter(world=request.world, pk=pk).first()
    if firm is None:
        raise Http404
    try:
        operations.say_useful(
            by=request.person, at=timezone.now(), call=found.call, firm=firm,
            useful=request.POST.get("useful") == "yes",
        )  # fmt: skip
        messages.success(request, _("Thank you; it is kept."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(back_to(request, found))
