"""Every figure that a Chinese text states, in the order of the text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from jilian_engine.statements.amounts import amount_at
from jilian_engine.statements.hidden import without, without_hidden
from jilian_engine.statements.kinds import Sense, sense_of, with_sense
from jilian_engine.statements.lists import (
    listed,
    paired,
    same_kind_of_unit,
    with_shared_bounds,
)
from jilian_engine.statements.numerals import plain_decimal
from jilian_engine.statements.periods import Moment, moments
from jilian_engine.statements.phrases import phrase_at
from jilian_engine.statements.signs import alike
from jilian_engine.statements.sizes import is_size_class
from jilian_engine.statements.subjects import measure_of, subject_of
from jilian_engine.statements.values import Found, Passed, StatedFigure

_START = re.compile(
    r"\d|[〇零一二两三四五六七八九十百千万亿廿卅几数半前翻过双]|首位|榜首|"
    r"连续|第[\d一二三四五六七八九十百]"
)
_ORDINAL = re.compile(
    r"第(?:\d+|[一二三四五六七八九十百]+)(?:(?:[、和与至—~-]|到)第?(?:\d+|"
    r"[一二三四五六七八九十百]+))*[个条批届次期项类季]?"
)
_STOP = re.compile(r"[，。；：！？\n（()）]")
_BRACKET = re.compile(r"[（(](?:截至|到|自)?")
_SENTENCE = re.compile(r"[。；！？\n]")


def read_figures(text: str, *, written: tuple[int, int] | None = None) -> tuple[StatedFigure, ...]:
    """The figures a text states; `written` is the year and month in which it was written.

    Offsets are those of the text given. Never raises on a text; docs/methods/statements.md says
    what is a figure and how each part is read.
    """
    plain = without_hidden(alike(text))
    times = moments(plain, written)
    masked = without(plain, [(moment.start, moment.end) for moment in times])
    found = tuple(with_shared_bounds(masked, _candidates(masked)))
    kept = [one for at, one in enumerate(found) if not is_size_class(masked, found, at)]
    return tuple(_stated(text, masked, times, kept))


def _candidates(masked: str) -> Iterator[Found]:
    """Numbers with unit and bound, in order, none overlapping."""
    at = floor = 0
    while start := _START.search(masked, at):
        place = start.start()
        one: Found | Passed | None = phrase_at(masked, place, floor)
        if one is None:
            one = _plain_at(masked, place, floor)
        if isinstance(one, Found):
            yield one
            floor = one.end
        at = max(one.end, place + 1)


def _plain_at(masked: str, place: int, floor: int) -> Found | Passed:
    if ordinal := _ORDINAL.match(masked, place):
        return Passed(ordinal.end())
    if masked[place] in "前翻过双首榜连半":
        return Passed(place + 1)
    return amount_at(masked, place, floor)


def _stated(
    text: str, masked: str, times: tuple[Moment, ...], found: list[Found]
) -> Iterator[StatedFigure]:
    """The figures with kind, period and words."""
    starts = [moment.start for moment in times]
    last: Found | None = None
    sense = Sense("")
    measure = ""
    for one in found:
        sentence = _behind_last(_SENTENCE, masked, one.start)
        sense = _next_sense(masked, one, last, sense, sentence)
        floor = max(sentence, last.end if last else 0)
        said = measure_of(masked, floor, one.start, one.end)
        same = last is not None and last.end > sentence
        measure = said or (measure if same else "")
        yield _figure(
            text,
            one,
            sense,
            _period(times, starts, text, one),
            subject_of(masked, sentence, one.start),
            measure,
        )
        last = one


def _next_sense(masked: str, one: Found, last: Found | None, sense: Sense, sentence: int) -> Sense:
    """The kind of a figure: its own, or what a list or a pair hands on."""
    handed_on = sense.kind == "change" or (last is not None and same_kind_of_unit(last, one))
    if handed_on and listed(masked, last, one):
        return sense
    own = _sense(masked, one, last, sentence)
    if own.kind == "share" and sense.kind == "growth" and paired(masked, last, one):
        return Sense("growth")
    return own


def _sense(masked: str, one: Found, last: Found | None, sentence: int) -> Sense:
    stop = _behind_last(_STOP, masked, one.start)
    floor = max(stop, last.end if last else 0)
    before = masked[max(sentence, floor - 60) : floor]
    return sense_of(
        one, masked[floor : one.start], before.rstrip("，：（( "), masked[one.end : one.end + 24]
    )


def _behind_last(pattern: re.Pattern[str], masked: str, start: int) -> int:
    """The place behind the last stop before a figure, looked for no further than 160 signs."""
    floor = max(0, start - 160)
    at = floor
    for found in pattern.finditer(masked, floor, start):
        at = found.end()
    return at


def _period(times: tuple[Moment, ...], starts: list[int], text: str, one: Found) -> str:
    """The time named last before a figure in its paragraph, or in brackets directly behind it."""
    at = bisect_right(starts, one.start)
    behind = times[at] if at < len(times) else None
    if behind and behind.bracketed and _BRACKET.fullmatch(text[one.end : behind.start]):
        return behind.period or ""
    before = times[at - 1] if at else None
    if before and before.base and one.form != "times":
        between = text[before.end : one.start]
        if between in ("", "的") and text[before.start : one.start].endswith("的"):
            return before.base
    for moment in reversed(times[max(0, at - 40) : at]):
        if "\n" in text[moment.end : one.start]:
            return ""
        if moment.period is not None and not moment.bracketed:
            return moment.period
    return ""


def _figure(
    text: str, one: Found, sense: Sense, period: str, subject: str, measure: str
) -> StatedFigure:
    held = with_sense(one, sense)
    value, low, high = (
        None if number is None else plain_decimal(number)
        for number in (held.value, held.low, held.high)
    )
    return StatedFigure(
        one.start, one.end, text[one.start : one.end], sense.kind, value, held.bound, low, high,
        held.low_included, held.high_included, one.unit, one.unit_text, period, subject, measure,
    )  # fmt: skip
