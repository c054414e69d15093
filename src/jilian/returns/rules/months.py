"""Which months are reported, what they are compared with, and until when they are due."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, time

from django.utils.translation import gettext_lazy as _

from jilian.base.errors import Refusal
from jilian.base.months import months_later
from jilian.returns.rules.forms import DueRule
from jilian_engine.clocks import SHANGHAI, Calendar
from jilian_engine.clocks.errors import ClockError

NEXT_WORKING_DAY = "next_working_day"


def is_reported(rule: DueRule, month: date) -> bool:
    """Whether a month has a return of its own, or stands for joint ones as their last."""
    return month.month not in rule.exempt and month.month not in rule.joint[:-1]


def is_joint(rule: DueRule, month: date) -> bool:
    """Whether the return of this month covers several months together."""
    return bool(rule.joint) and month.month == rule.joint[-1]


def check_month(rule: DueRule, month: date, today: date) -> None:
    """Refuse a month that is not reported, or has not ended."""
    if not is_reported(rule, month):
        raise Refusal(
            "month_exempt", _("This month is not reported alone; it comes with the next one.")
        )
    if months_later(month, 1) > today:
        raise Refusal("month_not_over", _("This month has not ended yet."))


def due_moment(rule: DueRule, month: date, calendar: Calendar) -> datetime:
    """Until when a month is reported: its day and hour, moved to a working day by the rule.

    In a year whose working days are not known the day stands as written.
    """
    day = months_later(month, 1).replace(day=rule.day)
    if rule.closed_day == NEXT_WORKING_DAY:
        with suppress(ClockError):
            day = calendar.working_day_from(day)
    return datetime.combine(day, time(rule.hour), tzinfo=SHANGHAI)


def month_before(rule: DueRule, month: date) -> date:
    """The month reported before this one."""
    before = months_later(month, -1)
    while not is_reported(rule, before):
        before = months_later(before, -1)
    return before


def year_before(month: date) -> date:
    """The same month of the year before."""
    return month.replace(year=month.year - 1)


def starts_year(rule: DueRule, month: date) -> bool:
    """Whether no earlier return counts into the cumulative value of this one."""
    return month_before(rule, month).year < month.year


def months_alike(rule: DueRule, month: date) -> bool:
    """Whether this month's value may be compared with the month's before: neither is joint."""
    return not is_joint(rule, month) and not is_joint(rule, month_before(rule, month))


def first_of_month(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def latest_ended(rule: DueRule, today: date) -> date:
    """The latest reported month that has ended."""
    return month_before(rule, first_of_month(today))
