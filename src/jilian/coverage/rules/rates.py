"""Rates of a campaign: always over the frozen list, exact, each with numerator and denominator."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from jilian.coverage.rules.states import DONE, IN_BODY, TargetState

STATES = tuple(TargetState.values)


@dataclass(frozen=True)
class Rate:
    """A part of a list. ``whole`` 0 has no rate: unknown, not zero."""

    part: int
    whole: int
    withheld: bool = False

    @property
    def hundredths(self) -> int | None:
        """Hundredths of a percent, half up, by whole numbers; 100.00 only where all are done."""
        if self.withheld or self.whole == 0:
            return None
        rounded = (2 * 10_000 * self.part + self.whole) // (2 * self.whole)
        return min(rounded, 9_999) if self.part < self.whole else rounded

    @property
    def percent(self) -> str:
        """The rate with two decimals: "75.36"; empty where it has none or is withheld."""
        found = self.hundredths
        return "" if found is None else f"{found // 100}.{found % 100:02d}"

    @property
    def is_all(self) -> bool:
        """Whether every firm of the list is in it: only then is "all" said."""
        return not self.withheld and self.whole > 0 and self.part == self.whole

    def plain(self) -> dict[str, object]:
        """The rate for JSON and files."""
        if self.withheld:
            return {"part": "withheld", "whole": self.whole, "percent": "withheld"}
        return {"part": self.part, "whole": self.whole, "percent": self.percent or None}


@dataclass(frozen=True)
class Tally:
    """How many targets are in each state; they add up to the list."""

    counts: Mapping[str, int] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()  # states that this reader may not see

    @property
    def whole(self) -> int:
        """The firms of the list."""
        return sum(self.counts.values())

    def of(self, *states: str) -> Rate:
        """The rate of these states together; withheld with any hidden one."""
        part = sum(self.counts.get(state, 0) for state in states)
        return Rate(part, self.whole, withheld=not self.hidden.isdisjoint(states))

    @property
    def organisation(self) -> Rate:
        """Organisation coverage: own and joint bodies over the list (rule COV-01)."""
        return self.of(*IN_BODY)

    @property
    def own(self) -> Rate:
        """Own bodies only, over the list."""
        return self.of(TargetState.OWN)

    @property
    def joint(self) -> Rate:
        """Joint bodies only, over the list."""
        return self.of(TargetState.JOINT)

    @property
    def work(self) -> Rate:
        """Work coverage: a figure of its own, never part of organisation coverage."""
        return self.of(TargetState.WORK)

    @property
    def both(self) -> Rate:
        """The two coverages together."""
        return self.of(*DONE)

    @property
    def states(self) -> list[tuple[TargetState, Rate]]:
        """Each state with its share of the list."""
        return [(TargetState(state), self.of(state)) for state in STATES]

    def plain(self) -> dict[str, object]:
        """The tally for JSON."""
        return {
            "listed": self.whole,
            "states": {state.value: rate.plain()["part"] for state, rate in self.states},
            "organisation_coverage": self.organisation.plain(),
            "own_body_only": self.own.plain(),
            "work_coverage": self.work.plain(),
            "two_coverages": self.both.plain(),
        }


def added(parts: Iterable[tuple[str, int]]) -> Tally:
    """Add up (state, count) pairs."""
    counts = dict.fromkeys(STATES, 0)
    for state, count in parts:
        counts[state] += count
    return Tally(counts)
