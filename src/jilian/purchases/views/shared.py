"""What several pages of this area need: the request of an address, and asking before acting."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from jilian.accounts.gate import Request
from jilian.base.errors import Refusal
from jilian.purchases import queries
from jilian.purchases.models import Purchase, PurchaseLine
from jilian.ui.parts import Effect


def purchase_of(request: Request, pk: int) -> Purchase:
    """The request of an address, if the person may see it."""
    rows = Purchase.objects.visible_to(request.person, request.world)
    return get_object_or_404(rows.select_related("world", "cluster", "buyer__merged_into"), pk=pk)


def own_purchase(request: Request, pk: int) -> Purchase:
    """The request of an address, for who buys."""
    found = purchase_of(request, pk)
    if not queries.is_buyer(request.person, found):
        raise Http404
    return found


def line_of(purchase: Purchase, number: int) -> PurchaseLine:
    """A line of the request by its number."""
    return get_object_or_404(purchase.lines, number=number)


def address(purchase: Purchase, name: str = "detail", *args: Any) -> str:
    """The address of a page of a request."""
    return reverse(f"purchases:{name}", args=(purchase.world.code, purchase.pk, *args))


def asked(
    request: Request,
    *,
    title: str,
    lead: str,
    verb: str,
    back: str,
    act: Callable[[], Any],
    form: forms.Form | None = None,
    effects: Sequence[Effect] = (),
    then: str = "",
    danger: bool = False,
    note: str = "",
) -> HttpResponse:
    """Ask, say what will happen, and do it once it is sent."""
    errors = ""
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            act()
        except Refusal as refusal:
            errors = str(refusal)
            if form is not None:
                form.add_error(None, errors)
        else:
            messages.success(request, _("Done."))
            return redirect(then or back)
    page = {"title": title, "lead": lead, "verb": verb, "back": back, "form": form,
            "effects": effects, "danger": danger, "note": note,
            "errors": errors if form is None else ""}  # fmt: skip
    refused = request.method == "POST"
    return render(request, "purchases/act.html", page, status=422 if refused else 200)
