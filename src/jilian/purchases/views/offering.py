"""A supplier's own offer: by line, submitted, revised, withdrawn; nothing of any other."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.firms.models import Firm
from jilian.purchases import operations, queries
from jilian.purchases.forms import ConflictForm, PriceForm
from jilian.purchases.models import Purchase
from jilian.purchases.queries.page import OwnOffer
from jilian.purchases.views.shared import address, asked, line_of, purchase_of
from jilian.ui.parts import Effect

P = Permission


@needs(P.OFFER_PURCHASES)
def offer(request: Request, pk: int) -> HttpResponse:
    """What do I offer, and is it submitted?"""
    found, own = _own(request, pk)
    kept = own.offer
    said = {"conflict": kept.conflict, "conflict_words": kept.conflict_words} if kept else {}
    form = ConflictForm(request.POST or None, initial=said)
    if request.method == "POST" and form.is_valid():
        if kept is None:
            form.add_error(None, _("An offer has a price for at least one line."))
        else:
            try:
                operations.submit_offer(
                    by=request.person, at=timezone.now(), offer=kept, **form.cleaned_data
                )
                messages.success(request, _("Submitted. You may revise it until it closes."))
                return redirect(_address(found, own.firm))
            except Refusal as refusal:
                form.add_error(None, str(refusal))
    page = {"purchase": found, "own": own, "form": form, "firm_query": _query(own.firm),
            "takes": found.takes_offers(timezone.now())}  # fmt: skip
    return render(request, "purchases/offer.html", page, status=422 if form.errors else 200)


@needs(P.OFFER_PURCHASES)
def offer_line(request: Request, pk: int, number: int) -> HttpResponse:
    """What does one line cost?"""
    found, own = _own(request, pk)
    line = line_of(found, number)
    offered = next(one.offered for one in own.lines if one.line.pk == line.pk)
    back = _address(found, own.firm)
    if request.method == "POST" and "drop" in request.POST and own.offer and offered:
        try:
            operations.drop_offer_line(
                by=request.person, at=timezone.now(), offer=own.offer, line=line
            )
        except Refusal as refusal:
            messages.error(request, str(refusal))
        return redirect(back)
    form = PriceForm(request.POST or None, initial=PriceForm.initial_of(offered))
    if request.method == "POST" and form.is_valid():
        try:
            operations.save_offer_line(
                by=request.person, at=timezone.now(), purchase=found, supplier=own.firm, line=line,
                **form.cleaned_data,
            )  # fmt: skip
            messages.success(request, _("The price is kept."))
            return redirect(back)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    page = {"purchase": found, "line": line, "form": form, "offered": offered, "back": back}
    return render(request, "purchases/price.html", page, status=422 if form.errors else 200)


@needs(P.OFFER_PURCHASES)
def withdraw_offer(request: Request, pk: int) -> HttpResponse:
    """Is the offer taken back?"""
    found, own = _own(request, pk)
    kept = own.offer
    if kept is None:
        raise Http404

    def act() -> None:
        operations.withdraw_offer(by=request.person, at=timezone.now(), offer=kept)

    effects = (
        Effect(_("Your offer"), _("is withdrawn; the buyer never learns that it was there")),
    )
    return asked(
        request, title=_("Withdraw the offer?"), lead=found.title, verb=_("Withdraw it"),
        back=_address(found, own.firm), act=act, effects=effects,
    )  # fmt: skip


def _own(request: Request, pk: int) -> tuple[Purchase, OwnOffer]:
    """The request, and the offer of the firm that the address names, else of the first own one."""
    found = purchase_of(request, pk)
    firms = queries.offering_firms(request.person, found)
    wanted = request.GET.get("firm", "")
    firm = next((one for one in firms if str(one.pk) == wanted), next(iter(firms), None))
    if firm is None:
        raise Http404
    return found, queries.own_offer(firm, found, list(found.lines.all()), timezone.now())


def _query(firm: Firm) -> str:
    return f"?firm={firm.pk}"


def _address(found: Purchase, firm: Firm) -> str:
    return address(found, "offer") + _query(firm)
