"""A state as it is on a day: a term that ends soon, or has ended, is said before anything else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import ngettext

from jilian.committees.rules.states import STANDING, STATE_MARKS, State
from jilian.committees.rules.terms import first_reminder

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Standing:
    """The sign of a state and its words."""

    mark: str
    words: StrOrPromise


def standing_of(state: str, due: date | None, today: date) -> Standing:
    """How it stands today; ``due`` is the last day of the present term."""
    if state in STANDING and due is not None:
        left = (due - today).days
        if left < 0:
            words = ngettext("term over since %(n)d day", "term over since %(n)d days", -left)
            return Standing("late", words % {"n": -left})
        if left <= first_reminder():
            words = ngettext("term due in %(n)d day", "term due in %(n)d days", left)
            return Standing("soon", words % {"n": left})
    return Standing(STATE_MARKS[state], State(state).label)
