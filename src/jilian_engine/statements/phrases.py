"""Figures of forms of their own: 三成, 百分之三十, 过半, 翻两番, 第二, 连续72个月."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from jilian_engine.figures import round_half_up
from jilian_engine.statements.numerals import DIGITS, Numeral, numeral_at
from jilian_engine.statements.qualifiers import (
    ABOUT,
    AT_LEAST,
    AT_MOST,
    EXACT,
    MORE_THAN,
    Limits,
    between,
    bound_before,
    bound_behind,
    limits,
    limits_of,
    over,
)
from jilian_engine.statements.units import TIMES, unit_at
from jilian_engine.statements.values import Found

_HAN = "一二两三四五六七八九十"
_HALF = re.compile(r"一半|半数|(?<=[近超约])半(?=[，。；、的]|$)")
_OVER_HALF = re.compile(r"(?<![超双经通渡])过半数?(?![径天年小个导路山程])")
_TENTHS = re.compile(
    rf"(?P<n>10|\d|[{_HAN}])(?P<mid>[多余])?成(?![员立果功为熟都长本效份交年人品群就不套片品])"
    rf"(?:(?P<half>半)|(?P<more>[多余])|(?P<fifth>[{_HAN[:-1]}](?![家个名户人成项年])))?"
)
_PARTS = re.compile(r"(?P<whole>[百千万]|[二三四五六七八九十]+|\d+)分之")
_ALL = re.compile(r"百分百")
_SLASH = re.compile(r"(?P<part>\d{1,3})/(?P<whole>\d{1,4})(?![\d/年月个])")
_SHARE_BEFORE = re.compile(
    r"(?:占|约|近|超过?|达到?|的|为|仅|足|到|至|不足|有|[国市省区县球]|、|和|"
    r"以|了)$"
)
_TWO_PLACES = re.compile(r"[两双]位数(?P<up>以上|及以上)?")
_DOUBLED = re.compile(
    rf"翻(?:了)?(?P<words>[^，。；\d{_HAN}番倍]{{0,3}}?)(?P<n>\d|"
    rf"[{_HAN}])?(?P<more>[多余])?(?P<what>番|倍)(?!增)(?P<behind>多|有余)?"
)
_RUN = re.compile(
    r"连续(?:保持|实现|正增长|增长|获得?|荣获|举办|在|达|上涨|下降|稳定|超过|"
    r"超|近|约|至少|不少于|不低于|逾|将近|接近|了|第)*"
)
_CLOSERS = r"(?=$|[\s，。；：、！？）)”\x01的和与及且并以仅])"
_RANKED = re.compile(
    rf"第(?P<n>\d{{1,3}}|[一二三四五六七八九十百]+)(?:(?P<word>位|名)(?![列牌义置次])|{_CLOSERS})"
)
_TOP = re.compile(
    rf"前(?P<n>\d{{1,3}}|[一二两三四五六七八九十百]+)(?:(?P<word>位|名|"
    rf"甲)(?![列牌义置次])|{_CLOSERS})"
)
_FIRST = re.compile(r"首位(?![度产联城书女提选])|榜首")
_PLACE = (
    r"(?:[市省区县国球州镇乡街道]|世界|国内|亚洲|三角|上海|北京|江苏|浙江|"
    r"安徽|城市|榜单?|行业|同类|系统|园区|开发区|走廊|各区)"
)
_BEHIND_PLACE = re.compile(rf"{_PLACE}(?:的|中|内)?[“]?$")
_BEHIND_VERB = re.compile(
    r"(?:居|列|排|位(?!置)|升至|升到|跃升|跃|保持|跻身|蝉联|进至|进入|退至|"
    r"降至|荣获|摘得|夺得|稳坐|登上)"
    r"[^，。；：\d]{0,16}$"
)


def phrase_at(text: str, at: int, floor: int) -> Found | None:
    """The figure of a form of its own that starts here, if there is one."""
    for read in (_run, _doubling, _rank, _half, _parts, _slash, _tenths, _two_places):
        found = read(text, at, floor)
        if found is not None:
            return found
    return None


def _bounded(text: str, floor: int, start: int, end: int, value: Decimal, form: str) -> Found:
    """A percentage with the bound words around it."""
    before, first = bound_before(text, floor, start)
    behind, last = bound_behind(text, end)
    bound = before if before not in ("", ABOUT) else behind or before or EXACT
    return Found(first, last, limits(value, bound), "percent", text[start:end], form)


def _half(text: str, at: int, floor: int) -> Found | None:
    if passed := _OVER_HALF.match(text, at):
        return Found(
            at, passed.end(), limits(Decimal(50), MORE_THAN), "percent", passed[0], "percent"
        )
    found = _HALF.match(text, at)
    return _bounded(text, floor, at, found.end(), Decimal(50), "percent") if found else None


def _tenths(text: str, at: int, floor: int) -> Found | None:
    """三成, 八成五, 两成半, 两成多."""
    found = _TENTHS.match(text, at)
    if found is None or text[max(0, at - 1) : at] in ("第", ".", *_HAN, *"0123456789"):
        return None
    value = _number(found["n"]) * 10
    if found["half"]:
        value += 5
    if found["fifth"]:
        value += DIGITS[found["fifth"]]
    held = _bounded(text, floor, at, found.end(), value, "percent")
    if found["more"] or found["mid"]:
        return replace(held, limits=over(value, Decimal(10)))
    return held


def _parts(text: str, at: int, floor: int) -> Found | None:
    """三分之一, 百分之三十, 千分之五, 百分之二十至三十."""
    if said := _ALL.match(text, at):
        return _bounded(text, floor, at, said.end(), Decimal(100), "percent")
    found = _PARTS.match(text, at)
    part = numeral_at(text, found.end()) if found else None
    if found is None or part is None:
        return None
    whole = {"百": 100, "千": 1000, "万": 10000}.get(found["whole"]) or int(_number(found["whole"]))
    if not whole:
        return None
    end = part.end
    dash = re.compile(r" ?(?:—+|-|~|至|到) ?(?:百分之)?").match(text, end)
    second = numeral_at(text, dash.end()) if dash and whole == 100 else None
    if second is not None and second.value > part.value:
        _, start = bound_before(text, floor, at)
        held = between(part.value, second.value)
        return Found(start, second.end, held, "percent", "百分之", "percent")
    factor = Decimal(100) / whole
    value = part.value * factor
    if found["whole"] not in ("百", "千", "万"):
        value = round_half_up(value, 4)
    held_figure = _bounded(text, floor, at, end, value, "percent")
    if part.odd == "over":
        return replace(held_figure, limits=over(value, part.step * factor))
    return held_figure


def _slash(text: str, at: int, floor: int) -> Found | None:
    """1/4 behind 占, 近, 约 …"""
    found = _SLASH.match(text, at)
    if found is None or not _SHARE_BEFORE.search(text[max(floor, at - 3) : at]):
        return None
    part, whole = Decimal(found["part"]), Decimal(found["whole"])
    if not 0 < part < whole:
        return None
    value = round_half_up(part * 100 / whole, 4)
    return _bounded(text, floor, at, found.end(), value, "percent")


def _two_places(text: str, at: int, floor: int) -> Found | None:
    """两位数增长: from ten per cent, below a hundred."""
    found = _TWO_PLACES.match(text, at)
    around = text[max(floor, at - 20) : at] + text[at : at + 12]
    if found is None or not re.search("增长|增速|增幅|增", around):
        return None
    held = Limits(Decimal(10), AT_LEAST, Decimal(10), Decimal(100), True, False)
    return Found(at, found.end(), held, "percent", "位数", "two_places")


def _doubling(text: str, at: int, floor: int) -> Found | None:
    found = _DOUBLED.match(text, at)
    if found is None:
        return None
    count = int(_number(found["n"] or "一"))
    if found["what"] == "倍" and count > 1:
        return None
    value = Decimal(2) ** count
    number_at = found.start("n") if found["n"] else found.start("what")
    inner, _ = bound_before(text, at + 1, number_at)
    before, start = bound_before(text, floor, at)
    behind, end = bound_behind(text, found.end())
    more = MORE_THAN if found["more"] or found["behind"] else ""
    bound = more or inner or before or behind or EXACT
    return Found(start, end, limits(value, bound), "times", found["what"], "doubling")


def _run(text: str, at: int, floor: int) -> Found | None:
    """连续72个月, 连续第6年, 连续近20年."""
    found = _RUN.match(text, at)
    count = numeral_at(text, found.end()) if found else None
    if found is None or count is None or count.odd == "vague" or (count.han and count.value <= 1):
        return None
    unit = unit_at(text, count.end)
    name, word, end = (unit.name, unit.word, unit.end) if unit else ("", "", count.end)
    if unit is None and text[count.end : count.end + 1] in ("年", "月"):
        word, end = text[count.end], count.end + 1
        name = "year" if word == "年" else "month"
    if name not in TIMES:
        return None
    before, _ = bound_before(text, at, count.start)
    behind, end = bound_behind(text, end)
    held = limits_of(count, before or behind or EXACT)
    if unit is not None and unit.more:
        held = over(count.value, Decimal(1))
    return Found(at, end, held, name, word, "run")


def _rank(text: str, at: int, floor: int) -> Found | None:
    """第二, 第3位, 前三, 首位, 榜首: where the words around make them a place in an order."""
    before = text[max(0, at - 22) : at]
    if first := _FIRST.match(text, at):
        if first[0] == "首位" and not _stands(before):
            return None
        return _place_found(at, first.end(), Decimal(1), EXACT, first[0])
    for pattern, bound in ((_RANKED, EXACT), (_TOP, AT_MOST)):
        found = pattern.match(text, at)
        if found is None:
            continue
        worded = found["word"] in ("位", "名")
        listed = re.search(r"第[一二三四五六七八九十\d]+[位名]?[、和与]$", before)
        if not (worded or listed or _stands(before)):
            return None
        return _place_found(at, found.end(), _number(found["n"]), bound, found[0])
    return None


def _place_found(start: int, end: int, place: Decimal, bound: str, words: str) -> Found:
    return Found(start, end, limits(place, bound), "rank", words, "rank")


def _stands(before: str) -> bool:
    """Whether a place in an order is spoken of: behind 居, 列, 排名 …, or behind a place's name."""
    return bool(_BEHIND_PLACE.search(before) or _BEHIND_VERB.search(before))


def _number(word: str) -> Decimal:
    numeral: Numeral | None = numeral_at(word, 0)
    return numeral.value if numeral else Decimal(0)
