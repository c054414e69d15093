"""Orders: the list, one with its differences, reporting, withdrawing, becoming a link."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.base.paging import RequestConfig
from jilian.firms.models import Firm
from jilian.purchases import operations, queries
from jilian.purchases.forms import ReportForm, SupplierForm
from jilian.purchases.lists import OrderFilter, OrderTable
from jilian.purchases.models import Purchase, PurchaseOrder
from jilian.purchases.queries.called import firm_called
from jilian.purchases.queries.orders import may_report_with
from jilian.purchases.rules import PurchaseState, Side
from jilian.purchases.views.shared import address, asked, purchase_of
from jilian.ui.parts import Effect

P = Permission
PER_PAGE = 25


@needs(P.SEE_PURCHASES)
def orders(request: Request) -> HttpResponse:
    """Which orders of my firm stand reported, and by whom?"""
    seen = queries.orders_seen(request.person, request.world)
    chosen = OrderFilter(request.GET, queryset=seen)
    table = OrderTable(chosen.qs)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    page = {"filter": chosen, "table": table, "is_empty": not seen.exists()}
    return render(request, "purchases/orders.html", page)


@needs(P.OFFER_PURCHASES)
def order(request: Request, pk: int) -> HttpResponse:
    """What does each side report of an order, and where do they differ?"""
    found = _order(request, pk)
    page = {
        "order": found,
        "purchase": found.purchase,
        "sides": [(side, found.said_by(side)) for side in Side],
        "kept": queries.sides_kept(request.person, found.purchase, found.supplier),
        "changes": queries.difference_changes(found),
    }
    return render(request, "purchases/order.html", page)


@needs(P.OFFER_PURCHASES)
def report(request: Request, pk: int, side: str) -> HttpResponse:
    """What is reported of an order: number, day, tax, and every line?"""
    found, supplier, reported = _reported(request, pk, side)
    if supplier is None:
        return _which_supplier(request, found)
    lines = queries.lines_to_report(found, supplier, reported)
    tendered = found.state == PurchaseState.STOPPED and side == Side.BUYER
    proposed = queries.proposed_report(found, supplier, side, reported)
    form = ReportForm(
        request.POST or None, lines=lines, proposed=proposed, tendered=tendered,
        initial={} if proposed.ordered_on else {"ordered_on": request.today},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        named = ("number", "ordered_on", "tax", "rate", "document")
        try:
            made = operations.report_order(
                by=request.person, at=timezone.now(), purchase=found, side=side, supplier=supplier,
                lines=form.reported, tender_document=typed.get("tender_document", ""),
                **{name: typed[name] for name in named},
            )  # fmt: skip
            messages.success(request, _("Reported. It counts once, however often it is reported."))
            return redirect("purchases:order", request.world.code, made.order_id)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    page = {"purchase": found, "supplier": supplier, "form": form, "side": Side(side)}
    return render(request, "purchases/report.html", page, status=422 if form.errors else 200)


def _reported(
    request: Request, pk: int, side: str
) -> tuple[Purchase, Firm | None, PurchaseOrder | None]:
    """The request, the supplier that the address names, and the order that is corrected."""
    if side not in Side.values:
        raise Http404
    wanted = request.GET.get("order", "")
    seen = queries.orders_seen(request.person, request.world)
    one = seen.filter(pk=wanted).first() if wanted.isdecimal() else None
    if one is not None and one.purchase_id == pk:
        if side not in queries.sides_kept(request.person, one.purchase, one.supplier):
            raise Http404
        return one.purchase, one.supplier.root, one
    if wanted:
        raise Http404
    found = purchase_of(request, pk)
    supplier = _named_supplier(request, found, side)
    if side not in queries.sides_kept(request.person, found, supplier):
        raise Http404
    if supplier is None and found.state not in (PurchaseState.STOPPED, PurchaseState.AWARDED):
        raise Http404
    if supplier is not None and not may_report_with(found, supplier, side):
        raise Http404
    return found, supplier, None


def _named_supplier(request: Request, found: Purchase, side: str) -> Firm | None:
    """The supplier that the address names; else, on the supplier's side, the own firm."""
    named = request.GET.get("supplier", "")
    if named.isdecimal():
        return Firm.objects.visible_to(request.person, request.world).filter(pk=named).first()
    if side == Side.BUYER:
        return None
    own = queries.own_firms(request.person, request.world, P.OFFER_PURCHASES)
    return next((firm for firm in own if may_report_with(found, firm, side)), None)


def _which_supplier(request: Request, found: Purchase) -> HttpResponse:
    """With whom was the order made, after the tender elsewhere?"""
    form = SupplierForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            words = form.cleaned_data["supplier"]
            supplier = firm_called(request.person, request.world, words)
            if not may_report_with(found, supplier, Side.BUYER):
                raise Refusal("nothing_ordered", _("Nothing was awarded to this supplier here."))
            return redirect(f"{request.path}?supplier={supplier.pk}")
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    page = {
        "title": _("With whom was the order made?"),
        "lead": found.title,
        "form": form,
        "verb": _("Go on"),
        "back": address(found),
    }
    if found.state == PurchaseState.STOPPED:
        page["note"] = _("The tender was held elsewhere; its document is named in the next step.")
    return render(request, "purchases/act.html", page, status=422 if form.errors else 200)


@needs(P.OFFER_PURCHASES)
def withdraw_report(request: Request, pk: int, side: str) -> HttpResponse:
    """Is a report taken back?"""
    found = _own_side(request, pk, side)

    def act() -> None:
        operations.withdraw_report(by=request.person, at=timezone.now(), order=found, side=side)

    effects = (Effect(str(found), _("is out of every sum until this side reports it anew")),)
    return asked(
        request, title=_("Withdraw the report?"), lead=str(found), verb=_("Withdraw it"),
        back=_address(request, found), act=act, effects=effects,
    )  # fmt: skip


@needs(P.OFFER_PURCHASES)
def agree(request: Request, pk: int, side: str) -> HttpResponse:
    """Does this side agree that a supply link is recorded?"""
    found = _own_side(request, pk, side)
    said = found.said_by(side)
    agrees = not (said and said.agrees_to_link)

    def act() -> None:
        operations.agree_to_link(
            by=request.person, at=timezone.now(), order=found, side=side, agrees=agrees
        )

    words = (
        _("is offered to the data steward as a supply link once both sides agree; no value goes"
          " along")
        if agrees
        else _("is no longer offered as a supply link")
    )  # fmt: skip
    return asked(
        request,
        title=_("Let it become a supply link?") if agrees else _("Agree no longer?"),
        lead=str(found), verb=_("Agree") if agrees else _("Agree no longer"),
        back=_address(request, found), act=act, effects=(Effect(str(found), words),),
    )  # fmt: skip


@needs(P.CHANGE_LINKS)
def links(request: Request) -> HttpResponse:
    """Which orders may be recorded as supply links, since both sides agree?"""
    rows = queries.open_links(request.world).with_reports()
    if request.method == "POST":
        wanted = request.POST.get("order", "")
        found = get_object_or_404(rows, pk=wanted if wanted.isdecimal() else 0)
        try:
            operations.record_link(by=request.person, at=timezone.now(), order=found)
            messages.success(request, _("The supply link is recorded."))
        except Refusal as refusal:
            messages.error(request, str(refusal))
        return redirect("purchases:links", request.world.code)
    return render(request, "purchases/links.html", {"rows": rows})


def _order(request: Request, pk: int) -> PurchaseOrder:
    return get_object_or_404(queries.orders_seen(request.person, request.world), pk=pk)


def _own_side(request: Request, pk: int, side: str) -> PurchaseOrder:
    found = _order(request, pk)
    kept = queries.sides_kept(request.person, found.purchase, found.supplier)
    if side not in kept or found.said_by(side) is None:
        raise Http404
    return found


def _address(request: Request, found: PurchaseOrder) -> str:
    return reverse("purchases:order", args=(request.world.code, found.pk))
