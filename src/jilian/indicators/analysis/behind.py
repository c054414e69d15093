"""Which records stand behind a list of keys, with their names, as far as a person may see them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.urls import reverse

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission
from jilian.base.search import among
from jilian.cases.models import Case, Matter
from jilian.clusters.models import Cluster
from jilian.firms.models import Firm
from jilian.firms.queries.titles import carriers_seen
from jilian.gaps.models import Recruit
from jilian.network.models import SupplyLink
from jilian.organisations.models import Organisation
from jilian.places.models import World
from jilian.purchases.models import Purchase, PurchaseOrder
from jilian.shortages.models import Call

Rows = QuerySet[Any, Any]
Named = Mapping[int, tuple[str, str]]  # key of a record: its name and its address


@dataclass(frozen=True)
class Kind:
    """A kind of record: which of them a person sees, and where each is shown."""

    name: str
    seen: Callable[[Person, World], Rows]
    url: str
    by: str = "pk"


def _cases_of_matters(person: Person, world: World) -> Rows:
    return Matter.objects.visible_to(person, world).select_related("case")


FIRM = Kind("firm", lambda who, world: Firm.objects.visible_to(who, world), "firms:detail")
FACT = Kind(
    "firm",
    lambda who, world: Firm.objects.visible_to(who, world, Permission.SEE_FACTS),
    "firms:detail",
)
CARRIER = Kind("carrier", carriers_seen, "firms:carrier")
BODY = Kind(
    "organisation", lambda who, world: Organisation.objects.visible_to(who, world),
    "organisations:detail",
)  # fmt: skip
COUNT = Kind(
    "organisation",
    lambda who, world: Organisation.objects.visible_to(who, world, Permission.SEE_COUNTS),
    "organisations:detail",
)
KINDS: Mapping[str, Kind] = {
    "firms": FIRM,
    "years": FACT,
    "titles": FIRM,
    "memberships": FIRM,
    "covers": FIRM,
    "benefits": FIRM,
    "carriers": CARRIER,
    "highest_carriers": CARRIER,
    "clusters": Kind(
        "cluster", lambda who, world: Cluster.objects.visible_to(who, world), "clusters:detail"
    ),
    "organisations": BODY,
    "members": COUNT,
    "links": Kind(
        "link", lambda who, world: SupplyLink.objects.visible_to(who, world), "network:detail"
    ),
    "calls": Kind(
        "call", lambda who, world: Call.objects.visible_to(who, world), "shortages:detail", "key"
    ),
    "orders": Kind(
        "order", lambda who, world: PurchaseOrder.objects.visible_to(who, world),
        "purchases:order",
    ),
    "rounds": Kind(
        "purchase", lambda who, world: Purchase.objects.visible_to(who, world),
        "purchases:detail",
    ),
    "cases": Kind(
        "case", lambda who, world: Case.objects.visible_to(who, world), "cases:detail", "key"
    ),
    "matters": Kind("matter", _cases_of_matters, "cases:detail", "case.key"),
    "stages": Kind(
        "recruit", lambda who, world: Recruit.objects.visible_to(who, world), "gaps:recruit"
    ),
}  # fmt: skip


def seen_records(person: Person, world: World, table: str, keys: Iterable[int]) -> Named:
    """Names and addresses of those of the records that the person may see; few queries.

    A firm that has been merged since keeps its name, for who may see the one that stands for it.
    """
    kind, wanted = KINDS[table], set(keys)
    seen = kind.seen(person, world).order_by()
    rows = seen.filter(pk__in=among(wanted))
    found = {row.pk: (str(row), _address(world, kind, row)) for row in rows.iterator(2_000)}
    if kind in (FIRM, FACT) and (left := wanted - found.keys()):
        merged = list(Firm.objects.merged().filter(world=world, pk__in=among(left)))
        roots = seen.filter(pk__in=among({row.root_id for row in merged}))
        stand = set(roots.values_list("pk", flat=True)) if merged else set()
        found |= {
            row.pk: (str(row), _address(world, kind, row)) for row in merged if row.root_id in stand
        }
    return found


def _address(world: World, kind: Kind, row: Model) -> str:
    key: Any = row
    for name in kind.by.split("."):
        key = getattr(key, name)
    return reverse(kind.url, args=[world.code, key])
