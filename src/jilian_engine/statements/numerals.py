"""Numerals of a Chinese text: 2306, 1,526, 1.2万, 500余万, 一万二千, 三四百, 几十, 3亿5000万.

A numeral says which values it leaves possible: 20余 lies between 20 and 30. Only numbers are read
here; whether one is a figure, and of what, is decided where units and words are known.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext

DIGITS = {
    "〇": 0, "零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5,
    "六": 6, "七": 7, "八": 8, "九": 9,
}  # fmt: skip
_PLACES = {"十": 10, "百": 100, "千": 1000, "廿": 20, "卅": 30}
_GREAT = {"万": 10**4, "亿": 10**8}
_ALL = "〇零一二两三四五六七八九十百千万亿廿卅"

_LONGEST = 20  # digits: a longer row of them is no figure
_ARABIC = re.compile(r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?")
_SCALE = re.compile(r" ?([十百千]?万亿|[十百千]?[万亿]|百|千)")
_ODD = re.compile(r" ?(?:([余多])|([几来])(?![源自历到沪访宾电料华]))")
_INNER_ODD = re.compile(r" ?[余多](?= ?[百千万亿])|\+(?=[百千万亿])")
_HAN = re.compile(
    rf"(?:[{_ALL}](?<!千)|千(?![瓦米伏卡克焦帕]))+(?:点[〇零一二三四五六七八九]+[万亿]*)?"
)
_SOME = re.compile(r"[几数](?:[十百千]?[万亿]+|[十百千])")
_PAIR = re.compile(r"([一二两三四五六七八])([二两三四五六七八九])(?=[十百千万亿]|$)")


@dataclass(frozen=True)
class Numeral:
    """A number as written, and what it leaves open.

    `odd`: "" a plain number; "over" 20余, above `value` and below `value` + `step`; "plus" 20+;
    "pair" 三四百, from `low` to `high`; "vague" 几十, which says no number. `factor` is the scale
    behind the digits (10000 for 1.2万), 1 without one.
    """

    start: int
    end: int
    value: Decimal
    step: Decimal
    odd: str = ""
    low: Decimal | None = None
    high: Decimal | None = None
    factor: int = 1
    han: bool = False
    scaled: bool = False  # said with 百, 千, 万 or 亿
    serial: bool = False  # 二〇二一: digits said one by one
    bare: bool = False  # 百, 千, 万亿: a place without a digit before it


def numeral_at(text: str, at: int) -> Numeral | None:
    """The longest numeral that starts here; None where there is none."""
    if text[at : at + 1].isascii():
        found = _ARABIC.match(text, at)
        return _sized(_with_odd(text, _arabic(text, found))) if found else None
    if some := _SOME.match(text, at):
        place = han_value("一" + some[0][1:])
        return Numeral(at, some.end(), place, place, "vague", han=True, scaled=True)
    if said := _HAN.match(text, at):
        return _sized(_with_odd(text, _han(said)))
    return None


def _sized(numeral: Numeral) -> Numeral:
    """The numeral; one too long to be a figure says nothing."""
    ends = (numeral.value, numeral.low or numeral.value, numeral.high or numeral.value)
    if any(
        number.adjusted() > _LONGEST or len(number.as_tuple().digits) > _LONGEST for number in ends
    ):
        return replace(numeral, value=Decimal(0), low=None, high=None, odd="vague")
    return numeral


def step_of(value: Decimal) -> Decimal:
    """The place of the last digit that is not zero: 1000 for 2000, 0.1 for 1.2."""
    if not value:
        return Decimal(1)
    return Decimal(1).scaleb(int(value.normalize().as_tuple().exponent))


def _arabic(text: str, found: re.Match[str]) -> Numeral:
    """1.2万, 3亿5000万, 500余万: digits with their scales."""
    value, end, odd = Decimal(found[0].replace(",", "")), found.end(), ""
    if inner := _INNER_ODD.match(text, end):
        end, odd = inner.end(), "over"
    scale = _SCALE.match(text, end)
    if scale is None or _is_word(text, scale):
        return Numeral(found.start(), end, value, step_of(value), odd)
    last = _scale(scale[1])
    total, end = value * last, scale.end()
    while not odd and (more := _ARABIC.match(text, end)):
        then = _SCALE.match(text, more.end())
        size = _scale(then[1]) if then else 0
        if then is None or size >= last or "," in more[0]:
            break
        total, end, last = total + Decimal(more[0]) * size, then.end(), size
    return Numeral(found.start(), end, total, step_of(total), odd, factor=last, scaled=True)


def _is_word(text: str, scale: re.Match[str]) -> bool:
    """千瓦, 千米, 百分, 万家灯火: the scale's sign belongs to the word behind it."""
    rest = text[scale.start(1) : scale.end() + 1]
    return rest[:2] in {"千瓦", "千克", "千米", "千伏", "千卡", "百分", "千分", "万分", "百帕"}


def _scale(word: str) -> int:
    size = 1
    for sign in word:
        size *= _PLACES.get(sign) or _GREAT[sign]
    return size


def _han(said: re.Match[str]) -> Numeral:
    word, start, end = said[0], said.start(), said.end()
    whole, _, decimals = word.partition("点")
    if decimals:
        digits = re.match(r"[^万亿]+", decimals)
        places = digits[0] if digits else ""
        number = han_value(whole) + Decimal("0." + "".join(str(DIGITS[sign]) for sign in places))
        scale = decimals[len(places) :]
        value = number * (_scale(scale) if scale else 1)
        return Numeral(start, end, value, step_of(value), han=True, scaled=bool(scale))
    only_digits = all(sign in DIGITS for sign in whole)
    if pair := _pair(whole):
        low, high = pair
        return Numeral(start, end, low, step_of(low), "pair", low, high, han=True)
    value = han_value(whole)
    return Numeral(
        start, end, value, step_of(value), han=True, scaled=whole[-1] in "百千万亿",
        factor=_scale(tail[0]) if (tail := re.search(r"(?<=.)[万亿]+$", whole)) else 1,
        serial=only_digits and len(whole) > 1, bare=all(sign in "百千万亿" for sign in whole),
    )  # fmt: skip


def _pair(word: str) -> tuple[Decimal, Decimal] | None:
    """Neighbouring digits are a guess: 三四百, 十七八, 两三; 三五 too."""
    for found in _PAIR.finditer(word):
        low, high = DIGITS[found[1]], DIGITS[found[2]]
        if high == low + 1 or (low, high) == (3, 5):
            head, tail = word[: found.start()], word[found.end() :]
            if all(sign in DIGITS for sign in head) and head:
                return None
            return han_value(head + found[1] + tail), han_value(head + found[2] + tail)
    return None


def han_value(word: str) -> Decimal:
    """一万二千 is 12000, 二〇二一 is 2021, 两百五 is 250, 千 is 1000."""
    if all(sign in DIGITS for sign in word):
        return Decimal("".join(str(DIGITS[sign]) for sign in word) or "0")
    total = section = 0
    digit: int | None = None
    last = 0
    for sign in word:
        if sign in DIGITS:
            digit = DIGITS[sign] if not digit else digit * 10 + DIGITS[sign]
            last = 10 if DIGITS[sign] == 0 else last
        elif sign in _PLACES:
            size = _PLACES[sign]
            section += size if sign in "廿卅" else (1 if digit is None else digit) * size
            digit, last = None, size
        else:
            size = _GREAT[sign]
            section += digit or 0
            total = (total + section or 1) * size if total < size else total + (section or 1) * size
            section, digit, last = 0, None, size
    if digit is not None:
        section += digit * (last // 10 if last >= 100 else 1)
    return Decimal(total + section)


def _with_odd(text: str, numeral: Numeral) -> Numeral:
    """The numeral with the 余, 多, 几 or + behind it, and with the scale behind that."""
    if numeral.odd or numeral.serial:
        return numeral
    found = _ODD.match(text, numeral.end)
    plus = text[numeral.end : numeral.end + 1] == "+" and not numeral.han
    if not found and not plus:
        return numeral
    end = found.end() if found else numeral.end + 1
    tens = numeral.value >= 10 or numeral.scaled
    if found and (not tens or (found[2] == "几" and numeral.value % 10)):
        return numeral
    value = numeral.value
    scale = _SCALE.match(text, end) if numeral.han or plus else None
    if scale and not _is_word(text, scale):
        value, end = value * _scale(scale[1]), scale.end()
        return replace(
            numeral, end=end, value=value, step=step_of(value), odd="over", scaled=True, bare=False
        )
    return replace(numeral, end=end, odd="plus" if plus else "over", bare=False)


def plain_decimal(value: Decimal) -> Decimal:
    """The same number without needless zeros and without an exponent: 12 for 12.0, 20000."""
    with localcontext() as context:
        context.prec = 80
        if value == value.to_integral_value():
            return value.quantize(Decimal(1))
        return value.normalize()
