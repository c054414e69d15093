"""Classes of size are no figures: 产值超亿元企业12家 counts twelve firms and states no output."""

from __future__ import annotations

import re
from collections.abc import Sequence

from jilian_engine.statements.values import Found

_NOUN = (
    r"企业|项目|楼宇|产业|园区|平台|集群|单位|街镇|村|商户|工程|机构|载体|"
    r"客户|品种|产品|品牌|地块|写字楼|商场|综合体|基地|大户|强镇"
)
_DIRECT = re.compile(rf"(?:的)?[^，。；：、\d的]{{0,8}}?(?:{_NOUN})")
_COUNTED = re.compile(rf"的?[^，。；：、\d]{{0,10}}?(?:{_NOUN})[^，。；：\d]{{0,10}}$")
_LOOSE = re.compile(r"[^，。；：]{0,10}$")
_SIZED = frozenset(
    ("yuan", "us_dollar", "person", "m2", "mu", "km2", "tonne", "kwh", "kw", "hectare")
)
_COUNTS = frozenset(("firm", "count", "building", "item", "household", "place", "institution"))
_BOUNDS = ("more_than", "at_least")


def is_size_class(masked: str, found: Sequence[Found], at: int) -> bool:
    """Whether a bounded amount only says which firms or projects are counted beside it."""
    one = found[at]
    if one.form != "amount" or one.unit not in _SIZED or one.limits.bound not in _BOUNDS:
        return False
    behind = masked[one.end : one.end + 24]
    noun = _DIRECT.match(behind)
    if noun is None:
        return False
    if one.bare or (masked[: one.end].endswith("以上") and "的" not in noun[0]):
        return True
    following = found[at + 1] if at + 1 < len(found) else None
    if (
        following
        and following.unit in _COUNTS
        and _COUNTED.match(masked[one.end : following.start])
    ):
        return True
    before = found[at - 1] if at else None
    return bool(before and before.unit in _COUNTS and _LOOSE.match(masked[before.end : one.start]))
