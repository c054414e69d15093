"""The states of a selection, and what may be chosen in it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.base.errors import Refusal
from jilian.leaders.rules.measures import Criterion, declared

FARTHEST_START = timedelta(days=366)
WHOLE = Decimal(100)
FIRST_YEAR = 1950


class SelectionState(models.TextChoices):
    """How far a selection has come."""

    DRAFT = "draft", pgettext_lazy("selection", "draft")
    COMPUTED = "computed", pgettext_lazy("selection", "computed, not decided")
    DECIDED = "decided", pgettext_lazy("selection", "decided")
    WITHDRAWN = "withdrawn", pgettext_lazy("selection", "withdrawn")


STATE_MARKS = {
    SelectionState.DRAFT: "waiting",
    SelectionState.COMPUTED: "open",
    SelectionState.DECIDED: "confirmed",
    SelectionState.WITHDRAWN: "closed",
}
OPEN_STATES = (SelectionState.DRAFT, SelectionState.COMPUTED)


class Method(models.TextChoices):
    """How the measures are brought to one number."""

    TOPSIS = "topsis", _("closeness to the best (TOPSIS)")
    WEIGHTED_SUM = "weighted_sum", _("weighted sum")


class Weighting(models.TextChoices):
    """How the weights came about."""

    EQUAL = "equal", _("each criterion alike")
    ENTROPY = "entropy", _("by entropy: what tells the firms apart weighs more")
    BY_HAND = "by_hand", _("set by hand")


class MissingRule(models.TextChoices):
    """What happens where a value is unknown; none of them fills it in."""

    NOT_COMPARABLE = "not_comparable", _("a firm that lacks a measure is not comparable")
    LEAVE_OUT_ANY = "leave_out_any", _("a measure that any firm lacks is left out for all")
    LEAVE_OUT_HALF = (
        "leave_out_half",
        _("a measure that fewer than half of the firms state is left out for all"),
    )


def default_year(day: date) -> int:
    """The year of the facts: the last full one before the day."""
    return day.year - 1


def check_start(*, as_of: date, year: int, today: date, is_member_known: bool) -> None:
    """Refuse a selection about days that have not come, or of a cluster without a member."""
    if as_of > today:
        raise Refusal("day_ahead", _("A selection rests on records of a day that has come."))
    if not FIRST_YEAR <= year <= as_of.year:
        raise Refusal("year_wrong", _("The year of the facts must not lie after the day."))
    if not is_member_known:
        raise Refusal("no_members", _("No member of this cluster is known on that day."))


def check_measures(keys: Collection[str]) -> None:
    """Refuse an empty declaration, and unknown measures."""
    if not keys:
        raise Refusal("measures_missing", _("Choose at least one measure."))
    declared(keys)


def check_weights(
    weighting: str, weights: Mapping[str, Decimal], criteria: Collection[str], reason: str
) -> dict[str, Decimal]:
    """Return the points by criterion as they are kept; none unless they are set by hand."""
    if weighting not in Weighting.values:
        raise Refusal("weighting_unknown", _("Choose how the weights come about."))
    if weighting != Weighting.BY_HAND:
        return {}
    found = {key: Decimal(weights.get(key) or 0) for key in Criterion.values}
    if any(one < 0 for one in found.values()):
        raise Refusal("weight_negative", _("A weight is never below zero."))
    if sum(found.values()) != WHOLE:
        raise Refusal(
            "weights_sum",
            _("The weights come to %(sum)s points; they must come to 100.")
            % {"sum": sum(found.values())},
        )
    for key, points in found.items():
        if points and key not in criteria:
            raise Refusal(
                "weight_without_measure",
                _("“%(criterion)s” has a weight but no measure.")
                % {"criterion": Criterion(key).label},
            )
    if not reason.strip():
        raise Refusal("weights_reason_missing", _("Say why the weights are set by hand."))
    return found


def check_choice(
    *, chosen: Collection[str], first: str | None, reason: str, from_day: date, as_of: date,
    today: date,
) -> None:  # fmt: skip
    """Refuse a decision without a firm, without the reason it needs, or about an earlier day.

    Whoever chooses another firm than the first alone says why; where nobody is comparable, always.
    """
    if not chosen:
        raise Refusal("nobody_chosen", _("Choose at least one firm."))
    if set(chosen) != {first} and not reason.strip():
        raise Refusal(
            "choice_reason_missing",
            _("The decision is not the first firm alone: that needs a reason."),
        )
    if from_day < as_of:
        raise Refusal(
            "day_before_selection",
            _("The selection rests on %(day)s: it says nothing about an earlier day.")
            % {"day": as_of.isoformat()},
        )
    if from_day > today + FARTHEST_START:
        raise Refusal("day_too_far", _("The first day lies more than a year ahead."))
