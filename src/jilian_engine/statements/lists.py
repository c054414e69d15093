"""Figures that hang together: lists (20%和27%) and pairs (由18.5%提高到63%)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from jilian_engine.statements.qualifiers import EXACT, limits
from jilian_engine.statements.units import TIMES
from jilian_engine.statements.values import Found

_LINK = re.compile(r" ?(?:、|和|与|及|以及) ?(?:分别)? ?")
_EACH = re.compile(r"(?:分别|均|都|各)(?:为|达到?|在)?$")
_TO = re.compile(r"[^，。；：、]{0,10}[到至为][^，。；：、]{0,10}")
_FROM = re.compile(r"[由从][^，。；：、]{0,12}$")
_NUMBER = re.compile(r"[\d〇零一二两三四五六七八九十百千万亿+-]")


def listed(masked: str, last: Found | None, one: Found) -> bool:
    """Whether a figure only goes on with the list of the one before it."""
    if last is None or last.form != one.form:
        return False
    return _LINK.fullmatch(masked[last.end : one.start]) is not None


def same_kind_of_unit(last: Found, one: Found) -> bool:
    """Whether both are lengths of time or neither is."""
    return (last.unit in TIMES) == (one.unit in TIMES)


def paired(masked: str, last: Found | None, one: Found) -> bool:
    """Whether two percentages are the beginning and the end of one change: 由…提高到…"""
    if last is None or not last.form == one.form == "percent":
        return False
    before = masked[max(0, last.start - 14) : last.start]
    between = masked[last.end : one.start]
    return _FROM.search(before) is not None and _TO.fullmatch(between) is not None


def with_shared_bounds(masked: str, found: Iterable[Found]) -> Iterator[Found]:
    """分别超过20%和30% bounds both: the word is handed on where the sentence says "each"."""
    last: Found | None = None
    shared = ""
    for one in found:
        if not listed(masked, last, one):
            said = _NUMBER.match(masked, one.start) is None
            each = _EACH.search(masked[max(0, one.start - 4) : one.start])
            shared = one.limits.bound if said and each else ""
        elif shared and one.limits.bound == EXACT and one.limits.value is not None:
            one = replace(one, limits=limits(one.limits.value, shared))
        last = one
        yield one
