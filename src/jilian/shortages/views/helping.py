"""What a helper does: answer, and say what is on its way."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.shortages import operations
from jilian.shortages.forms import AnswerForm, DispatchForm
from jilian.shortages.models import Helper, Reservation
from jilian.shortages.rules.words import needs_permits
from jilian.shortages.views.deciding import kept_amount
from jilian.shortages.views.seen import Asked, Seen, acted, seen

P = Permission


def _own(request: Request, key: UUID) -> Seen:
    found = seen(request, key)
    if found.view.own is None:
        raise Http404
    return found


@needs(P.ANSWER_CALLS)
def answer(request: Request, key: UUID) -> HttpResponse:
    """Can your firm help?"""
    found = _own(request, key)
    own = found.view.own
    assert own is not None
    helper = Helper.objects.select_related("call__world", "firm").get(pk=own.pk)
    initial = {
        "answer": own.answer, "lead_hours": own.lead_hours, "papers": list(own.papers),
        "cannot_reason": own.cannot_reason, "words": own.words,
        "offered": found.amount(own.offered) if own.offered else "",
    }  # fmt: skip
    form = AnswerForm(request.POST or None, initial=initial)

    def act() -> None:
        typed = dict(form.cleaned_data)
        offered = typed.pop("offered")
        operations.answer_call(
            by=request.person, at=timezone.now(), helper=helper,
            offered=None if offered is None else kept_amount(found, offered), **typed,
        )  # fmt: skip

    lead = _("Only the caller reads your answer. You learn who calls when your offer is accepted.")
    return acted(request, found, Asked(_("Can your firm help?"), _("Answer"), form, act,
                                       done=_("Answered."), lead=lead,
                                       more={"draft": "answer"}))  # fmt: skip


@needs(P.ANSWER_CALLS)
def dispatch(request: Request, key: UUID, reservation: UUID) -> HttpResponse:
    """What is on its way?"""
    found = _own(request, key)
    own = found.view.own
    assert own is not None
    shown = next((one for one in own.reservations if one.key == reservation), None)
    if shown is None or not shown.is_running:
        raise Http404
    row = Reservation.objects.select_related("helper__call__world", "helper__firm").get(pk=shown.pk)
    form = DispatchForm(request.POST or None, initial={"amount": found.amount(shown.waiting)})

    def act() -> None:
        typed = form.cleaned_data
        operations.dispatch_part(
            by=request.person, at=timezone.now(), reservation=row,
            amount=kept_amount(found, typed["amount"]), batch=typed["batch"],
            carrier=typed["carrier"],
        )  # fmt: skip

    lead = _("Still to be sent: %s") % found.amount(shown.waiting)
    if needs_permits(found.call.hazard):
        lead += " " + _("Dangerous goods leave only with pass, permit and a licensed carrier.")
    return acted(request, found, Asked(_("What is on its way?"), _("Report the dispatch"), form,
                                       act, done=_("Dispatched."), lead=lead))  # fmt: skip
