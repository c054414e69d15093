"""Raising a call in two steps: six fields that are needed, six that can wait."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.firms.models import Firm
from jilian.shortages import operations
from jilian.shortages.formats import amount_text
from jilian.shortages.forms import MoreForm, NeedForm, said_of
from jilian.shortages.rules.calling import line_stop

P = Permission


@needs(P.RAISE_CALLS)
def new(request: Request) -> HttpResponse:
    """What is short, and until when?"""
    firms = list(Firm.objects.visible_to(request.person, request.world, P.RAISE_CALLS)[:20])
    firm = _firm(request, firms)
    is_second = "step" in request.POST
    need = NeedForm(request.POST or None)
    page: dict[str, Any] = {"firm": firm, "firms": firms, "form": need}
    if request.method != "POST" or not need.is_valid():
        return render(request, "shortages/raise.html", page)
    more = MoreForm(request.POST if is_second else None)
    page |= _second(request, need.cleaned_data) | {"form": more}
    if is_second and more.is_valid():
        try:
            call = operations.raise_call(
                by=request.person, at=timezone.now(), firm=firm,
                said=said_of(need.cleaned_data, more.cleaned_data),
            )  # fmt: skip
            messages.success(request, _("Called. Nobody sees your name."))
            return redirect("shortages:detail", request.world.code, call.key)
        except Refusal as refusal:
            more.add_error(None, str(refusal))
    return render(request, "shortages/raise_more.html", page)


def _firm(request: Request, firms: list[Firm]) -> Firm:
    asked = request.POST.get("firm") or request.GET.get("firm", "")
    chosen = [one for one in firms if str(one.pk) == asked] or firms
    if not chosen:
        raise Http404
    return chosen[0]


def _second(request: Request, need: dict[str, Any]) -> dict[str, Any]:
    """What the second step says of the first: the need, and when the line stops."""
    amount = need["amount"]
    return {
        "kept": {name: request.POST.get(name, "") for name in NeedForm.base_fields},
        "amount": amount_text(amount.number, amount.unit, amount.word),
        "material": need["material"],
        "needed_by": need["needed_by"],
        **stop_of(need.get("stock_left"), need.get("daily_use"), timezone.now()),
    }


def stop_of(stock: Decimal | None, use: Decimal | None, now: datetime) -> dict[str, Any]:
    """The moment at which the line stops, and how long until then; empty where unknown."""
    stops_at = line_stop(stock, use, now)
    left = None if stops_at is None else max(stops_at - now, type(stops_at - now)(0))
    return {"stops_at": stops_at, "left": left}
