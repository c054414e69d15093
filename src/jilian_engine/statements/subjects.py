"""Of whom and of what a figure speaks, as far as its own sentence says so in plain order."""

from __future__ import annotations

import re

from jilian_engine.statements.hidden import BLANK

_STOP = re.compile(r"[，。；：！？\n（）()、]")
_TAIL = re.compile(
    r"(?:年均|同比|环比|累计|分别|合计|总计|共计|共有|共|已|均|约|近|达到?|达|"
    r"为|是|有|至|到|超过|突破|增长|下降|增加|减少|"
    r"提高|提升|上升|回落|实现|保持|完成|占|位居|位列|排名|居|连续|仅|高达|"
    r"新增|净增|比|较|的|了|由|从|增至|升至|减至|"
    r"以上|左右|在|用|与|和|率先|绝对量|首次|再|又|还|将|就|则|也|都|力争|预计)+$"
)
_HEAD = re.compile(
    r"^(?:截至|截止|到|自|从|其中|目前|全年|同时|此外|另外|并|且|和|与|及|的|"
    r"累计|建成|新建|新增|实现|完成|拥有|现有|引进|培育|"
    r"共|已|年|底|末|期间|以来|[\s，、])+"
)
_PLACE = re.compile(
    r"(?:^|(?<=[，。；：、\s\x01]))"
    r"((?:全|本|我|该|某)(?:市|区|国|省|县|镇|院|校|园区|公司|集群|企业)"
    r"|[\u4e00-\u9fff]{2,6}?(?:市|区|县|镇|街道|园区|集团|公司|集群|联盟|走廊))"
)
_NOUN_BEHIND = re.compile(
    r"[\u4e00-\u9fff]{2,10}?(?=[，。；、！？\s（(]|实现|全部|达|建立|入选|获|"
    r"落户|完成|增长|占|$)"
)
_LONGEST = 16


def measure_of(masked: str, floor: int, start: int, end: int) -> str:
    """The noun that is counted or measured: in front of the number, else behind it."""
    clause = masked[max(floor, start - 40) : start]
    pieces = [piece for piece in _STOP.split(clause) if piece]
    for piece in reversed(pieces):
        words = _cleaned(_PLACE.sub("", piece.rsplit(BLANK, 1)[-1]))
        if len(words) >= 2:
            return words[-_LONGEST:]
    behind = _NOUN_BEHIND.match(masked, end)
    return behind[0] if behind else ""


def subject_of(masked: str, sentence: int, start: int) -> str:
    """The place or body that the sentence names before the figure, the nearest one."""
    named = _PLACE.findall(masked[max(sentence, start - 60) : start])
    return named[-1] if named else ""


def _cleaned(words: str) -> str:
    return _HEAD.sub("", _TAIL.sub("", words)).strip('“”"‘’ ')
