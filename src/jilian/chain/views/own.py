"""A firm's own inputs: single sources, and how long its own stock lasts."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.chain import operations, queries
from jilian.chain.forms import StockForm
from jilian.chain.models import StockStatement
from jilian.chain.rules import StockUse
from jilian.firms.models import Firm


@needs(Permission.CORRECT_FIRM)
def inputs(request: Request, pk: int) -> HttpResponse:
    """Which of our inputs hangs on one supplier, and how long does our stock last?"""
    return _page(request, _own(request, pk))


def _own(request: Request, pk: int) -> Firm:
    """The person's own firm; nobody else has this page of it."""
    return get_object_or_404(queries.own_firms(request.person, request.world), pk=pk)


def _page(
    request: Request, firm: Firm, form: StockForm | None = None, status: int = 200
) -> HttpResponse:
    rows = queries.inputs_of(request.person, request.world, firm, request.as_of)
    page = {
        "firm": firm,
        "rows": rows,
        "single": sum(one.is_single and not one.is_inferred for one in rows),
        "perhaps": sum(one.is_single and one.is_inferred for one in rows),
        "stocks": queries.stocks_of_firm(request.person, request.world, firm),
        "form": form or StockForm(initial={"stated_on": request.today}),
    }
    return render(request, "chain/inputs.html", page, status=status)


@require_POST
@needs(Permission.CORRECT_FIRM)
def state_stock(request: Request, pk: int) -> HttpResponse:
    """State how long the own stock of an input lasts."""
    firm, form = _own(request, pk), StockForm(request.POST)
    if not form.is_valid():
        return _page(request, firm, form, 422)
    said = form.cleaned_data | {"use": StockUse(form.cleaned_data["use"])}
    try:
        operations.state_stock(by=request.person, at=timezone.now(), firm=firm, **said)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _page(request, firm, form, 422)
    messages.success(request, _("Noted. You can withdraw it at any time."))
    return redirect("chain:inputs", request.world.code, firm.pk)


@require_POST
@needs(Permission.CORRECT_FIRM)
def withdraw_stock(request: Request, pk: int) -> HttpResponse:
    """Withdraw a statement of the own firm."""
    rows = StockStatement.objects.visible_to(request.person, request.world).standing()
    found = rows.select_related("firm").filter(pk=pk).first()
    if found is None:
        raise Http404
    operations.withdraw_stock(by=request.person, at=timezone.now(), statement=found)
    messages.success(request, _("Withdrawn: the stock is unknown again."))
    return redirect("chain:inputs", request.world.code, found.firm.root_id)
