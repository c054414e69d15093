"""In which order the days of a procedure follow one another."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from jilian.base.errors import Refusal
from jilian.ui.values import day_text


def check_step_day(day: date, today: date) -> None:
    """Refuse a step that has not been taken yet."""
    if day > today:
        raise Refusal("day_ahead", _("A step is recorded on its day or afterwards."))


def check_order(day: date, earlier: date | None) -> None:
    """Refuse a step before the one that it follows."""
    if earlier is not None and day < earlier:
        raise Refusal(
            "before_earlier_step",
            _("That was before %(day)s, when the step before it was taken.")
            % {"day": day_text(earlier)},
        )


def check_effect(effect_on: date | None, approved_on: date | None) -> date:
    """Return the day of effect; refuses none, and one before the approval."""
    if effect_on is None:
        raise Refusal("effect_missing", _("Say from which day the body stands."))
    if approved_on is not None and effect_on < approved_on:
        raise Refusal(
            "effect_before_approval",
            _("A body stands from its approval at the earliest: %(day)s.")
            % {"day": day_text(approved_on)},
        )
    return effect_on
