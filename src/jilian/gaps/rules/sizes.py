"""From which yearly output a cluster is of which size class: dated values with their source.

What is added up, and how a firm in several clusters is allocated, stands in
``clusters.rules.output``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from jilian.clusters.rules.output import SizeClass

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@dataclass(frozen=True)
class SizeRule:
    """From which day on which amounts (yuan a year) bound the classes, and by which source."""

    valid_from: date
    least_yuan: Mapping[SizeClass, int]
    source: StrPromise


#: The latest last. No order or notice that sets the amounts was found: they follow the words.
RULES = (
    SizeRule(
        date(2021, 1, 1),
        {one: one.least_yuan for one in SizeClass if one is not SizeClass.SMALLER},
        _(
            "The words “100-billion class” and “10-billion class” taken at their amounts, of"
            " yearly output; the article that uses them (8 March 2022) names neither the measure"
            " nor an amount."
        ),
    ),
)


def rule_on(day: date) -> SizeRule:
    """The rule in force on a day; before the first one it is the first."""
    return next((one for one in reversed(RULES) if one.valid_from <= day), RULES[0])
