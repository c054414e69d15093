"""Review level by level: the town checks, the commission accepts and locks, either sends back."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow, reach
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.places.models import World
from jilian.returns.models import MonthlyReturn
from jilian.returns.operations.steps import locked, needed, note_step
from jilian.returns.operations.telling import tell_sent_back
from jilian.returns.rules.flow import check_acceptance, check_sending_back, check_town_check
from jilian.returns.rules.words import State, StepKind, UnitKind

P = Permission


@transaction.atomic
def check_by_town(*, by: Person, at: datetime, monthly_return: MonthlyReturn) -> MonthlyReturn:
    """The town in which a cluster lies has checked its return."""
    kept = locked(monthly_return)
    allow(by, P.REVIEW_RETURNS, world_code=kept.world.code, scopes=kept.town_scopes)
    if kept.unit_kind != UnitKind.CLUSTER:
        raise Refusal("own_return", _("A town's own return goes to the commission at once."))
    check_town_check(kept.state)
    return _moved(by, at, kept, State.CHECKED, StepKind.CHECKED)


@transaction.atomic
def accept_return(*, by: Person, at: datetime, monthly_return: MonthlyReturn) -> MonthlyReturn:
    """The commission accepts it; that of a cluster after its town has checked it."""
    kept = locked(monthly_return)
    allow(by, P.REVIEW_RETURNS, world_code=kept.world.code)
    needs_town = kept.unit_kind == UnitKind.CLUSTER and bool(kept.town_scopes)
    check_acceptance(kept.state, needs_town=needs_town)
    return _moved(by, at, kept, State.ACCEPTED, StepKind.ACCEPTED)


@transaction.atomic
def send_back(
    *, by: Person, at: datetime, monthly_return: MonthlyReturn, reason: str
) -> MonthlyReturn:
    """Give a return back to its unit with the reason; the unit is told."""
    kept = locked(monthly_return)
    allow(by, P.REVIEW_RETURNS, world_code=kept.world.code, scopes=kept.town_scopes)
    by_town = not reach(by, kept.world.code).may(P.REVIEW_RETURNS)
    check_sending_back(kept.state, by_town=by_town)
    kept.sent_back_reason = needed(reason)
    _moved(by, at, kept, State.SENT_BACK, StepKind.SENT_BACK, kept.sent_back_reason)
    tell_sent_back(by=by, at=at, row=kept)
    return kept


@transaction.atomic
def lock_month(*, by: Person, at: datetime, world: World, form: str, month: date) -> int:
    """Lock all accepted returns of a month; from then on they change by correction only."""
    allow(by, P.REVIEW_RETURNS, world_code=world.code)
    rows = MonthlyReturn.objects.select_for_update(of=("self",)).select_related("world")
    kept = list(rows.filter(world=world, form=form, month=month, state=State.ACCEPTED))
    if not kept:
        raise Refusal("nothing_accepted", _("No accepted return waits to be locked."))
    for row in kept:
        _moved(by, at, row, State.LOCKED, StepKind.LOCKED)
    audit.record(
        "returns.locked", by=by, at=at, world=world,
        after={"form": form, "month": month, "returns": [row.pk for row in kept]},
    )  # fmt: skip
    return len(kept)


def _moved(
    by: Person, at: datetime, kept: MonthlyReturn, state: State, kind: StepKind, words: str = ""
) -> MonthlyReturn:
    kept.state = state
    kept.save(update_fields=["state", "sent_back_reason"])
    note_step(by, at, kept, kind, words)
    return kept
