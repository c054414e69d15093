"""What a what-if answers, in plain values: who is hit, what runs out, how much is unknown."""

from __future__ import annotations

from dataclasses import dataclass

from jilian.chain.rules.words import Known

#: A firm counts as hit when it loses a thousandth of its level or more.
HIT_FROM = 0.001


@dataclass(frozen=True)
class Hit:
    """A firm that is hit; hours None where nobody knows, or where only its sales fall."""

    firm: str
    step: int
    left: float
    left_down: float
    left_up: float
    fails: bool  # by the assumption
    earliest: float | None
    latest: float | None

    @property
    def lost(self) -> float:
        """The share of its level that the firm loses."""
        return 1 - self.left

    @property
    def lacks_input(self) -> bool:
        """Whether it lacks an input; otherwise only its buyers fall away."""
        return 1 - self.left_down >= HIT_FROM

    @property
    def hour_is_known(self) -> bool:
        """Whether no stock that nobody stated could change the hour."""
        return self.earliest is not None and self.earliest == self.latest


@dataclass(frozen=True)
class RunsOut:
    """An input of which a firm loses half or more: a call for help that would come."""

    firm: str
    what: str
    by_product: bool
    suppliers: tuple[str, ...]
    lost: float
    is_essential: bool
    is_inferred: bool


@dataclass(frozen=True)
class Unknown:
    """How much of what the answer rests on is known."""

    links: Known  # stated by somebody, of all that were used
    amounts: Known  # with an amount or a band, of all links used
    industries: Known  # of the firms of the network
    stocks: Known  # of the links along which the failure spreads

    def plain(self) -> dict[str, list[int]]:
        """As it is kept: known part and whole of each."""
        return {
            name: [one.part, one.whole]
            for name, one in (
                ("links", self.links), ("amounts", self.amounts),
                ("industries", self.industries), ("stocks", self.stocks),
            )
        }  # fmt: skip


@dataclass(frozen=True)
class WhatIf:
    """The answer: shares of all output of the network that are lost, and by whom."""

    index: float
    down: float
    up: float
    epsilon: float
    iterations: int
    firms: int
    stopped: int
    only_buyers: bool
    hits: tuple[Hit, ...]
    runs_out: tuple[RunsOut, ...]
    unknown: Unknown

    @property
    def further(self) -> int:
        """Firms hit that do not fail by the assumption."""
        return sum(not hit.fails for hit in self.hits)

    @property
    def by_supply(self) -> int:
        """Of these, those that lack an input."""
        return sum(not hit.fails and hit.lacks_input for hit in self.hits)
