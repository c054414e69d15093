"""Numbers as people type them into cells: exact, or a reason why they cannot be read."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from jilian.base.reading.sheets import Cell

EMPTY = frozenset({"", "-", "--", "—", "——", "…", "/", "n/a", "na", "无", "未知", "空"})
NOISE = Decimal("0.000001")  # a spreadsheet's own rounding, far below any stated decimal
_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|[+-]?\.\d+")


class NotANumber(ValueError):
    """A cell that is no number; ``code`` names its sentence, ``text`` what stands there."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(code)
        self.code, self.text = code, text


def read_number(cell: Cell) -> Decimal | None:
    """The exact number of a cell, None for an empty one; a dash is empty, never zero.

    Full-width digits, separators of thousands and blanks are read; days, words, shares in percent
    and numbers with a unit behind them are refused.
    """
    if isinstance(cell, date | datetime | time | timedelta):
        raise NotANumber("number_a_day", str(cell))
    if isinstance(cell, bool):
        raise NotANumber("number_odd", str(cell))
    if isinstance(cell, int):
        return Decimal(cell)
    if isinstance(cell, float):
        return _of_float(cell)
    text = unicodedata.normalize("NFKC", cell).strip().lstrip("'‘’").strip()
    close = re.sub(r"\s+", "", text).replace("−", "-").replace("，", ",")
    if close.lower() in EMPTY:
        return None
    if close.startswith("(") and close.endswith(")"):  # bookkeepers' way of writing below zero
        close = f"-{close[1:-1]}"
    if not _NUMBER.fullmatch(close):
        raise NotANumber("number_odd", text[:40])
    return Decimal(close.replace(",", ""))


def _of_float(cell: float) -> Decimal:
    """What a spreadsheet shows: 0.1 + 0.2 is 0.3."""
    if cell != cell or cell in (float("inf"), float("-inf")):
        raise NotANumber("number_odd", str(cell))
    found = Decimal(repr(cell))
    near = found.quantize(NOISE)
    return near.normalize() if abs(found - near) < NOISE else found


def plain_number(value: Decimal | None) -> int | float | None:
    """A value as a spreadsheet holds it; what it cannot hold exactly in 15 digits is not sent."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
