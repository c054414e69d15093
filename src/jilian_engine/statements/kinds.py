"""What kind a figure is: chosen by the verb in front of it and the nouns around it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from jilian_engine.statements.qualifiers import Limits
from jilian_engine.statements.units import TIMES
from jilian_engine.statements.values import Found

_UP = (
    "增长|增加|提高|提升|上升|上涨|攀升|扩大|加快|递增|回升|增收|增产|增效|"
    "提速|提效|上浮|上调|高出|多出|跃升|净增|"
    "改善|反弹|扩张|猛增|激增|大增|飙升|新增|放大|多增|快|高(?!达)|多|增|升|涨"
)
_DOWN = (
    "负增长|下降|降低|减少|下滑|下跌|压缩|缩短|缩减|压减|缩小|收窄|回落|节约|"
    "节省|节能|削减|精简|下调|下浮|萎缩|"
    "降本|递减|减负|减轻|减量|压降|放缓|滑落|收缩|减产|减收|减亏|减排|降耗|"
    "少增|净减|多减|省|低|少|降|减|跌|缩"
)
_FILL = (
    r"(?:了|幅度|速度|率|目标|预期|预计|均|都|各|皆|分别|将|已|再|约|近|达到?|"
    r"达|超过|超|逾|在|同比|环比|为正|高达|多达|"
    r"保持|平均|又|就|仅|也|整整|设定)*"
)
_VERB = re.compile(
    rf"(?:(?P<down>{_DOWN})|"
    rf"(?P<up>(?<![最至不众许更较偏崇])(?:{_UP})))(?P<fill>{_FILL})(?P<to>到|"
    rf"至|为|成)?(?:了)?$"
)
_VERB_OBJECT = re.compile(
    r"(?:(?P<up>提高|提升|增加|扩大|加快)|(?P<down>降低|减少|压缩|缩短|节约|"
    r"节省|压减|缩减|精简|削减|下调|减轻))了?"
    r"(?![值工版到至])[^，。；：、\d占达为至到是的\x01]{1,12}$"
)
_GROWTH_NOUN = re.compile(
    r"(?P<fall>降幅|跌幅|下降率|降速)|增速|增长率|增长速度|增幅|涨幅|升幅|"
    r"增长目标|增长预期|(?:同比|环比)(?=[约近为达超过至]{0,3}$)|"
    r"增长(?=[^极点动曲性质方资]{0,3}$)"
)
_GROWTH_SUBJECT = re.compile(r"(?P<fall>降幅|跌幅|下降率|降速)|增速|增长率|增长速度|增幅|涨幅|升幅")
_SHARE_NOUN = re.compile(
    r"占|恢复[到至]|比重|比例|份额|覆盖|(?<!增长)(?<!下降)(?<!复合)率|完成|"
    r"达标|合格|贡献|持股|进度|满意度|强度|程度"
)
_GROWTH_BEHIND = re.compile(
    r"(?:以上|左右|以内)?的?(?:年均|同比|平均|中高|高|快速|稳定|较快|正|复合|月均)*"
    r"(?:(?P<noun>增速|增幅|涨幅|增长率|增长速度|增长目标|速度(?:增长|递增|"
    r"提升|扩张|上升)?|增长(?![到至为了\d]))"
    r"|(?P<fall>降幅|跌幅|速度(?:下降|递减)))"
)
_CHANGE_BEHIND = re.compile(
    r"(?:以上|左右)?的(?:(?P<noun>提升|提高|上升|涨幅)|(?P<fall>下降|降低|"
    r"压缩|减少))(?![到至为])"
)
_RATE_VERB = re.compile(r"(?:回升|回落|加快|放缓|反弹|收窄)[到至]")
_COMPOUND = re.compile(
    r"年均|年平均|[两二三四五六\d]年平均|(?<![市国省区县])平均增速|"
    r"(?<![市国省区县])平均增长|复合|年递增|年增长率平均|平均每年"
)
_CHANGE = re.compile(
    r"(?:(?P<down>少增|多减|减产|减收|净减少?|减少|缩短|压缩|压减|缩减|精简|"
    r"下降|降低|下跌|下调|回落|缩小|(?<![至最不缺多减年青])少)"
    r"|(?P<up>净增加?|多增|增加|增长|提高|提升|上升|上涨|延长|上调|扩大|高出|"
    r"多出|增收|增产|(?<![最至不许众更大差增繁好诸])多(?!达)))"
    r"(?:了|约|近|超过|整整|将|又|再|分别|各|均|达)*$"
)
_POINT_DOWN = (
    "回落|下降|低于|慢于|收窄|降低|减少|下滑|缩小|放缓|减缓|落后|拉低|下拉|"
    "缩窄|弱于|趋缓|下调|不及|低|慢|少|降|跌|减"
)
_POINT_UP = (
    "提高|上升|提升|增加|高于|快于|扩大|加快|拉动|上拉|领先|回升|优于|贡献|"
    "反弹|强于|超过|超出|增长|上涨|改善|跃升|"
    "上调|高出|高|快|多|涨|增|升"
)
_POINT = re.compile(rf"(?P<down>{_POINT_DOWN})|(?P<up>{_POINT_UP})")
_NOT_POINT = re.compile(
    r"降幅|跌幅|涨幅|增幅|增速|增长率|高新|高技术|高端|减排量|升级|增加值|"
    r"高企|多数|少数|最高|最低|快递|快速|高质量"
)
_WEAK = re.compile(
    r"^[\s\x01]*(?:(?:最终|其中|已|则|均|分别|约|近|超过|达到?|为|高达|仅|"
    r"只有|就|也|在|保持|实现|稳定|依然|全部|同比|环比)*)$"
)


@dataclass(frozen=True)
class Sense:
    """A kind with the sign it gives; what a list hands on to its next member."""

    kind: str
    negative: bool = False
    plus_one: bool = False


def sense_of(found: Found, clause: str, earlier: str, behind: str) -> Sense:
    """The kind of a figure that no list hands on.

    `clause` runs from the last figure or stop to this one, `earlier` is what the sentence said
    before that, `behind` what follows.
    """
    match found.form:
        case "percent" | "two_places":
            signed = found.limits.value is not None and found.limits.value < 0
            return _percent(clause, earlier, behind, growth=signed or found.form == "two_places")
        case "points":
            return _points(clause, earlier)
        case "times":
            return _times(clause)
        case "amount":
            return _amount(found, clause)
        case _:
            return Sense(found.form)


def with_sense(found: Found, sense: Sense) -> Limits:
    """The limits under a sense: falls signed and turned round, 增长3倍 as 4 times."""
    held = found.limits
    if sense.plus_one:
        return held.moved(Decimal(1))
    said = held.value if held.value is not None else held.high
    return held.negative() if sense.negative and said is not None and said > 0 else held


def _percent(clause: str, earlier: str, behind: str, *, growth: bool) -> Sense:
    sense = _change_in_percent(clause, earlier, behind)
    if growth and sense.kind == "share":
        sense = Sense("growth")
    if sense.kind == "growth":
        near = f"{clause}|{behind[:10]}" if _GROWTH_BEHIND.match(behind) else clause
        if _COMPOUND.search(near) or (_WEAK.match(clause) and _COMPOUND.search(earlier[-20:])):
            return replace(sense, kind="compound_growth")
    return sense


def _change_in_percent(clause: str, earlier: str, behind: str) -> Sense:
    verb = _VERB.search(clause)
    noun = _last(_GROWTH_NOUN, clause)
    share = _last(_SHARE_NOUN, clause)
    if verb is not None and not verb["to"]:
        return Sense("growth", negative=verb["down"] is not None)
    if verb is None and (whole := _VERB_OBJECT.search(clause)) is not None:
        return Sense("growth", negative=whole["down"] is not None)
    if noun is None and share is None and (verb is not None or _WEAK.match(clause)):
        noun, share = _last(_GROWTH_SUBJECT, earlier), _last(_SHARE_NOUN, earlier)
        if verb is None and noun is None and share is None and (said := _VERB.search(earlier)):
            return Sense("growth", negative=said["down"] is not None)
    if noun is not None and (share is None or share.start() < noun.start()):
        return Sense("growth", negative=noun["fall"] is not None)
    if share is None:
        after = _GROWTH_BEHIND.match(behind) or _CHANGE_BEHIND.match(behind)
        if after is not None:
            return Sense("growth", negative=after["fall"] is not None)
    elif after := _GROWTH_BEHIND.match(behind):
        return Sense("growth", negative=after["fall"] is not None)
    if share is None and _speaks_of_growth(verb, clause, earlier, behind):
        return Sense("growth")
    return Sense("share")


def _speaks_of_growth(verb: re.Match[str] | None, clause: str, earlier: str, behind: str) -> bool:
    """Whether a clause without a noun of its own goes on about growth: 三季度回升至3.9%."""
    noun, share = _last(_GROWTH_SUBJECT, earlier), _last(_SHARE_NOUN, earlier)
    if verb is not None:
        return bool(_RATE_VERB.search(clause) and re.search("增长|增速|下降", earlier))
    if noun is None or behind.startswith("的"):
        return False
    return share is None or share.start() < noun.start()


def _points(clause: str, earlier: str) -> Sense:
    for words in (clause, earlier):
        verbs = list(_POINT.finditer(_NOT_POINT.sub(lambda one: "\x01" * len(one[0]), words)))
        if verbs:
            return Sense("points", negative=verbs[-1]["down"] is not None)
    return Sense("points")


def _times(clause: str) -> Sense:
    """增长3倍 is 4 times the base; 是…的3倍 and 增至3倍 are 3."""
    verb = _VERB.search(clause)
    if verb is not None and verb["up"] and not verb["to"]:
        return Sense("multiple", plus_one=True)
    whole = _VERB_OBJECT.search(clause)
    return Sense("multiple", plus_one=whole is not None and whole["up"] is not None)


def _amount(found: Found, clause: str) -> Sense:
    change = _CHANGE.search(clause)
    if change is not None:
        return Sense("change", negative=change["down"] is not None)
    return Sense("duration" if found.unit in TIMES else "level")


def _last(pattern: re.Pattern[str], words: str) -> re.Match[str] | None:
    found = list(pattern.finditer(words))
    return found[-1] if found else None
