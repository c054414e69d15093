"""Pairs as a list: which there are, how many by state, how far the review has come."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from jilian.accounts.models import Person
from jilian.duplicates.models import DuplicatePair, DuplicatePairQuerySet, DuplicateSearch
from jilian.duplicates.rules import JUDGED, OPEN, PairState
from jilian.firms.models import Site
from jilian.places.models import Division, World


@dataclass(frozen=True)
class Tally:
    """How many pairs stand in each state."""

    by_state: dict[str, int]

    @property
    def waiting(self) -> int:
        """Pairs that wait for a judgement."""
        return self.by_state.get(PairState.WAITING, 0)

    @property
    def later(self) -> int:
        """Pairs that were put off."""
        return self.by_state.get(PairState.LATER, 0)

    @property
    def judged(self) -> int:
        """Pairs judged one firm or two."""
        return sum(self.by_state.get(state, 0) for state in JUDGED)

    @property
    def whole(self) -> int:
        """Pairs that are or were to be judged; those no longer proposed are left out."""
        return self.judged + self.waiting + self.later


def pairs_seen(person: Person, world: World) -> DuplicatePairQuerySet:
    """Return the pairs that a person may see, with their records and the world."""
    rows = DuplicatePair.objects.visible_to(person, world)
    return rows.select_related("world", "left__merged_into", "right__merged_into")


def tally(person: Person, world: World) -> Tally:
    """Count the pairs of a world by state; one query."""
    rows = DuplicatePair.objects.visible_to(person, world).order_by()
    gone = Q(state__in=sorted(OPEN)) & (Q(left__isnull=True) | Q(right__isnull=True))
    counted = rows.exclude(gone).values_list("state").annotate(n=Count("pk"))
    return Tally(dict(counted))


def in_place(rows: QuerySet[DuplicatePair], division: Division) -> QuerySet[DuplicatePair]:
    """Keep the pairs of which one record has its main site in a division."""
    there = Site.objects.filter(is_main=True, valid_to__isnull=True, division=division)
    return rows.filter(
        Q(Exists(there.filter(firm=OuterRef("left"))))
        | Q(Exists(there.filter(firm=OuterRef("right"))))
    )


def latest_search(person: Person, world: World) -> DuplicateSearch | None:
    """Return the last search of a world, whatever became of it; one query."""
    return DuplicateSearch.objects.visible_to(person, world).first()
