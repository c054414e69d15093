"""A figure opened down to the records it is made of."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from jilian.accounts.gate import Request, Taking, export_links, needs, says_purpose
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.indicators import queries
from jilian.indicators.analysis.parts import Parts, parts_of
from jilian.indicators.formats import files
from jilian.indicators.rules.definitions import Definition
from jilian.indicators.views.shared import address, definition_asked, taken

P = Permission
MOST_ROWS = 200


@needs(P.OPEN_FIGURES)
def parts(request: Request, indicator: str) -> HttpResponse:
    """Which records is this figure made of, and do they add up to it?"""
    definition, unit, month = _asked(request, indicator)
    found = _parts(request, indicator, unit, month)
    names = {one.key: one.name for one in queries.units_of(request.person, request.world)}
    every = "all" in request.GET
    page = {
        "definition": definition,
        "unit_name": names.get(unit, unit),
        "parts": found,
        "most": None if every else MOST_ROWS,
        "slice": ":" if every else f":{MOST_ROWS}",
        "exports": export_links(request, "indicators:parts_export", indicator),
        "back": address(request, "indicators:detail", indicator, unit=unit, month=month),
        "every_url": address(
            request, "indicators:parts", indicator, unit=unit, month=month, all="1"
        ),
    }
    return render(request, "indicators/parts.html", page)


def _asked(request: Request, indicator: str) -> tuple[Definition, str, str]:
    definition = definition_asked(indicator)
    unit = request.GET.get("unit", "") or queries.first_opened(request.person, request.world)
    month = request.GET.get("month", "")
    if not month:
        held = queries.periods_of(request.person, request.world, indicator)
        month = held[0] if held else ""
    return definition, unit, month


def _parts(request: Request, indicator: str, unit: str, month: str) -> Parts:
    """The parts of a value; 404 where it may not be opened, or does not stand."""
    try:
        value = queries.value_behind(request.person, request.world, indicator, unit, month)
    except Refusal as refusal:  # no such period
        raise Http404 from refusal
    if value is None:
        raise Http404
    return parts_of(request.person, value)


@needs(P.EXPORT)
@says_purpose
def parts_export(request: Request, taking: Taking, indicator: str, kind: str) -> HttpResponse:
    """The records of a figure as a file."""
    _definition, unit, month = _asked(request, indicator)
    found = _parts(request, indicator, unit, month)
    lines = files.parts_lines((found.numerator, found.denominator))
    return taken(request, taking, kind, "indicator_parts", lines, _("Records of a figure"))
