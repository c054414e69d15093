"""Where a newly stated value stands among the spells of a dated line.

A line holds one value at a time: the names, the types, the territory superiors of an organisation.
A value that starts later ends the one before it; what was said about earlier days stays as it was.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from jilian.base.dated import Held


@dataclass(frozen=True)
class Span:
    """The days of a dated record, as in `jilian.base.dated`."""

    known_by: date
    valid_from: date | None = None
    not_before: date | None = None
    valid_to: date | None = None

    def held_on(self, day: date) -> Held:
        """Say whether the record held on this day."""
        if self.valid_to is not None and day >= self.valid_to:
            return Held.NO
        if day >= self.known_by:
            return Held.YES
        if self.valid_from is not None or (self.not_before is not None and day < self.not_before):
            return Held.NO
        return Held.UNKNOWN


@dataclass(frozen=True)
class Spell:
    """A value while it holds; `kept` are the days as the register holds them, None where new."""

    value: Hashable
    span: Span
    pk: int | None = None
    kept: Span | None = None
    row: int | None = None
    details: tuple[tuple[str, object], ...] = ()  # what else a new record holds


Line = tuple[Spell, ...]


@dataclass(frozen=True)
class Placement:
    """The line as it then stands, and the value that was replaced; or the code of a conflict."""

    line: Line
    changed: bool = False
    before: Hashable = None
    conflict: str = ""


def span_from(
    day: date, valid_from: date | None, known_by: date | None, not_before: date | None
) -> Span:
    """The days of a statement: `day` stands in where no day is stated."""
    latest = valid_from or known_by or day
    bounded = not_before if valid_from is None else None
    return Span(latest, valid_from, None if bounded and bounded > latest else bounded)


def spell_on(line: Sequence[Spell], day: date) -> Spell | None:
    """The spell that held for certain on this day."""
    return next((spell for spell in line if spell.span.held_on(day) is Held.YES), None)


def place(line: Line, value: Hashable, span: Span, **more: Any) -> Placement:
    """Put a value that holds from `span` on into the line; `more` is kept with a new spell.

    Nothing changes where the line says so already. Conflicts: `same_start` (another value from
    the same day), `inside_history` (a change inside a spell that has ended), `start_disagrees`
    (another first day is known), `before_not_before` (earlier than a source allows).
    """
    start = span.known_by
    there = spell_on(line, start)
    if there is not None and there.value == value:
        return _learn_start(line, there, span)
    if there is not None:
        return _replace(line, there, Spell(value, span, **more))
    later = [spell for spell in line if spell.span.known_by > start]
    if not later:
        return Placement((*line, Spell(value, span, **more)), changed=True)
    if later[0].value == value:
        return _learn_earlier(line, later[0], span)
    return _insert_before(line, later[0], Spell(value, span, **more))


def end(line: Line, day: date) -> Placement:
    """End what lasts on this day (excluded); `starts_later` where something begins only then."""
    if any(spell.span.known_by >= day for spell in line):
        return Placement(line, conflict="starts_later")
    ended = tuple(
        spell
        if spell.span.valid_to is not None and spell.span.valid_to <= day
        else replace(spell, span=replace(spell.span, valid_to=day))
        for spell in line
    )
    return Placement(ended, changed=ended != line)


def _learn_start(line: Line, there: Spell, span: Span) -> Placement:
    """The same value: its first day may have become known."""
    if there.span.valid_from is None and span.valid_from == there.span.known_by:
        known = replace(there.span, valid_from=span.valid_from, not_before=None)
        return Placement(_with(line, there, known), changed=True, before=there.value)
    return Placement(line)


def _learn_earlier(line: Line, there: Spell, span: Span) -> Placement:
    """The same value, shown to have held earlier than was known."""
    if there.span.valid_from is not None:
        return Placement(line, conflict="start_disagrees")
    bound = there.span.not_before
    if bound is not None and span.known_by < bound:
        return Placement(line, conflict="before_not_before")
    if span.valid_from is None:
        bounds = [one for one in (bound, span.not_before) if one is not None]
        learnt = replace(there.span, known_by=span.known_by, not_before=max(bounds, default=None))
    else:
        learnt = replace(
            there.span, known_by=span.known_by, valid_from=span.valid_from, not_before=None
        )
    return Placement(_with(line, there, learnt), changed=True, before=there.value)


def _replace(line: Line, there: Spell, new: Spell) -> Placement:
    """Another value from a later day: the one that lasts ends there."""
    start = new.span.known_by
    if start == there.span.known_by:
        return Placement(line, conflict="same_start")
    if there.span.valid_to is not None:
        return Placement(line, conflict="inside_history")
    ended = _with(line, there, replace(there.span, valid_to=start))
    new = replace(new, span=_not_before(new.span, there.span.known_by))
    return Placement((*ended, new), changed=True, before=there.value)


def _insert_before(line: Line, later: Spell, new: Spell) -> Placement:
    """Another value that was held before the first one known: it lasts until that one is known."""
    new = replace(new, span=replace(new.span, valid_to=later.span.known_by))
    moved = _with(line, later, _not_before(later.span, new.span.known_by))
    at = moved.index(next(spell for spell in moved if spell.span.known_by > new.span.known_by))
    return Placement((*moved[:at], new, *moved[at:]), changed=True, before=later.value)


def _not_before(span: Span, day: date) -> Span:
    """Where the start is unknown: it lies after a day on which another value was held."""
    if span.valid_from is not None or (span.not_before is not None and span.not_before >= day):
        return span
    return replace(span, not_before=day)


def _with(line: Line, there: Spell, span: Span) -> Line:
    return tuple(replace(one, span=span) if one is there else one for one in line)
