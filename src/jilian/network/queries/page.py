"""One supply link, and the links of one firm, as of a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Case, Count, IntegerField, QuerySet, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _, pgettext

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.base.dated import Held, certain_on, perhaps_on
from jilian.firms.models import Firm
from jilian.firms.queries.groups import merged_firms, records_of
from jilian.network.models import SupplyLink
from jilian.network.queries.listing import amounts_seen, links_seen, links_seen_at
from jilian.network.queries.together import add_repeated, joined_links
from jilian.network.rules import EVIDENCE_SAYS, Evidence, Part, parts_in_words
from jilian.places.models import World
from jilian.ui.drawings import LineEvent

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

BESIDE_AT_MOST = 20
NAMED_AT_MOST = 20
STRONGEST_FIRST = Case(
    *(When(evidence=evidence, then=place) for place, evidence in enumerate(Evidence)),
    output_field=IntegerField(),
)


@dataclass(frozen=True)
class LinkPage:
    """A link as of a day, what makes up an inferred probability, and links beside it.

    ``shown``: the links of the page, this one among them, whose value the person may see.
    """

    link: SupplyLink
    held: Held
    parts: list[Part]
    beside: list[SupplyLink]
    events: list[LineEvent]
    shown: frozenset[int]

    @property
    def says(self) -> StrPromise:
        """What the evidence of the link means."""
        return EVIDENCE_SAYS[self.link.evidence]


def link_page(person: Person, world: World, link: SupplyLink, day: date) -> LinkPage:
    """Gather the page of a link that the person may see; three queries or four."""
    merged = merged_firms(world)
    suppliers = records_of((link.supplier_id,), merged)
    pair = links_seen(person, world).filter(
        supplier__in=suppliers, buyer__in=records_of((link.buyer_id,), merged)
    )
    beside = list(pair.exclude(pk=link.pk).order_by("-known_by", "-pk")[:BESIDE_AT_MOST])
    return LinkPage(
        link=link,
        held=link.held_on(day),
        parts=parts_in_words(link.reasons or {}),
        beside=beside,
        events=_events(link),
        shown=amounts_seen(person, world, (link.pk, *(other.pk for other in beside))),
    )


def _events(link: SupplyLink) -> list[LineEvent]:
    kind = "inferred" if link.is_inferred else ""
    begins = _("Inferred as of this day") if link.is_inferred else pgettext("event", "The link")
    events = [
        LineEvent(
            day=link.valid_from or (link.known_by if link.is_inferred else None),
            label=begins, kind=kind, until=link.valid_to, known_by=link.known_by,
            not_before=link.not_before,
        )
    ]  # fmt: skip
    if link.last_seen_on:
        events.append(LineEvent(link.last_seen_on, _("Last seen")))
    if link.valid_to:
        events.append(LineEvent(link.valid_to - timedelta(days=1), _("Last day"), kind))
    return events


@dataclass(frozen=True)
class Group:
    """Links of a firm with one evidence: those named, and how many there are of how many firms."""

    evidence: Evidence
    links: int
    firms: int
    named: list[SupplyLink]

    @property
    def left(self) -> int:
        """How many links are counted and not named."""
        return self.links - len(self.named)


@dataclass(frozen=True)
class Side:
    """The suppliers of a firm, or its buyers, by evidence, the strongest first.

    ``side`` is what the firm itself is in these links; ``other`` the end that is listed.
    """

    side: str
    other: str
    groups: list[Group]
    perhaps: int


@dataclass(frozen=True)
class FirmLinks:
    """Who supplies a firm and whom it supplies on a day."""

    suppliers: Side
    buyers: Side
    shown: frozenset[int]
    sees_all: bool

    @property
    def sides(self) -> tuple[Side, Side]:
        """Suppliers, then buyers."""
        return self.suppliers, self.buyers


def links_of_firm(person: Person, world: World, firm: Firm, day: date) -> FirmLinks:
    """Return the suppliers and buyers of a firm on the day, twenty links of each side named.

    Links of all records of the firm; those between its records are left out, and what several
    records say of the same pair stands once, with the other evidence in ``also``.
    """
    joined = joined_links(world, day)
    records = joined.records(firm.pk)
    seen = joined.shown(links_seen_at(person, world, records))
    suppliers = _side(seen.filter(buyer__in=records), "buyer", "supplier", day)
    buyers = _side(seen.filter(supplier__in=records), "supplier", "buyer", day)
    named = [link for side in (suppliers, buyers) for one in side.groups for link in one.named]
    add_repeated(named, joined)
    return FirmLinks(
        suppliers,
        buyers,
        amounts_seen(person, world, [link.pk for link in named]),
        reach(person, world.code).may(Permission.SEE_LINKS),
    )


def _side(links: QuerySet[SupplyLink], side: str, other: str, day: date) -> Side:
    counted = (  # a firm counts once, by whichever of its records
        links.filter(certain_on(day) | perhaps_on(day))
        .order_by()
        .values_list("evidence")
        .annotate(
            links=Count("pk", filter=certain_on(day)),
            firms=Count(
                Coalesce(f"{other}__merged_into", other), filter=certain_on(day), distinct=True
            ),
            perhaps=Count("pk", filter=perhaps_on(day)),
        )
    )
    counts = {evidence: numbers for evidence, *numbers in counted}
    ordered = links.filter(certain_on(day)).order_by(
        STRONGEST_FIRST, "-probability", f"{other}__sort_key", "pk"
    )
    named = list(ordered[:NAMED_AT_MOST]) if counts else []
    groups = [
        Group(
            evidence, counts[evidence][0], counts[evidence][1],
            [link for link in named if link.evidence == evidence],
        )
        for evidence in Evidence
        if counts.get(evidence, [0])[0]
    ]  # fmt: skip
    return Side(side, other, groups, sum(numbers[2] for numbers in counts.values()))
