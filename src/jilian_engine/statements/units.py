"""Measure words and the units they stand for, as one table."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

TIMES = frozenset({"year", "quarter", "month", "week", "day", "working_day", "hour", "minute"})
"""Units of time, in which durations and runs are counted."""

# unit: measure words, each with the characters that may not follow it (they make another word)
_WORDS: dict[str, str] = {
    "yuan": "元(旦宵件首素器)",
    "us_dollar": "美元", "euro": "欧元",
    "yuan_per_mu": "元/亩", "yuan_per_km2": "元/平方公里 元/平方千米",
    "yuan_per_m2": "元/平方米 元/平米", "ug_per_m3": "微克/立方米 微克每立方米 μg/m³",
    "firm": "家(庭长具电政禽畜园居次)", "household": "户(籍外口均次)",
    "person": "人(均民工大行事文力社寿) 名(列牌义校) 位(列居次数于)", "person_time": "人次",
    "item": "项(目次)", "count": "个(体性别税转)", "piece": "件(次)",
    "machine": "台(湾账阶州次)", "set": "台(套) 台（套） 台套 台/套 套(餐)", "vehicle": "辆(次)",
    "session": "场(所景地馆均) 场次", "occurrence": "次(日年月序级)", "issue": "期(间末初)",
    "batch": "批(发准复示量零) 批次", "kind": "种(植业子粮养苗)", "category": "类(型别似)",
    "line": "条(例件款文约码)", "place": "处(理置于罚在)", "building": "座(谈位席落) 幢 栋",
    "institution": "所(有在需以)", "team": "支(持付出撑部行柱)", "bed": "张(江)",
    "copy": "份(额子)", "train": "列(入为车出)", "room": "间(接隔断)",
    "percent": "% ‰", "percentage_point": "个百分点 百分点", "times": "倍(增)",
    "year": "年(级代均度产轻会报版) 周年", "quarter": "个季度 季度",
    "month": "个月 月(份底末初度均)", "week": "周(年边期岁末转围) 个星期 个周",
    "day": "天(然津气) 日(均前常) 个自然日 自然日", "working_day": "个工作日 工作日",
    "hour": "小时 个小时", "minute": "分钟",
    "km": "公里 千米 km", "metre": "米(兰)", "km2": "平方公里 平方千米 km²",
    "m2": "平方米 平米 ㎡ m² 平方(公千)", "mu": "亩(均)", "hectare": "公顷",
    "m3": "立方米 立方 m³", "tonne": "吨 吨标准煤 吨标煤", "kg": "公斤 千克",
    "kwh": "千瓦时 度 kWh", "kw": "千瓦(时)", "teu": "标箱 标准箱 个标箱 个标准箱 TEU",
}  # fmt: skip
_GAP = ("个", "年", "天", "小时", "%", "倍", "元", "公里", "亩", "周", "成")
_CLASSES = "级型制版档"
"""A measure word before one of these names a class: 千万元级, 五人制."""

_OTHER = re.compile(
    r"[家户台件项辆架车班轮]次|[港日英澳韩]元|英镑|卢布|兆|毫|厘|纳|微|英|"
    r"海里|节|例|篇|部(?!门)|款|艘|架|棵|株|头|只|羽|盏|根"
    r"|块|片|颗|桶|瓶|箱|盒|袋|册|卷|幅|组|对|档|级|届|版|号|强|剂|岁|步|字|"
    r"帧|点|分|伏|安|焦|卡|瓦|秒|升|克|里(?!程)|起|宗|笔|单(?![位身])|轮|尾|"
    r"羽|枚|股(?![民东])|趟|层|票|席|桌|餐|页|匹|航次|平方英尺|盎司|马力"
)


@dataclass(frozen=True)
class Unit:
    """A measure word found behind a number."""

    name: str
    word: str
    end: int
    more: bool = False  # 多 inside or behind it: 两个多月, 3年多
    scale: Decimal = Decimal(1)


def _table() -> tuple[dict[str, tuple[str, str]], re.Pattern[str]]:
    words: dict[str, tuple[str, str]] = {}
    for unit, listed in _WORDS.items():
        for entry in listed.split():
            word, guard = entry, ""
            if entry.endswith(")") and not entry.endswith("(套)"):
                word, _, guard = entry[:-1].partition("(")
            words[word] = (unit, guard)
    longest = sorted(words, key=len, reverse=True)
    return words, re.compile("|".join(map(re.escape, longest)))


_UNITS, _UNIT = _table()
_MORE_INSIDE = re.compile(r"个([多余来])(?=月|小时|季度|星期|工作日|百分点|自然日)")
_MORE_BEHIND = re.compile(r"[多余](?![少数元样项个家种次次名条样级方边])|有余")


def unit_at(text: str, at: int) -> Unit | None:
    """The longest measure word that starts here (a space before it is passed over)."""
    start = at + 1 if text[at : at + 1] == " " else at
    if inside := _MORE_INSIDE.match(text, start):
        found = _UNIT.match("个" + text[inside.end() : inside.end() + 6])
        if found:
            return Unit(_UNITS[found[0]][0], found[0], start + len(found[0]) + 1, more=True)
    found = _UNIT.match(text, start)
    while found:
        unit, guard = _UNITS[found[0]]
        behind = text[found.end() : found.end() + 1]
        if (not behind or behind not in guard) and behind not in ("/", "·"):
            break
        shorter = _shorter(found[0])
        if shorter is None or behind in ("/", "·"):
            return None
        found = re.compile(re.escape(shorter)).match(text, start)
    if not found or (behind and behind in _CLASSES):
        return None
    end = found.end()
    if more := _more_behind(text, end, found[0]):
        return Unit(unit, found[0], more, more=True)
    scale = Decimal("0.1") if found[0] == "‰" else Decimal(1)
    return Unit(unit, found[0], end, scale=scale)


def other_measure(text: str, at: int) -> bool:
    """Whether a measure word that has no unit here (毫米, 港元, 篇) starts at this place."""
    start = at + 1 if text[at : at + 1] == " " else at
    if _OTHER.match(text, start):
        return True
    found = _UNIT.match(text, start)
    return found is not None and text[found.end() : found.end() + 1] in tuple(f"/·{_CLASSES}")


def _shorter(word: str) -> str | None:
    """The next shorter measure word that this one begins with."""
    for length in range(len(word) - 1, 0, -1):
        if word[:length] in _UNITS:
            return word[:length]
    return None


def _more_behind(text: str, end: int, word: str) -> int | None:
    """Where 多 or 有余 behind a measure word ends: 3年多, 20年有余."""
    found = _MORE_BEHIND.match(text, end)
    if not found or (found[0] != "有余" and not word.endswith(_GAP)) or word == "个":
        return None
    return found.end()
