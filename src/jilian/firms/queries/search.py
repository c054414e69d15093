"""Finding firms by what they are or were called, or by their identifier."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.base.search import among
from jilian.firms.models import Firm, FirmIdentity, FirmName
from jilian.firms.queries.listing import with_parts
from jilian.firms.queries.name_index import name_index
from jilian.firms.rules import NameKind, Scheme
from jilian.places.models import World
from jilian_engine.names import Hit, Hits, folded, mark_in

WIDER = 4  # times as many hits are asked for when some of the first may not be seen


@dataclass(frozen=True)
class FoundFirm:
    """A firm that a search found, and by which name; ``is_former``: not its name on the day.

    ``way`` says how the text was read: typed, pinyin, initials, like, identifier. ``mark`` is where
    it stands in the name: start and end.
    """

    firm: Firm
    matched: str
    kind: str
    is_former: bool
    rank: int  # 0 the whole name or identifier, 1 its beginning, 2 within it, then pinyin, alike
    way: str = "typed"
    mark: tuple[int, int] = (0, 0)

    @property
    def pieces(self) -> tuple[str, str, str]:
        """The name before, within and after what was found."""
        start, end = self.mark
        return self.matched[:start], self.matched[start:end], self.matched[end:]


@dataclass(frozen=True)
class FoundFirms:
    """The best firms and how many there are whose name or identifier says the text."""

    best: tuple[FoundFirm, ...]
    total: int


def search_firms(
    person: Person, world: World, text: str, day: date, limit: int = 20
) -> list[FoundFirm]:
    """Return the firms whose name or identifier fits, the best first.

    Registered, former, short and English names count, also those that no longer hold on the day,
    as typed, in pinyin, by initials, and names alike where nothing fits.
    """
    return list(find_firms(person, world, text, day, limit).best)


def find_firms(
    person: Person, world: World, text: str, day: date, limit: int = 20, *, parts: bool = True
) -> FoundFirms:
    """Return what ``search_firms`` does, and how many firms there are in all.

    Without ``parts`` the firms come alone, without sites, products and titles of the day.
    """
    if limit < 1 or not folded(text):
        return FoundFirms((), 0)
    among_records = _narrow_reach(person, world)
    if among_records is not None and not among_records:
        return FoundFirms((), 0)
    coded = _identified(person, world, text)
    found = dict(coded)
    index, wanted = name_index(world), limit + len(found)
    while True:
        hits = index.find(text, day, wanted, among_records)
        firms = _visible_roots(person, world, hits)
        if len({root for root, _key in firms.values()}) >= limit or len(hits.best) < wanted:
            break
        wanted *= WIDER  # records merged into one firm, or names that are gone by now
    named = _named(hits, firms, day)
    for pk, one in named.items():
        found.setdefault(pk, one)
    best = dict(list(found.items())[:limit])
    shown = Firm.objects.visible_to(person, world).filter(pk__in=list(best))
    by_key = {firm.pk: firm for firm in (with_parts(shown, day) if parts else shown.order_by())}
    return FoundFirms(
        tuple(one.of(by_key[pk]) for pk, one in best.items() if pk in by_key),
        max(hits.literal, len(coded)),
    )


def _narrow_reach(person: Person, world: World) -> set[int] | None:
    """The records of the firms that a person may see; None for whoever may see all of them."""
    if reach(person, world.code).may(Permission.SEE_REGISTER):
        return None
    seen = Firm.objects.records_seen(person, world)
    return {row["pk"] if isinstance(row, dict) else row for row in seen}


@dataclass(frozen=True)
class _Match:
    """How a firm was found, before the firm itself is fetched."""

    matched: str
    kind: str
    is_former: bool
    rank: int
    way: str
    mark: tuple[int, int]

    def of(self, firm: Firm) -> FoundFirm:
        return FoundFirm(
            firm, self.matched, self.kind, self.is_former, self.rank, self.way, self.mark
        )


def _identified(person: Person, world: World, text: str) -> dict[int, _Match]:
    """Firms by their own identifier, then by a further one."""
    codes = {text.strip(), text.strip().upper()}
    own = Firm.objects.filter(world=world, scheme__in=Scheme.values, identifier__in=codes)
    further = FirmIdentity.objects.filter(
        firm__world=world, scheme__in=Scheme.values, identifier__in=codes
    )
    rows = [
        *own.order_by("sort_key", "pk").values_list("pk", "merged_into", "identifier"),
        *further.order_by("pk").values_list("firm_id", "firm__merged_into", "identifier"),
    ]
    if not rows:
        return {}
    roots = {root or pk: code for pk, root, code in reversed(rows)}
    shown = Firm.objects.visible_to(person, world).filter(pk__in=list(roots))
    return {
        pk: _Match(roots[pk], "identifier", False, 0, "identifier", (0, len(roots[pk])))
        for pk in shown.order_by("sort_key", "pk").values_list("pk", flat=True)
    }


def _visible_roots(person: Person, world: World, hits: Hits) -> dict[int, tuple[int, str]]:
    """For each record that was hit and may be seen: the firm that it stands for, its sort key."""
    records = [hit.firm for hit in hits.best]
    rows = Firm.objects.filter(world=world, pk__in=among(records)).order_by()
    roots = {pk: root or pk for pk, root in rows.values_list("pk", "merged_into")}
    shown = Firm.objects.visible_to(person, world).filter(pk__in=among(roots.values()))
    keys = dict(shown.order_by().values_list("pk", "sort_key"))
    return {pk: (root, keys[root]) for pk, root in roots.items() if root in keys}


def _named(hits: Hits, firms: dict[int, tuple[int, str]], day: date) -> dict[int, _Match]:
    """The firms by the names that were hit, the best first; a name that is gone finds nothing."""
    seen = [hit for hit in hits.best if hit.firm in firms]
    names = FirmName.objects.in_bulk([hit.name for hit in seen])
    seen.sort(key=lambda hit: (hit.order, firms[hit.firm][1], hit.firm))
    found: dict[int, _Match] = {}
    for hit in seen:
        name = names.get(hit.name)
        if name is not None and name.firm_id == hit.firm:
            found.setdefault(firms[hit.firm][0], _match(name, hit, day))
    return found


def _match(name: FirmName, hit: Hit, day: date) -> _Match:
    ended = name.valid_to is not None and name.valid_to <= day
    former = ended or name.kind == NameKind.FORMER
    mark = mark_in(name.text, hit.start, hit.length)
    return _Match(name.text, name.kind, former, hit.rank, str(hit.way), mark)
