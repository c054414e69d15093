"""How days, months, quarters, years and plan periods are written: one pattern for each form."""

from __future__ import annotations

import re

from jilian_engine.statements.numerals import han_value

DASH = r" ?(?:—+|-+|~|至|到|、) ?"
_YEAR = r"(?:(?:19|20)\d\d|[一二][〇零一二三四五六七八九]{3})"
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DAY = r"(?:[12]\d|3[01]|0?[1-9]|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_COUNT = r"(?:\d{1,3}|[一二两三四五六七八九十]+|几|数|多)"
_NAMED_YEAR = (
    r"今年|本年度?|当年|去年|上一?年度?(?!轻)|前年(?!份)|同年|明年|次年|全年|"
    r"年内|年(?=[底末终](?![端级])|初以来)"
)

WHEN = re.compile(
    r"(?P<frame>[“\"‘「]?十[一二三四五六]五[”\"’」]?(?=[期时以末初前的，规计收开首头、“]|"
    r"$|[^个家名项%\d]))"
    r"(?P<frame_part>期末|末期|末年|末|最后一年|收官之?年|收官|初|开局之?年|"
    r"开局|首年|第一年|头一年)?"
    r"(?:期间|时期|规划期)?(?P<frame_since>以来)?"
    rf"|(?P<iso>(?P<iy>20\d\d)[-/.](?P<im>1[0-2]|0?[1-9])[-/.](?P<id>[12]\d|3[01]|0?[1-9]))(?!\d)"
    rf"|(?<![\d.])(?:{_YEAR}年?[、和及与])+(?P<listed>{_YEAR})年(?!{_MONTH}月)"
    rf"|(?<![\d.])(?P<y1>{_YEAR})年?(?:度)?{DASH}(?P<y2>{_YEAR})年(?:度|间)?(?!{_MONTH}月)"
    rf"|(?<![\d.])(?P<fy>{_YEAR})年(?P<fm>{_MONTH})月{DASH}(?P<ty>{_YEAR})年(?P<tm>{_MONTH})月"
    rf"|(?:(?<![\d.])(?P<year>{_YEAR}) ?年(?:度)?|(?P<named>{_NAMED_YEAR}))?"
    r"(?:年?(?P<edge>[初底末终中](?![心国小学共央等部端级东]))|的)?"
    rf"(?:(?<![\d.第个])(?P<m1>{_MONTH})月?份?{DASH}(?P<m2>{_MONTH})月份?(?!{_DAY}日)"
    rf"|(?<![\d.第个])(?P<dm>{_MONTH})月(?P<day>{_DAY})[日号](?:{DASH}(?:{_MONTH}月)?{_DAY}[日号])?"
    rf"|(?<![\d.第个续])(?P<month>{_MONTH})月(?:份|[底末初中](?![心国小])|[上中下]旬)?"
    r"|(?P<half>[上下]半年)|(?P<three>前三季度|前3季度)|(?P<firsthalf>前两季度|前二季度)"
    r"|[一1](?:至|—|-|到)(?P<to_quarter>[二三四2-4])季度"
    r"|第?(?P<quarter>[一二三四1-4])季度末?|(?<![提之以])前(?P<months>\d{1,2}|"
    r"[一二两三四五六七八九十]+)个?月)?"
    r"(?P<same>同期|同月)?(?P<since>以来|至今|起(?![步草点动来到重航家底伏诉飞源降])|开始)?"
)
"""A day, month, quarter, year or span; may match nothing at all."""

NOW = re.compile(
    r"截至目前|截止目前|到目前|目前|现在|(?P<this>当月)|(?P<that>本月)|"
    r"(?P<last>上个?月)|(?P<same>同期)"
)

LOOSE = re.compile(
    r"(?:(?<!历时)(?<!耗时)(?<!用时)(?<!为期)(?<!长达)(?<![用达已续满费了间持附将接有])(?:近|"
    r"最近)|过去|未来|今后|"
    r"(?<![以目当提之])前(?!\d*[一二两三四五六七八九十]*个?月|"
    r"[一二两三四1-4]个?季)|此后|这)"
    rf"的?{_COUNT}(?:多|余|几)?(?:年(?!级)|个多?月|个季度|周(?!年)|天|日)(?:以来|来|间|内|里|多来)?"
    rf"|近年来?|多年来|几年来|连年|"
    rf"(?<!连续)(?<![第\d.每〇零一二三四五六七八九])(?:\d{{1,2}}{DASH})?{_COUNT}(?:多|"
    rf"余|几)?年"
    r"(?:以来|来(?!源自|自)|内|间|后(?!续)|前(?!期)|(?=累计|年均|平均|行动|规划|计划|攻坚))"
    r"|(?:20|21|二十一?|十九)世纪(?:[一二三四五六七八九]十年代|\d0年代)?[初末中]?期?"
    r"|(?:[一二三四五六七八九]十|\d0)年代[初末中]?期?"
)
"""A stretch of time that no calendar fixes: 近三年, 五年来, 未来三年, 80年代."""

CLOCK = re.compile(
    r"(?<!\d)\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?!\d)|(?<![\d.])\d{1,2}时(?:\d{1,2}分)?(?!间)"
    r"|(?:上午|下午|凌晨|中午|晚上?|早上?)[\d一二三四五六七八九十]{1,3}点(?:\d{1,2}分|半)?"
)
BARE_DAY = re.compile(
    rf"(?<![\d.一二三四五六七八九十—\-至到~第])(?P<day>{_DAY})日(?!以内|之内|"
    rf"内|均|左右|常|工作|元)"
)
AS_TIME_SPAN = re.compile(
    r"(?:历时|为期|不超过|不少于|至少|最多|最长|缩短|压缩|达|仅|用|共|连续|近|"
    r"约|超过|超)[至到为了]*$"
)

_BASE_WORDS = (
    r"(?:(?<![占同环对])比(?![重例如赛率])|(?<!比)较(?![大快好高多为强低])|相比|相较|同比|环比|对比"
    r"|[高低快慢多少优大小]于|超过)[^，。；：、\d％%增降占达为（(]{0,6}$"
)
FROM_BEFORE = re.compile(r"[由从]$")
"""由2015年的18.5%提高到63%: the year belongs to the first of the two figures alone."""
BASE_BEFORE = re.compile(_BASE_WORDS)
Around = tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]
COMPARED: Around = (
    (
        re.compile(r"[与同和跟][^，。；：、\d]{0,6}$"),
        re.compile(r"[^，。；]{0,10}(?:相比|比较|持平|相当)"),
    ),
    (re.compile(r"在$"), re.compile(r"[^，。；]{0,8}基础上")),
)  # fmt: skip
"""What a time stands between when it is compared with."""
MEASURED: Around = (
    (
        re.compile(r"(?:是|为|相当于|达到?|约为|约是|至|到)$"),
        re.compile(r"[^，。；]{0,14}?\d*[^，。；]{0,6}倍"),
    ),
    (re.compile(r"(?:是|为|相当于|恢复[到至])$"), re.compile(r"的?[\d.]+%")),
    (re.compile(r"以$"), re.compile(r"[^，。；]{0,4}为(?:基|100)")),
)  # fmt: skip
"""The same where the figure behind it measures against that time: 是2015年的4.9倍."""


def number_of(word: str) -> int:
    """A month, day or year written in digits or in Chinese."""
    return int(word) if word.isdigit() else int(han_value(word))
