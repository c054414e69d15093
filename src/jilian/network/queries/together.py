"""What merges of firms do to supply links: some vanish inside a firm, some say the same twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from jilian.base.dated import certain_on, perhaps_on
from jilian.base.search import among
from jilian.firms.queries.groups import grouped_firms, merged_firms, records_of
from jilian.network.models import SupplyLink, links_at
from jilian.network.rules import Evidence
from jilian.places.models import World

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

RANK = {evidence: rank for rank, evidence in enumerate(Evidence.values)}
Rows = TypeVar("Rows", bound=QuerySet[SupplyLink])


class _Stated(NamedTuple):
    """A link at a merged firm, in the order in which one is shown rather than another."""

    is_uncertain: bool
    rank: int
    doubt: float
    of_merged: int
    pk: int
    ends: tuple[int, int]
    product: str


@dataclass(frozen=True)
class Joined:
    """What the merges of a world come to for its links on a day.

    ``hidden``: links between records of one firm, and links that say again, from another record,
    what a stronger one says; ``also``: the links that a shown one stands for.
    """

    merged: Mapping[int, int] = field(default_factory=dict)
    hidden: frozenset[int] = frozenset()
    also: Mapping[int, tuple[int, ...]] = field(default_factory=dict)

    def shown(self, links: Rows) -> Rows:
        """Keep the links that are shown and counted."""
        return links.exclude(pk__in=among(self.hidden)) if self.hidden else links

    def records(self, firm: int) -> set[int]:
        """Return the keys of all records of a firm."""
        return records_of((firm,), self.merged)


def joined_links(world: World, day: date) -> Joined:
    """Work out which links of the day merges hide; one query, two where firms are merged."""
    return joined_by(world, day, merged_firms(world))


def joined_by(world: World, day: date, merged: Mapping[int, int]) -> Joined:
    """Work out which links of the day these merges hide, whether in force or only thought of."""
    if not merged:
        return Joined()
    these = among(grouped_firms(merged))
    held = SupplyLink.objects.filter(certain_on(day) | perhaps_on(day), world=world)
    links = held.filter(pk__in=links_at(supplier__in=these, buyer__in=these)).order_by()
    columns = ("pk", "supplier_id", "buyer_id", "product", "evidence", "probability", "known_by")
    pairs: defaultdict[tuple[int, int], list[_Stated]] = defaultdict(list)
    hidden: set[int] = set()
    rows = links.values_list(*columns)
    for pk, supplier, buyer, product, evidence, probability, known_by in rows:
        ends = merged.get(supplier, supplier), merged.get(buyer, buyer)
        if ends[0] == ends[1]:
            hidden.add(pk)
            continue
        from_merged = (supplier in merged) + (buyer in merged)
        doubt = -(probability or 0)
        pairs[ends].append(
            _Stated(known_by > day, RANK.get(evidence, len(RANK)), doubt, from_merged, pk,
                    (supplier, buyer), product)
        )  # fmt: skip
    also: defaultdict[int, list[int]] = defaultdict(list)
    for stated in pairs.values():
        _hide_repeated(stated, hidden, also)
    return Joined(merged, frozenset(hidden), {pk: tuple(others) for pk, others in also.items()})


def links_within(
    world: World, kept: Sequence[int], merged: Sequence[int], day: date
) -> tuple[StrPromise, int]:
    """Say how many links would vanish inside one firm if these records were merged."""
    ends = {"supplier__in": [*kept, *merged], "buyer__in": [*kept, *merged]}
    inside = SupplyLink.objects.filter(certain_on(day), world=world, **ends).order_by()
    pairs = inside.values_list("supplier_id", "buyer_id")
    groups = set(kept), set(merged)
    crossing = sum((one in groups[0]) != (other in groups[0]) for one, other in pairs)
    return _("supply links between the two records vanish while they are merged"), crossing


def links_repeated(
    world: World, kept: Sequence[int], merged: Sequence[int], day: date
) -> tuple[StrPromise, int]:
    """Say how many links would stand once instead of twice if these records were merged."""
    in_force = merged_firms(world)
    together = {**in_force, **dict.fromkeys((*kept[1:], *merged), kept[0])}
    before, after = (joined_by(world, day, held) for held in (in_force, together))
    count = sum(map(len, after.also.values())) - sum(map(len, before.also.values()))
    return _("supply links say the same and stand once, with both evidences"), count


def _hide_repeated(
    stated: Iterable[_Stated], hidden: set[int], also: defaultdict[int, list[int]]
) -> None:
    """Of links between the same two firms keep the strongest of each product.

    Two links of the same two records stay two, as without a merge. A link without a product says
    nothing that one with a product does not say.
    """
    shown: list[_Stated] = []
    for link in sorted(stated):
        for stronger in shown:
            says_less = link.product in ("", stronger.product)
            if stronger.ends != link.ends and says_less:
                hidden.add(link.pk)
                also[stronger.pk].append(link.pk)
                break
        else:
            shown.append(link)


def add_repeated(links: Iterable[SupplyLink], joined: Joined) -> None:
    """Set ``also`` of each link: the links that it stands for; no query where nothing is merged."""
    shown = list(links)
    wanted = {other for link in shown for other in joined.also.get(link.pk, ())}
    found: dict[int, SupplyLink] = {}
    if wanted:
        rows = SupplyLink.objects.select_related("supplier", "buyer", "source")
        found = rows.in_bulk(list(wanted))
    for link in shown:
        link.also = tuple(found[pk] for pk in joined.also.get(link.pk, ()) if pk in found)
