"""Scenarios: the list, results side by side, and what changed from one snapshot to the next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet

from jilian.accounts.models import Person
from jilian.chain.models import Scenario, ScenarioResult
from jilian.places.models import World

MOST_COMPARED = 4
NOTABLE = 0.01  # a level that differs by less is the same to a reader


@dataclass(frozen=True)
class Difference:
    """What differs between two results of one scenario; firms by their keys with both levels."""

    new: tuple[tuple[str, float], ...]
    gone: tuple[tuple[str, float], ...]
    changed: tuple[tuple[str, float, float], ...]
    same: int

    @property
    def firms(self) -> set[str]:
        """The keys of all firms that are hit otherwise."""
        rows = (*self.new, *self.gone, *self.changed)
        return {str(row[0]) for row in rows}

    def rows(self) -> list[tuple[str, float | None, float | None]]:
        """Each firm with its level before and now; None: it was not, or is no longer, hit."""
        new = [(key, None, left) for key, left in self.new]
        gone = [(key, left, None) for key, left in self.gone]
        return [*new, *self.changed, *gone]

    @property
    def is_none(self) -> bool:
        """Whether no firm is hit otherwise than before."""
        return not (self.new or self.gone or self.changed)


def scenarios_seen(person: Person, world: World) -> QuerySet[Scenario, Any]:
    """The scenarios that the person sees and that were not put away, the latest first."""
    results = ScenarioResult.objects.select_related("snapshot").order_by("computed_at", "pk")
    rows = Scenario.objects.visible_to(person, world).standing().select_related("cluster", "world")
    return rows.prefetch_related(Prefetch("results", results))


def latest_results(scenarios: Iterable[Scenario]) -> list[tuple[Scenario, ScenarioResult | None]]:
    """Each scenario with its latest result."""
    return [(one, next(reversed(list(one.results.all())), None)) for one in scenarios]


def compared(
    person: Person, world: World, pks: Sequence[int]
) -> list[tuple[Scenario, ScenarioResult | None]]:
    """Some scenarios side by side, in the order asked for; two queries."""
    wanted = list(dict.fromkeys(pks))[:MOST_COMPARED]
    found = {one.pk: one for one in scenarios_seen(person, world).filter(pk__in=wanted)}
    return latest_results(found[pk] for pk in wanted if pk in found)


def difference(before: ScenarioResult, after: ScenarioResult) -> Difference:
    """What differs between two results."""
    old, new = ({key: left for key, _step, left in one.hits} for one in (before, after))
    both = old.keys() & new.keys()
    changed = {key for key in both if abs(old[key] - new[key]) >= NOTABLE}
    return Difference(
        tuple(sorted((key, new[key]) for key in new.keys() - old.keys())),
        tuple(sorted((key, old[key]) for key in old.keys() - new.keys())),
        tuple(sorted((key, old[key], new[key]) for key in changed)),
        len(both) - len(changed),
    )
