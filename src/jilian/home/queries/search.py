"""One search across firms, products, clusters, organisations, places, industries and sources."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import and_, or_
from typing import Any, Generic, TypeVar

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.base.dated import certain_on, perhaps_on
from jilian.clusters.models import Cluster
from jilian.firms.models import Firm, FirmProduct
from jilian.firms.queries import FoundFirm, find_firms, places_to_choose
from jilian.home.queries.sources import sources_of
from jilian.organisations.models import Organisation
from jilian.places.models import Division, Industry, World
from jilian.sources.models import Source
from jilian_engine.names import normal_form

FIRST_HITS = 6
COUNTED_TO = 1_000
MOST_FORMS = 900  # names of products looked at; one statement of SQLite holds so many
LONGEST = 80
HOLDER = Coalesce("firm__merged_into", "firm")  # a firm counts once, by whichever of its records
Hit = TypeVar("Hit")


@dataclass(frozen=True)
class ProductHit:
    """A product by its name, with how many firms make or buy something called so."""

    name: str
    firms: int


@dataclass(frozen=True)
class Group(Generic[Hit]):
    """The first hits of one kind; ``more``: there are further ones; ``total`` where counted.

    Beyond COUNTED_TO nothing is counted: ``at_least`` then says that the total is a lower bound.
    """

    hits: tuple[Hit, ...] = ()
    more: bool = False
    total: int | None = None
    at_least: bool = False


@dataclass(frozen=True)
class Found:
    """What a search found, kind by kind; kinds that the person may not see are empty."""

    words: str
    firms: Group[FoundFirm] = Group()
    products: Group[ProductHit] = Group()
    clusters: Group[Cluster] = Group()
    organisations: Group[Organisation] = Group()
    places: Group[Division] = Group()
    industries: Group[Industry] = Group()
    sources: Group[Source] = Group()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was found at all."""
        groups = (self.firms, self.products, self.clusters, self.organisations,
                  self.places, self.industries, self.sources)  # fmt: skip
        return not any(group.hits for group in groups)


def search(person: Person, world: World, day: date, text: str) -> Found:
    """Return the first hits of each kind; the number of queries does not depend on how many.

    Every word must be found; width, case and brackets do not matter. Former names are found too.
    """
    words = [normal_form(word) for word in text[:LONGEST].split()]
    words = [word for word in words if word]
    if not words or not reach(person, world.code).may_somewhere(Permission.SEE_REGISTER):
        return Found(text)
    return Found(
        words=text,
        firms=_firms(person, world, day, text),
        products=_products(person, world, day, words),
        clusters=_first(_clusters(person, world, day, words)),
        organisations=_first(_organisations(person, world, day, words)),
        places=_first(_places(world, words)),
        industries=_first(_industries(words)),
        sources=_sources(person, world, words),
    )


def _every(words: list[str], *fields: str) -> Q:
    """Every word stands in one of the fields."""
    found = (
        reduce(or_, (Q(**{f"{field}__icontains": word}) for field in fields)) for word in words
    )
    return reduce(and_, found)


def _first(rows: QuerySet[Any]) -> Group[Any]:
    hits = list(rows[: FIRST_HITS + 1])
    return Group(tuple(hits[:FIRST_HITS]), len(hits) > FIRST_HITS)


def _firms(person: Person, world: World, day: date, text: str) -> Group[FoundFirm]:
    found = find_firms(person, world, text, day, limit=FIRST_HITS + 1, parts=False)
    hits = found.best
    if len(hits) <= FIRST_HITS:
        return Group(hits, total=len(hits))
    if found.total <= FIRST_HITS:  # the others by pinyin or alike, which the list does not show
        return Group(hits[:FIRST_HITS], total=FIRST_HITS)
    total = min(found.total, COUNTED_TO)
    return Group(hits[:FIRST_HITS], True, total, at_least=total >= COUNTED_TO)


def _products(person: Person, world: World, day: date, words: list[str]) -> Group[ProductHit]:
    """The products whose names fit: found among the names alone, then counted by their firms."""
    fitting = FirmProduct.objects.filter(
        reduce(and_, (Q(normal_form__contains=word) for word in words))
    )
    forms = list(fitting.order_by().values_list("normal_form", flat=True).distinct()[:MOST_FORMS])
    rows = FirmProduct.objects.on(day).filter(_of_seen_firms(person, world), normal_form__in=forms)
    names = rows.order_by().values_list("name", "normal_form")
    found = _first(names.annotate(n=Count(HOLDER, distinct=True)).order_by("-n", "name"))
    counts = _firms_with(rows, forms, [form for _name, form, _n in found.hits])
    hits = (
        ProductHit(name, count) for (name, _form, _n), count in zip(found.hits, counts, strict=True)
    )
    return Group(tuple(hits), found.more)


def _of_seen_firms(person: Person, world: World) -> Q:
    if reach(person, world.code).may(Permission.SEE_REGISTER):
        return Q(firm__world=world)
    return Q(firm__in=Firm.objects.records_seen(person, world))


def _firms_with(rows: QuerySet[FirmProduct], known: list[str], forms: list[str]) -> list[int]:
    """Count, for each product, the firms that the list of firms shows for it; one query."""
    if not forms:
        return []
    within = {form: [one for one in known if form in one] for form in forms}
    counts = rows.order_by().aggregate(
        **{
            f"product_{index}": Count(HOLDER, distinct=True, filter=Q(normal_form__in=within[form]))
            for index, form in enumerate(forms)
        }
    )
    return [counts[f"product_{index}"] for index in range(len(forms))]


def _clusters(person: Person, world: World, day: date, words: list[str]) -> QuerySet[Cluster]:
    rows = Cluster.objects.visible_to(person, world).filter(certain_on(day) | perhaps_on(day))
    return rows.filter(_every(words, "name", "name_en", "names__text", "industry_word")).distinct()


def _organisations(
    person: Person, world: World, day: date, words: list[str]
) -> QuerySet[Organisation]:
    rows = Organisation.objects.visible_to(person, world)
    held = rows.filter(certain_on(day) | perhaps_on(day))
    return held.filter(_every(words, "name", "names__text")).distinct()


def _places(world: World, words: list[str]) -> QuerySet[Division]:
    rows = places_to_choose(world).filter(_every(words, "name", "name_en"))
    return rows.order_by("level", "code")


def _sources(person: Person, world: World, words: list[str]) -> Group[Source]:
    """Sources by title or key; who sees which is asked of every table, so only if any fits."""
    fitting = _every(words, "title", "key")
    if not Source.objects.filter(fitting).exists():
        return Group()
    return _first(sources_of(person, world).filter(fitting))


def _industries(words: list[str]) -> QuerySet[Industry]:
    by_code = Q(code__istartswith=words[0]) if len(words) == 1 else Q(pk__in=())
    return Industry.objects.filter(_every(words, "name") | by_code).order_by("level", "code")
