"""The list of clusters with what it is narrowed and sorted by, and where their members are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.db.models import Avg, Count
from django.db.models.functions import Substr
from django.utils.translation import get_language

from jilian.accounts.models import Person
from jilian.base.dated import certain_on
from jilian.clusters.models import Membership
from jilian.clusters.queries.listing import ListedCluster, listed_clusters
from jilian.clusters.queries.output import outputs_by
from jilian.clusters.queries.together import JoinedMembers, joined_members
from jilian.clusters.queries.words import industry_names
from jilian.clusters.rules import Position, place_of, prefix_of
from jilian.clusters.rules.output import ClusterOutput, YearOutput
from jilian.places.models import World

TRADE_DIGITS = 2  # a division of GB/T 4754: two digits


@dataclass(frozen=True)
class Spot:
    """A place of the map: a city of a corridor, a town of a district; degrees where known."""

    code: str
    name: str
    name_en: str
    lon: float | None = None
    lat: float | None = None

    def __str__(self) -> str:
        return self.name_en if self.name_en and get_language() == "en" else self.name


@dataclass
class Entry:
    """A cluster of the list: as ``listed_clusters`` has it, with trades, places and output."""

    listed: ListedCluster
    trades: list[tuple[str, str]] = field(default_factory=list)  # code and name, most firms first
    spots: list[tuple[Spot, int]] = field(default_factory=list)  # most members first
    output: ClusterOutput | None = None  # of the latest year; None: none, or not for this reader

    @property
    def pk(self) -> int:
        """The key of the cluster."""
        return self.listed.pk

    @property
    def name(self) -> str:
        """What it was called on the day."""
        return self.listed.name

    @property
    def sort_key(self) -> str:
        """By what names are sorted."""
        return self.listed.cluster.sort_key

    @property
    def members(self) -> int:
        """Who is a member for certain."""
        return self.listed.members

    @property
    def leader_count(self) -> int:
        """How many leading firms have been named."""
        return len(self.listed.leaders)

    @property
    def trade(self) -> str:
        """The word of its source for the trade; else the industry of most of its firms."""
        if self.listed.cluster.industry_word:
            return self.listed.cluster.industry_word
        return self.trades[0][1] if self.trades else ""

    @property
    def unknown(self) -> int:
        """Members whose position in the chain is not known."""
        return self.listed.positions.get(Position.UNKNOWN, 0)

    @property
    def unknown_share(self) -> Fraction | None:
        """The share of members without a known position; None without any known member."""
        return Fraction(self.unknown, self.members) if self.members else None

    @property
    def yuan(self) -> Decimal:
        """By what the list is sorted by output: unknown and withheld ones stand below all."""
        known = None if self.output is None else self.output.yuan
        return Decimal(-1) if known is None else known


@dataclass(frozen=True)
class Directory:
    """All clusters of a world on a day, and the latest year whose output is known."""

    entries: tuple[Entry, ...]
    output: YearOutput | None

    @property
    def trades(self) -> list[tuple[str, str]]:
        """Industries of most firms of some cluster, with their names, by code."""
        return sorted({entry.trades[0] for entry in self.entries if entry.trades})

    @property
    def spots(self) -> list[tuple[Spot, int]]:
        """Where members are, most of them first; see ``spots_of``."""
        return spots_of(self.entries)


def spots_of(entries: Iterable[Entry]) -> list[tuple[Spot, int]]:
    """Add up the places of some clusters; a member of two of them counts in both."""
    found: Counter[Spot] = Counter()
    for entry in entries:
        found.update(dict(entry.spots))
    return sorted(found.items(), key=lambda pair: (-pair[1], pair[0].code))


def directory(person: Person, world: World, day: date) -> Directory:
    """Return the clusters that the person may see on a day; sixteen queries at most."""
    listed = listed_clusters(person, world, day)
    joined = joined_members(world, day)
    pks = [row.pk for row in listed]
    trades, spots = trades_of(pks, day, joined), places_of(world, pks, day, joined)
    years = outputs_by(person, world, day)
    latest = years[0] if years else None
    entries = [
        Entry(
            listed=row,
            trades=trades.get(row.pk, []),
            spots=spots.get(row.pk, []),
            output=latest.clusters.get(row.pk) if latest else None,
        )
        for row in listed
    ]
    return Directory(tuple(entries), latest)


def trades_of(
    pks: Sequence[int], day: date, joined: JoinedMembers
) -> dict[int, list[tuple[str, str]]]:
    """The industries of the members of each cluster, two digits, those of most firms first."""
    rows = (
        joined.shown(Membership.objects.on(day))
        .filter(
            certain_on(day, "firm__industries__"),
            cluster__in=pks,
            firm__industries__is_main=True,
        )
        .order_by()
        .annotate(trade=Substr("firm__industries__industry__code", 1, TRADE_DIGITS))
        .values_list("cluster", "trade")
        .annotate(n=Count("firm", distinct=True))
    )
    counts: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for pk, code, count in rows:
        counts[pk][code] += count
    names = industry_names({code for held in counts.values() for code in held})
    return {
        pk: [(code, names.get(code, code)) for code, _n in sorted(
            held.items(), key=lambda pair: (-pair[1], pair[0])
        )]
        for pk, held in counts.items()
    }  # fmt: skip


def places_of(
    world: World, pks: Sequence[int], day: date, joined: JoinedMembers
) -> dict[int, list[tuple[Spot, int]]]:
    """Members of each cluster by place: the world's places, or the towns of its only one."""
    areas = [area.division for area in world.places.select_related("division")]
    whole = [Spot(one.code, one.name, one.name_en, one.lon, one.lat) for one in areas]
    at = {prefix_of(one.code): index for index, one in enumerate(areas)} if len(areas) > 1 else {}
    towns: dict[str, Spot] = {}
    found: defaultdict[int, Counter[Spot]] = defaultdict(Counter)

    def spot(code: str, name: str, name_en: str, lon: float | None, lat: float | None) -> Spot:
        index = place_of(code, at)
        if index is not None:
            return whole[index]
        return towns.setdefault(code, Spot(code, name, name_en, lon, lat))

    listed = set(pks)
    for pk, code, name, name_en, lon, lat, count in _placed(pks, day, joined):
        found[pk][spot(code, name, name_en, lon, lat)] += count
    for pk, one in joined.places(day):
        if pk in listed:
            found[pk][spot(one.code, one.name, one.name_en, one.lon, one.lat)] += 1
    return {
        pk: sorted(held.items(), key=lambda pair: (-pair[1], pair[0].code))
        for pk, held in found.items()
    }


Placed = tuple[int, str, str, str, float | None, float | None, int]


def _placed(pks: Sequence[int], day: date, joined: JoinedMembers) -> Iterable[Placed]:
    """Cluster, division, its centre (else the middle of the members' sites there) and members."""
    rows = (
        joined.ungrouped(Membership.objects.on(day))
        .filter(certain_on(day, "firm__sites__"), cluster__in=pks, firm__sites__is_main=True)
        .order_by()
        .values_list(
            "cluster", "firm__sites__division__code", "firm__sites__division__name",
            "firm__sites__division__name_en", "firm__sites__division__lon",
            "firm__sites__division__lat",
        )
        .annotate(x=Avg("firm__sites__lon"), y=Avg("firm__sites__lat"),
                  n=Count("firm", distinct=True))
    )  # fmt: skip
    for pk, code, name, name_en, lon, lat, x, y, count in rows:
        known = (lon, lat) if lon is not None else (x, y)
        yield pk, code, name, name_en, *known, count


# --- narrowing ---------------------------------------------------------------------------------

HALF = Fraction(1, 2)


def narrowed(entries: Sequence[Entry], asked: Mapping[str, str]) -> list[Entry]:
    """Keep the clusters that fit everything asked; an empty answer asks nothing.

    ``q`` words of a name, ``industry`` code of the industry of most firms, ``town`` code of a
    place, ``host`` kind of host, ``size`` class of output, ``has`` body, leader, both or neither,
    ``positions`` whether the positions of its members are known.
    """
    tests = {
        "q": lambda one, words: words.lower() in _names(one),
        "industry": lambda one, code: bool(one.trades) and one.trades[0][0] == code,
        "town": lambda one, code: any(spot.code == code for spot, _n in one.spots),
        "host": lambda one, kind: one.listed.cluster.host_kind == kind,
        "size": lambda one, size: one.output is not None and one.output.size_class == size,
        "has": _has,
        "positions": _positions,
    }
    return [
        one
        for one in entries
        if all(fits(one, asked[name]) for name, fits in tests.items() if asked.get(name))
    ]


def _names(one: Entry) -> str:
    cluster = one.listed.cluster
    return f"{one.listed.called} {cluster.name} {cluster.name_en} {cluster.industry_word}".lower()


def _has(one: Entry, what: str) -> bool:
    body, leader = one.listed.body is not None, one.leader_count > 0
    return {
        "body": body,
        "leader": leader,
        "both": body and leader,
        "no_body": not body,
        "no_leader": not leader,
        "neither": not body and not leader,
    }.get(what, True)


def _positions(one: Entry, what: str) -> bool:
    share = one.unknown_share
    if share is None:
        return what == "no_member"
    return {
        "all": share == 0,
        "some": 0 < share < HALF,
        "half": share >= HALF,
        "no_member": False,
    }.get(what, True)
