"""Places that are not read: titles, names in quotation marks, document numbers, counted lists."""

from __future__ import annotations

import re

BLANK = "\x01"
"""The sign put over each character that is not read."""

_NUMBER = r"(?:(?<!\d)\d+(?:\.\d+)?|(?<![一二两三四五六七八九十百千])[一二两三四五六七八九十百千]+)"
_NAMED_TIME = (
    rf"(?:(?<!\d)\d+[×xX*])?{_NUMBER}个?(?:小时|分钟|天|日|公里|米|年|月|周)"
    r"(?:(?:创客|创新|编程|社区|便民|品质|党群|党建|养老|体育|文化|健身|就业|"
    r"通勤|交通|生活|经济|消费|"
    r"自助|政务|应急|不间断|无人|智慧|都市|美好|幸福|医疗|就医|慢行|公共|城市|"
    r"滚动|提升|专项|集中|改造|建设|"
    r"发展|倍增|培育|服务){0,3}(?:圈|大赛|马拉松|挑战赛|竞赛|服务区|自助区|"
    r"自助机?|热线|便利店|药店|图书馆|书房|"
    r"值守|值班|营业|不打烊|在线|不间断|行动|计划|规划|攻坚|大?会战|冲刺|窗口|超市|响应机制|工程))"
)
_HIDDEN = re.compile(
    "|".join((
        r"《[^《》\n]{0,80}》",
        r"[〔\[［]\d{2,4}[〕\]］] ?第?\d*号?",
        r"(?<![A-Za-z&])(?:[A-Za-z]{1,2}|ISO|IATF|CNAS|COVID|GB/?T|HIV|"
        r"CCTV)[-－ ]?\d+(?:\.\d+)*(?![\d,万亿%])",
        r"[A-Za-z]\+\d+|(?<![\d.])\d+(?:\+[\dA-Za-z]+)+",
        r"(?<!\d)\d+[×xX*]\d+个?(?:小时|天)?",
        r"(?m:^)\s*(?:\d{1,2}[、)）](?=\D)|\d{1,2}、|[（(]\d{1,2}[)）]|\d{1,2}\.(?!\d))",
        r"(?<=[。；：:])(?:\d{1,2}[)）]|[（(]\d{1,2}[)）])",
        _NAMED_TIME, r"24小时服务",
        r"四套班子|[三四五]位一体|[三四]位数(?!增)|五险一金|两优一先|九三学社|"
        r"三百六十行|一百年(?=奋斗)|两个一百年|"
        r"八小时之?外|百年未有|百年老店|百年大计|三百六十度|两弹一星|三人行|两会|"
        r"三权分置|三块地|两山|两手抓|两不误|"
        r"二元(?=[结化论经])|三元里|三年级|五年级|一元化",
    ))
)  # fmt: skip
_QUOTED = re.compile(
    r"“([^“”\n]{1,12})”|「([^「」\n]{1,12})」|『([^『』\n]{1,12})』|"
    r"\"([^\"\n]{1,12})\"|‘([^‘’\n]{1,12})’"
)
_SAID = re.compile(
    r"^十[一二三四五六]五(?:期间|时期|末|期末|初|以来)?$|^[近超约]?[\d.]+%$|^翻|增长\d|下降\d"
)


def without_hidden(text: str) -> str:
    """The text, as long as it was, with a blank sign over everything that is not to be read."""
    text = _HIDDEN.sub(_blank, text)
    return _QUOTED.sub(_blank_name, text)


def without(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with blank signs over these spans."""
    parts, at = [], 0
    for start, end in spans:
        parts += [text[at:start], BLANK * (end - start)]
        at = end
    return "".join([*parts, text[at:]])


def _blank(found: re.Match[str]) -> str:
    return BLANK * len(found[0])


def _blank_name(found: re.Match[str]) -> str:
    inner = next(group for group in found.groups() if group is not None)
    return found[0] if _SAID.search(inner) else BLANK * len(found[0])
