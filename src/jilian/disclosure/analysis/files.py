"""Tables in files: the columns of the dimensions, then value, contributors, largest, people.

A member is written with the wholes into which it adds up before it: ``all/C/26`` adds up into
``all/C``, and that into ``all``. In a protected file the value of a hidden cell is empty and the
column ``hidden`` says so.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext_lazy as _

from jilian.base.errors import Refusal
from jilian_engine.disclosure import Cell, Dimension, ReleasedTable, Table, audit, protect
from jilian_engine.errors import EngineError

VALUE = "value"


def protect_file(text: str) -> tuple[str, dict[str, int]]:
    """Return the table as it may be shown, as CSV, and how many cells are hidden and why."""
    names, rows = _read(text)
    cells = tuple(
        Cell(
            tuple(row[name] for name in names),
            _number(row[VALUE]),
            int(row["contributors"]) if row.get("contributors") else None,
            _number(row["largest"]) if row.get("largest") else None,
            people=row.get("people") in ("1", "true", "yes"),
        )
        for row in rows
    )
    try:
        answer = protect([Table(VALUE, _dimensions(names, rows), cells)])
    except EngineError as error:
        raise Refusal(error.code, _("The cells contradict each other.")) from error
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow([*names, VALUE, "people", "hidden"])
    for cell in cells:
        hidden = (0, cell.key) in answer.hidden
        value = "" if hidden else str(cell.value)
        lines.writerow([*cell.key, value, int(cell.people), int(hidden)])
    counts = {
        "cells": len(cells),
        "primary": len(answer.hidden_primary),
        "secondary": len(answer.hidden_secondary),
    }
    return out.getvalue(), counts


def audit_file(text: str) -> list[dict[str, object]]:
    """Return the interval that is left for each hidden cell of a protected file."""
    names, rows = _read(text)
    cells = {
        tuple(row[name] for name in names): _number(row[VALUE]) if row[VALUE] else None
        for row in rows
    }
    whole = frozenset(
        tuple(row[name] for name in names) for row in rows if row.get("people") == "1"
    )
    try:
        found = audit([ReleasedTable(VALUE, _dimensions(names, rows), cells, whole=whole)])
    except EngineError as error:
        raise Refusal(error.code, _("The cells contradict each other.")) from error
    return [
        {"key": list(key), "low": bounds.low, "high": bounds.high}
        for (_table, key), bounds in found.left.items()
    ]


def _read(text: str) -> tuple[list[str], list[dict[str, str]]]:
    read = csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
    heads = list(read.fieldnames or ())
    if VALUE not in heads or heads.index(VALUE) == 0:
        raise Refusal("bad_table", _("The file needs columns of dimensions, then “value”."))
    return heads[: heads.index(VALUE)], list(read)


def _dimensions(names: Sequence[str], rows: Sequence[dict[str, str]]) -> tuple[Dimension, ...]:
    kept = []
    for name in names:
        codes = tuple(dict.fromkeys(row[name] for row in rows))
        parents = {
            code: whole for code in codes if (whole := code.rpartition("/")[0]) and whole in codes
        }
        tops = [code for code in codes if code not in parents]
        total = tops[0] if len(tops) == 1 and parents else None
        kept.append(Dimension(name, codes, parents, total))
    return tuple(kept)


def _number(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise Refusal("bad_table", _("A value is no number.")) from error
