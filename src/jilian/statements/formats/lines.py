"""A checked text as lines of a table and as plain values."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _, pgettext

from jilian.statements.rules.checking import Checked, Line
from jilian.statements.rules.records import Record
from jilian.statements.rules.said import Finding, Verdict
from jilian.statements.rules.words import bound_words, kind_words, period_words


def check_lines(checked: Checked) -> list[tuple[object, ...]]:
    """A head and a line a figure."""
    head = (
        _("No."), pgettext("statement", "as said"), _("Kind"), _("Bound"), _("Value"), _("from"),
        pgettext("range", "to"), _("Unit"), _("Period"), _("Verdict"), pgettext("verdict", "Why"),
        pgettext("statement", "In the records"),
    )  # fmt: skip
    return [head, *(_line(number, one) for number, one in enumerate(checked.lines, start=1))]


def _line(number: int, line: Line) -> tuple[object, ...]:
    said = line.said
    records = "; ".join(f"{one.words} ({period_words(one.period)}, {one.where})"
                        for one in line.records)  # fmt: skip
    return (
        number, said.text, kind_words(said.kind), bound_words(said.bound), _number(said.value),
        _number(said.low), _number(said.high), said.unit, period_words(said.period),
        str(line.verdict.label), line.why, records,
    )  # fmt: skip


def plain_check(checked: Checked) -> dict[str, Any]:
    """The checked text as plain values; numbers are decimal strings."""
    return {
        "figures": [_plain(line) for line in checked.lines],
        "counts": {verdict.value: checked.count(verdict) for verdict in Verdict},
    }


def _plain(line: Line) -> dict[str, Any]:
    said = line.said
    return {
        "span": [said.start, said.end],
        "text": said.text,
        "kind": said.kind,
        "value": _number(said.value),
        "bound": said.bound,
        "low": _number(said.low),
        "high": _number(said.high),
        "unit": said.unit,
        "period": said.period,
        "measure": said.measure,
        "verdict": line.verdict.value,
        "why": line.why,
        "findings": [_finding(one) for one in line.findings],
        "records": [_record(one) for one in line.records],
    }


def _finding(one: Finding) -> dict[str, Any]:
    return {
        "code": one.code,
        "verdict": one.verdict.value,
        "figures": list(one.figures),
        "why": one.why,
        "readings": [
            {"words": reading.words, "verdict": reading.verdict.value, "why": reading.why}
            for reading in one.readings
        ],
    }


def _record(one: Record) -> dict[str, Any]:
    return {"words": one.words, "period": one.period, "where": one.where, "url": one.url}


def _number(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")
