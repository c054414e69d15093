"""Numbers with a measure word: 近3000项, 20余家, 3至5个, 4355亿元, 3、8、18家, 用户突破500万."""

from __future__ import annotations

import re
from decimal import Decimal

from jilian_engine.statements.dates import AS_TIME_SPAN
from jilian_engine.statements.hidden import BLANK
from jilian_engine.statements.numerals import Numeral, numeral_at, step_of
from jilian_engine.statements.qualifiers import (
    ABOUT,
    AT_MOST,
    EXACT,
    Limits,
    between,
    bound_before,
    bound_behind,
    is_breakthrough,
    limits_of,
    over,
)
from jilian_engine.statements.units import TIMES, Unit, other_measure, unit_at
from jilian_engine.statements.values import Found, Passed

_DASH = re.compile(r" ?(?:—+|-|~|至|到) ?")
_AND = re.compile(r" ?(?:、|和|与|及|以及|或) ?")
_FROM = re.compile(r"[从由自][^，。；：、]{0,10}$")
_NOT_BEFORE = re.compile(
    r"(?:第|每|每隔|每满|每增加|(?<![A-Za-z&])[A-Za-z]{1,2}|[.:/×_]|\d\+|\d-)$"
)
_REACHES = re.compile(r"(?:达到?|增至|增加到|升至)$")
_HALF_INSIDE = re.compile(r"个半(?P<unit>月|小时|季度|星期)")
_SMALL_WORDS = frozenset(
    ("count", "item", "kind", "category", "line", "batch", "occurrence", "copy", "issue")
)
_FORMS = {"percent": "percent", "percentage_point": "points", "times": "times"}
_WITHIN = re.compile(r"内(?![部容设涵环外])")
_NO_COUNT = re.compile(r"个(?:基点|点(?!位)|BP|亿|千万)")
_PLACES_MOVED = re.compile(r"(?:上升|前进|提升|下降|后退|前移|跃升|晋升|进位|提高|下滑)了?$")
_NOUN_AFTER = re.compile(r"[^\s\d，。；：、！？（）()“”%级型制版档强大号届]")
_CLOSED = re.compile(r"$|[\s，。；：、！？）)”]|以[上下内]|左右|的|和|与|及|同比|增长")


def amount_at(text: str, at: int, floor: int) -> Found | Passed:
    """The figure whose number starts here, or where to read on."""
    first = numeral_at(text, at)
    if first is None:
        return Passed(at + 1)
    if first.odd == "vague" or first.serial or _NOT_BEFORE.search(text[max(floor, at - 4) : at]):
        return Passed(first.end)
    unit = unit_at(text, first.end)
    ranged = _range(text, floor, first, unit)
    if ranged is not None:
        return ranged
    if half := _HALF_INSIDE.match(text, first.end):
        named = unit_at("个" + half["unit"], 0)
        if named is not None and first.value > 1:
            longer = Unit(named.name, named.word, half.end())
            return _found(text, floor, first, longer, Decimal("0.5"))
    factor = 1
    if unit is None or unit.word == "个":
        shared = _shared(text, first)
        if shared is not None and (unit is None or shared[0].word.startswith("个")):
            unit, factor = shared
    if unit is None:
        return _without_unit(text, floor, first)
    if not _counts(text, floor, first, unit):
        return Passed(max(first.end, unit.end))
    halved = unit.name in TIMES | {"times"} and text[unit.end : unit.end + 1] == "半"
    if halved and not unit.more and first.value > 1:
        longer = Unit(unit.name, unit.word, unit.end + 1)
        return _found(text, floor, first, longer, Decimal("0.5"), factor)
    return _found(text, floor, first, unit, Decimal(0), factor)


def _found(
    text: str, floor: int, first: Numeral, unit: Unit, plus: Decimal = Decimal(0), factor: int = 1
) -> Found:
    """A single number with its unit, sign and bound."""
    value = first.value * factor * unit.scale + plus
    start = first.start
    negative = unit.name == "percent" and _is_negative(text, floor, start)
    if negative or text[max(floor, start - 1) : start] == "+":
        start -= 1
    before, start = bound_before(text, floor, start)
    if before and is_breakthrough(text, text[start : first.start], unit.end):
        before, start = "", first.start
    behind, end = bound_behind(text, unit.end)
    if not behind and unit.name in TIMES and _WITHIN.match(text, end):
        behind, end = AT_MOST, end + 1
    limiting = before not in ("", ABOUT)
    bound = before if limiting else behind or before or EXACT
    if unit.more:
        step = Decimal(1) if unit.name in TIMES else step_of(value)
        held: Limits = over(value, step)
    else:
        held = limits_of(first, bound, value)
        if first.odd == "pair":
            held = held.scaled(unit.scale * factor)
        elif first.odd == "over" and (factor > 1 or unit.scale != 1):
            held = over(value, step_of(value))
    if negative:
        held = held.scaled(Decimal(-1)) if held.bound in (EXACT, ABOUT) else held.negative()
    form = _FORMS.get(unit.name, "amount")
    return Found(start, end, held, unit.name, unit.word, form, bare=first.bare)


def _is_negative(text: str, floor: int, start: int) -> bool:
    before = text[max(floor, start - 2) : start]
    return before.endswith(("-", "负")) and not re.match(r"[\d%A-Za-z]", before)


def _range(text: str, floor: int, first: Numeral, unit: Unit | None) -> Found | None:
    """3至5个, 20%—25%, 200—500万元: from one number to the next."""
    dash = _DASH.match(text, unit.end if unit else first.end)
    if dash is None or first.odd:
        return None
    second = numeral_at(text, dash.end())
    if second is None or second.odd:
        return None
    last = unit_at(text, second.end)
    if last is None or (unit is not None and unit.name != last.name):
        return None
    before = text[max(floor, first.start - 14) : first.start]
    if unit is not None and dash[0].strip() in ("至", "到") and _FROM.search(before):
        return None
    low, high = first.value, second.value
    if first.factor == 1 and second.factor > 1 and low * second.factor < high and unit is None:
        low *= second.factor
    if low >= high:
        return None
    start = first.start
    if last.name == "percent" and _is_negative(text, floor, start):
        start, low = start - 1, -low
    _, start = bound_before(text, floor, start)
    _, end = bound_behind(text, last.end)
    held = between(low * last.scale, high * last.scale)
    return Found(start, end, held, last.name, last.word, _FORMS.get(last.name, "amount"))


def _shared(text: str, first: Numeral) -> tuple[Unit, int] | None:
    """The unit of the last number of a list, for one before it: 3、8、18家; and its scale."""
    end = at = first.end + (text[first.end : first.end + 1] == "个")
    if first.han:
        return None
    for _ in range(12):
        link = _AND.match(text, at)
        following = numeral_at(text, link.end()) if link else None
        if following is None or following.han:
            return None
        unit = unit_at(text, following.end)
        if unit is not None and unit.word != "个":
            size = following.factor if first.factor == 1 and not first.odd else 1
            near = first.value < 1000 * following.value / following.factor
            return Unit(unit.name, unit.word, end, scale=unit.scale), size if near else 1
        if unit is not None and text[first.end : first.end + 1] != "个":
            return Unit(unit.name, unit.word, first.end), 1
        at = following.end + (unit is not None)
    return None


def _without_unit(text: str, floor: int, first: Numeral) -> Found | Passed:
    """A number in 万 or 亿, or a bounded 百 or 千, that no measure word follows."""
    written = text[first.start : first.end]
    before, start = bound_before(text, floor, first.start)
    myriads = "万" in written or "亿" in written
    hundreds = first.han and first.scaled and bool(before)
    behind = text[first.end : first.end + 3]
    if not (myriads or hundreds) or other_measure(text, first.end) or "分之" in behind:
        return Passed(first.end)
    if first.bare and not before and not first.odd:
        return Passed(first.end)
    closed = _CLOSED.match(behind)
    noun = _NOUN_AFTER.match(behind) and not behind.startswith(BLANK)
    if not closed and (not noun or (first.han and not before)):
        return Passed(first.end)
    after, end = bound_behind(text, first.end)
    bound = before if before not in ("", ABOUT) else after or before or EXACT
    return Found(start, end, limits_of(first, bound), "", "", "amount", bare=first.bare)


def _counts(text: str, floor: int, first: Numeral, unit: Unit) -> bool:
    """Whether a number before this measure word is a figure and no word of its own."""
    if unit.word == "度" and "电" not in text[max(floor, first.start - 12) : unit.end + 1]:
        return False
    if unit.name == "bed" and not re.search(
        "床|病|护理|养老", text[max(0, first.start - 12) : unit.end + 4]
    ):
        return False
    if _NO_COUNT.match(text, unit.end - 1):
        return False
    if unit.word == "位" and _PLACES_MOVED.search(text[max(floor, first.start - 8) : first.start]):
        return False
    if unit.name == "year" and 1900 <= first.value <= 2100 and unit.word == "年":
        return False
    if unit.word in ("月", "季度", "日") and not _is_span(text, first, unit):
        return False
    if not first.han:
        return True
    if first.bare:
        before, _ = bound_before(text, floor, first.start)
        left = text[max(floor, first.start - 4) : first.start]
        return bool(before) or _REACHES.search(left) is not None
    top = first.high if first.high is not None else first.value
    if top <= 1 and unit.name != "times":
        return False
    return top >= 10 or unit.name not in _SMALL_WORDS


def _is_span(text: str, first: Numeral, unit: Unit) -> bool:
    """Whether N月 or N日 is a length of time and no date."""
    if unit.word != "日":
        return False
    behind = text[unit.end : unit.end + 2]
    before = text[max(0, first.start - 5) : first.start]
    known = behind.startswith(("内", "以内", "之内", "左右"))
    return known or AS_TIME_SPAN.search(before) is not None
