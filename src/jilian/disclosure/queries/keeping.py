"""What the keeper of the declared tables looks at: tables, runs, releases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.accounts.rules import Role
from jilian.base.months import months_later
from jilian.disclosure.models import DeclaredTable, Release, ReleaseRun
from jilian.disclosure.rules import RunState
from jilian.disclosure.rules.recipes import INDICATORS, RECIPES, Recipe
from jilian.places.models import World

LINKED = frozenset({"firms_by_town_industry"})
MONTHS_OFFERED = 24
NARROWEST = 12


def declared_recipes(world: World) -> list[DeclaredTable]:
    """Return the tables in force that are built from records, in the order of the recipes."""
    held = {
        table.key: table
        for table in DeclaredTable.objects.filter(world=world, key__in=RECIPES).in_force()
    }
    return [held[key] for key in RECIPES if key in held]


def tables_are_missing(world: World, key: str, period: str) -> bool:
    """Whether tables are declared that must be released for the month before this one is."""
    if key != INDICATORS:
        return False
    released = Release.objects.filter(table__world=world, period=period)
    done = set(released.order_by().values_list("table__key", flat=True))
    return any(table.key not in done for table in declared_recipes(world) if table.key in LINKED)


@dataclass(frozen=True)
class Kept:
    """A table as its keeper sees it; ``table`` None: not declared yet."""

    key: str
    recipe: Recipe | None
    table: DeclaredTable | None
    latest: str

    @property
    def name(self) -> str:
        """Its name in the language of the page."""
        return str(self.table or self.recipe)

    @property
    def audiences(self) -> list[str]:
        """The roles to which its cells are shown, in words."""
        roles = self.table.audiences if self.table else []
        return [str(Role(one).label) for one in roles]


def kept_tables(world: World) -> list[Kept]:
    """Return what is declared or can be declared; two queries."""
    tables = {table.key: table for table in DeclaredTable.objects.filter(world=world).in_force()}
    rows = Release.objects.filter(table__world=world).order_by("period")
    latest = dict(rows.values_list("table__key", "period"))
    keys = [*RECIPES, *(key for key in sorted(tables) if key not in RECIPES)]
    return [Kept(key, RECIPES.get(key), tables.get(key), latest.get(key, "")) for key in keys]


def months_to_release(today: date) -> list[str]:
    """The months that are over, the latest first."""
    first = today.replace(day=1)
    return [f"{months_later(first, -back):%Y-%m}" for back in range(1, MONTHS_OFFERED + 1)]


def runs_of(person: Person, world: World) -> list[ReleaseRun]:
    """The latest runs that failed or go on; none for who keeps no tables."""
    if not reach(person, world.code).may(Permission.KEEP_DISCLOSURE):
        return []
    rows = ReleaseRun.objects.filter(world=world).defer("preview").select_related("world")
    return list(rows.exclude(state__in=(RunState.DONE, RunState.DROPPED))[:1])


def run_seen(person: Person, world: World, pk: int) -> ReleaseRun | None:
    """A run for who keeps the tables."""
    if not reach(person, world.code).may(Permission.KEEP_DISCLOSURE):
        return None
    return ReleaseRun.objects.filter(world=world, pk=pk).select_related("world").first()


def releases_of(world: World) -> Any:
    """All releases with their tables, the latest act first."""
    rows = Release.objects.filter(table__world=world).select_related("table")
    return rows.order_by("-released_at", "-pk").defer("members")


def corrected_tables(run: ReleaseRun) -> Sequence[str]:
    """The keys of tables of which the run would release the month again."""
    kept = Release.objects.filter(
        table__world=run.world, table__key__in=RECIPES, period=run.period
    ).order_by()
    return sorted(set(kept.values_list("table__key", flat=True)))
