"""Titles and carriers: who holds what, at which level, on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.base.bulk import chunks
from jilian.base.dated import DatedQuerySet, Held
from jilian.base.search import among
from jilian.firms.models import Carrier, Firm, Title
from jilian.firms.queries.groups import grouped_firms, merged_firms
from jilian.firms.queries.lookup import firm_ids
from jilian.firms.rules import TitleLevel, TitleRow
from jilian.firms.rules.titles import HeldTitle, holder_unknown
from jilian.places.models import World
from jilian.ui.drawings import LineEvent
from jilian_engine.figures import CountByLevel, count_by_level

Holder = tuple[int | None, int | None]  # firm, carrier: one of the two


def holders(world: World, rows: Sequence[TitleRow]) -> list[Holder]:
    """Return who holds the title of each row; refuses the first holder that is not known."""
    firms = firm_ids(world, (row.firm for row in rows if row.firm))
    carriers = dict(Carrier.objects.filter(world=world).order_by().values_list("name", "pk"))
    found: list[Holder] = []
    for row in rows:
        if row.firm is not None:
            if row.firm not in firms:
                raise holder_unknown(row, row.firm)
            found.append((firms[row.firm], None))
        else:
            assert row.carrier is not None
            if row.carrier not in carriers:
                raise holder_unknown(row, row.carrier)
            found.append((None, carriers[row.carrier]))
    return found


def held_titles(
    world: World, wanted: Sequence[Holder]
) -> dict[tuple[Holder, str, int], list[HeldTitle]]:
    """Return the titles of these holders by holder, kind and level, earliest first."""
    held: dict[tuple[Holder, str, int], list[HeldTitle]] = defaultdict(list)
    columns = (
        "firm_id", "carrier_id", "kind", "level", "pk", "known_by", "valid_from", "not_before",
        "valid_to", "document",
    )  # fmt: skip
    for side, column in enumerate(("firm__in", "carrier__in")):
        pks = sorted({pk for holder in wanted if (pk := holder[side]) is not None})
        for part in chunks(pks):
            titles = Title.objects.filter(world=world, **{column: part}).order_by("known_by", "pk")
            for firm, carrier, kind, level, *title in titles.values_list(*columns):
                held[(firm, carrier), kind, level].append(HeldTitle(*title))
    return held


def titles_on(person: Person, world: World, day: date) -> DatedQuerySet[Title]:
    """Return the titles that held for certain on the day, of firms that the person may see.

    Carriers are open to whoever may see the register of the world at all.
    """
    held = reach(person, world.code)
    titles = Title.objects.filter(world=world).on(day)
    if held.may(Permission.SEE_REGISTER):
        return titles
    if not held.may_somewhere(Permission.SEE_REGISTER):
        return titles.none()
    seen = Firm.objects.records_seen(person, world)
    return titles.filter(firm__in=seen) | titles.filter(carrier__isnull=False)


def titles_count(person: Person, world: World, kind: str, day: date) -> CountByLevel:
    """Count who holds a title on a day: each holder once at its highest level, and by level."""
    titles = titles_on(person, world, day).filter(kind=kind).order_by()
    held, merged = titles.values_list("firm_id", "carrier_id", "level"), merged_firms(world)
    return count_titles((merged.get(firm, firm), carrier, level) for firm, carrier, level in held)


def count_titles(held: Iterable[tuple[int | None, int | None, int]]) -> CountByLevel:
    """Count holders from (firm, carrier, level)."""
    pairs = (((firm, carrier), str(TitleLevel(level).name)) for firm, carrier, level in held)
    return count_by_level(pairs, [level.name for level in TitleLevel])


@dataclass(frozen=True)
class LevelCount:
    """How many holders a level's own list has, and how many have it as their highest."""

    level: TitleLevel
    held: int
    highest: int


@dataclass(frozen=True)
class KindCount:
    """A kind of title on a day: distinct holders, and the levels' own lists."""

    kind: str
    count: CountByLevel
    ended: int

    @property
    def levels(self) -> list[LevelCount]:
        """The levels that anybody holds, the highest first."""
        return [
            LevelCount(level, self.count.by_level[level.name], self.count.at_highest[level.name])
            for level in TitleLevel
            if self.count.by_level[level.name]
        ]


def titles_by_kind(person: Person, world: World, day: date) -> list[KindCount]:
    """Count every kind of title on a day, the most held first; three queries.

    ``ended`` is how many awards of the kind had fallen out by the day.
    """
    held: defaultdict[str, list[tuple[int | None, int | None, int]]] = defaultdict(list)
    rows = titles_on(person, world, day).order_by()
    merged = merged_firms(world)
    for kind, firm, carrier, level in rows.values_list("kind", "firm_id", "carrier_id", "level"):
        held[kind].append((merged.get(firm, firm), carrier, level))
    over = Title.objects.filter(world=world, valid_to__lte=day).order_by()
    ended = dict(over.values_list("kind").annotate(Count("pk")))
    counts = [
        KindCount(kind, count_titles(held.get(kind, ())), ended.get(kind, 0))
        for kind in {*held, *ended}
    ]
    return sorted(counts, key=lambda one: (-one.count.total, one.kind))


def title_rows(
    person: Person, world: World, day: date, kind: str, level: int | None = None
) -> DatedQuerySet[Title]:
    """Return the titles of a kind on a day for a list, by level and holder."""
    rows = titles_on(person, world, day).filter(kind=kind)
    if level is not None:
        rows = rows.filter(level=level)
    if twice := _stated_twice(world, day, kind):
        rows = rows.exclude(pk__in=twice)
    return rows.select_related("firm__merged_into", "carrier", "source").order_by(
        "level", "firm__sort_key", "carrier__sort_key", "pk"
    )


def highest_titles(person: Person, world: World, day: date, kind: str) -> DatedQuerySet[Title]:
    """Return one title of each holder on a day, at its highest level; rows as ``title_rows``."""
    rows, merged = title_rows(person, world, day, kind), merged_firms(world)
    kept: dict[tuple[int | None, int | None], int] = {}
    held = rows.order_by("level", "pk").values_list("pk", "firm_id", "carrier_id")
    for pk, firm, carrier in held:
        kept.setdefault((merged.get(firm, firm), carrier), pk)
    return rows.filter(pk__in=among(kept.values()))


def _stated_twice(world: World, day: date, kind: str) -> list[int]:
    """Return titles that two records of one firm both hold at a level, but for one of each."""
    merged = merged_firms(world)
    if not merged:
        return []
    rows = Title.objects.on(day).filter(kind=kind, firm__in=among(grouped_firms(merged)))
    seen: set[tuple[int, int]] = set()
    twice = []
    held = [(firm in merged, pk, merged.get(firm, firm), level)
            for pk, firm, level in rows.order_by().values_list("pk", "firm_id", "level")
            if firm is not None]  # fmt: skip
    for is_merged, pk, root, level in sorted(held):
        if is_merged and (root, level) in seen:
            twice.append(pk)
        seen.add((root, level))
    return twice


@dataclass(frozen=True)
class CarrierPage:
    """A carrier with its titles, those of the day first."""

    carrier: Carrier
    day: date
    titles: list[Title]

    @property
    def titles_then(self) -> list[Title]:
        """The titles that held on the day."""
        return [title for title in self.titles if title.held_on(self.day) is Held.YES]

    @property
    def titles_before(self) -> list[Title]:
        """The titles that had ended by the day."""
        return [title for title in self.titles if title.held_on(self.day) is Held.NO]

    @property
    def events(self) -> list[LineEvent]:
        """The titles on one line of time."""
        return [
            LineEvent(
                day=title.valid_from, label=str(title), until=title.valid_to,
                known_by=title.known_by, not_before=title.not_before,
            )
            for title in self.titles
        ]  # fmt: skip


def carriers_seen(person: Person, world: World) -> QuerySet[Carrier]:
    """Return the carriers of a world for whoever may see its register."""
    rows = Carrier.objects.filter(world=world)
    may = reach(person, world.code).may_somewhere(Permission.SEE_REGISTER)
    return rows if may else rows.none()


def carrier_page(carrier: Carrier, day: date) -> CarrierPage:
    """Gather the page of a carrier; one query."""
    titles = carrier.titles.select_related("source").order_by("level", "known_by", "pk")
    return CarrierPage(carrier, day, list(titles))


def holder_of(title: Title) -> Firm | Carrier:
    """Return the firm or carrier that holds the title."""
    holder = title.firm.root if title.firm else title.carrier
    assert holder is not None  # the database keeps it: title_has_one_holder
    return holder
