"""The measures that may be declared for the four criteria, and why a value may be unknown.

Whatever is missing stays unknown. A zero counts only where the records say that nothing else is
there: see ``Unknown`` for the cases in which they do not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.base.errors import Refusal
from jilian.firms.rules import Measure

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Criterion(models.TextChoices):
    """The four criteria by which a leading firm is chosen."""

    SCALE = "scale", _("scale")
    INNOVATION = "innovation", _("innovation")
    ECONOMIC_QUALITY = "economic_quality", _("economic quality")
    ORGANISATION_BASE = "organisation_base", _("organisation base")


CRITERION_ORDER = tuple(Criterion)


class Origin(Enum):
    """From which records a measure comes."""

    FACT = "fact"
    RATIO = "ratio"
    TITLES = "titles"
    LINKS = "links"
    BODY = "body"


class Unknown(models.TextChoices):
    """Why a value is unknown."""

    NO_RECORD = "no_record", _("no source states it for this year")
    NO_PART = "no_part", _("one of its two parts is not stated for this year")
    NO_DIVISOR = "no_divisor", _("it is divided by zero")
    NO_LIST = "no_list", _("no list of such titles is recorded on the day")
    NO_COVERAGE = "no_coverage", _("the coverage of its town is not recorded")
    NO_FOUNDING = "no_founding", _("the founding of its organisation is not known")
    NO_LINKS = "no_links", _("no known supply link among the members is recorded")


@dataclass(frozen=True)
class Declared:
    """A measure: its criterion, its unit, from what it comes, which way is better.

    ``facts``: the yearly fact, or part and divisor of a ratio; ``digits`` to print of a ratio.
    """

    key: str
    criterion: Criterion
    label: StrOrPromise
    unit: StrOrPromise
    origin: Origin
    facts: tuple[Measure, ...] = ()
    is_default: bool = False
    direction: str = "benefit"

    @property
    def is_yearly(self) -> bool:
        """Whether it belongs to a year; else it holds on the day."""
        return self.origin in (Origin.FACT, Origin.RATIO)


_WAN, _PERSONS = _("10,000 yuan"), _("persons")
_S, _I, _Q, _B = CRITERION_ORDER
CATALOGUE: tuple[Declared, ...] = (
    Declared("employees", _S, _("employees"), _PERSONS, Origin.FACT, (Measure.EMPLOYEES,), True),
    Declared("revenue", _S, _("revenue"), _WAN, Origin.FACT, (Measure.REVENUE,), True),
    Declared("output", _S, _("output value"), _WAN, Origin.FACT, (Measure.OUTPUT,)),
    Declared("assets", _S, _("assets"), _WAN, Origin.FACT, (Measure.ASSETS,)),
    Declared("research_cost", _I, _("research and development cost"), _WAN, Origin.FACT,
             (Measure.RESEARCH_COST,)),
    Declared("research_share", _I, _("research and development cost per revenue"), _("share"),
             Origin.RATIO, (Measure.RESEARCH_COST, Measure.REVENUE), True),
    Declared("patents", _I, _("valid patents"), _("items"), Origin.FACT, (Measure.PATENTS,), True),
    Declared("titles", _I, _("titles held"), pgettext_lazy("unit", "titles"), Origin.TITLES),
    Declared("national_titles", _I, _("national titles held"), pgettext_lazy("unit", "titles"),
             Origin.TITLES),
    Declared("high_tech", _I, _("high-tech firm"), _("1 yes, 0 no"), Origin.TITLES),
    Declared("tax", _Q, _("tax paid"), _WAN, Origin.FACT, (Measure.TAX,)),
    Declared("tax_per_mu", _Q, _("tax per mu"), _("10,000 yuan per mu"), Origin.RATIO,
             (Measure.TAX, Measure.LAND), True),
    Declared("output_per_mu", _Q, _("output per mu"), _("10,000 yuan per mu"), Origin.RATIO,
             (Measure.OUTPUT, Measure.LAND)),
    Declared("value_added", _Q, _("value added"), _WAN, Origin.FACT, (Measure.VALUE_ADDED,)),
    Declared("value_added_per_head", _Q, _("value added per head"), _("10,000 yuan per person"),
             Origin.RATIO, (Measure.VALUE_ADDED, Measure.EMPLOYEES), True),
    Declared("output_per_head", _Q, _("output per head"), _("10,000 yuan per person"),
             Origin.RATIO, (Measure.OUTPUT, Measure.EMPLOYEES)),
    Declared("partners", _Q, _("members it trades with"), pgettext_lazy("unit", "firms"),
             Origin.LINKS),
    Declared("own_body", _B, _("own organisation on the day"), _("1 yes, 0 no"), Origin.BODY,
             (), True),
    Declared("body_years", _B, _("full years since its organisation was founded"), _("years"),
             Origin.BODY),
)  # fmt: skip
_BY_KEY = {one.key: one for one in CATALOGUE}
DEFAULT_MEASURES = tuple(one.key for one in CATALOGUE if one.is_default)


def declared(keys: Iterable[str]) -> tuple[Declared, ...]:
    """Return the measures with these keys in the order of the catalogue; refuses unknown ones."""
    wanted = set(keys)
    if odd := wanted - _BY_KEY.keys():
        raise Refusal(
            "measure_unknown", _("There is no measure “%(key)s”.") % {"key": sorted(odd)[0]}
        )
    return tuple(one for one in CATALOGUE if one.key in wanted)


def measure_words(key: str) -> str:
    """The words of a measure, or of a criterion, in the reader's language."""
    if key in _BY_KEY:
        return str(_BY_KEY[key].label)
    return str(Criterion(key).label) if key in Criterion.values else key


def unit_words(key: str) -> str:
    """The unit of a measure in the reader's language."""
    return str(_BY_KEY[key].unit) if key in _BY_KEY else ""


def unknown_words(code: str) -> str:
    """Why a value is unknown, in the reader's language."""
    return str(Unknown(code).label) if code in Unknown.values else code


NOTES: dict[str, StrOrPromise] = {
    "sources_differ": _("another source says otherwise; the latest statement counts"),
    "not_on_the_lists": _("on none of the lists of the day: truly none"),
    "covered_otherwise": _("covered by another organisation, has none of its own: truly none"),
    "coverage_recorded": _("the coverage of its town is recorded and names none: truly none"),
}


def note_words(code: str) -> str:
    """What a reader should know of a value, in the reader's language."""
    return str(NOTES.get(code, code))
