"""The list of indicators with what each says now."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from jilian.accounts.gate import Request, Taking, export_links, needs, says_purpose
from jilian.accounts.permissions import Permission
from jilian.base.paging import RequestConfig
from jilian.indicators import queries
from jilian.indicators.formats import files
from jilian.indicators.formats.charts import hidden_words
from jilian.indicators.lists import IndicatorFilter, IndicatorTable
from jilian.indicators.queries import CatalogueRow, ShownFigure
from jilian.indicators.rules import SourceKind
from jilian.indicators.rules.definitions import DEFINITIONS, Definition
from jilian.indicators.rules.periods import read_period
from jilian.indicators.views.shared import address, may_release, taken
from jilian.ui.drawings.spark import SparkDrawing, lay_out_spark
from jilian.ui.rows import Rows

P = Permission
PER_PAGE = 50
MONTHS_SHOWN = 12


@dataclass(frozen=True)
class Line:
    """A row of the list with its thin line of history."""

    row: CatalogueRow
    history: tuple[float | None, ...]
    url: str

    @property
    def definition(self) -> Definition:
        """What the indicator is."""
        return self.row.definition

    @property
    def figure(self) -> ShownFigure | None:
        """What it says now."""
        return self.row.figure

    @property
    def has_figure(self) -> bool:
        """Whether there is a number that this reader may see."""
        return self.figure is not None and self.figure.value is not None

    @property
    def is_hidden(self) -> bool:
        """Whether its number is kept from this reader."""
        return self.figure is not None and bool(self.figure.hidden)

    @property
    def period_text(self) -> str:
        """The period, for sorting."""
        return self.figure.period if self.figure else ""

    @property
    def period_words(self) -> str:
        """The period in the reader's language."""
        return read_period(self.figure.period).words if self.figure else ""

    @property
    def hidden_words(self) -> str:
        """Why there is no number; empty where there is one."""
        return hidden_words(self.figure.hidden) if self.figure else ""

    @property
    def spark(self) -> SparkDrawing | None:
        """The thin line of its last months."""
        return lay_out_spark(self.history)

    @property
    def source_words(self) -> str:
        """Where its values come from."""
        return str(SourceKind(self.definition.source_kind).label)

    @property
    def text_for_search(self) -> str:
        """The words in which a search looks."""
        return str(self.row.text_for_search)


@needs(P.SEE_INDICATORS)
def listing(request: Request) -> HttpResponse:
    """Which figures are there, and what do they say now?"""
    lines = _lines(request)
    chosen = _chosen(request, lines)
    table = IndicatorTable(chosen.qs)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    table.exports = export_links(request, "indicators:export")
    page = {
        "filter": chosen,
        "table": table,
        "indicators": len(lines),
        "with_figure": sum(line.has_figure for line in lines),
        "hidden": sum(line.is_hidden for line in lines),
        "may_keep": request.reach.may(P.KEEP_INDICATORS),
        "may_release": may_release(request),
    }
    return render(request, "indicators/list.html", page)


def _lines(request: Request) -> Rows:
    rows = queries.catalogue_rows(request.person, request.world, request.as_of)
    months = queries.months_measured(request.world, request.as_of)[:MONTHS_SHOWN][::-1]
    asked = [
        (row.definition.key, row.figure.unit_key, month)
        for row in rows
        if row.figure is not None
        for month in months
    ]
    figures = queries.figures_at(request.person, request.world, asked)
    return Rows(
        Line(
            row,
            tuple(
                _drawn(figures.get((row.definition.key, row.figure.unit_key, month)))
                for month in months
            )
            if row.figure is not None
            else (),
            address(request, "indicators:detail", row.definition.key),
        )
        for row in rows
    )


def _drawn(figure: ShownFigure | None) -> float | None:
    if figure is None or figure.value is None or figure.hidden:
        return None
    return float(figure.value)


def _chosen(request: Request, lines: Rows) -> IndicatorFilter:
    themes = {one.theme: str(one.theme_word) for one in DEFINITIONS.values()}
    return IndicatorFilter(request.GET, queryset=lines, themes=list(themes.items()))


@needs(P.EXPORT)
@says_purpose
def listing_export(request: Request, taking: Taking, kind: str) -> HttpResponse:
    """The list as a file, by its filters."""
    lines = files.catalogue_lines([line.row for line in _chosen(request, _lines(request)).qs])
    return taken(request, taking, kind, "indicators", lines, _("Indicators"))
