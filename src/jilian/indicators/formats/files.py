"""Figures as lines of a file: the list, a series, the records of a figure, a comparison."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol

from django.utils.translation import gettext as _, pgettext

from jilian.indicators.formats.charts import hidden_words
from jilian.indicators.rules import ComparedBound, SourceKind
from jilian.indicators.rules.comparing import Compared

if TYPE_CHECKING:
    from jilian.indicators.queries import CatalogueRow, Point, Series

Line = tuple[object, ...]


class Record(Protocol):
    """A record of a figure."""

    @property
    def name(self) -> str:
        """Empty where it may not be seen."""

    @property
    def amount(self) -> Decimal | None:
        """What it counts."""

    @property
    def note(self) -> str:
        """What else is said of it."""


class Records(Protocol):
    """Records that count together."""

    @property
    def words(self) -> str:
        """What they are."""

    @property
    def rows(self) -> Sequence[Record]:
        """Each of them."""

    @property
    def total(self) -> Decimal | None:
        """Their sum."""

    @property
    def unseen(self) -> int:
        """How many of them may not be seen."""


def _source(kind: str) -> str:
    return str(SourceKind(kind).label)


def _bound(bound: str) -> str:
    return str(ComparedBound(str(bound)).label) if bound else ""


def catalogue_lines(rows: Iterable[CatalogueRow]) -> list[Line]:
    """Each indicator with what it says now."""
    lines: list[Line] = [
        (_("Key"), _("Indicator"), _("Theme"), _("Unit"), _("Period"),
         pgettext("indicator", "Figure"), _("How exact"),
         _("Cover (%)"), _("Revision"), _("Where from"), _("Why there is none"))
    ]  # fmt: skip
    for row in rows:
        one, figure = row.definition, row.figure
        head = (one.key, one.name, one.theme_word, one.unit_word)
        if figure is None:
            lines.append((*head, "", None, "", None, None, _source(one.source_kind), ""))
            continue
        lines.append((
            *head, figure.period, figure.value, _bound(figure.bound), figure.cover,
            figure.revision, _source(one.source_kind), hidden_words(figure.hidden),
        ))  # fmt: skip
    return lines


def series_lines(series: Series) -> list[Line]:
    """Each period as published and as revised."""
    first = {point.period.text: point for point in series.as_published}
    head: Line = (
        _("Period"), pgettext("series", "As published"), _("As revised"), _("How exact"),
        _("Unit"), _("Revision"),
        _("Why revised"), _("Growth, same scope (%)"), _("Growth, nominal (%)"), _("Cover (%)"),
        _("Published on"), _("Why there is none"),
    )  # fmt: skip
    return [head, *(_point_line(series, first.get(p.period.text), p) for p in series.as_revised)]


def _point_line(series: Series, first: Point | None, point: Point) -> Line:
    return (
        point.period.text, first.value if first else None, point.value, _bound(point.bound),
        series.definition.unit_word, point.revision, point.reason if point.revision > 1 else "",
        point.growth_published,
        None if point.growth_computed is None else round(point.growth_computed, 4),
        point.cover_pct, point.published_on, hidden_words(point.hidden),
    )  # fmt: skip


def parts_lines(lists: Iterable[Records | None]) -> list[Line]:
    """The records of a figure; the last line of each list is their sum."""
    lines: list[Line] = [(_("List"), _("Record"), _("Amount"), _("Note"))]
    for one in lists:
        if one is None:
            continue
        lines += [(one.words, row.name, row.amount, row.note) for row in one.rows]
        if one.unseen:
            lines.append((one.words, _("records that you may not see"), one.unseen, ""))
        lines.append((one.words, _("Sum"), one.total, ""))
    return lines


def compared_lines(units: Iterable[Compared], words: dict[str, str]) -> list[Line]:
    """The units with their intervals and places."""
    head: Line = (_("Unit"), pgettext("indicator", "Figure"), _("Part"), _("Whole"),
                  _("Interval from (%)"), _("Interval to (%)"), _("Place"))  # fmt: skip
    return [
        head,
        *(
            (one.name, one.value, one.part, one.whole, one.low, one.high, words[one.place])
            for one in units
        ),
    ]
