"""What waits for a second person: end states, removals; and the checks of the sample."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.coverage import operations, queries
from jilian.coverage.forms import DrawForm
from jilian.coverage.models import Check
from jilian.coverage.rules import CheckKind, RemovalState
from jilian.coverage.views.shared import ROWS_A_PAGE, listed_campaign, may_run


@needs(Permission.MOVE_TARGETS)
def signing(request: Request, pk: int) -> HttpResponse:
    """What waits for my signature?"""
    campaign = listed_campaign(request, pk)
    movable = queries.movable(request.person, campaign).order_by().values("pk")
    removals = queries.removals_of(request.person, campaign).filter(
        state=RemovalState.WAITING, target__in=movable
    )
    if request.method == "POST":
        removal = get_object_or_404(removals, pk=_number(request.POST.get("removal", "")))
        try:
            operations.decide_removal(
                by=request.person, at=timezone.now(), removal=removal,
                sign=request.POST.get("verdict") == "sign", answer=request.POST.get("answer", ""),
            )  # fmt: skip
            messages.success(request, _("Decided."))
        except Refusal as refusal:
            messages.error(request, str(refusal))
        return redirect("coverage:signing", request.world.code, pk)
    rows = queries.to_sign(request.person, campaign)
    found = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    page = {
        "campaign": campaign,
        "found": found,
        "removals": removals[:100],
        "towns": queries.town_names(one.town for one in found),
        "own": request.person.username,
    }
    return render(request, "coverage/signing.html", page)


@needs(Permission.MOVE_TARGETS)
def checks(request: Request, pk: int) -> HttpResponse:
    """Which of the done are checked, and what was found?"""
    campaign = listed_campaign(request, pk)
    seen = Check.objects.visible_to(request.person, request.world).filter(campaign=campaign)
    form = DrawForm(
        request.POST if request.POST.get("act") == "draw" else None,
        initial={"seed": timezone.now().toordinal() * 1000 + campaign.pk},
    )
    if request.method == "POST":
        try:
            if _checked(request, campaign, seen, form):
                return redirect("coverage:checks", request.world.code, pk)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect("coverage:checks", request.world.code, pk)
    kind = CheckKind.RECHECK if request.GET.get("kind") == CheckKind.RECHECK else CheckKind.SPOT
    asked = request.GET.get("result", "")
    result = asked if asked in ("drawn", "waiting") else ""
    rows = queries.checks_of(seen.filter(kind=kind), result)
    sees_all = request.reach.may(Permission.SEE_CAMPAIGNS)
    page = {
        "campaign": campaign,
        "found": Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page")),
        "kind": kind,
        "result": result,
        "sees_all": sees_all,
        "closing": queries.closing_of(campaign),
        "draws": campaign.draws.all(),
        "form": form,
        "may_run": may_run(request),
    }
    return render(request, "coverage/checks.html", page)


def _checked(request: Request, campaign: Any, seen: Any, form: DrawForm) -> bool:
    by, at = request.person, timezone.now()
    if request.POST.get("act") == "draw":
        if not form.is_valid():
            return False
        if not may_run(request):
            raise Http404
        operations.draw_spot_check(by=by, at=at, campaign=campaign, **form.cleaned_data)
        messages.success(request, _("Drawn."))
        return True
    check = get_object_or_404(seen, pk=_number(request.POST.get("check", "")))
    operations.record_check(
        by=by, at=at, check=check, stands=request.POST.get("verdict") == "stands",
        finding=request.POST.get("finding", ""),
    )  # fmt: skip
    messages.success(request, _("Recorded."))
    return True


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 19 else 0
