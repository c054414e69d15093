"""One indicator for one unit: its figure, its definition, its series, its towns."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from jilian.accounts.gate import Request, Taking, export_links, needs, says_purpose
from jilian.accounts.permissions import Permission
from jilian.indicators import queries
from jilian.indicators.formats import charts, files
from jilian.indicators.formats.runs import growth_runs
from jilian.indicators.queries import Point, Series, Unit
from jilian.indicators.queries.units import world_unit
from jilian.indicators.rules import PriceBasis, SourceKind, UnitKind
from jilian.indicators.rules.definitions import Definition
from jilian.indicators.rules.words import growth_words
from jilian.indicators.views.shared import address, definition_asked, taken, unit_asked
from jilian.ui.values import in_chinese
from jilian_engine.figures import rank_of

P = Permission
PANEL_PERIODS = 24
LEAST_RANKED = 2


@needs(P.SEE_INDICATORS)
def detail(request: Request, indicator: str) -> HttpResponse:
    """What is it now, what does it count, how did it come to this?"""
    definition = definition_asked(indicator)
    units = _units(request, definition)
    unit = unit_asked(request, units)
    series = _series(request, indicator, unit)
    point = _point_asked(request, series)

    def opened(one: Point) -> str:
        if not series.openable:
            return ""
        asked = {"unit": unit.key, "month": one.period.text}
        return address(request, "indicators:parts", indicator, **asked)

    page: dict[str, Any] = {
        "definition": definition,
        "source_words": SourceKind(definition.source_kind).label,
        "price_words": PriceBasis(definition.price_basis).label if definition.price_basis else "",
        "units": units,
        "unit": unit,
        "series": series,
        "point": point,
        "growth_words": growth_words(point.growth_kind) if point else "",
        "runs": growth_runs(series),
        "rank": _rank(request, definition, unit, point) if point else "",
        "nominal": charts.nominal_growth(point) if point else None,
        "hidden": charts.hidden_words(point.hidden) if point else "",
        "parts_url": opened(point) if point and point.value is not None else "",
        "rows": charts.table_rows(series, opened),
        "chart": charts.series_chart(series, opened, charts.breaks_of(series)),
        "growth": charts.growth_chart(series),
        "has_towns": UnitKind.TOWN in definition.unit_kinds,
        "exports": export_links(request, "indicators:series_export", indicator),
    }
    return render(request, "indicators/detail.html", page)


def _rank(request: Request, definition: Definition, unit: Unit, point: Point) -> str:
    """The place among the places of a published table; towns and clusters are not ranked."""
    if unit.kind != UnitKind.PLACE or definition.unit == "rank" or point.value is None:
        return ""
    peers = queries.peers_at(
        request.person, request.world, definition.key, unit.kind, point.period.text
    )
    if len(peers) < LEAST_RANKED:
        return ""
    rank = rank_of({unit.key: None, **peers}, unit.key)
    return rank.in_chinese() if in_chinese() else rank.in_english()


def _units(request: Request, definition: Definition) -> list[Unit]:
    held, asked = queries.units_of(request.person, request.world), request.GET.get("unit", "")
    kinds = definition.unit_kinds  # others publish it for further units, which are asked for
    return [one for one in held if one.kind in kinds or one.key == asked] or (
        held[:1] or [world_unit(request.world)]
    )


def _series(request: Request, indicator: str, unit: Unit) -> Series:
    found = queries.series(request.person, request.world, indicator, unit.key)
    if found is None:
        raise Http404
    return found


def _point_asked(request: Request, series: Series) -> Point | None:
    """The point of the month that is asked for, the latest without asking."""
    asked = request.GET.get("month", "")
    points = series.as_revised
    if not asked:
        return points[-1] if points else None
    found = next((one for one in points if one.period.text == asked), None)
    if found is None:
        raise Http404
    return found


@needs(P.SEE_INDICATORS)
def towns(request: Request, indicator: str) -> HttpResponse:
    """How did it go in each town? (part of a page)"""
    definition = definition_asked(indicator)
    periods = queries.periods_of(request.person, request.world, indicator)[:PANEL_PERIODS][::-1]
    units = [
        one for one in queries.units_of(request.person, request.world) if one.kind == UnitKind.TOWN
    ]
    asked = [(indicator, unit.key, period) for unit in units for period in periods]
    figures = queries.figures_at(request.person, request.world, asked)
    panels = [
        charts.panel_of(
            unit,
            [found for p in periods if (found := figures.get((indicator, unit.key, p)))],
            address(request, "indicators:detail", indicator, unit=unit.key),
        )
        for unit in sorted(units, key=lambda one: str(one.name))
    ]
    page = {"definition": definition, "panels": panels}
    return render(request, "indicators/towns.html", page)


@needs(P.EXPORT)
@says_purpose
def series_export(request: Request, taking: Taking, indicator: str, kind: str) -> HttpResponse:
    """A series as a file: as published, as revised, growth, cover."""
    definition = definition_asked(indicator)
    if not request.reach.may_somewhere(P.SEE_INDICATORS):
        raise Http404
    unit = unit_asked(request, _units(request, definition))
    series = _series(request, indicator, unit)
    lines = files.series_lines(series)
    return taken(request, taking, kind, "indicator_series", lines, _("Series"))
