"""Words that bound a number: 近, 超过, 不足, 以上, 左右 …, and the values they leave possible."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from jilian_engine.statements.numerals import Numeral

EXACT, MORE_THAN, AT_LEAST = "exact", "more_than", "at_least"
AT_MOST, BELOW, ABOUT, BETWEEN = "at_most", "below", "about", "between"

_BEFORE = (
    (AT_MOST, r"(?:不|未|没有?|不得|不会|不能)超(?:过|出)|不(?:得|能|应)?(?:高于|多于|"
        r"大于)|不过|至多|最多|最高|"
              r"上限(?:为|是)?|≤|<="),
    (AT_LEAST, r"不(?:得|能|应)?(?:低于|少于|小于|下于)|不下|至少|最少|最低|起码|≥|>=|"
               r"(?<![线网路海以会度])上"),
    (BELOW, r"接近|将近|逼近|(?<![附临邻靠最就贴拉亲])近|不足|(?<![达找得看])不到|"
        r"未满|未到|不满|未达到?|"
        r"(?<!不)低于|(?<!不)少于|"
            r"(?<!不)小于|几近|几乎|跌破|<"),
    (MORE_THAN, r"(?<![不未])超过|(?<![不未])超出|(?<![赶反高])超(?!过)|逾|突破|冲破|"
        r"(?<![打侦爆攻冲突识])破|"
                r"(?<![通经超不走评验审举开做办突越度渡])过|"
                r"(?<!不)多于|(?<!不)高于|(?<!不)大于|迈过|跨过|越过|跨越|站上|迈上|>"),
    (ABOUT, r"大约|(?<![签节合契预公条违邀集特履续])(?:约为|约占|约达|约合|约有)|"
        r"(?<![签节合契预公条违邀集特履续])约|大概|差不多|≈|~"),
)  # fmt: skip
_FILL = r"(?:了|达到?|为|至|到|有|可达|可|占|共|在)?"
_PREFIX = re.compile(
    "(?:" + "|".join(f"(?P<{bound}>(?:{words})){_FILL}" for bound, words in _BEFORE) + r")[ “]?$"
)
_FAR = (
    (AT_MOST, re.compile(r"(?:最高(?=[可达补奖资给支额贷授减享优为至每限不]|单个|单项)|最多|至多|"
        r"上限)[^，。；：、\d]{0,8}$")),
    (AT_LEAST, re.compile(r"(?:最低(?=[缴出注投可为不限每达标])|至少|最少)[^，。；：、\d]{0,8}$")),
    (AT_LEAST, re.compile(r"不(?:得)?(?:低于|少于)[^，。；：、\d]{1,9}的$")),
    (AT_MOST, re.compile(r"不(?:得)?(?:超过|高于)[^，。；：、\d]{1,9}的$")),
    (MORE_THAN, re.compile(r"(?<!不)超过?[^，。；：、\d]{1,9}的$")),
    (BELOW, re.compile(r"不足[^，。；：、\d]{1,9}的$")),
    (ABOUT, re.compile(r"(?:约占|大约占|约为)[^，。；：、\d]{1,9}的?$")),
)  # fmt: skip
_SUFFIX = re.compile(
    r" ?(?:(?P<at_least>(?:[（(][^（）()]{0,10}[）)])?(?:及|或|和|（含）)?(?:其)?以上|及以上|有余)"
    r"|(?P<at_most>(?:[（(][^（）()]{0,10}[）)])?(?:及|或|和)?(?:以下|以内|之内))"
    r"|(?P<about>左右(?![岸两手])|上下(?![游联级班一楼车行贯齐])))"
)
_ROUND = re.compile(r"[十百千万亿]|\d+ ?[百千万亿]|\d+00")
_BREAKS = re.compile(r"^(?:关键|核心|技术|瓶颈|难题|“?卡脖子|科技|产业|共性|国外|世界|颈)")
_MIRROR = {MORE_THAN: BELOW, BELOW: MORE_THAN, AT_LEAST: AT_MOST, AT_MOST: AT_LEAST}


@dataclass(frozen=True)
class Limits:
    """A value with its bound: `value` is None exactly for a range."""

    value: Decimal | None
    bound: str
    low: Decimal | None
    high: Decimal | None
    low_included: bool = True
    high_included: bool = True

    def scaled(self, factor: Decimal) -> Limits:
        """The same in a smaller unit."""
        return self._each(lambda number: number * factor)

    def moved(self, by: Decimal) -> Limits:
        """The same with an amount added: 增长3倍 is 4 times."""
        return self._each(lambda number: number + by)

    def negative(self) -> Limits:
        """The fall: signs changed, and the bound turned round."""
        turned = self._each(lambda number: -number if number else number)
        return replace(
            turned, bound=_MIRROR.get(self.bound, self.bound), low=turned.high, high=turned.low,
            low_included=self.high_included, high_included=self.low_included,
        )  # fmt: skip

    def _each(self, change: Callable[[Decimal], Decimal]) -> Limits:
        def one(number: Decimal | None) -> Decimal | None:
            return None if number is None else change(number)

        return replace(self, value=one(self.value), low=one(self.low), high=one(self.high))


def limits(value: Decimal, bound: str = EXACT) -> Limits:
    """The values that a plain number with a bound word leaves possible."""
    match bound:
        case "more_than":
            return Limits(value, bound, value, None, low_included=False)
        case "at_least":
            return Limits(value, bound, value, None)
        case "at_most":
            return Limits(value, bound, None, value)
        case "below":
            return Limits(value, bound, None, value, high_included=False)
        case "about":
            return Limits(value, bound, None, None)
        case _:
            return Limits(value, EXACT, value, value)


def over(value: Decimal, step: Decimal) -> Limits:
    """20余: above the number and below the next of its last place."""
    return Limits(value, MORE_THAN, value, value + step, False, False)


def between(low: Decimal, high: Decimal) -> Limits:
    """3至5: both ends included."""
    return Limits(None, BETWEEN, low, high)


def limits_of(numeral: Numeral, bound: str, value: Decimal | None = None) -> Limits:
    """A numeral under a bound word; what the numeral itself leaves open goes first."""
    number = numeral.value if value is None else value
    if numeral.odd == "pair" and numeral.low is not None and numeral.high is not None:
        return between(numeral.low, numeral.high)
    if numeral.odd == "over":
        return over(number, numeral.step)
    if numeral.odd == "plus":
        return limits(number, MORE_THAN)
    return limits(number, bound)


def bound_before(text: str, floor: int, start: int) -> tuple[str, int]:
    """The bound word that ends where a number starts, and where it starts itself."""
    window = text[max(floor, start - 12) : start]
    found = _PREFIX.search(window)
    if found is None:
        for bound, words in _FAR:
            if words.search(window):
                return bound, start
        return "", start
    bound = str(found.lastgroup)
    if found[0][:1] in "上过" and not _ROUND.match(text, start):
        return "", start
    at = start - len(window) + found.start()
    double = _PREFIX.search(text[max(floor, at - 8) : at])
    if double and (bound == ABOUT or double.lastgroup == bound):
        return str(double.lastgroup), at - (min(8, at - floor) - double.start())
    return bound, at


def bound_behind(text: str, end: int) -> tuple[str, int]:
    """The bound word that starts where a measure word ends, and its own end."""
    found = _SUFFIX.match(text, end)
    return (str(found.lastgroup), found.end()) if found else ("", end)


def is_breakthrough(text: str, prefix: str, end: int) -> bool:
    """突破12项关键技术 breaks through; it does not exceed."""
    return prefix.startswith("突破") and _BREAKS.match(text[end : end + 6]) is not None
