"""A series of an indicator for the command line: as text, and as plain values for programs."""

from __future__ import annotations

from decimal import Decimal
from itertools import zip_longest
from unicodedata import east_asian_width

from django.utils.translation import gettext as _

from jilian.indicators.queries import Point, Series
from jilian.ui.values import in_chinese
from jilian_engine.figures import shorn, word_percent

GAP = "  "


def series_lines(series: Series) -> list[str]:
    """One line a period: as published, as revised, the growth on the year before, what changed."""
    head = f"{series.definition.name}, {series.unit.name}"
    if not series.as_revised:
        return [head, _("No value has been measured yet.")]
    rows: list[tuple[str, ...]] = [
        (_("period"), _("as published"), _("as revised"), _("nominal growth"), _("why revised"))
    ]
    for first, now in zip(series.as_published, series.as_revised, strict=True):
        rows.append((now.period.text, first.words, now.words, _growth(now), now.reason))
    return [head, *_aligned(rows)]


def _growth(point: Point) -> str:
    """The growth on the year before that the values give; empty where they give none."""
    if point.growth_computed is None:
        return ""
    return word_percent(point.growth_computed, language="zh" if in_chinese() else "en")


def _aligned(rows: list[tuple[str, ...]]) -> list[str]:
    widths = [max(map(_width, column)) for column in zip_longest(*rows, fillvalue="")]
    return [
        GAP.join(
            cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in rows
    ]


def _width(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def plain_series(series: Series) -> dict[str, object]:
    """The series as plain values; numbers as text, exact to the digit, missing ones null."""
    return {
        "indicator": series.definition.key,
        "version": series.definition.version,
        "name": series.definition.name,
        "unit_of_measure": series.definition.unit,
        "unit": {
            "kind": series.unit.kind, "key": series.unit.key, "name": series.unit.name,
        },
        "as_published": [_plain_point(one) for one in series.as_published],
        "as_revised": [_plain_point(one) for one in series.as_revised],
    }  # fmt: skip


def _plain_point(point: Point) -> dict[str, object]:
    return {
        "period": point.period.text,
        "value": _number(point.value),
        "bound": point.bound,
        "revision": point.revision,
        "hidden": point.hidden,
        "numerator": _number(point.numerator),
        "denominator": _number(point.denominator),
        "growth_published": _number(point.growth_published),
        "growth_computed": _number(point.growth_computed),
        "cover_pct": _number(point.cover_pct),
        "reason": point.reason,
    }


def _number(value: Decimal | None) -> str | None:
    return None if value is None else shorn(value)
