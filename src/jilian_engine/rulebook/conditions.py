"""Conditions of rules over stated facts, answered true, false or unknown, line by line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from jilian_engine.errors import RuleError
from jilian_engine.figures import Band, Figure, Interval
from jilian_engine.rulebook.logic import all_of, any_of, negation

Fact = bool | int | Decimal | str | Band | Figure | None
Facts = Mapping[str, Fact]
Operator = Literal[">=", ">", "<=", "<", "==", "!=", "in"]
Literal_ = bool | int | Decimal | str | tuple[str, ...]

_SIGNS = {">=": "≥", ">": ">", "<=": "≤", "<": "<", "==": "=", "!=": "≠", "in": "∈"}


@dataclass(frozen=True)
class Line:
    """One comparison as it was made: what the rule asks, the fact used, and the answer."""

    fact: str
    op: Operator
    asked: Literal_
    used: Fact
    value: bool | None

    @property
    def asks(self) -> str:
        """What the rule asks, in signs: ≥ 3."""
        asked = self.asked
        return f"{_SIGNS[self.op]} {'/'.join(asked) if isinstance(asked, tuple) else asked}"


@dataclass(frozen=True)
class Compare:
    """A fact compared with a number or word; a fact that is missing or None is unknown."""

    fact: str
    op: Operator
    asked: Literal_

    def lines(self, facts: Facts) -> tuple[Line, ...]:
        """The comparison made."""
        used = facts.get(self.fact)
        return (Line(self.fact, self.op, self.asked, used, self._answer(used)),)

    def value(self, facts: Facts) -> bool | None:
        """The answer alone."""
        return self._answer(facts.get(self.fact))

    def _answer(self, used: Fact) -> bool | None:
        if used is None:
            return None
        if self.op == "in":
            assert isinstance(self.asked, tuple)
            return used in self.asked
        if isinstance(self.asked, (bool, str)):
            if type(used) is not type(self.asked):
                raise RuleError("fact_of_wrong_kind", f"{self.fact} cannot be {used!r}")
            return negation(used == self.asked) if self.op == "!=" else used == self.asked
        assert not isinstance(self.asked, tuple)
        return _interval(self.fact, used).compare(self.op, self.asked)


@dataclass(frozen=True)
class AllOf:
    """True where every part is."""

    parts: tuple[Condition, ...]

    def lines(self, facts: Facts) -> tuple[Line, ...]:
        """The comparisons of all parts, also after one has decided."""
        return tuple(line for part in self.parts for line in part.lines(facts))

    def value(self, facts: Facts) -> bool | None:
        """The answer alone."""
        return all_of(part.value(facts) for part in self.parts)


@dataclass(frozen=True)
class AnyOf:
    """True where one part is."""

    parts: tuple[Condition, ...]

    def lines(self, facts: Facts) -> tuple[Line, ...]:
        """The comparisons of all parts, also after one has decided."""
        return tuple(line for part in self.parts for line in part.lines(facts))

    def value(self, facts: Facts) -> bool | None:
        """The answer alone."""
        return any_of(part.value(facts) for part in self.parts)


@dataclass(frozen=True)
class Not:
    """True where the part is false; its lines show the part as it stands."""

    part: Condition

    def lines(self, facts: Facts) -> tuple[Line, ...]:
        """The comparisons of the part, not turned round."""
        return self.part.lines(facts)

    def value(self, facts: Facts) -> bool | None:
        """The answer alone."""
        return negation(self.part.value(facts))


Condition = Compare | AllOf | AnyOf | Not


def _interval(name: str, used: Fact) -> Interval:
    if isinstance(used, (Band, Figure)):
        return used.interval
    if isinstance(used, (int, Decimal)) and not isinstance(used, bool):
        return Interval(Decimal(used), Decimal(used))
    raise RuleError("fact_of_wrong_kind", f"{name} is a number, a band or a figure, not {used!r}")
