"""The list of indicators with its filters."""

from __future__ import annotations

from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.indicators.rules import SourceKind
from jilian.ui.cells import FROM_WIDE, LEAD, NUMBER
from jilian.ui.rows import RowFilter, Rows

ALL = pgettext_lazy("filter", "all")
CELLS = "indicators/cells/"
HAS, HAS_NOT, HIDDEN = "yes", "no", "hidden"


class IndicatorTable(tables.Table):
    """Indicators with what they say now, by theme as the catalogue has them."""

    name = tables.TemplateColumn(
        template_name=f"{CELLS}name.html", verbose_name=_("Indicator"), attrs=LEAD,
        order_by=("definition__name",),
    )  # fmt: skip
    value = tables.TemplateColumn(
        template_name=f"{CELLS}value.html",
        verbose_name=pgettext_lazy("indicator", "Figure"),
        attrs=NUMBER,
        orderable=False,
    )
    period = tables.TemplateColumn(
        template_name=f"{CELLS}period.html", verbose_name=_("Period"), order_by=("period_text",)
    )
    cover = tables.TemplateColumn(
        template_name=f"{CELLS}cover.html", verbose_name=_("Cover"), attrs=NUMBER,
        orderable=False,
    )  # fmt: skip
    history = tables.TemplateColumn(
        template_name=f"{CELLS}history.html", verbose_name=_("Last months"), orderable=False,
        attrs=FROM_WIDE,
    )  # fmt: skip
    source = tables.TemplateColumn(
        template_name=f"{CELLS}source.html", verbose_name=_("Where from"),
        order_by=("definition__source_kind",),
    )  # fmt: skip

    class Meta:
        empty_text = _("No indicator fits.")


class IndicatorFilter(RowFilter):
    """Narrows indicators by words, theme, where they come from, and whether there is a figure."""

    q = filters.CharFilter(label=_("Indicator contains"), method="containing")
    theme = filters.ChoiceFilter(label=_("Theme"), method="of_theme", empty_label=ALL)
    source = filters.ChoiceFilter(
        label=_("Where from"), choices=SourceKind.choices, method="from_source", empty_label=ALL
    )
    figure = filters.ChoiceFilter(
        label=_("Has a figure"), method="with_figure", empty_label=ALL,
        choices=[(HAS, _("yes")), (HAS_NOT, _("no")), (HIDDEN, _("hidden from you"))],
    )  # fmt: skip

    def __init__(self, *args: Any, themes: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["theme"].extra["choices"] = themes

    def containing(self, rows: Rows, _name: str, words: str) -> Rows:
        """Keep those in whose words all of these stand."""
        wanted = words.casefold().split()
        return Rows(
            row for row in rows
            if all(word in str(row.text_for_search).casefold() for word in wanted)
        )  # fmt: skip

    def of_theme(self, rows: Rows, _name: str, theme: str) -> Rows:
        """Keep those of a theme."""
        return Rows(row for row in rows if row.definition.theme == theme)

    def from_source(self, rows: Rows, _name: str, kind: str) -> Rows:
        """Keep those that come from there."""
        return Rows(row for row in rows if row.definition.source_kind == kind)

    def with_figure(self, rows: Rows, _name: str, asked: str) -> Rows:
        """Keep those with, those without a figure that this reader may see, or the hidden ones."""
        if asked == HIDDEN:
            return Rows(row for row in rows if row.is_hidden)
        return Rows(row for row in rows if row.has_figure == (asked == HAS))
