"""What is read out of a text: a figure, and the form in which it was found."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from jilian_engine.statements.qualifiers import Limits


@dataclass(frozen=True)
class StatedFigure:
    """A figure that a text states, as docs/methods/statements.md defines its parts.

    `start` and `end` are offsets in the text given, `text` what stands between them. `value` is
    None exactly for a range (`bound` "between"). `unit_text`, `subject` and `measure` are words of
    the text, empty where none was found.
    """

    start: int
    end: int
    text: str
    kind: str
    value: Decimal | None
    bound: str
    low: Decimal | None
    high: Decimal | None
    low_included: bool
    high_included: bool
    unit: str
    unit_text: str
    period: str
    subject: str
    measure: str


@dataclass(frozen=True)
class Found:
    """A number with its unit and bound, before its kind is known.

    `form` says what the kind is chosen from: "percent", "points", "times", "amount", or the kind
    itself where the words leave no choice ("rank", "run", "doubling").
    """

    start: int
    end: int
    limits: Limits
    unit: str
    unit_text: str
    form: str
    bare: bool = False


@dataclass(frozen=True)
class Passed:
    """A place where no figure was read, and where to read on."""

    end: int
