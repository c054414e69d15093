"""How long a term lasts, when offices are reminded of its end, and how it may be changed.

Every number stands in the dated rule file; the version asked is that of the day the term starts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from jilian.base.errors import Refusal
from jilian.base.months import months_later
from jilian.organisations.rules.thresholds import RULES, quote
from jilian_engine.rulebook import load, term_years


@dataclass(frozen=True)
class TermSpan:
    """A term with its first and last day, both included, and the rule that says how long.

    Without ``ends_on`` the length is not known: no rule, or one that leaves a range (``least`` to
    ``most`` years) from which nobody has chosen.
    """

    starts_on: date
    ends_on: date | None = None
    years: int | None = None
    rule_id: str = ""
    rule_text: str = ""
    least: int | None = None
    most: int | None = None
    certain: bool = True


def term_of(type: str, starts_on: date, years: int | None = None) -> TermSpan:
    """Return the term that starts on this day; ``years`` chooses where the rule leaves a range.

    Refuses a number of years that the rule does not leave.
    """
    length = term_years(str(type), starts_on)
    if length is None:
        ends = years_after(starts_on, years) - timedelta(1) if years else None
        return TermSpan(starts_on, ends, years)
    if years is not None and not length.least <= years <= length.most:
        raise Refusal(
            "years_against_rule",
            _("The rule of that day says otherwise: “%(rule)s” (%(id)s).")
            % {"rule": quote(length.rule), "id": length.rule.id},
        )
    chosen = years or (length.least if length.least == length.most else None)
    ends = years_after(starts_on, chosen) - timedelta(1) if chosen else None
    return TermSpan(
        starts_on, ends, chosen, length.rule.id, quote(length.rule), length.least, length.most,
        length.certain,
    )  # fmt: skip


def years_after(day: date, years: int) -> date:
    """The same day so many years later; 29 February becomes 1 March where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def reminders() -> tuple[int, ...]:
    """How many days before its end offices are reminded of a term, the longest first."""
    stated = load(RULES).definitions["term_change"]["reminder_days_before"]
    return tuple(sorted((int(one) for one in stated), reverse=True))


def first_reminder() -> int:
    """How many days before its end a term counts as due."""
    return reminders()[0]


def reminder_due(due_on: date, today: date) -> int | None:
    """Which reminder is due on a day: the number of days that it stands for; None before the first.

    A reminder that was missed is not made up for once the next one is due.
    """
    left = (due_on - today).days
    return min((days for days in reminders() if left <= days), default=None)


def reply_due(applied_on: date) -> date:
    """Until when an application is in general replied to (CPC-BRANCH art. 6: one month)."""
    stated = load(RULES).definitions["approval"]["reply"]
    assert stated["unit"] == "month"
    return months_later(applied_on, int(stated["value"]))


def most_extension_years() -> int:
    """By how many years a term is in general extended or ended early at most (ORG-09)."""
    return int(load(RULES).definitions["term_change"]["max_years"])


def check_change_of_term(ends_on: date | None, until: date, document: str, reason: str) -> None:
    """Refuse an extension or early election without paper; far ones need a reason.

    ``until`` is the new last day, or the day of an early election.
    """
    if not document.strip():
        raise Refusal(
            "superior_document_missing",
            _("The superior organisation decides on this: give its paper."),
        )
    if ends_on is None:
        return
    years = most_extension_years()
    near = until <= years_after(ends_on, years) and ends_on <= years_after(until, years)
    if not near and not reason.strip():
        raise Refusal(
            "departure_needs_reason",
            _(
                "A term is in general extended or ended early by no more than %(years)d year "
                "(ORG-09). Record the reason and go on."
            )
            % {"years": years},
        )
