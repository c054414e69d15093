"""The buyer's comparison, its file, declaring conflicts, awarding line by line, and deciding."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts.gate import Request, Taking, file_answer, needs, says_purpose
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.base.sheets import CONTENT_TYPES
from jilian.purchases import formats, operations, queries
from jilian.purchases.forms import AnswersForm, AwardForm, EvaluatorsForm
from jilian.purchases.models import Purchase
from jilian.purchases.rules import BEFORE_ROUND, PurchaseState
from jilian.purchases.views.shared import address, asked, line_of, own_purchase
from jilian.ui.parts import Effect
from jilian.ui.values import number_text

P = Permission


@needs(P.ORDER_PURCHASES)
def compare(request: Request, pk: int) -> HttpResponse:
    """Who offers what for which line, and what is comparable?"""
    found = _closed(request, pk)
    page = {
        "purchase": found,
        "lines": queries.comparison_of(found, timezone.now()),
        "page": queries.purchase_page(request.person, found, timezone.now()),
        "may_award": found.state == PurchaseState.OPEN,
        "offers": queries.find_offers(found, timezone.now()),
    }
    return render(request, "purchases/compare.html", page)


@needs(P.ORDER_PURCHASES)
@says_purpose
def export_comparison(request: Request, taking: Taking, pk: int, kind: str) -> HttpResponse:
    """The buyer's own comparison as a file."""
    found = _closed(request, pk)
    if kind not in CONTENT_TYPES:
        raise Http404
    lines = formats.comparison_lines(queries.comparison_of(found, timezone.now()))
    operations.note_comparison_taken(
        by=request.person, at=timezone.now(), purchase=found, rows=len(lines) - 1, kind=kind,
        purpose=taking.purpose, recipient=taking.recipient,
    )  # fmt: skip
    name = f"comparison-{found.pk}-{request.today.isoformat()}"
    return file_answer(lines, kind, _("Comparison"), name)


@needs(P.ORDER_PURCHASES)
def declare(request: Request, pk: int) -> HttpResponse:
    """Who evaluates, and do interests conflict?"""
    found = _closed(request, pk)
    said = {name: getattr(found, name) for name in EvaluatorsForm.base_fields}
    form = EvaluatorsForm(request.POST or None, initial=said)

    def act() -> None:
        operations.declare_conflicts(
            by=request.person, at=timezone.now(), purchase=found, **form.cleaned_data
        )

    return asked(
        request, title=_("Do interests conflict?"), lead=found.title, verb=_("Declare it"),
        back=address(found, "compare"), act=act, form=form,
        note=_("Nothing is awarded before both sides have declared."),
    )  # fmt: skip


@needs(P.ORDER_PURCHASES)
def award(request: Request, pk: int, number: int) -> HttpResponse:
    """To whom does a line go, and how much of it?"""
    found = _closed(request, pk)
    line = line_of(found, number)
    compared = next(
        one for one in queries.comparison_of(found, timezone.now()) if one.line.pk == line.pk
    )
    offered = []
    for offer in compared.offers:
        if one := compared.offered.get(offer.pk):
            one.offer = offer
            offered.append(one)
    form = AwardForm(request.POST or None, offered=offered, line=line)
    if request.method == "POST" and form.is_valid():
        try:
            operations.award_line(
                by=request.person, at=timezone.now(), purchase=found, line=line,
                amounts=form.amounts, reason=form.cleaned_data["reason"],
            )  # fmt: skip
            messages.success(request, _("Kept; nobody is told before you decide."))
            return redirect(address(found, "compare"))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    page = {"purchase": found, "line": line, "compared": compared, "form": form}
    return render(request, "purchases/award.html", page, status=422 if form.errors else 200)


@needs(P.ORDER_PURCHASES)
def decide(request: Request, pk: int) -> HttpResponse:
    """What goes to whom, and who is told what?"""
    found = _closed(request, pk)
    at = timezone.now()
    page = queries.purchase_page(request.person, found, at)
    effects = _effects(page)
    winners = {one.offered.offer_id for of_line in page.lines for one in of_line.awards}
    losers = [one for one in queries.find_offers(found, at) if one.pk not in winners]
    form = AnswersForm(request.POST or None, offers=losers)

    def act() -> None:
        operations.decide_purchase(
            by=request.person, at=timezone.now(), purchase=found, answers=form.answers
        )

    return asked(
        request, title=_("Award it so?"), lead=found.title, verb=_("Award it"),
        back=address(found, "compare"), act=act, form=form, effects=effects, then=address(found),
    )  # fmt: skip


def _effects(page: queries.PurchasePage) -> list[Effect]:
    """What goes to whom, what to nobody, and who is told."""
    effects = []
    for of_line in page.lines:
        unit = of_line.line.get_unit_display()
        for one in of_line.awards:
            words = _("is awarded %(amount)s %(unit)s to %(supplier)s") % {
                "amount": number_text(one.amount.normalize()),
                "unit": unit,
                "supplier": one.offered.offer.supplier.root,
            }
            effects.append(Effect(str(of_line.line), words))
        if of_line.left:
            left = {"amount": number_text(of_line.left.normalize()), "unit": unit}
            words = _("%(amount)s %(unit)s of it go to nobody") % left
            effects.append(Effect(str(of_line.line), words))
    return [*effects, Effect(_("Every supplier"), _("is told what became of its own offer"))]


def _closed(request: Request, pk: int) -> Purchase:
    """The own request after the closing moment: before it nobody opens an offer."""
    found = own_purchase(request, pk)
    closed_out = {*BEFORE_ROUND, PurchaseState.STOPPED}
    if found.put_round_at is None or found.state in closed_out:
        raise Http404
    if found.takes_offers(timezone.now()):
        raise Http404
    return found
