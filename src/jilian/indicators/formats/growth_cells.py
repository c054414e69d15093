"""Readers of the cells of a series of growth: months, per cents, kinds and vintages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal

from jilian.base.reading.cells import EXCEL_DAY_ZERO, EXCEL_DAYS, Odd, folded, plain
from jilian.base.reading.sheets import Cell
from jilian_engine.errors import EngineError
from jilian_engine.figures import KINDS, Kind, MonthSpan

LARGEST = Decimal(10_000)  # per cent: beyond it, it is a level and no growth
_MONTH = re.compile(r"(\d{4})(?:[-/.]|年)(\d{1,2})月?(?:份)?")
_JOINT = re.compile(
    r"(\d{4})(?:[-/.]|年)(\d{1,2})月?(?:\.\.+|…|~|—|–|至|到|-)(?:\1(?:[-/.]|年))?(\d{1,2})月?(?:份)?"
)
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[t ]00:00(?::00)?)?")
_TIGHT = re.compile(r"(\d{4})(\d\d)")
_MINUS = str.maketrans(dict.fromkeys("−–—﹣－‒", "-"))
_NUMBER = re.compile(r"[+-]?\d{1,9}(?:\.\d{1,12})?")
_NOTHING = frozenset(
    map(folded, ("", "…", "...", "..", "n/a", "na", "null", "none", "缺", "缺失", "未公布", "未知",
                 "暂无", "无", "missing", "unknown", "*"))
)  # fmt: skip
_KIND_WORDS: Mapping[Kind, tuple[str, ...]] = {
    "monthly": ("month", "当月", "单月", "本月", "月度", "分月", "当月同比", "单月同比"),
    "cumulative": ("累计", "累计同比", "ytd", "1至本月", "本年累计"),
}
KIND_OF = {folded(word): kind for kind in KINDS for word in (kind, *_KIND_WORDS[kind])}
_VINTAGES = {
    "forecast": ("预计", "预测", "预测值"),
    "first": ("首次", "首次发布", "初次", "初值", "快报", "初步", "初步核算", "发布时"),
    "final": ("最终", "最终核实", "终值", "年报"),
    "revised": ("修订", "修订后", "修正", "修正后", "调整后", "revision"),
    "census_revised": ("普查修订", "经普修订"),
}
_VINTAGE_OF = {folded(word): name for name, words in _VINTAGES.items() for word in words}
LONGEST_VINTAGE = 40


def period(cell: Cell) -> MonthSpan:
    """A month, or January and February together, however a spreadsheet or a person wrote it."""
    if isinstance(cell, datetime | date):
        return _of_day(cell.year, cell.month, cell.day)
    found = re.sub(r"\s+", "", plain(cell)).lower()
    if found.isdecimal() and int(found) in EXCEL_DAYS:
        day = EXCEL_DAY_ZERO + timedelta(days=int(found))
        return _of_day(day.year, day.month, day.day)
    if day_found := _DAY.fullmatch(found):
        return _of_day(*(int(one) for one in day_found.groups()))
    if month_found := _MONTH.fullmatch(found) or _TIGHT.fullmatch(found):
        if "." in found and month_found[2] == "1":
            raise Odd("period_zero_lost")
        return _span(month_found[1], month_found[2], month_found[2])
    if joint := _JOINT.fullmatch(found):
        span = _span(joint[1], joint[2], joint[3])
        if span.months > 1 and not span.is_joint:
            raise Odd("period_not_joint")
        return span
    raise Odd("period_odd")


def _of_day(year: int, month: int, day: int) -> MonthSpan:
    """A spreadsheet turns a month into its first day; the last day is a month's end."""
    try:
        found = date(year, month, day)
    except ValueError as impossible:
        raise Odd("period_odd") from impossible
    if day != 1 and (found + timedelta(days=1)).day != 1:
        raise Odd("period_is_a_day")
    return _span(year, month, month)


def _span(year: str | int, first: str | int, last: str | int) -> MonthSpan:
    try:
        return MonthSpan(int(year), int(first), int(last))
    except EngineError as refused:
        raise Odd("period_odd") from refused


def growth(cell: Cell) -> Decimal | None:
    """A growth in per cent; None where the cell says that nothing was published."""
    if isinstance(cell, bool | date | datetime):
        raise Odd("growth_odd")
    found = re.sub(r"\s+", "", plain(cell)).translate(_MINUS)
    if not found.strip("-") or folded(found) in _NOTHING:
        return None
    bare = found.removesuffix("%")
    if _NUMBER.fullmatch(bare) is None or abs(Decimal(bare)) > LARGEST:
        raise Odd("growth_odd")
    return Decimal(bare)


def kind(cell: Cell) -> Kind:
    """Growth of the month alone, or since the year's beginning."""
    found = KIND_OF.get(folded(plain(cell)))
    if found is None:
        raise Odd("kind_odd")
    return found


def vintage(cell: Cell) -> str:
    """Which version it is; words that are not known are kept as they stand."""
    found = folded(plain(cell))
    if len(found) > LONGEST_VINTAGE:
        raise Odd("text_too_long", length=len(found), most=LONGEST_VINTAGE)
    return _VINTAGE_OF.get(found, plain(cell).casefold())
