"""What the records of a world hold of the measures that texts speak of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.urls import reverse

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.indicators.queries import ShownFigure, figures_at
from jilian.indicators.rules.definitions import DEFINITIONS
from jilian.indicators.rules.periods import read_period
from jilian.places.models import World
from jilian.sources.models import PublishedFact
from jilian.statements.rules.checks import CheckResult, checks_of, fact_from_row
from jilian.statements.rules.measures import record_measures
from jilian.statements.rules.published import record_of, record_of_indicator
from jilian.statements.rules.records import Record
from jilian.statements.rules.said import Said

YEAR = 4
Asked = tuple[str, str, str]


def facts_seen(person: Person, world: World) -> list[PublishedFact]:
    """The published figures of a world, for who may see its register."""
    if not reach(person, world.code).may_somewhere(Permission.SEE_REGISTER):
        return []
    return list(PublishedFact.objects.filter(world=world).select_related("source").order_by("key"))


def held_records(person: Person, world: World, figures: Iterable[Said]) -> list[Record]:
    """All that may be compared with these figures: what was published, and what is measured."""
    known = list(figures)
    published = [
        record
        for fact in facts_seen(person, world)
        if (record := record_of(fact, reverse("world:source", args=(world.code, fact.source_id))))
    ]
    return published + _measured(person, world, known)


def _measured(person: Person, world: World, figures: Iterable[Said]) -> list[Record]:
    asked = list(dict.fromkeys(_asked(world, figures)))
    if not asked:
        return []
    shown: Mapping[Asked, ShownFigure] = figures_at(person, world, asked)
    found = [record_of_indicator(shown[one]) for one in asked if one in shown]
    return [one for one in found if one is not None]


def _asked(world: World, figures: Iterable[Said]) -> Iterable[Asked]:
    for said in figures:
        for measure in record_measures(said):
            if measure in DEFINITIONS and said.period and not said.period.endswith(".."):
                yield measure, world.code, read_period(said.period).text
                if len(said.period) == YEAR:
                    yield measure, world.code, f"{said.period}-12"


def article_checks(person: Person, world: World) -> tuple[list[CheckResult], dict[str, str]]:
    """The checks of the article's figures, and the sentences of its facts by key."""
    facts = facts_seen(person, world)
    quotes = {fact.key: fact.quote for fact in facts if fact.quote}
    if not quotes:
        return [], {}
    return checks_of({fact.key: fact_from_row(fact) for fact in facts}), quotes
