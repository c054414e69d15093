"""Calls that nobody answers go to the next circle."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import Min, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.shortages.models import Call, Escalation
from jilian.shortages.operations.locking import locked_calls, opened
from jilian.shortages.operations.telling import settle_leads, tell_caller, tell_leads
from jilian.shortages.queries.people import check_raised_or_led
from jilian.shortages.rules.calling import stops_early
from jilian.shortages.rules.escalating import Asked, Step, due_at, steps_due
from jilian.shortages.rules.values import values_on
from jilian.shortages.rules.words import USEFUL, CallState, Circle


@transaction.atomic
def widen_call(*, by: Person, at: datetime, call: Call) -> Call:
    """Ask the next circle at once: by the caller, or by whoever leads the call."""
    kept = opened(by=by, at=at, call_id=call.pk)
    check_raised_or_led(by, kept)
    if kept.circle >= Circle.CORRIDOR:
        raise Refusal("widest_circle", _("The widest circle is being asked already."))
    if kept.circle + 1 == Circle.CORRIDOR and kept.corridor_released_at is None:
        raise Refusal(
            "corridor_not_released", _("Only the caller can release the call to the corridor.")
        )
    before = kept.circle
    _to_circle(by, at, kept, Circle(before + 1), at)
    audit.record(
        "call.widened", by=by, at=at, world=kept.world, about=kept,
        before={"circle": before}, after={"circle": kept.circle},
    )  # fmt: skip
    return kept


@transaction.atomic
def escalate_due(*, by: Person, at: datetime) -> int:
    """Send calls without a useful answer to the next circle; late or twice gives the same events.

    Each step is kept with the moment at which it was due. Returns how many steps were taken.
    """
    values, zone = values_on(timezone.localdate(at)), timezone.get_default_timezone()
    waiting = Call.objects.filter(state=CallState.OPEN, circle__lt=Circle.CORRIDOR)
    rows = waiting.annotate(
        first_useful=Min("helpers__first_useful_at", filter=Q(helpers__answer__in=USEFUL))
    )
    due = [
        call.pk for call in rows if _is_due(_asked(call, getattr(call, "first_useful", None)), at)
    ]
    done = 0
    for call in locked_calls(due):
        for step in steps_due(_asked_now(call), at, values, zone):
            _escalated(by, at, call, step)
            done += 1
        if _waits_for_release(_asked_now(call), at):
            tell_caller(by=by, at=at, call=call, kind="release_corridor", key="release_corridor")
    return done


def _is_due(asked: Asked, at: datetime) -> bool:
    values, zone = values_on(timezone.localdate(at)), timezone.get_default_timezone()
    return bool(steps_due(asked, at, values, zone)) or _waits_for_release(asked, at)


def _escalated(by: Person, at: datetime, call: Call, step: Step) -> None:
    Escalation.objects.get_or_create(
        call=call, circle=step.circle, defaults={"due_at": step.due_at, "noted_at": at}
    )
    before = call.circle
    _to_circle(by, at, call, step.circle, step.due_at)
    audit.record(
        "call.escalated", by=by, at=at, world=call.world, about=call,
        before={"circle": before}, after={"circle": step.circle, "due_at": step.due_at},
    )  # fmt: skip


def _to_circle(by: Person, at: datetime, call: Call, circle: Circle, since: datetime) -> None:
    call.circle, call.circle_since = circle, since
    call.save(update_fields=["circle", "circle_since"])
    settle_leads(by=by, at=at, call=call)
    tell_leads(by=by, at=at, call=call)
    tell_caller(by=by, at=at, call=call, kind="call_widened", key=f"circle:{circle}")


def _asked(call: Call, first: datetime | None) -> Asked:
    early = partial(
        stops_early, call.line_stops_at, call.said_to_stop_early,
        zone=timezone.get_default_timezone(),
    )  # fmt: skip
    return Asked(call.circle, call.circle_since, first, call.corridor_released_at, early)


def _asked_now(call: Call) -> Asked:
    standing = call.helpers.filter(answer__in=USEFUL)
    return _asked(call, standing.aggregate(first=Min("first_useful_at"))["first"])


def _waits_for_release(asked: Asked, at: datetime) -> bool:
    """Whether the corridor would be asked by now, had the caller released it."""
    if asked.circle != Circle.DISTRICT or asked.released_at is not None or asked.useful_at:
        return False
    values, zone = values_on(timezone.localdate(at)), timezone.get_default_timezone()
    released = Asked(asked.circle, asked.since, None, asked.since, asked.early)
    moment = due_at(released, values, zone)
    return moment is not None and moment <= at
