"""The list of clusters as of a day: six queries, however many clusters there are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db.models import Count, Prefetch, Q
from django.utils.translation import gettext as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.base.dated import Held, certain_on, perhaps_on
from jilian.clusters.models import Cluster, ClusterBody, ClusterName, Membership
from jilian.clusters.queries.together import JoinedMembers, joined_members
from jilian.clusters.rules import POSITIONS, MemberRole, Position
from jilian.firms.models import Firm
from jilian.organisations.models import Organisation, OrganisationName, TypeSpell
from jilian.places.models import World
from jilian.ui.parts import StripPart

LOOKS = {
    Position.UPSTREAM: "first",
    Position.MIDSTREAM: "second",
    Position.DOWNSTREAM: "third",
    Position.SUPPORTING: "beside",
    Position.UNKNOWN: "unknown",
}


@dataclass(frozen=True)
class Body:
    """The standing body of a cluster as it was called and what type it had on the day."""

    organisation: Organisation
    name: str
    type: str  # in words; empty where the type is not known
    type_code: str
    document: str
    held: Held
    row: ClusterBody


@dataclass
class ListedCluster:
    """A cluster on a day: its name then, whether it held, its members counted."""

    cluster: Cluster
    called: str
    held: Held
    positions: dict[Position, int] = field(default_factory=dict)
    perhaps: int = 0
    leaders: list[Firm] = field(default_factory=list)
    body: Body | None = None
    places: list[tuple[str, str, int]] = field(default_factory=list)

    @property
    def pk(self) -> int:
        """The key of the cluster."""
        return self.cluster.pk

    @property
    def name(self) -> str:
        """What it was called; in English the English name stands for the latest Chinese one."""
        latest = self.called == self.cluster.name
        return str(self.cluster) if latest else self.called

    @property
    def members(self) -> int:
        """Who is a member for certain."""
        return sum(self.positions.values())

    @property
    def known_members(self) -> int | None:
        """How many members are known; None where no record names one: that is not zero."""
        return self.members or None

    @property
    def strip(self) -> list[StripPart]:
        """Members by position as a strip draws them; empty where no position is known."""
        if set(self.positions) <= {Position.UNKNOWN}:
            return []
        return [StripPart(one.label, count, LOOKS[one]) for one, count in self.along]

    def linked_strip(self, address: str) -> list[StripPart]:
        """The same, each part opening the members of its position at an address."""
        mark = "&" if "?" in address else "?"
        return [
            replace(part, url=f"{address}{mark}position={position}#rows")
            for part, (position, _count) in zip(self.strip, self.along, strict=False)
        ]

    @property
    def along(self) -> list[tuple[Position, int]]:
        """Members by position in the order of the chain, empty positions left out."""
        return [(one, self.positions[one]) for one in POSITIONS if self.positions.get(one)]


def listed_clusters(
    person: Person, world: World, day: date, pks: Iterable[int] | None = None
) -> list[ListedCluster]:
    """Return the clusters that the person may see, as of the day, by name.

    Clusters that had ended or not begun on the day are left out; one whose founding is unknown and
    which is first known later stands in it with ``held`` UNKNOWN.
    """
    chosen = Cluster.objects.visible_to(person, world).filter(certain_on(day) | perhaps_on(day))
    if pks is not None:
        chosen = chosen.filter(pk__in=pks)
    names: Prefetch[Any] = Prefetch(
        "names", ClusterName.objects.order_by("known_by", "pk"), "all_names"
    )
    rows = [
        ListedCluster(one, name_on(one.all_names, day) or one.name, one.held_on(day))  # type: ignore[attr-defined]
        for one in chosen.prefetch_related(names)
    ]
    listed = {row.pk: row for row in rows}
    joined = joined_members(world, day, None if pks is None else listed)
    _count_members(listed, day, joined)
    _find_leaders(listed, day, joined)
    _find_places(listed, day, joined)
    if reach(person, world.code).may_somewhere(Permission.SEE_ORGANISATIONS):
        for pk, body in bodies_on(Q(cluster__in=listed), day).items():
            listed[pk].body = body
    return rows


def name_on(names: Sequence[ClusterName], day: date) -> str:
    """Return what a cluster was called on the day; the earliest known name before that.

    ``names`` by ``known_by``; without any the answer is empty.
    """
    held = [name for name in names if name.held_on(day) is Held.YES]
    return held[-1].text if held else names[0].text if names else ""


def _count_members(listed: dict[int, ListedCluster], day: date, joined: JoinedMembers) -> None:
    rows = joined.shown(Membership.objects.filter(cluster__in=listed).order_by())
    counted = rows.on(day).values_list("cluster", "position").annotate(n=Count("pk"))
    for pk, position, count in counted:
        listed[pk].positions[Position(position)] = count
    for pk, count in rows.perhaps_on(day).values_list("cluster").annotate(n=Count("pk")):
        listed[pk].perhaps = count


def _find_leaders(listed: dict[int, ListedCluster], day: date, joined: JoinedMembers) -> None:
    rows = Membership.objects.on(day).filter(cluster__in=listed, role=MemberRole.LEADER)
    leading = joined.shown(rows).select_related("firm").prefetch_related("firm__merged_into")
    for row in leading.order_by("firm__sort_key"):
        listed[row.cluster_id].leaders.append(row.firm.root)


def _find_places(listed: dict[int, ListedCluster], day: date, joined: JoinedMembers) -> None:
    """Where the members have their main sites; a cluster can lie in several places."""
    counted = (
        joined.ungrouped(Membership.objects.on(day))
        .filter(certain_on(day, "firm__sites__"), cluster__in=listed, firm__sites__is_main=True)
        .order_by()
        .values_list("cluster", "firm__sites__division__name", "firm__sites__division__name_en")
        .annotate(n=Count("firm", distinct=True))
    )
    found: Counter[tuple[int, str, str]] = Counter()
    for pk, name, name_en, count in counted:
        found[pk, name, name_en or name] += count
    for pk, division in joined.places(day):
        if pk in listed:
            found[pk, division.name, division.name_en or division.name] += 1
    for (pk, name, name_en), count in found.items():
        listed[pk].places.append((name, name_en, count))
    for row in listed.values():
        row.places.sort(key=lambda place: (-place[2], place[0]))


def bodies_on(of_these: Q, day: date) -> dict[int, Body]:
    """Return the body of each cluster on the day, certain before uncertain; three queries."""
    names: Prefetch[Any] = Prefetch(
        "organisation__names",
        OrganisationName.objects.on(day).order_by("known_by", "pk"),
        "names_held",
    )
    types: Prefetch[Any] = Prefetch("organisation__types", TypeSpell.objects.on(day), "types_held")
    rows = (
        ClusterBody.objects.filter(of_these)
        .filter(certain_on(day) | perhaps_on(day))
        .select_related("organisation", "source")
        .prefetch_related(names, types)
        .order_by("known_by")
    )
    found: dict[int, list[Body]] = defaultdict(list)
    for row in rows:
        body = row.organisation
        called, typed = body.names_held, body.types_held  # type: ignore[attr-defined]
        found[row.cluster_id].append(
            Body(
                organisation=body,
                name=called[-1].text if called else body.name,
                type=_type_words(typed[0]) if typed else "",
                type_code=typed[0].type if typed else "",
                document=typed[0].document if typed else "",
                held=row.held_on(day),
                row=row,
            )
        )
    return {
        pk: next((body for body in bodies[::-1] if body.held is Held.YES), bodies[0])
        for pk, bodies in found.items()
    }


def _type_words(spell: TypeSpell) -> str:
    """The type in words; one that stands by an exception says so wherever it is shown."""
    words = str(spell.get_type_display())
    return _("%(type)s, by exception") % {"type": words} if spell.is_exception else words
