"""Work on months: the latest, one of them, and the values that it would change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from jilian.accounts.models import Person
from jilian.indicators.models import MonthRun
from jilian.indicators.queries.units import Unit, named_units
from jilian.indicators.rules.definitions import Definition, definition_of
from jilian.indicators.rules.wording import value_words
from jilian.places.models import World


@dataclass(frozen=True)
class Changed:
    """A value that differs from what was measured before, in words."""

    definition: Definition
    unit: Unit
    before: str
    after: str


def latest_runs(
    person: Person, world: World, acts: Iterable[str], limit: int = 5
) -> list[MonthRun]:
    """The latest work of these kinds that the person may see."""
    rows = MonthRun.objects.visible_to(person, world).filter(act__in=list(acts))
    return list(rows.defer("changes")[:limit])


def run_seen(person: Person, world: World, pk: int) -> MonthRun | None:
    """One piece of work, if the person may see it."""
    return MonthRun.objects.visible_to(person, world).filter(pk=pk).first()


def name_of_asker(run: MonthRun) -> str:
    """The name of whoever asked, her user name where she has gone."""
    name = Person.objects.filter(username=run.asked_by).values_list("name", flat=True).first()
    return name or run.asked_by


def changed_values(run: MonthRun) -> list[Changed]:
    """What measuring would change, with names; two queries."""
    rows = [tuple(one) for one in run.changes]
    units = {
        (unit.kind, unit.key): unit
        for unit in named_units(run.world, {(kind, key) for _one, kind, key, *_rest in rows})
    }
    found = []
    for indicator, kind, key, before, bound, after, now in rows:
        definition, unit = definition_of(indicator), units.get((kind, key))
        if definition is not None and unit is not None:
            found.append(
                Changed(definition, unit, _words(definition, before, bound),
                        _words(definition, after, now))
            )  # fmt: skip
    return found


def _words(definition: Definition, value: str, bound: str) -> str:
    return value_words(definition, Decimal(value) if value else None, bound)
