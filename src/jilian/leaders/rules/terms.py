"""The calendar of the rotating chain head: terms of whole months, one after another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from jilian.base.errors import Refusal
from jilian.base.months import months_later

REMIND_BEFORE = timedelta(days=14)
LONGEST_TEXT = 300
MOST_MONTHS, MOST_TERMS = 60, 24


class Side(models.TextChoices):
    """Whose word a hand-over needs."""

    OUTGOING = "outgoing", _("outgoing chain head")
    INCOMING = "incoming", _("incoming chain head")


@dataclass(frozen=True)
class PlannedTerm:
    """A term that is proposed: firm, first day, day after the last."""

    firm: int
    begins: date
    ends: date


def month_of(day: date) -> date:
    """The first day of the month."""
    return day.replace(day=1)


def months_between(begins: date, ends: date) -> Iterator[date]:
    """The first days of the months from a day up to, not including, another."""
    month = month_of(begins)
    while month < ends:
        yield month
        month = months_later(month, 1)


def plan_terms(firms: Sequence[int], begins: date, months: int) -> list[PlannedTerm]:
    """Lay terms of so many months end to end, one for each firm in order, from a month's first."""
    if begins != month_of(begins):
        raise Refusal("not_a_months_first", _("A term begins on the first day of a month."))
    if not 1 <= months <= MOST_MONTHS:
        raise Refusal(
            "months_wrong", _("A term lasts 1 to %(most)s months.") % {"most": MOST_MONTHS}
        )
    if not firms:
        raise Refusal("nobody_chosen", _("Choose at least one firm."))
    if len(firms) > MOST_TERMS:
        raise Refusal(
            "too_many_terms", _("At most %(most)s terms at a time.") % {"most": MOST_TERMS}
        )
    return [
        PlannedTerm(
            firm, months_later(begins, at * months), months_later(begins, (at + 1) * months)
        )
        for at, firm in enumerate(firms)
    ]
