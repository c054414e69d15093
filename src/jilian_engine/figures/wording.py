"""Figures in words, Chinese and English, refused where the words would be false.

The rules follow statistics.md section 5 and the qualifiers of systems.md 1.7; the ten per cent
of 近 and 约 is our choice and is stated in docs/methods/figures.md.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from jilian_engine.errors import EngineError
from jilian_engine.figures.intervals import Bound, Exact, exact
from jilian_engine.figures.values import Figure

NEARNESS = Decimal("0.1")
ROUND = 10  # the least step that 余 can have


class Wording(StrEnum):
    """The words that go with a number."""

    EXACT = "exact"  # 29家
    NEARLY = "nearly"  # 近3000项
    ODD = "odd"  # 20余家
    AT_LEAST = "at_least"  # 63%以上
    MORE_THAN = "more_than"  # 超过63%
    AT_MOST = "at_most"  # 不超过5个
    BELOW = "below"  # 不足100人
    ABOUT = "about"  # 约20家
    MANY = "many"  # 20多家
    AND_BELOW = "and_below"  # 5个以下
    AROUND = "around"  # 20家左右
    REACHED = "reached"  # 达735家
    ONLY = "only"  # 仅12天


_WORDING_OF = {
    Bound.EXACT: Wording.EXACT,
    Bound.AT_LEAST: Wording.AT_LEAST,
    Bound.MORE_THAN: Wording.MORE_THAN,
    Bound.AT_MOST: Wording.AT_MOST,
    Bound.BELOW: Wording.BELOW,
    Bound.ABOUT: Wording.ABOUT,
}
_QUOTED = {
    (Bound.BELOW, Wording.NEARLY),
    (Bound.MORE_THAN, Wording.ODD),
    (Bound.MORE_THAN, Wording.MANY),
    (Bound.AT_MOST, Wording.AND_BELOW),
    (Bound.ABOUT, Wording.AROUND),
}
_CHINESE = {
    Wording.EXACT: "{}{}",
    Wording.NEARLY: "近{}{}",
    Wording.AT_LEAST: "{}{}以上",
    Wording.MORE_THAN: "超过{}{}",
    Wording.AT_MOST: "不超过{}{}",
    Wording.BELOW: "不足{}{}",
    Wording.ABOUT: "约{}{}",
    Wording.AND_BELOW: "{}{}以下",
    Wording.AROUND: "{}{}左右",
    Wording.REACHED: "达{}{}",
    Wording.ONLY: "仅{}{}",
}
_AFTER_DIGITS = {Wording.ODD: "余", Wording.MANY: "多"}
_SAYS_EXACTLY = (Wording.EXACT, Wording.REACHED, Wording.ONLY)
_ENGLISH = {
    Wording.EXACT: "{}",
    Wording.NEARLY: "just under {}",
    Wording.ODD: "over {}",
    Wording.AT_LEAST: "at least {}",
    Wording.MORE_THAN: "more than {}",
    Wording.AT_MOST: "at most {}",
    Wording.BELOW: "below {}",
    Wording.ABOUT: "about {}",
    Wording.MANY: "over {}",
    Wording.AND_BELOW: "{} or below",
    Wording.AROUND: "around {}",
    Wording.REACHED: "as many as {}",
    Wording.ONLY: "only {}",
}
_BARE = {Decimal(100): "百", Decimal(1000): "千", Decimal(10**4): "万", Decimal(10**8): "亿"}
_MYRIADS = ((Decimal(10**8), "亿"), (Decimal(10**4), "万"))


def odd_range(number: Exact) -> tuple[Decimal, Decimal]:
    """What 余 after a round number means: above it and below the next, 20余 → (20, 30).

    The step is the place of the last digit that is not zero: 500余万 stays below 600万.
    A number that ends in no zero has no 余 (`wording_needs_round_number`).
    """
    value = exact(number)
    step = _last_place(value)
    if step < ROUND:
        raise EngineError("wording_needs_round_number", f"余 needs a round number, not {value}")
    return value, value + step


def check_wording(value: Exact, wording: Wording, number: Exact) -> None:
    """Raise `wording_false` unless the value may be called so with this number."""
    if not _is_true(exact(value), wording, exact(number)):
        said = in_chinese(wording, number)
        raise EngineError("wording_false", f"{value} is not {said} ({in_english(wording, number)})")


def wording_for(value: Exact) -> tuple[Wording, Decimal]:
    """The short true words for a count: just under the next round number, or over the last.

    Round means one leading digit and zeros: 2970 → 近3000, 2043 → 2000余, 20 → 20, 7 → 7.
    """
    count = exact(value)
    if count < 0:
        raise EngineError("count_negative", f"{count} is not a count")
    place = Decimal(1).scaleb(count.adjusted()) if count else Decimal(1)
    below = count // place * place
    if place < ROUND or count == below:
        return Wording.EXACT, count
    above = below + place
    if _is_true(count, Wording.NEARLY, above):
        return Wording.NEARLY, above
    return Wording.ODD, below


def wording_with(value: Exact, number: Exact) -> Wording:
    """The truest short word for a value beside a number that somebody wants to print.

    The number itself needs none; just below it is 近, further below 不足; above it 余 up to the
    next step of a round number, else 超过. Whatever comes out is true.
    """
    own, said = exact(value), exact(number)
    if own == said:
        return Wording.EXACT
    if own < said:
        return Wording.NEARLY if _is_true(own, Wording.NEARLY, said) else Wording.BELOW
    has_step = _last_place(said) >= ROUND
    return Wording.ODD if has_step and _is_true(own, Wording.ODD, said) else Wording.MORE_THAN


def word_value(value: Exact, number: Exact, unit: str = "", *, language: str = "zh") -> str:
    """A value printed with a rounder number: the qualifier is chosen from the value."""
    chosen = wording_with(value, number)
    return (in_chinese if language == "zh" else in_english)(chosen, number, unit)


def word_figure(
    figure: Figure,
    unit: str = "",
    *,
    language: str = "zh",
    wording: Wording | None = None,
    number: Exact | None = None,
) -> str:
    """The figure in words: its own bound, or the wording and number asked for, if they are true.

    `unit` is the printed measure word (家, firms, %). An exact figure is checked against the
    words; a figure that is itself a bound can only be repeated: 近 for `below`, 余 for
    `more_than`, with the number it has.
    """
    if figure.value is None:
        return "未知" if language == "zh" else "unknown"
    chosen = wording or _WORDING_OF[figure.bound]
    said = figure.value if number is None else exact(number)
    if figure.bound is Bound.EXACT:
        check_wording(figure.value, chosen, said)
    elif said != figure.value or (
        chosen is not _WORDING_OF[figure.bound] and (figure.bound, chosen) not in _QUOTED
    ):
        raise EngineError("wording_false", f"{figure.bound} {figure.value} does not say {chosen}")
    return (in_chinese if language == "zh" else in_english)(chosen, said, unit)


def in_chinese(wording: Wording, number: Exact, unit: str = "") -> str:
    """近3000项, 20余家, 500余万元, 2万余人次, 63%以上; the truth of it is not checked here."""
    value = exact(number)
    if wording in _SAYS_EXACTLY:
        return _CHINESE.get(wording, "{}{}").format(_plain(value), unit)
    digits, scale = _scaled(value)
    if after := _AFTER_DIGITS.get(wording):
        odd_range(value)
        before_scale = not scale or Decimal(digits) >= 10
        return f"{digits}{after}{scale}{unit}" if before_scale else f"{digits}{scale}{after}{unit}"
    if wording is Wording.NEARLY and value in _BARE:
        return f"近{_BARE[value]}{unit}"
    return _CHINESE[wording].format(digits + scale, unit)


def in_english(wording: Wording, number: Exact, unit: str = "") -> str:
    """Just under 3,000 items, over 20 firms, at least 63%; a word is set off by a space."""
    value = exact(number)
    gap = " " if unit and unit[0].isalpha() else ""
    return _ENGLISH[wording].format(f"{_plain(value, group=True)}{gap}{unit}")


def _is_true(value: Decimal, wording: Wording, number: Decimal) -> bool:
    near = abs(value - number) <= NEARNESS * abs(number)
    match wording:
        case Wording.EXACT | Wording.REACHED | Wording.ONLY:
            return value == number
        case Wording.NEARLY:
            return near and value < number
        case Wording.ODD | Wording.MANY:
            low, high = odd_range(number)
            return low < value < high
        case Wording.AT_LEAST:
            return value >= number
        case Wording.MORE_THAN:
            return value > number
        case Wording.AT_MOST | Wording.AND_BELOW:
            return value <= number
        case Wording.BELOW:
            return value < number
        case Wording.ABOUT | Wording.AROUND:
            return near


def _last_place(value: Decimal) -> Decimal:
    if value <= 0:
        return Decimal(0)
    exponent = value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(int(exponent))


def _plain(value: Decimal, *, group: bool = False) -> str:
    return format(value, ",f" if group else "f")


def _scaled(value: Decimal) -> tuple[str, str]:
    for size, word in _MYRIADS:
        part = value / size
        if part >= 1 and part == part.quantize(Decimal("0.1")):
            return _plain(part.normalize()), word
    return _plain(value), ""
