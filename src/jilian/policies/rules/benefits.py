"""What may follow for a policy and for a benefit that nobody applied for."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from jilian.base.errors import Refusal
from jilian.policies.rules.words import BenefitState, PolicyState

if TYPE_CHECKING:
    from collections.abc import Callable

# Working days of objection; 行政法规 leave the period to each policy, three are the usual least.
LEAST_DAYS, MOST_DAYS = 3, 60


def check_objection_days(days: int) -> None:
    """Refuse a period that leaves no real time, or that never ends."""
    if not LEAST_DAYS <= days <= MOST_DAYS:
        raise Refusal(
            "objection_days_odd",
            _("The objection period has %(least)d to %(most)d working days.")
            % {"least": LEAST_DAYS, "most": MOST_DAYS},
        )


def last_objection_day(announced_on: date, days: int, add: Callable[[date, int], date]) -> date:
    """The last day to object; the first day counted is the day after the announcement."""
    return add(announced_on, days)


def check_open_policy(state: str) -> None:
    """Refuse to announce by a policy that is not in force."""
    if state != PolicyState.IN_FORCE:
        raise Refusal("policy_not_in_force", _("This policy is not in force."))


def check_objection(state: str, until: date, today: date) -> None:
    """Refuse an objection that comes after its time, or to what is no longer announced."""
    if state != BenefitState.ANNOUNCED:
        raise Refusal("benefit_not_announced", _("It is no longer open to objections."))
    if today > until:
        raise Refusal("objection_late", _("The time to object has ended."))


def check_decision(state: str, until: date, has_objection: bool, on: date, today: date) -> None:
    """Refuse a decision before the time to object is over, or over an unanswered objection."""
    if state != BenefitState.ANNOUNCED:
        raise Refusal("benefit_not_announced", _("Only what is announced is decided."))
    if has_objection:
        raise Refusal("objection_open", _("Answer the objection first."))
    if on <= until or today <= until:
        raise Refusal("objection_time_runs", _("The time to object has not ended yet."))
    if on > today:
        raise Refusal("day_ahead", _("This day has not come yet."))


def check_undo(state: str) -> None:
    """Refuse to undo an announcement that has been decided on."""
    if state != BenefitState.ANNOUNCED:
        raise Refusal(
            "benefit_decided", _("It has been decided; it can only be withdrawn, with a reason.")
        )


def check_payment(state: str, decided_on: date | None, on: date, today: date) -> None:
    """Refuse a payment that was not decided, or of a day before the decision."""
    if state != BenefitState.DECIDED or decided_on is None:
        raise Refusal("benefit_not_decided", _("Only what has been decided is paid."))
    if on < decided_on:
        raise Refusal("paid_before_decided", _("It cannot be paid before it was decided."))
    if on > today:
        raise Refusal("day_ahead", _("This day has not come yet."))


def check_withdrawal(state: str, reason: str) -> None:
    """Refuse to withdraw what is paid or withdrawn, or without saying why."""
    if state in (BenefitState.PAID, BenefitState.WITHDRAWN):
        raise Refusal("benefit_ended", _("It has been paid or withdrawn already."))
    if not reason:
        raise Refusal("reason_missing", _("Say why."))
