"""Growth in words: what was absorbed is said, a mean is never called yearly growth, no false 番."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from jilian_engine.errors import EngineError
from jilian_engine.figures.derived import Derived
from jilian_engine.figures.growths import Multiple
from jilian_engine.figures.intervals import Exact, exact
from jilian_engine.figures.values import Growth, round_half_up

_TIMES = {1: "一", 2: "两", 3: "三", 4: "四", 5: "五", 6: "六", 7: "七", 8: "八", 9: "九"}
_TIMES_EN = {1: "doubled", 2: "doubled twice", 3: "doubled three times"}


class MeanKind(StrEnum):
    """How a growth over several years was made one number."""

    COMPOUND = "compound"
    ARITHMETIC = "arithmetic"


def word_growth(growth: Growth, unit: str, *, places: int = 1, language: str = "zh") -> str:
    """增长20%，其中吸纳5个: the growth and what the boundary brought; 未知 without a base."""
    percent, absorbed = growth.percent, growth.boundary_change
    if percent is None:
        return "未知" if language == "zh" else "unknown"
    head = word_percent(percent, places=places, language=language)
    if absorbed is None or exact(absorbed) == 0:
        return head
    return f"{head}{_of_which(exact(absorbed), unit, language)}"


def word_percent(percent: Exact, *, places: int = 1, language: str = "zh") -> str:
    """增长20%, 下降0.1%, 持平; rounded half up, and never to a zero that it is not."""
    number = exact(percent)
    shown = round_half_up(abs(number), places)
    while number and not shown:
        places += 1
        shown = round_half_up(abs(number), places)
    text = shorn(shown)
    if not number:
        return "持平" if language == "zh" else "unchanged"
    if language == "zh":
        return f"{'增长' if number > 0 else '下降'}{text}%"
    return f"{'grew' if number > 0 else 'fell'} by {text}%"


def word_yearly_growth(
    percent: Exact | Derived,
    kind: MeanKind,
    *,
    first_year: int | None,
    last_year: int | None,
    places: int = 1,
    language: str = "zh",
) -> str:
    """2016—2020年年均增长12.4%: compound only, and never without first and last year.

    `first_year` is the first year of the period, the one after its base. An arithmetic mean of
    yearly rates raises `mean_is_not_compound`.
    """
    if kind is not MeanKind.COMPOUND:
        raise EngineError(
            "mean_is_not_compound",
            "an arithmetic mean of yearly rates is not called 年均增长; it is a mean of rates",
        )
    if first_year is None or last_year is None or last_year < first_year:
        raise EngineError("period_missing", "年均增长 names its first and last year")
    number = percent.value if isinstance(percent, Derived) else exact(percent)
    shown = word_percent(number, places=places, language=language)
    if language == "zh":
        return f"{first_year}—{last_year}年年均{shown}"
    return f"{shown} a year from {first_year} to {last_year} (base {first_year - 1})"


def word_multiple(multiple: Multiple, *, places: int = 1, language: str = "zh") -> str:
    """是2015年末的4.9倍: with its base."""
    shown = shorn(multiple.times.rounded(places))
    if language == "zh":
        return f"是{multiple.base_is}的{shown}倍"
    return f"{shown} times {multiple.base_is}"


def word_doublings(multiple: Multiple, times: int | None = None, *, language: str = "zh") -> str:
    """比2015年末翻两番: as often as it has doubled; `wording_false` where it has not."""
    full = multiple.doublings
    asked = full if times is None else times
    if asked < 1 or asked > full or asked not in _TIMES:
        raise EngineError(
            "wording_false",
            f"{shorn(multiple.times.rounded(2))} times {multiple.base_is} has doubled"
            f" {full} times in full, not {asked}",
        )
    if language == "zh":
        return f"比{multiple.base_is}翻{_TIMES[asked]}番"
    return f"{_TIMES_EN.get(asked, f'doubled {asked} times')} since {multiple.base_is}"


def shorn(number: Decimal) -> str:
    """A number without zeros behind the point: 20.0 → 20, 12.40 → 12.4."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _of_which(absorbed: Decimal, unit: str, language: str) -> str:
    number = shorn(abs(absorbed))
    if language == "zh":
        return f"，其中{'吸纳' if absorbed > 0 else '划出'}{number}{unit}"
    gap = " " if unit and unit[0].isalpha() else ""
    return f", of which {'absorbed' if absorbed > 0 else 'given away'} {number}{gap}{unit}"
