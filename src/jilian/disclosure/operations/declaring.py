"""Declaring a table whose cells are built from records."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from jilian.accounts.models import Person
from jilian.disclosure.models import DeclaredTable
from jilian.disclosure.operations.releasing import declare_table
from jilian.disclosure.rules.recipes import RECIPES
from jilian.places.models import World


@transaction.atomic
def declare_recipe(
    *,
    by: Person,
    at: datetime,
    world: World,
    key: str,
    audiences: Sequence[str] | None = None,
) -> DeclaredTable:
    """Declare one of the tables that are built from records, for these roles."""
    one = RECIPES[key]
    return declare_table(
        by=by, at=at, world=world, key=key, measure=one.measure, name=one.name,
        name_en=one.name_en, unit=one.unit, unit_en=one.unit_en, dimensions=one.dimensions,
        audiences=audiences,
    )  # fmt: skip
