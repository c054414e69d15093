"""The organisations as they stood on a day: the tree, and how many of which type.

Every question is answered from one pass over the organisations of the world, in the same number of
queries however many there are.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.utils.translation import get_language, gettext_lazy as _

from jilian.accounts.models import Person
from jilian.base.dated import Held, certain_on
from jilian.base.errors import Refusal
from jilian.base.search import among
from jilian.base.text import sort_key
from jilian.organisations.models import (
    Attestation,
    Organisation,
    OrganisationName,
    Superior,
    TypeSpell,
)
from jilian.organisations.rules import Line, OrganisationType
from jilian.organisations.rules.spells import Span
from jilian.organisations.rules.tree import (
    TYPE_ORDER,
    Answer,
    Node,
    Unit,
    all_under,
    build_tree,
    find_node,
    how_many,
)
from jilian.organisations.rules.words import TYPE_KNOWN, TYPE_UNKNOWN
from jilian.places.models import World
from jilian.sources.models import Source

SPAN = ("known_by", "valid_from", "not_before", "valid_to")
FIRST_YEAR_SHOWN = 12  # years of history at most


@dataclass(frozen=True)
class Tree:
    """One line of the tree on a day, and the answer that stands above it."""

    line: Line
    answer: Answer
    roots: tuple[Node, ...]
    shown: int  # organisations in this line that pass the filters

    def below(self, pk: int) -> Node | None:
        """One organisation with everything below it."""
        return find_node(self.roots, pk)


@dataclass(frozen=True)
class YearEnd:
    """How many stood at the end of a year, and of how many that is not known."""

    day: date
    known: int
    founding_unknown: int


def organisation_tree(
    person: Person,
    world: World,
    day: date,
    *,
    line: Line = Line.TERRITORY,
    type: str | None = None,
    source_key: str | None = None,
    under: int | None = None,
) -> Tree:
    """The tree of one line as of a day; seven queries.

    A type keeps the organisations of that type, a source those that it attests; what stands above
    them is shown with them. The answer keeps to the source and counts every organisation once.
    Tree and answer are of one organisation and what stands under it if ``under`` is one.
    """
    superiors = superiors_on(world, day, line)
    among_them = None if under is None else all_under(under, superiors)
    units = units_on(person, world, day, source_key=None, among_them=among_them)
    attested = _attested(world, source_key)
    kept = [unit for unit in units if attested is None or unit.pk in attested]
    standing = [unit for unit in units if unit.span.held_on(day) is Held.YES]
    if line is Line.CLUSTER:
        inside = set(superiors) | {pk for above in superiors.values() for pk in above}
        standing = [unit for unit in standing if unit.is_cluster_body or unit.pk in inside]

    def keep(unit: Unit) -> bool:
        return (attested is None or unit.pk in attested) and _is_of(unit, type)

    return Tree(
        line=line,
        answer=how_many(kept, day, source_key),
        roots=build_tree(standing, superiors, keep),
        shown=sum(1 for unit in standing if keep(unit)),
    )


def _is_of(unit: Unit, type: str | None) -> bool:
    """Whether an organisation is of a type, of any known one, of an unknown one; None: of all."""
    if type in (TYPE_KNOWN, TYPE_UNKNOWN):
        return (unit.type is None) == (type == TYPE_UNKNOWN)
    return not type or unit.type == type


def count_organisations(
    person: Person, world: World, day: date, source_key: str | None = None
) -> Answer:
    """How many organisations stood on a day and of which type; only those a source attests."""
    return how_many(units_on(person, world, day, source_key), day, source_key)


def units_on(
    person: Person,
    world: World,
    day: date,
    source_key: str | None = None,
    *,
    among_them: Collection[int] | None = None,
) -> list[Unit]:
    """The organisations that stood on the day, for certain or perhaps, by type and name."""
    attested = _attested(world, source_key)
    rows = Organisation.objects.visible_to(person, world).filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=day)
    )
    if among_them is not None:
        rows = rows.filter(pk__in=among(among_them))
    place = "division__name_en" if get_language() == "en" else "division__name"
    columns = ("pk", "key", "name", "sort_key", "is_cluster_body", place, "division__name", *SPAN)
    renamed, types = _names_of_renamed(world, day), _types_on(world, day, among_them)
    written = _words_of_nameless(world)
    found, orders = [], {}
    listed = rows.order_by().values_list(*columns)
    for pk, key, latest, order, is_body, in_language, in_chinese, *span in listed:
        days = Span(*span)
        if days.held_on(day) is Held.NO or (attested is not None and pk not in attested):
            continue
        type, is_exception = types.get(pk, (None, False))
        name = renamed.get(pk, latest)
        orders[pk] = order if name and name == latest else sort_key(name or written.get(pk, key))
        found.append(
            Unit(
                pk=pk,
                key=key,
                name=name,
                span=days,
                type=type,
                is_exception=is_exception,
                is_cluster_body=is_body,
                division=in_language or in_chinese or "",
                written_as=written.get(pk, ""),
            )
        )
    return sorted(found, key=lambda unit: (_rank(unit), orders[unit.pk], unit.key))


def _rank(unit: Unit) -> int:
    return TYPE_ORDER[unit.type] if unit.type else len(TYPE_ORDER)


def superiors_on(world: World, day: date, line: Line) -> dict[int, list[int]]:
    """Who stands above each organisation on the day."""
    found: dict[int, list[int]] = defaultdict(list)
    rows = Superior.objects.filter(certain_on(day), line=line, organisation__world=world)
    for under, above in rows.order_by("pk").values_list("organisation_id", "superior_id"):
        found[under].append(above)
    return found


def names_on(rows: Sequence[tuple[int, str, Span]], day: date) -> dict[int, str]:
    """The name on the day; before the first known one, that one. Rows in the order of their days.

    A later name never stands for an earlier day while an earlier one is known.
    """
    found: dict[int, str] = {}
    for pk, text, span in rows:
        if pk not in found or span.held_on(day) is Held.YES:
            found[pk] = text
    return found


def _names_of_renamed(world: World, day: date) -> dict[int, str]:
    """The name on the day of each organisation that has had several; the others keep theirs."""
    names = OrganisationName.objects.filter(organisation__world=world).order_by()
    renamed = names.values("organisation").annotate(n=Count("pk")).filter(n__gt=1)
    rows = names.filter(organisation__in=renamed.values("organisation")).order_by("known_by", "pk")
    return names_on(
        [(pk, text, Span(*span)) for pk, text, *span in rows.values_list(
            "organisation_id", "text", *SPAN
        )],
        day,
    )  # fmt: skip


def _types_on(
    world: World, day: date, among_them: Collection[int] | None
) -> dict[int, tuple[OrganisationType, bool]]:
    rows = TypeSpell.objects.on(day).filter(organisation__world=world).order_by()
    if among_them is not None:
        rows = rows.filter(organisation__in=among(among_them))
    return {
        pk: (OrganisationType(type), is_exception)
        for pk, type, is_exception in rows.values_list("organisation_id", "type", "is_exception")
    }


def _words_of_nameless(world: World) -> dict[int, str]:
    rows = Attestation.objects.filter(organisation__world=world, organisation__name="")
    return dict(rows.order_by("-attested_on").values_list("organisation_id", "name_as_written"))


def _attested(world: World, source_key: str | None) -> frozenset[int] | None:
    """The organisations that a source names; refuses a source that names none."""
    if not source_key:
        return None
    rows = Organisation.objects.filter(world=world).attested_by(source_key)
    found = frozenset(rows.order_by().values_list("pk", flat=True))
    if not found:
        known = ", ".join(key for key, _title in attesting_sources(world))
        raise Refusal(
            "source_unknown",
            _("No organisation is attested by “%(source)s”. Sources that attest one: %(known)s.")
            % {"source": source_key, "known": known or "–"},
        )
    return found


def attesting_sources(world: World) -> list[tuple[str, str]]:
    """The sources that name an organisation of the world, by key, with their titles."""
    rows = Source.objects.filter(
        pk__in=Attestation.objects.filter(organisation__world=world).values("source")
    )
    return list(rows.order_by("key").values_list("key", "title"))


# --- the page of counts ----------------------------------------------------------------------


@dataclass(frozen=True)
class CountsPage:
    """How many of which type on a day, where they are, and at the ends of the years before."""

    answer: Answer
    of_type_unknown: tuple[Unit, ...]
    exceptions: int
    places: tuple[tuple[str, int], ...]
    years: tuple[YearEnd, ...]


def counts_page(
    person: Person, world: World, day: date, source_key: str | None = None
) -> CountsPage:
    """The page "how many, of which type"; seven queries."""
    units = units_on(person, world, day, source_key)
    standing = [unit for unit in units if unit.span.held_on(day) is Held.YES]
    places = Counter(unit.division for unit in standing)
    return CountsPage(
        answer=how_many(units, day, source_key),
        of_type_unknown=tuple(unit for unit in standing if unit.type is None),
        exceptions=sum(unit.is_exception for unit in standing),
        places=tuple(sorted(places.items(), key=lambda item: (not item[0], -item[1], item[0]))),
        years=_year_ends(person, world, day, _attested(world, source_key)),
    )


def _year_ends(
    person: Person, world: World, day: date, attested: frozenset[int] | None
) -> tuple[YearEnd, ...]:
    rows = Organisation.objects.visible_to(person, world).order_by().values_list("pk", *SPAN)
    spans = [Span(*span) for pk, *span in rows if attested is None or pk in attested]
    if not spans:
        return ()
    first = max(min(span.known_by for span in spans).year - 1, day.year - FIRST_YEAR_SHOWN)
    days = [date(year, 12, 31) for year in range(first, day.year)] + [day]
    found = []
    for at in days:
        held = Counter(span.held_on(at) for span in spans)
        found.append(YearEnd(at, held[Held.YES], held[Held.UNKNOWN]))
    return tuple(found)
