"""A computed what-if as its page shows it: names, output and jobs at stake, what is left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jilian.chain.queries.firms import Named, named_firms
from jilian.chain.queries.readers import Reader
from jilian.chain.queries.stakes import Stake, stakes_of
from jilian.chain.rules import Hit, RunsOut, WhatIf


@dataclass(frozen=True)
class HitRow:
    """A firm that is hit, with its name; it is only listed where the reader may list it."""

    firm: Named
    hit: Hit

    @property
    def step(self) -> int:
        """The step in which it first fell."""
        return self.hit.step

    @property
    def lost(self) -> float:
        """The share of its level that it loses."""
        return self.hit.lost

    @property
    def hours(self) -> float:
        """For sorting: known or earliest hour; those without one last."""
        return float("inf") if self.hit.earliest is None else self.hit.earliest


@dataclass(frozen=True)
class CallRow:
    """An input that runs out, with the names of buyer and suppliers."""

    firm: Named
    suppliers: tuple[Named, ...]
    call: RunsOut


@dataclass(frozen=True)
class Answer:
    """What a what-if says to a reader."""

    found: WhatIf
    hits: tuple[HitRow, ...]
    calls: tuple[CallRow, ...]
    not_listed: int  # firms hit that the reader may not list
    output: Stake | None
    jobs: Stake | None

    @property
    def stopped(self) -> frozenset[int]:
        """Firms listed whose line stops for want of an essential input, by their key."""
        return frozenset(row.firm.pk for row in self.calls if row.call.is_essential)


def answer_of(reader: Reader, found: WhatIf, before_year: int) -> Answer:
    """Give a computed what-if its names and its stakes; at most four queries."""
    listed = [hit for hit in found.hits if reader.lists(hit.firm)]
    calls = [call for call in found.runs_out if reader.lists(call.firm)]
    wanted = {hit.firm for hit in listed} | {call.firm for call in calls}
    wanted |= {key for call in calls for key in call.suppliers}
    named = named_firms(reader.world, wanted)
    output = jobs = None
    if reader.sees_amounts:
        lost = {named[hit.firm].pk: hit.lost for hit in listed if hit.firm in named}
        output, jobs = stakes_of(reader.world, lost, before_year)
    return Answer(
        found,
        tuple(HitRow(named[hit.firm], hit) for hit in listed if hit.firm in named),
        tuple(_call(named, call) for call in calls if call.firm in named),
        len(found.hits) - len(listed), output, jobs,
    )  # fmt: skip


def _call(named: Mapping[str, Named], call: RunsOut) -> CallRow:
    suppliers = tuple(named[key] for key in call.suppliers if key in named)
    return CallRow(named[call.firm], suppliers, call)
