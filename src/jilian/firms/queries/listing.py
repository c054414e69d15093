"""The list of firms with its filters, and how many firms each place has."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from jilian.accounts.models import Person
from jilian.base.search import among
from jilian.firms.models import (
    Firm,
    FirmIdentity,
    FirmIndustry,
    FirmName,
    FirmProduct,
    FirmQuerySet,
    Site,
    Title,
)
from jilian.firms.queries.groups import behind, holders, merged_firms, roots_of
from jilian.firms.queries.name_index import name_index
from jilian.firms.rules import Scheme, Trading
from jilian.places.models import Division, Industry, World
from jilian_engine.names import normal_form

Firms = QuerySet[Firm]
PRODUCTS_AT_MOST = 500
_ABOVE = ("parent_id", "parent__parent_id", "parent__parent__parent_id")


def listed_firms(person: Person, world: World, day: date) -> FirmQuerySet:
    """Return the firms that the person may see, in order of their names, as of a day."""
    return with_parts(Firm.objects.visible_to(person, world), day).order_by("sort_key", "pk")


def with_parts(firms: FirmQuerySet, day: date) -> FirmQuerySet:
    """Fetch what a line of the list shows: sites, industries, products, titles of the day.

    Of the record and of those merged into it; five queries, four more where one is merged.
    """
    absorbed = _with_own_parts(Firm.objects.order_by("pk"), day)
    return _with_own_parts(firms, day).prefetch_related(
        Prefetch("absorbed", absorbed, to_attr="absorbed_now")
    )


def _with_own_parts(firms: FirmQuerySet, day: date) -> FirmQuerySet:
    sites = Site.objects.on(day).select_related("division").order_by("-is_main", "pk")
    industries = FirmIndustry.objects.on(day).select_related("industry").order_by("-is_main", "pk")
    products = FirmProduct.objects.on(day).filter(trading=Trading.MAKES)
    return (
        firms.prefetch_related(Prefetch("sites", sites, to_attr="own_sites"))
        .prefetch_related(Prefetch("industries", industries, to_attr="own_industries"))
        .prefetch_related(Prefetch("products", products, to_attr="own_products"))
        .prefetch_related(Prefetch("titles", Title.objects.on(day), to_attr="own_titles"))
    )


def in_place(firms: Firms, division: Division, day: date) -> Firms:
    """Keep the firms with a site in the division or in one of its parts."""
    inside = Site.objects.on(day).filter(division__in=parts_of(division))
    return _kept(firms, inside, is_broad=division.level < Division.Level.TOWN)


def _kept(firms: Firms, held: QuerySet[Any], *, is_broad: bool) -> Firms:
    """Keep the firms of these records.

    A broad condition is asked firm by firm along the order of the list, which ends with its page; a
    narrow one is looked up first.
    """
    if is_broad:
        return firms.filter(Exists(held.filter(firm=OuterRef("pk"))) | Q(pk__in=behind(held)))
    return firms.filter(pk__in=holders(held))


def parts_of(division: Division) -> list[int]:
    """Return the division and everything below it."""
    below = Q(pk=division.pk)
    for path in _ABOVE:
        below |= Q(**{path: division.pk})
    return list(Division.objects.filter(below).values_list("pk", flat=True))


def in_industry(firms: Firms, industry: Industry, day: date) -> Firms:
    """Keep the firms in this class of industry or in one below it."""
    below = Q(section=industry.code) if industry.level == 1 else Q(code__startswith=industry.code)
    classes = list(Industry.objects.filter(below).values_list("pk", flat=True))
    held = FirmIndustry.objects.on(day).filter(industry__in=classes)
    return _kept(firms, held, is_broad=industry.level == 1)


def with_product(firms: Firms, text: str, day: date) -> Firms:
    """Keep the firms that make or buy a product whose name contains the text.

    The names are looked up first: many firms share few of them.
    """
    form = normal_form(text)
    if not form:
        return firms
    named = FirmProduct.objects.filter(normal_form__contains=form).order_by()
    forms = list(named.values_list("normal_form", flat=True).distinct()[:PRODUCTS_AT_MOST])
    held = FirmProduct.objects.on(day).filter(normal_form__in=forms).order_by()
    return firms.filter(pk__in=holders(held))


def with_title(firms: Firms, kind: str, day: date) -> Firms:
    """Keep the firms that hold this title."""
    held = Title.objects.on(day).filter(kind=kind, firm__isnull=False)
    return firms.filter(pk__in=holders(held))


def in_world(world: World) -> Exists:
    """The condition that the firm of a record is of this world.

    Asked record by record: a join would lead the databases to begin with all firms of the world.
    """
    return Exists(Firm.objects.filter(pk=OuterRef("firm"), world=world))


def called(firms: Firms, world: World, text: str) -> Firms:
    """Keep the firms with a name, present or past, that a search finds, or this identifier.

    The firms that fit are named to the database; where very many do, their names are asked one by
    one along the order of the list instead, which ends with its page.
    """
    form = normal_form(text)
    if not form:
        return firms
    coded = Q(scheme__in=Scheme.values, identifier__in={text.strip(), text.strip().upper()})
    found = {
        *Firm.objects.filter(coded, world=world).order_by().values_list("pk", flat=True),
        *FirmIdentity.objects.filter(coded).order_by().values_list("firm_id", flat=True),
    }
    merged = merged_firms(world)
    fitting = name_index(world).firms_that_fit(text)
    if fitting is not None:
        found.update(fitting.tolist())
        return firms.filter(pk__in=among(roots_of(found, merged)))
    named = FirmName.objects.filter(normal_form__contains=form).order_by()  # of any world
    # A value and not EXISTS: of that PostgreSQL first finds all firms of all names.
    own = Subquery(named.filter(firm=OuterRef("pk")).values("firm")[:1])
    others = Q(pk__in=roots_of(found, merged)) | Q(pk__in=behind(named))
    return firms.alias(named=own).filter(Q(named__isnull=False) | others)


def with_matched_names(firms: Firms, text: str) -> Firms:
    """Fetch the names of each firm that contain the text, to say why it was found."""
    names = FirmName.objects.filter(normal_form__contains=normal_form(text)).order_by("pk")
    own: Prefetch[Any] = Prefetch("names", names, to_attr="own_matches")
    absorbed = Firm.objects.order_by("pk").prefetch_related(own)
    return firms.prefetch_related(own, Prefetch("absorbed", absorbed, to_attr="absorbed_named"))


def title_kinds(world: World) -> list[str]:
    """Return every kind of title in the world."""
    kinds = Title.objects.filter(world=world).order_by("kind")
    return list(kinds.values_list("kind", flat=True).distinct())


def places_to_choose(world: World) -> QuerySet[Division]:
    """Return the places of the world and their parts one level down."""
    areas = world.places.values("division")
    return Division.objects.filter(Q(pk__in=areas) | Q(parent__in=areas)).order_by("code")


def industries_to_choose(code: str) -> QuerySet[Industry]:
    """Return the sections and divisions of the classification, and the class asked for."""
    return Industry.objects.filter(Q(level__lte=2) | Q(code=code)).order_by("section", "code")


@dataclass(frozen=True)
class PlaceCount:
    """How many firms have a site in a place; ``division`` is None for all other places."""

    division: Division | None
    count: int


def firms_by_place(world: World, day: date) -> list[PlaceCount]:
    """Count firms by the places of the world, in their order, and last those elsewhere.

    A firm with sites in two places counts in both, once in each.
    """
    areas = [kept.division for kept in world.places.select_related("division")]
    sites = Site.objects.on(day).filter(in_world(world)).order_by()
    mains = sites.filter(is_main=True).values_list("division_id")
    by_division = Counter(dict(mains.annotate(Count("pk"))))
    merged = merged_firms(world)
    further = [
        (merged.get(firm, firm), division)
        for firm, division in sites.filter(is_main=False).values_list("firm_id", "division_id")
    ]
    if merged:  # the main site of a merged record is a further site of its firm
        moved = sites.filter(is_main=True, firm__in=among(merged))
        for firm, division in moved.values_list("firm_id", "division_id"):
            by_division[division] -= 1
            further.append((merged[firm], division))
    beside = sites.filter(is_main=True, firm__in={firm for firm, _ in further})
    main = dict(beside.values_list("firm_id", "division_id")) if further else {}
    divisions = {*by_division, *(division for _, division in further)}
    area_of = _areas_of(divisions, {area.pk for area in areas})
    counted: Counter[int | None] = Counter()
    for division, count in by_division.items():
        counted[area_of[division]] += count
    seen: defaultdict[int, set[int | None]] = defaultdict(set)
    for firm, division in main.items():
        seen[firm].add(area_of[division])
    for firm, division in further:
        if area_of[division] not in seen[firm]:
            seen[firm].add(area_of[division])
            counted[area_of[division]] += 1
    found = [PlaceCount(area, counted[area.pk]) for area in areas]
    return [*found, PlaceCount(None, counted[None])] if counted[None] else found


def _areas_of(divisions: set[int], areas: set[int]) -> dict[int, int | None]:
    chains = Division.objects.filter(pk__in=divisions).values_list("pk", *_ABOVE)
    return {pk: next((one for one in (pk, *above) if one in areas), None) for pk, *above in chains}
