"""What has been published about a world, in the words of its bounds."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Case, IntegerField, QuerySet, Value, When

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.home.rules import (
    HEADLINES,
    Piece,
    fact_text,
    measure_words,
    period_words,
    pieces_of,
    subject_words,
)
from jilian.places.models import World
from jilian.sources.models import PublishedFact

FEW = 6


@dataclass(frozen=True)
class WordedFact:
    """A published figure as a page prints it."""

    fact: PublishedFact
    measure: str
    subject: str
    period: str
    text: str

    @property
    def pieces(self) -> list[Piece]:
        """The text cut into its number and what stands around it."""
        return pieces_of(self.text)


def worded(fact: PublishedFact) -> WordedFact:
    """Return a published figure with its bound in words."""
    text = fact_text(fact.value, fact.comparator, fact.unit, fact.quote)
    return WordedFact(
        fact,
        measure_words(fact.measure),
        subject_words(fact.subject),
        period_words(fact.period),
        text,
    )


def facts_of(person: Person, world: World) -> QuerySet[PublishedFact]:
    """Return the published figures of a world that the person may see, with their sources."""
    kept = PublishedFact.objects.filter(world=world).select_related("source")
    if not reach(person, world.code).may_somewhere(Permission.SEE_REGISTER):
        return kept.none()
    return kept


def headline_facts(person: Person, world: World) -> list[WordedFact]:
    """Return the few figures that the first page prints: quoted ones first, one of a measure."""
    order = Case(
        *[When(measure=measure, then=Value(place)) for place, measure in enumerate(HEADLINES)],
        default=Value(len(HEADLINES)),
        output_field=IntegerField(),
    )
    rows = facts_of(person, world).filter(value__isnull=False).exclude(quote="")
    chosen: dict[str, PublishedFact] = {}
    for fact in rows.annotate(place=order).order_by("place", "key")[: 4 * FEW]:
        chosen.setdefault(fact.measure, fact)
    return [worded(fact) for fact in list(chosen.values())[:FEW]]
