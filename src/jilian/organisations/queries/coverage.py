"""How many firms of a place have which coverage, each firm counted once by its strongest."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.db.models.functions import Substr
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.accounts.rules import ScopeKind
from jilian.base.dated import certain_on, perhaps_on
from jilian.base.errors import Refusal
from jilian.base.search import among
from jilian.firms.models import Site
from jilian.firms.queries.groups import grouped_firms, merged_firms, roots_of
from jilian.organisations.models import Cover
from jilian.organisations.rules import CoverMode
from jilian.organisations.rules.coverage_words import STATE_LABELS
from jilian.organisations.rules.withholding import Shown, hidden_cells, sum_is_safe
from jilian.places.models import Division, World

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

DIGITS = {
    Division.Level.PROVINCE: 2,
    Division.Level.CITY: 4,
    Division.Level.COUNTY: 6,
    Division.Level.TOWN: 9,
    Division.Level.VILLAGE: 12,
}
STATES = (*CoverMode.values, "unknown", "none")
COVERED = range(len(CoverMode))


@dataclass(frozen=True)
class CoverageRow:
    """One place: its firms by coverage, as they may be shown. Firms are counted once."""

    place: Division | None
    firms: int
    parts: tuple[Shown, ...]  # own, joint, area or trade, unknown, none recorded
    covered: Shown
    used: tuple[int, ...] = tuple(range(len(STATES)))  # states that occur in the world on the day

    @property
    def named_parts(self) -> dict[str, Shown]:
        """The parts by the name of their state."""
        return dict(zip(STATES, self.parts, strict=True))

    @property
    def labelled(self) -> list[tuple[StrOrPromise, Shown]]:
        """The parts that occur in the world, with the words of their state."""
        return [(STATE_LABELS[STATES[at]], self.parts[at]) for at in self.used]

    def plain(self) -> dict[str, object]:
        """The place in words and numbers."""
        return {
            "place": self.place.code if self.place else None,
            "firms": self.firms,
            "covered": self.covered.plain(),
            **{state: part.plain() for state, part in self.named_parts.items()},
        }


@dataclass(frozen=True)
class Coverage:
    """Coverage of the firms of a place on a day, with the parts of the place."""

    day: date
    whole: CoverageRow
    rows: tuple[CoverageRow, ...]
    site_unknown: int  # firms that may have had a site there on the day
    operating: int | None  # firms in real operation, where supplied
    is_recorded: bool  # whether any coverage is recorded in this world at all

    @property
    def denominator(self) -> int:
        """Firms in real operation where supplied, else the firms with a site in the place."""
        return self.whole.firms if self.operating is None else self.operating

    @property
    def is_withheld(self) -> bool:
        """Whether something is not shown."""
        return any(part.withheld for row in (self.whole, *self.rows) for part in row.parts)

    def plain(self) -> dict[str, object]:
        """The answer in words and numbers, for JSON; "withheld" stands for what is not shown."""
        return {
            "as_of": self.day.isoformat(),
            "denominator": self.denominator,
            "denominator_is": "firms with a site in the place"
            if self.operating is None
            else "firms in real operation, as supplied",
            "site_unknown": self.site_unknown,
            "whole": self.whole.plain(),
            "places": [row.plain() for row in self.rows],
        }


def coverage_of(
    person: Person | None,
    world: World,
    day: date,
    place: Division | None = None,
    operating: int | None = None,
) -> Coverage:
    """Coverage of the firms with a site in a place (the whole world without one) on a day.

    Counts below five, and what would give one away, are withheld from those who may not see the
    counts of a place, and from everybody without a person. `operating` is the number of firms in
    real operation, which the register does not know: refuses one that is smaller than the firms
    that are covered.
    """
    places = _parts_of(world, place)
    merged = merged_firms(world)
    states = _states(world, day, merged)
    firms = _firms_by_place(world, day, place, places, merged)
    counted = _covered_by_place(world, day, place, places, states, merged)
    everywhere = [*places, place]
    table = [_line(firms[at], counted[at]) for at in range(len(everywhere))]
    held = {*states.values(), STATES[-1]}
    used = tuple(at for at, state in enumerate(STATES) if state in held)
    rows = _shown_rows(person, world, everywhere, firms, table, used)
    covered = sum(table[-1][at] for at in COVERED)
    # A refusal would tell a withheld number to whoever tries one after another.
    if operating is not None and operating < covered and not rows[-1].covered.withheld:
        raise Refusal(
            "operating_too_few",
            _("More firms are covered than are said to be in real operation."),
        )
    return Coverage(
        day=day,
        whole=rows[-1],
        rows=tuple(row for row in rows[:-1] if row.firms),
        site_unknown=_site_unknown(world, day, place, merged),
        operating=operating,
        is_recorded=bool(states) or Cover.objects.filter(firm__world=world).exists(),
    )


def prefix_of(place: Division) -> str:
    """The digits with which the codes of everything inside a division begin."""
    return place.code[: DIGITS[Division.Level(place.level)]]


def places_of(world: World) -> list[Division]:
    """The places that a world lists, in its order."""
    return [listed.division for listed in world.places.select_related("division")]


def _parts_of(world: World, place: Division | None) -> list[Division]:
    if place is None:
        return places_of(world)
    return list(place.parts.order_by("code"))


def _inside(place: Division | None, path: str = "division__code") -> Q:
    return Q() if place is None else Q(**{f"{path}__startswith": prefix_of(place)})


def _states(world: World, day: date, merged: Mapping[int, int]) -> dict[int, str]:
    """The strongest coverage of each firm that has any on the day; "unknown" where it may have.

    By the record that stands for the firm, whichever of its ``merged`` records is covered.
    """
    order = {state: rank for rank, state in enumerate(STATES)}
    found: dict[int, str] = {}
    covers = Cover.objects.filter(firm__world=world).order_by()
    certain = covers.filter(certain_on(day)).values_list("firm_id", "mode")
    perhaps = covers.filter(perhaps_on(day)).values_list("firm_id", flat=True)
    for record, state in (*certain, *((firm, "unknown") for firm in perhaps)):
        firm = merged.get(record, record)
        if firm not in found or order[state] < order[found[firm]]:
            found[firm] = state
    return found


def _firms_by_place(
    world: World,
    day: date,
    place: Division | None,
    places: Sequence[Division],
    merged: Mapping[int, int],
) -> list[int]:
    """Firms with a site on the day: in each part, and last in the whole, each once."""
    sites = Site.objects.filter(certain_on(day), _inside(place), firm__world=world).order_by()
    found: dict[str, int] = {}
    for digits in sorted({len(prefix_of(part)) for part in places}):
        found.update(
            sites.annotate(prefix=Substr("division__code", 1, digits))
            .values("prefix")
            .annotate(firms=Count("firm", distinct=True))
            .values_list("prefix", "firms")
        )
    whole = sites.aggregate(firms=Count("firm", distinct=True))["firms"]
    prefixes = [*(prefix_of(part) for part in places), ""]
    counted = [*(found.get(prefix, 0) for prefix in prefixes[:-1]), whole]
    if not merged:
        return counted
    grouped = sites.filter(firm__in=among(grouped_firms(merged)))
    rows = set(grouped.values_list("firm_id", "division__code"))
    for at, prefix in enumerate(prefixes):  # records of one firm were counted one by one
        inside = {firm for firm, code in rows if code.startswith(prefix)}
        counted[at] -= len(inside) - len(roots_of(inside, merged))
    return counted


def _covered_by_place(
    world: World,
    day: date,
    place: Division | None,
    places: Sequence[Division],
    states: dict[int, str],
    merged: Mapping[int, int],
) -> list[Counter[str]]:
    """Firms by their coverage: in each part, and last in the whole, each firm once."""
    covered = Q(firm__in=Cover.objects.filter(firm__world=world).values("firm"))
    if merged:  # another record of the firm may be the covered one
        covered |= Q(firm__in=among(grouped_firms(merged)))
    inside = Site.objects.filter(certain_on(day), _inside(place), firm__world=world)
    homes: dict[int, set[str]] = defaultdict(set)
    sites = inside.filter(covered).order_by()
    for record, code in sites.values_list("firm_id", "division__code"):
        firm = merged.get(record, record)
        if firm in states:
            homes[firm].add(code)
    found: list[Counter[str]] = [Counter() for _part in range(len(places) + 1)]
    at_prefix = {prefix_of(part): at for at, part in enumerate(places)}
    lengths = {len(prefix) for prefix in at_prefix}
    for firm, codes in homes.items():
        held = {at_prefix.get(code[:digits]) for code in codes for digits in lengths}
        for at in (*held, len(places)):
            if at is not None:
                found[at][states[firm]] += 1
    return found


def _line(firms: int, counted: Counter[str]) -> tuple[int, ...]:
    known = [counted[state] for state in STATES[:-1]]
    return (*known, firms - sum(known))


def _shown_rows(
    person: Person | None,
    world: World,
    places: Sequence[Division | None],
    firms: Sequence[int],
    table: Sequence[tuple[int, ...]],
    used: tuple[int, ...],
) -> list[CoverageRow]:
    """The rows with what must be withheld; a state that nobody in the world is in hides nothing."""
    open_rows = [at for at, place in enumerate(places) if _is_open(person, world, place)]
    hidden = hidden_cells([tuple(line[at] for at in used) for line in table], open_rows)
    found = []
    for place, count, line, cells in zip(places, firms, table, hidden, strict=True):
        withheld = {used[at] for at in cells}
        parts = tuple(
            Shown(withheld=True) if at in withheld else Shown(value)
            for at, value in enumerate(line)
        )
        rest = [at for at in used if at not in COVERED]
        is_safe = sum_is_safe(line, withheld, COVERED) and sum_is_safe(line, withheld, rest)
        covered = Shown(sum(line[at] for at in COVERED)) if is_safe else Shown(withheld=True)
        found.append(CoverageRow(place, count, parts, covered, used))
    return found


def _is_open(person: Person | None, world: World, place: Division | None) -> bool:
    """Whether the person may see the counts of this place in full; no person: nobody may."""
    if person is None:
        return False
    scopes: Iterable[tuple[str, str]] = ()
    if place is not None and place.level >= Division.Level.TOWN:
        scopes = ((ScopeKind.TOWN, prefix_of(place)[:9]),)
    return reach(person, world.code).may(Permission.SEE_COUNTS, scopes)


def _site_unknown(
    world: World, day: date, place: Division | None, merged: Mapping[int, int]
) -> int:
    sites = Site.objects.filter(_inside(place), firm__world=world)
    certain = sites.filter(certain_on(day)).values("firm")
    found = sites.filter(perhaps_on(day)).exclude(firm__in=certain).order_by()
    counted = int(found.aggregate(firms=Count("firm", distinct=True))["firms"])
    if not merged:
        return counted
    grouped = among(grouped_firms(merged))
    unsure = set(found.filter(firm__in=grouped).values_list("firm_id", flat=True))
    sure = set(certain.filter(firm__in=grouped).values_list("firm_id", flat=True))
    return counted - len(unsure) + len(roots_of(unsure, merged) - roots_of(sure, merged))
