"""Kinds of units, periods, bounds, price bases and sources of a value."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy


class UnitKind(models.TextChoices):
    """What a value is about. The key of a unit is its world's code, a code or a cluster's key."""

    WORLD = "world", pgettext_lazy("unit", "the whole world")
    PLACE = "place", _("a place of the world")
    TOWN = "town", _("a town or street")
    CLUSTER = "cluster", _("a cluster")


class PeriodKind(models.TextChoices):
    """The sort of time that a value is about."""

    MONTH = "month", _("a month, stocks at its end")
    YEAR = "year", _("a year")
    AS_OF = "as_of", _("a day")
    SPAN = "span", _("another span of time")


class ComparedBound(models.TextChoices):
    """How a value stands to the true one; empty where nothing is known."""

    EXACT = "exact", pgettext_lazy("bound", "exact")
    AT_LEAST = "at_least", pgettext_lazy("bound", "at least")
    MORE_THAN = "more_than", pgettext_lazy("bound", "more than")
    AT_MOST = "at_most", pgettext_lazy("bound", "at most")
    BELOW = "below", pgettext_lazy("bound", "less than")
    ABOUT = "about", pgettext_lazy("bound", "about")
    UNKNOWN = "unknown", pgettext_lazy("bound", "not known")


class PriceBasis(models.TextChoices):
    """In whose prices a value in money is; empty where it is no money."""

    NONE = "", _("no money")
    CURRENT = "current", _("prices of the period (nominal)")
    CONSTANT = "constant", _("constant prices (real)")


class SourceKind(models.TextChoices):
    """Where a value came from."""

    COMPUTED = "computed", _("computed from records")
    RETURNED = "returned", _("returned by a unit")
    PUBLISHED = "published", _("published elsewhere")


class Hidden(models.TextChoices):
    """Why a reader is not shown a value; empty where she is."""

    NOT = "", _("shown")
    HIDDEN = "hidden", _("hidden: it would give a single firm or few people away")
    UNRELEASED = "unreleased", _("not released")


class GrowthKind(models.TextChoices):
    """What a published growth compares; whoever publishes it says so, or does not."""

    SAME_SCOPE = "same_scope", pgettext_lazy("growth", "on the year before, same scope")
    NOMINAL = "nominal", pgettext_lazy("growth", "on the year before, nominal")
    REAL = "real", pgettext_lazy("growth", "on the year before, constant prices")
    YEAR_ON_YEAR = "yoy", pgettext_lazy("growth", "on the year before, scope not stated")
    DERIVED = "derived", pgettext_lazy("growth", "on the year before, worked out from values")
    YEARLY = "cagr", pgettext_lazy("growth", "a year on average")
    UNSAID = "", pgettext_lazy("growth", "on the year before, scope not stated")


def growth_words(kind: str) -> str:
    """What a growth compares; as not stated for a kind that nobody knows."""
    known = kind if kind in GrowthKind.values else GrowthKind.UNSAID
    return str(GrowthKind(known).label)
