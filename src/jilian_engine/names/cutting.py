"""A quick cut of a folded name at both ends: enough for keys of many names at once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from jilian_engine.names.words import place_cuts

_LEGAL = re.compile(
    r"(?:集团)?(?:股份有限公司|有限责任公司|有限公司|股份公司|总公司|公司)(?:集团)?$|集团$"
)
_LATIN_LEGAL = re.compile(
    r"(?:co|company|corporation|corp|ltd|limited|inc|incorporated|llc|gmbh|plc)+$"
)


@dataclass(frozen=True, slots=True)
class Cut:
    """``inner``: the name without legal form; ``core``: without places before and behind it too."""

    inner: str
    core: str
    is_bare: bool

    @property
    def placed(self) -> bool:
        """Whether a place was cut off."""
        return self.inner != self.core


def cut_name(name: str) -> Cut:
    """Cut a name that `folded` has written; what would leave nothing stays."""
    end = _LEGAL.search(name) or _LATIN_LEGAL.search(name)
    bare = end is None or end[0] == "公司"
    inner = name[: end.start()] if end and end.start() > 1 else name
    start = place_cut(inner[:12]) if inner[:1] > "~" else 0
    core = inner[start:] if len(inner) - start > 1 else inner
    for length in (4, 3, 2):
        tail = core[-length:]
        if len(core) > length + 2 and place_cut(tail) == length:
            core = core[:-length]
            break
    return Cut(inner, core, bare)


@lru_cache(maxsize=262_144)
def place_cut(text: str) -> int:
    """Where the places before a text end; 0 where there is none."""
    return place_cuts(text)[-1]
