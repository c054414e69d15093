"""The supply links of a day: the list, its filters, and who may see a value."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.base.errors import Refusal
from jilian.base.paging import COUNTED_AT_MOST
from jilian.base.search import among
from jilian.firms.models import Firm, FirmName, Site
from jilian.firms.queries.groups import grouped_firms, holders, merged_firms, records_of
from jilian.firms.queries.listing import parts_of
from jilian.firms.rules import Scheme
from jilian.network.models import SupplyLink, SupplyLinkQuerySet, links_at
from jilian.network.queries.together import joined_links
from jilian.network.rules import Evidence
from jilian.places.models import Division, World
from jilian_engine.names import normal_form

PRODUCTS_AT_MOST = 500
MANY_SITES = 20_000
KEY_DIGITS = 12  # longer numbers are identifiers
Links = QuerySet[SupplyLink]


def links_seen(person: Person, world: World) -> SupplyLinkQuerySet:
    """Return the links that the person may see, of any day, with firms and source."""
    return _with_ends(SupplyLink.objects.visible_to(person, world))


def links_seen_at(person: Person, world: World, records: Iterable[int]) -> SupplyLinkQuerySet:
    """Return those of ``links_seen`` that have one of these records as supplier or buyer."""
    at = among(records)
    here = SupplyLink.objects.filter(pk__in=links_at(supplier__in=at, buyer__in=at))
    return _with_ends(here.few_visible_to(person, world))


def _with_ends(links: SupplyLinkQuerySet) -> SupplyLinkQuerySet:
    # Merged records are few: what stands for them is fetched only where there are any.
    return links.select_related("supplier", "buyer", "source").prefetch_related(
        "supplier__merged_into", "buyer__merged_into"
    )


def listed_links(
    person: Person, world: World, day: date, *, perhaps: bool = False
) -> SupplyLinkQuerySet:
    """Return the links that held for certain on the day, the latest known first.

    Without those that merges hide (``joined_links``), which costs one query, two with merges.
    ``perhaps``: those instead that may have held, because their start is not known.
    """
    seen = joined_links(world, day).shown(links_seen(person, world))
    held = seen.perhaps_on(day) if perhaps else seen.on(day)
    return held.order_by("-known_by", "-pk")


def with_product(links: Links, world: World, text: str) -> Links:
    """Keep the links with a product whose name contains the text."""
    named = SupplyLink.objects.filter(world=world, product__icontains=text).order_by()
    products = named.values_list("product", flat=True).distinct()[:PRODUCTS_AT_MOST]
    return links.filter(product__in=list(products))


def with_end_in(links: Links, world: World, end: str, place: Division, day: date) -> Links:
    """Keep the links whose ``end`` (supplier or buyer) has a site in the place on the day."""
    inside = Site.objects.on(day).filter(division__in=parts_of(place)).order_by()
    fits = Q(**{f"{end}__in": inside.values("firm")})
    if inside[: MANY_SITES + 1].count() > MANY_SITES:  # most links fit: look at each
        fits = Q(Exists(inside.filter(firm=OuterRef(end))))
    if also := _records_inside(world, inside):
        fits |= Q(**{f"{end}__in": among(also)})
    return links.filter(fits)


def _records_inside(world: World, inside: QuerySet[Site]) -> set[int]:
    """Return the records that are inside because another record of their firm is."""
    merged = merged_firms(world)
    if not merged:
        return set()
    found = inside.filter(firm__in=among(grouped_firms(merged))).values_list("firm_id", flat=True)
    return records_of(found, merged)


def amounts_seen(person: Person, world: World, pks: Iterable[int]) -> frozenset[int]:
    """Return those of the links whose value the person may see; four queries at most."""
    wanted, held = frozenset(pks), reach(person, world.code)
    if held.may(Permission.SEE_AMOUNTS):
        return wanted
    if not wanted or not held.may_somewhere(Permission.SEE_AMOUNTS):
        return frozenset()
    links = SupplyLink.objects.filter(pk__in=among(wanted))
    seen = links.few_visible_to(person, world, Permission.SEE_AMOUNTS)
    return frozenset(seen.values_list("pk", flat=True))


def sees_every_amount(person: Person, world: World) -> bool:
    """Say whether the person sees the value of each link that the person sees at all.

    Only then may a list be put in the order of values: the order would tell them.
    """
    held = reach(person, world.code)
    if held.may(Permission.SEE_AMOUNTS):
        return True
    links, amounts = (
        held.within.get(permission, frozenset())
        for permission in (Permission.SEE_LINKS, Permission.SEE_AMOUNTS)
    )
    return bool(amounts) and not held.may(Permission.SEE_LINKS) and links <= amounts


@dataclass(frozen=True)
class EvidenceCount:
    """How many links of a day have this evidence; ``bound`` where counting stopped."""

    evidence: Evidence
    count: int
    bound: str

    @property
    def is_inferred(self) -> bool:
        """Whether these links were computed and not seen."""
        return self.evidence is Evidence.INFERRED


def evidence_counts(person: Person, world: World, day: date) -> list[EvidenceCount]:
    """Count the links of the day by evidence, each up to a bound; five queries or two.

    Links of own firms only are few and counted at once.
    """
    if not reach(person, world.code).may(Permission.SEE_LINKS):
        links = SupplyLink.objects.of_own_firms(person, world, Permission.SEE_LINKS).on(day)
        own = joined_links(world, day).shown(links)
        by_evidence = dict(own.order_by().values_list("evidence").annotate(n=Count("pk")))
        return [EvidenceCount(evidence, by_evidence.get(evidence, 0), "") for evidence in Evidence]
    joined = joined_links(world, day)
    links = joined.shown(SupplyLink.objects.filter(world=world).on(day).order_by())
    found = []
    for evidence in Evidence:
        number = counted(links.filter(evidence=evidence))
        bound = "over" if number > COUNTED_AT_MOST else ""
        found.append(EvidenceCount(evidence, min(number, COUNTED_AT_MOST), bound))
    return found


def counted_in(counts: Iterable[EvidenceCount]) -> int:
    """Return how many links these are together, up to one above the bound."""
    found = list(counts)
    if any(one.bound for one in found):
        return COUNTED_AT_MOST + 1
    return min(sum(one.count for one in found), COUNTED_AT_MOST + 1)


def perhaps_count(person: Person, world: World, day: date) -> int:
    """Count the links that may have held on the day, up to one above the bound."""
    joined = joined_links(world, day)
    if reach(person, world.code).may(Permission.SEE_LINKS):
        return counted(joined.shown(SupplyLink.objects.filter(world=world).perhaps_on(day)))
    own = SupplyLink.objects.of_own_firms(person, world, Permission.SEE_LINKS)
    return counted(joined.shown(own.perhaps_on(day)))


def counted(links: Links) -> int:
    """Count links up to one above the bound."""
    return links.order_by()[: COUNTED_AT_MOST + 1].count()


def firms_called(person: Person, world: World, words: str) -> list[Firm]:
    """Return the firms that these words name: key, identifier or a whole name; two at most.

    A merged record names the firm that it is merged into.
    """
    firms = Firm.objects.visible_to(person, world).order_by("pk")
    records = Firm.objects.filter(world=world).order_by()
    standing = Coalesce("merged_into", "pk")
    if words.isdecimal() and len(words) <= KEY_DIGITS:
        by_key = records.filter(pk=words).values(root=standing)
        if found := list(firms.filter(pk__in=by_key)):
            return found
    by_code = records.filter(scheme__in=Scheme.values, identifier__in={words, words.upper()})
    named = FirmName.objects.filter(normal_form=normal_form(words) or words)
    identified = list(firms.filter(pk__in=by_code.values(root=standing))[:2])
    return identified or list(firms.filter(pk__in=holders(named))[:2])


def place_of(link: SupplyLink) -> str:
    """Return where a link stands in the order of ``listed_links``, as a short text."""
    return f"{link.known_by.isoformat()}.{link.pk}"


def links_after(links: Links, place: str) -> Links:
    """Keep the links behind this place in the order of ``listed_links``; refuses an odd place."""
    if not place:
        return links
    day, _dot, pk = place.partition(".")
    try:
        known_by, key = date.fromisoformat(day), int(pk)
    except ValueError:
        raise Refusal("place_odd", _("“%s” is no place in the list.") % place) from None
    behind = Q(known_by__lt=known_by) | Q(pk__lt=key)
    return links.filter(behind, known_by__lte=known_by)
