"""What the caller decides: offers, receipts, the end and its lesson."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.shortages import operations
from jilian.shortages.formats import number_text
from jilian.shortages.forms import (
    AcceptForm,
    LessonForm,
    ReasonForm,
    ReceiveForm,
    ReturnForm,
    StockForm,
    in_unit,
)
from jilian.shortages.models import Delivery, Helper, Reservation
from jilian.shortages.views.seen import (
    Asked,
    NoForm,
    Seen,
    acted,
    seen,
    seen_by_caller,
)
from jilian.ui.parts import Effect

P = Permission


def kept_amount(found: Seen, typed: Any) -> Decimal:
    """A typed amount in the unit of the call."""
    call = found.call
    return in_unit(typed, call.unit, call.unit_word, call.density)


@needs(P.RAISE_CALLS)
def stock(request: Request, key: UUID) -> HttpResponse:
    """How much is left now?"""
    found = seen_by_caller(request, key)
    form = StockForm(request.POST or None)

    def act() -> None:
        typed = form.cleaned_data
        left, use = (
            None if typed[name] is None else kept_amount(found, typed[name])
            for name in ("stock_left", "daily_use")
        )
        operations.state_stock(
            by=request.person, at=timezone.now(), call=found.call, stock_left=left, daily_use=use
        )

    return acted(request, found, Asked(_("How much is left now?"), _("State it"), form, act))


@needs(P.RAISE_CALLS)
def accept(request: Request, key: UUID, helper: UUID) -> HttpResponse:
    """How much of this offer is accepted?"""
    found = seen_by_caller(request, key)
    offer = _one(Helper.objects.filter(call=found.call).select_related("firm"), helper)
    shown = next((one for one in found.view.helpers if one.key == helper), None)
    if shown is None or not shown.open_offer:
        raise Http404
    open_need = found.call.amount - (found.view.reserved or Decimal(0))
    most = min(open_need, shown.open_offer)
    form = AcceptForm(
        request.POST or None,
        initial={"amount": found.amount(most) if most > 0 else ""},
    )

    def act() -> None:
        operations.accept_offer(
            by=request.person, at=timezone.now(), helper=offer,
            amount=kept_amount(found, form.cleaned_data["amount"]),
        )  # fmt: skip

    def effects() -> tuple[Effect, ...]:
        amount = kept_amount(found, form.cleaned_data["amount"])
        rest = found.amount(max(open_need - amount, Decimal(0)))
        return (
            Effect(str(offer.firm), _("reserves %s for you") % found.amount(amount)),
            Effect(_("The names of both firms"), _("open to the two, and to nobody else")),
            Effect(_("Still open of the need"), rest),
        )

    lead = _("Offered and open: %(offer)s. Open of the need: %(need)s.") % {
        "offer": found.amount(shown.open_offer), "need": found.amount(open_need),
    }  # fmt: skip
    return acted(request, found, Asked(_("How much of this offer do you accept?"), _("Accept it"),
                                       form, act, done=_("Accepted; both firms know each other."),
                                       effects=effects, lead=lead))  # fmt: skip


@needs(P.ANSWER_CALLS)
def let_go(request: Request, key: UUID, reservation: UUID) -> HttpResponse:
    """Shall what was not sent yet be let go?"""
    found = seen(request, key)
    row = _one(Reservation.objects.filter(helper__call=found.call), reservation)
    mine = found.view.own
    is_own = mine is not None and any(one.key == reservation for one in mine.reservations)
    if not (found.is_caller or is_own):
        raise Http404
    form = ReasonForm(request.POST or None)

    def act() -> None:
        operations.end_reservation(
            by=request.person, at=timezone.now(), reservation=row, **form.cleaned_data
        )

    title = _("Shall what was not sent yet be let go?")
    return acted(request, found, Asked(title, _("Let it go"), form, act))


@needs(P.RAISE_CALLS)
def receive(request: Request, key: UUID, delivery: UUID) -> HttpResponse:
    """How much arrived well?"""
    found = seen_by_caller(request, key)
    part = _one(Delivery.objects.filter(reservation__helper__call=found.call), delivery)
    form = ReceiveForm(request.POST or None, initial={"accepted": found.amount(part.amount)})

    def act() -> None:
        typed = form.cleaned_data
        operations.receive_delivery(
            by=request.person, at=timezone.now(), delivery=part,
            accepted=kept_amount(found, typed["accepted"]), return_reason=typed["return_reason"],
        )  # fmt: skip

    lead = _("Batch %(batch)s, sent: %(amount)s") % {
        "batch": part.batch, "amount": found.amount(part.amount),
    }  # fmt: skip
    return acted(request, found, Asked(_("How much arrived well?"), _("Sign for it"), form, act,
                                       done=_("Received."), lead=lead))  # fmt: skip


@needs(P.RAISE_CALLS)
def send_back(request: Request, key: UUID, delivery: UUID) -> HttpResponse:
    """How much of what was received goes back?"""
    found = seen_by_caller(request, key)
    part = _one(Delivery.objects.filter(reservation__helper__call=found.call), delivery)
    form = ReturnForm(request.POST or None)

    def act() -> None:
        typed = form.cleaned_data
        operations.return_delivery(
            by=request.person, at=timezone.now(), delivery=part,
            amount=kept_amount(found, typed["amount"]), reason=typed["reason"],
        )  # fmt: skip

    lead = _("Batch %(batch)s, sent: %(amount)s") % {
        "batch": part.batch, "amount": found.amount(part.amount),
    }  # fmt: skip
    return acted(request, found, Asked(_("How much goes back?"), _("Send it back"), form, act,
                                       lead=lead))  # fmt: skip


@needs(P.RAISE_CALLS)
def close(request: Request, key: UUID) -> HttpResponse:
    """Is everything received?"""
    found = seen_by_caller(request, key)
    call = found.call

    def act() -> None:
        operations.close_call(by=request.person, at=timezone.now(), call=call)

    def effects() -> tuple[Effect, ...]:
        unit = call.unit
        return (
            Effect(_("Needed"), found.amount(call.amount)),
            Effect(_("Received"), found.amount(call.received)),
            Effect(_("Difference"), number_text(call.amount - call.received, unit)),
            Effect(_("In three days"), _("you are asked what is learnt from it")),
        )

    lead = _("A call closes only at exactly the amount that was needed, by your own receipts.")
    return acted(request, found, Asked(_("Is everything received?"), _("Close the call"),
                                       NoForm(request.POST or None), act, done=_("Closed."),
                                       effects=effects, lead=lead))  # fmt: skip


@needs(P.RAISE_CALLS)
def rest(request: Request, key: UUID) -> HttpResponse:
    """Shall it close although something is missing?"""
    found = seen_by_caller(request, key)
    form = ReasonForm(request.POST or None)

    def act() -> None:
        operations.close_with_rest(
            by=request.person, at=timezone.now(), call=found.call, **form.cleaned_data
        )

    lead = _("Missing: %s. It stays on record as not received.") % found.amount(
        found.call.missing_amount
    )
    return acted(request, found, Asked(_("Shall it close although something is missing?"),
                                       _("Close with an open rest"), form, act, lead=lead,
                                       danger=True))  # fmt: skip


@needs(P.RAISE_CALLS)
def withdraw(request: Request, key: UUID) -> HttpResponse:
    """Is the call taken back?"""
    found = seen_by_caller(request, key)
    form = ReasonForm(request.POST or None)

    def act() -> None:
        operations.withdraw_call(
            by=request.person, at=timezone.now(), call=found.call, **form.cleaned_data
        )

    return acted(request, found, Asked(_("Is the call taken back?"), _("Withdraw it"), form, act,
                                       danger=True))  # fmt: skip


@needs(P.RAISE_CALLS)
def lesson(request: Request, key: UUID) -> HttpResponse:
    """What is learnt from it?"""
    found = seen_by_caller(request, key)
    kept = getattr(found.call, "lesson", None)
    names = ("cause", "second_source", "missing_link", "cause_words", "thanks")
    initial = {name: getattr(kept, name) for name in names} if kept else {
        "cause": found.call.cause, "second_source": "unknown"
    }  # fmt: skip
    if kept and kept.line_saved is not None:
        initial["line_saved"] = "yes" if kept.line_saved else "no"
    form = LessonForm(request.POST or None, initial=initial)

    def act() -> None:
        operations.write_lesson(
            by=request.person, at=timezone.now(), call=found.call, **form.cleaned_data
        )

    lead = _("Three equal shortages make the district look for the link that is missing.")
    return acted(request, found, Asked(_("What is learnt from it?"), _("Keep it"), form, act,
                                       done=_("Kept."), lead=lead))  # fmt: skip


def _one(rows: Any, key: UUID) -> Any:
    found = rows.filter(key=key).first()
    if found is None:
        raise Http404
    return found
