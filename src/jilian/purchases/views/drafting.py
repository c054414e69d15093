"""Drawing up a request in three steps, putting it round, closing and cancelling it."""

from __future__ import annotations

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
from jilian.purchases import operations, queries
from jilian.purchases.forms import CircleForm, FactsForm, LineForm, ReasonForm, names_of
from jilian.purchases.models import Purchase, PurchaseLine
from jilian.purchases.queries.called import firms_called
from jilian.purchases.queries.people import may_forward
from jilian.purchases.rules import PurchaseState
from jilian.purchases.views.shared import address, asked, line_of, own_purchase, purchase_of
from jilian.ui.parts import Effect

P = Permission
FACTS = ("title", "kind", "in_project", "funding", "estimate")


@needs(P.ORDER_PURCHASES)
def new(request: Request) -> HttpResponse:
    """What is bought, and does it have to be tendered? The first of three steps."""
    firms = queries.own_firms(request.person, request.world, P.ORDER_PURCHASES)
    if not firms:
        raise Http404
    buyer = next((one for one in firms if str(one.pk) == request.GET.get("firm")), firms[0])
    clusters = queries.clusters_of(buyer)
    form = FactsForm(request.POST or None, clusters=clusters)
    page = {"form": form, "buyer": buyer, "firms": firms, "has_cluster": clusters.exists()}
    if request.method == "POST" and form.is_valid():
        try:
            made = operations.draft_purchase(
                by=request.person, at=timezone.now(), world=request.world, buyer=buyer,
                **form.cleaned_data,
            )  # fmt: skip
            return redirect(address(made, "lines"))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render(request, "purchases/facts.html", page)


@needs(P.ORDER_PURCHASES)
def change(request: Request, pk: int) -> HttpResponse:
    """What is bought, said anew; of a draft, or of one that was stopped at a tender limit."""
    found = own_purchase(request, pk)
    if not (found.is_before_round or found.state == PurchaseState.STOPPED):
        raise Http404
    form = FactsForm(request.POST or None, initial={name: getattr(found, name) for name in FACTS})

    def act() -> None:
        operations.change_purchase(
            by=request.person, at=timezone.now(), purchase=found, **form.cleaned_data
        )

    return asked(
        request, title=_("What is bought?"), lead=found.title, verb=_("Keep it"),
        back=address(found), act=act, form=form,
    )  # fmt: skip


@needs(P.ORDER_PURCHASES)
def lines(request: Request, pk: int) -> HttpResponse:
    """Which things are needed, how much, until when? The second step."""
    found = _draft(request, pk)
    form = LineForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _saved(request, found, form):
        return redirect(address(found, "lines"))
    return _lines_page(request, found, form, None)


@needs(P.ORDER_PURCHASES)
def line(request: Request, pk: int, number: int) -> HttpResponse:
    """One line, changed or taken out."""
    found = _draft(request, pk)
    kept = line_of(found, number)
    if request.method == "POST" and "drop" in request.POST:
        operations.drop_line(
            by=request.person, at=timezone.now(), purchase=found, number=kept.number
        )
        messages.success(request, _("The line was taken out."))
        return redirect(address(found, "lines"))
    initial = {name: getattr(kept, name) for name in LineForm.base_fields}
    form = LineForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid() and _saved(request, found, form, kept.number):
        return redirect(address(found, "lines"))
    return _lines_page(request, found, form, kept)


def _saved(request: Request, found: Purchase, form: LineForm, number: int | None = None) -> bool:
    try:
        operations.save_line(
            by=request.person, at=timezone.now(), purchase=found, number=number, **form.cleaned_data
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("The line is kept."))
    return True


def _lines_page(
    request: Request, found: Purchase, form: LineForm, kept: PurchaseLine | None
) -> HttpResponse:
    page = {"purchase": found, "form": form, "line": kept, "lines": found.lines.all()}
    return render(request, "purchases/lines.html", page)


@needs(P.ORDER_PURCHASES)
def circle(request: Request, pk: int) -> HttpResponse:
    """Whom does it go to, until when, and by whose rules? The third step."""
    found = _draft(request, pk)
    firms = Firm.objects.filter(pk__in=found.invited.values("firm")).order_by("sort_key", "pk")
    closes = timezone.localtime(found.closes_at) if found.closes_at else None
    form = CircleForm(
        request.POST or None,
        initial={"invited": names_of(list(firms)), "open_to_cluster": found.open_to_cluster,
                 "closes_at": closes, "own_rules": found.own_rules,
                 "own_document": found.own_document},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        typed = dict(form.cleaned_data)
        try:
            typed["invited"] = firms_called(request.person, request.world, typed["invited"])
            operations.set_circle(by=request.person, at=timezone.now(), purchase=found, **typed)
            return redirect(address(found, "round"))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render(request, "purchases/circle.html", {"purchase": found, "form": form})


@needs(P.ORDER_PURCHASES)
def put_round(request: Request, pk: int) -> HttpResponse:
    """What happens when it is put round, by the buyer or through the secretary?"""
    found = _draft(request, pk)
    by_secretary = "hand" in request.POST
    errors = ""
    if request.method == "POST":
        act: Any = operations.hand_to_secretary if by_secretary else operations.put_round
        try:
            done = act(by=request.person, at=timezone.now(), purchase=found)
            if done.state != PurchaseState.STOPPED:
                messages.success(request, _("Done."))
            return redirect(address(found))
        except Refusal as refusal:
            errors = str(refusal)
    page = queries.purchase_page(request.person, found, timezone.now())
    said = {"purchase": found, "page": page, "effects": _effects(found, page), "errors": errors}
    return render(request, "purchases/round.html", said, status=422 if errors else 200)


@needs(P.FORWARD_PURCHASES)
def forward(request: Request, pk: int) -> HttpResponse:
    """Does the secretary put it round for the buyer?"""
    found = purchase_of(request, pk)
    if not may_forward(request.person, found):
        raise Http404
    page = queries.purchase_page(request.person, found, timezone.now())

    def act() -> None:
        operations.put_round(by=request.person, at=timezone.now(), purchase=found)

    return asked(
        request, title=_("Put it round?"), lead=f"{found.title} · {found.buyer.root}",
        verb=_("Put it round"), back=address(found), act=act, effects=_effects(found, page),
    )  # fmt: skip


def _effects(found: Purchase, page: queries.PurchasePage) -> list[Effect]:
    effects = [Effect(str(firm), _("is asked for an offer")) for firm in page.invited]
    if found.open_to_cluster:
        words = _("every other member is asked for an offer")
        effects.append(Effect(str(found.cluster), words))
    if found.closes_at:
        day = timezone.localtime(found.closes_at)
        effects.append(Effect(_("Offers"), _("close at %s; opened then and not before")
                              % day.strftime("%Y-%m-%d %H:%M"), day.date()))  # fmt: skip
    effects.append(Effect(_("The request"), _("is not changed any more; it may be cancelled")))
    return effects


@needs(P.ORDER_PURCHASES)
def close(request: Request, pk: int) -> HttpResponse:
    """Is it closed early, since all invited firms have submitted?"""
    found = own_purchase(request, pk)

    def act() -> None:
        operations.close_early(by=request.person, at=timezone.now(), purchase=found)

    effects = (Effect(_("Offers"), _("are no longer revised or withdrawn; you open them")),)
    return asked(
        request, title=_("Close before the time?"), lead=found.title, verb=_("Close it now"),
        back=address(found), act=act, effects=effects, then=address(found, "compare"),
    )  # fmt: skip


@needs(P.ORDER_PURCHASES)
def cancel(request: Request, pk: int) -> HttpResponse:
    """Is nothing bought, and why?"""
    found = own_purchase(request, pk)
    form = ReasonForm(request.POST or None)

    def act() -> None:
        operations.cancel_purchase(
            by=request.person, at=timezone.now(), purchase=found, **form.cleaned_data
        )

    return asked(
        request, title=_("Cancel the purchase?"), lead=found.title, verb=_("Cancel it"),
        back=address(found), act=act, form=form, danger=True,
        note=_("There is no duty to buy. Those who offered are told the reason; for all others it"
               " is closed, like any other."),
    )  # fmt: skip


def _draft(request: Request, pk: int) -> Purchase:
    found = own_purchase(request, pk)
    if not found.is_before_round:
        raise Http404
    return found
