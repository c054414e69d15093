"""Units beside each other, fair to their size; nobody is ranked."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from jilian.accounts.gate import Request, Taking, export_links, needs, says_purpose
from jilian.accounts.permissions import Permission
from jilian.indicators import queries
from jilian.indicators.analysis.counted import counted_shares
from jilian.indicators.formats import charts, files
from jilian.indicators.queries import UnitRow
from jilian.indicators.rules import UnitKind
from jilian.indicators.rules.comparing import (
    HUNDRED,
    LEAST_PLACED,
    Compared,
    best_of,
    is_share_of_counts,
    placed,
)
from jilian.indicators.rules.definitions import DEFINITIONS, Definition, definition_of
from jilian.indicators.views.shared import address, taken

P = Permission
KINDS = (UnitKind.TOWN, UnitKind.CLUSTER, UnitKind.PLACE)
WHOLES = (UnitKind.WORLD,)


@dataclass(frozen=True)
class Asked:
    """What is compared, of what kind of unit, in which period."""

    definition: Definition
    kind: str
    period: str
    periods: list[str]


@dataclass(frozen=True)
class Found:
    """The comparison, and the figure of the whole."""

    units: list[Compared]
    rows: dict[str, UnitRow]
    whole: UnitRow | None
    is_share: bool

    @property
    def most(self) -> Decimal:
        """Where the scale of the drawing ends."""
        ends = [one.high for one in self.units if one.high is not None]
        return max([*ends, Decimal(10)])


def place_words() -> dict[str, str]:
    """What each group of a comparison is called."""
    return {
        "above": _("above the whole"),
        "like": _("not to be told apart from the whole"),
        "below": _("below the whole"),
        "small": _("too few to say"),
        "hidden": _("hidden"),
        "unknown": _("without an interval"),
    }


@needs(P.SEE_INDICATORS)
def compare(request: Request) -> HttpResponse:
    """Where is it better, and what do they do there?"""
    asked = _asked(request)
    page: dict[str, Any] = {
        "definitions": list(DEFINITIONS.values()),
        "asked": asked,
        "kinds": _kinds(asked),
    }
    if asked is not None:
        found = _found(request, asked)
        best = best_of(found.units, asked.definition.better)
        page |= {
            "found": found,
            "groups": _groups(request, asked, found),
            "best": best,
            "best_url": _parts_or_page(request, asked, best.key) if best else "",
            "least": LEAST_PLACED,
            "whole_words": str(found.whole.figure.words) if found.whole else "",
            "exports": export_links(request, "indicators:compare_export"),
        }
    return render(request, "indicators/compare.html", page)


def _kinds(asked: Asked | None) -> list[tuple[str, str]]:
    kinds = [kind for kind in KINDS if asked is None or kind in asked.definition.unit_kinds]
    return [(kind.value, str(kind.label)) for kind in kinds]


def _asked(request: Request) -> Asked | None:
    """What is asked for; the first share without asking, None where nothing can be compared."""
    comparable = [d for d in DEFINITIONS.values() if set(d.unit_kinds) & set(KINDS)]
    key = request.GET.get("indicator", "")
    definition = definition_of(key) if key else _telling(request, comparable)
    if definition is None:
        if key:
            raise Http404
        return None
    kinds = [kind.value for kind in KINDS if kind in definition.unit_kinds]
    kind = request.GET.get("kind", "")
    kind = kind if kind in kinds else next(iter(kinds), UnitKind.TOWN.value)
    periods = queries.periods_of(request.person, request.world, definition.key)
    month = request.GET.get("month", "")
    if month and month not in periods:
        raise Http404
    return Asked(definition, kind, month or (periods[0] if periods else ""), periods)


def _telling(request: Request, definitions: list[Definition]) -> Definition | None:
    """A share of counts that is neither nought nor all of it, or else the first indicator."""
    rows = queries.catalogue_rows(request.person, request.world)
    whole = {row.definition.key: row.figure.value for row in rows if row.figure is not None}
    shares = [one for one in definitions if one.better and one.key in counted_shares()]
    telling = (one for one in shares if 0 < (whole.get(one.key) or 0) < HUNDRED)
    return next(telling, next(iter([*shares, *definitions]), None))


def _found(request: Request, asked: Asked) -> Found:
    if not asked.period:
        return Found([], {}, None, is_share=False)
    held = queries.units_at(request.person, request.world, asked.definition.key, asked.period)
    whole = next((row for row in held if row.unit.kind in WHOLES), None)
    rows = [row for row in held if row.unit.kind == asked.kind]
    compared = [_compared(asked.definition, row) for row in rows]
    is_share = any(one.part is not None for one in compared)
    overall = whole.figure.value if whole is not None and not whole.figure.hidden else None
    return Found(
        placed(compared, overall), {row.unit.key: row for row in rows}, whole, is_share=is_share
    )


def _compared(definition: Definition, row: UnitRow) -> Compared:
    figure = row.figure
    counts = definition.key in counted_shares() and is_share_of_counts(
        definition.unit, figure.numerator, figure.denominator, figure.value
    )
    part = int(figure.numerator) if counts and figure.numerator is not None else None
    whole = int(figure.denominator) if counts and figure.denominator is not None else None
    return Compared(
        row.unit.key, str(row.unit.name), figure.value, part, whole, bool(figure.hidden)
    )


@dataclass(frozen=True)
class Line:
    """A unit in the list, with its words and where it opens."""

    unit: Compared
    words: str
    firms: int | None
    url: str


def _groups(request: Request, asked: Asked, found: Found) -> list[tuple[str, str, list[Line]]]:
    words = place_words()
    groups = groupby(found.units, key=lambda one: one.place)
    return [
        (place, words[place], [_line(request, asked, found, one) for one in units])
        for place, units in groups
    ]


def _line(request: Request, asked: Asked, found: Found, one: Compared) -> Line:
    figure = found.rows[one.key].figure
    words = charts.hidden_words(figure.hidden)
    if not words and figure.value is not None:
        words = str(figure.words)
    return Line(one, words, figure.contributors, _parts_or_page(request, asked, one.key))


def _parts_or_page(request: Request, asked: Asked, unit: str) -> str:
    """The page of the indicator for a unit: definition, series, and from there the records."""
    return address(
        request, "indicators:detail", asked.definition.key, unit=unit, month=asked.period
    )


@needs(P.EXPORT)
@says_purpose
def compare_export(request: Request, taking: Taking, kind: str) -> HttpResponse:
    """The comparison as a file."""
    asked = _asked(request)
    if asked is None or not request.reach.may_somewhere(P.SEE_INDICATORS):
        raise Http404
    lines = files.compared_lines(_found(request, asked).units, place_words())
    return taken(request, taking, kind, "indicator_units", lines, _("Units beside each other"))
