"""The two lists of a cluster, oldest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.clusters.models import Cluster
from jilian.gaps.models import ChainItem
from jilian.gaps.rules.deciding import OLD_DAYS
from jilian.gaps.rules.words import ItemKind


@dataclass(frozen=True)
class Line:
    """A line of a list with its age on the day."""

    item: ChainItem
    days: int
    is_closed: bool

    @property
    def is_old(self) -> bool:
        """Whether it has been open for long."""
        return not self.is_closed and self.days >= OLD_DAYS


@dataclass(frozen=True)
class ItemList:
    """One of the two lists as of a day: open lines, the oldest first, and closed ones."""

    kind: ItemKind
    open: tuple[Line, ...]
    closed: tuple[Line, ...]

    @property
    def oldest(self) -> Line | None:
        """The line that has been open for longest."""
        return self.open[0] if self.open else None


def lists_of(person: Person, cluster: Cluster, day: date) -> tuple[ItemList, ...]:
    """Both lists of a cluster as of a day; one query."""
    if not reach(person, cluster.world.code).may_somewhere(Permission.SEE_GAPS):
        return ()
    rows = ChainItem.objects.filter(cluster=cluster, opened_on__lte=day)
    rows = rows.select_related("owner_firm__merged_into", "missing_link")
    lines = [
        Line(item, item.days_open(day), item.closed_on is not None and item.closed_on <= day)
        for item in rows.order_by("opened_on", "pk")
    ]
    return tuple(
        ItemList(
            kind,
            tuple(one for one in lines if one.item.kind == kind and not one.is_closed),
            tuple(one for one in reversed(lines) if one.item.kind == kind and one.is_closed),
        )
        for kind in ItemKind
    )
