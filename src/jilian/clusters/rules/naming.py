"""Names for proposed clusters, composed from the industries that stand out and the main town."""

from __future__ import annotations

import re
from collections.abc import Sequence

from jilian.clusters.rules.english import DIVISION_WORDS

# What ends a class of GB/T 4754 and says nothing about what it makes, longest first.
_ENDINGS = ("设备制造业", "制品制造", "制造业", "制造", "加工业", "加工", "生产", "活动", "业")
_BEGINNINGS = ("其他未列明", "其他", "未列明")
_TOWN_ENDINGS = ("街道", "地区", "镇", "乡", "区", "县", "市")
_JOINED = re.compile("[与和及、]")
LONGEST_NAME = 120
SHORT_WORD = 6


def industry_word(name: str) -> str:
    """集成电路制造 becomes 集成电路; what would leave fewer than two characters stays."""
    word = re.sub(r"[（(].*?[)）]", "", name.strip())
    for beginning in _BEGINNINGS:
        if word.startswith(beginning) and len(word) > len(beginning) + 1:
            word = word.removeprefix(beginning)
            break
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return word.removesuffix(ending)
    return word


def town_word(name: str) -> str:
    """新桥镇 becomes 新桥; a name of two characters stays."""
    for ending in _TOWN_ENDINGS:
        if name.endswith(ending) and len(name) > len(ending) + 1:
            return name.removesuffix(ending)
    return name


def name_of(industries: Sequence[str], town: str) -> str:
    """Compose the Chinese name: main town, industry, 产业集群.

    Two industries where both are short and plain; else the clearest that is not too long.
    """
    words = list(dict.fromkeys(industry_word(name) for name in industries if name))
    pair = [word for word in words[:2] if len(word) <= SHORT_WORD and not _JOINED.search(word)]
    brief = next((word for word in words if len(word) <= 2 * SHORT_WORD), "".join(words[:1]))
    trade = "与".join(pair) if len(pair) > 1 else brief or "综合"
    return f"{town_word(town)}{trade}产业集群"[:LONGEST_NAME]


def english_name_of(codes: Sequence[str], town: str) -> str:
    """Compose the English name from the divisions (first two digits) of the industries."""
    words = list(dict.fromkeys(DIVISION_WORDS.get(code[:2], "") for code in codes))
    trade = " and ".join([word for word in words if word][:2]) or "mixed"
    name = f"{town} {trade} cluster".strip()
    return (name[0].upper() + name[1:])[:200]


def told_apart(names: Sequence[str]) -> list[str]:
    """Number names that stand more than once, from the second on."""
    seen: dict[str, int] = {}
    apart = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        apart.append(name if seen[name] == 1 else f"{name} {seen[name]}")
    return apart
