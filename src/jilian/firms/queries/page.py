"""Everything that the page of a firm shows, as of a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.base.dated import Held
from jilian.firms.models import (
    Carrier,
    Firm,
    FirmIdentity,
    FirmIndustry,
    FirmName,
    FirmProduct,
    Site,
    Title,
    YearlyFact,
)
from jilian.firms.queries.groups import group_of
from jilian.firms.rules import GROUP_LABELS, MEASURE_GROUPS, Measure, NameKind, Trading
from jilian.places.models import World
from jilian.ui.drawings import LineEvent

YEARS_SHOWN = 5


@dataclass(frozen=True)
class FactCell:
    """One measure in one year: the latest statement, and the ones that say otherwise."""

    year: int
    fact: YearlyFact | None
    others: tuple[YearlyFact, ...] = ()

    @property
    def value(self) -> Decimal | None:
        """The value without zeros behind the point; None where no source states it."""
        if self.fact is None:
            return None
        whole = self.fact.value.to_integral_value()
        return whole if whole == self.fact.value else self.fact.value.normalize()


@dataclass(frozen=True)
class FactRow:
    """One measure over the years."""

    measure: Measure
    cells: tuple[FactCell, ...]

    @property
    def places(self) -> int:
        """Decimals of the whole row, so that its figures stand under each other."""
        values = [cell.value for cell in self.cells if cell.value is not None]
        return 0 if all(value == value.to_integral_value() for value in values) else 2


@dataclass(frozen=True)
class ProductGroup:
    """Products that come from the same row of the same source."""

    products: tuple[FirmProduct, ...]

    @property
    def record(self) -> FirmProduct:
        """One of them: its source is the source of all."""
        return self.products[0]


@dataclass(frozen=True)
class FactGroup:
    """The measures of one criterion."""

    label: str
    rows: tuple[FactRow, ...]


@dataclass(frozen=True)
class FirmPage:
    """A firm as of a day; every record comes with its source."""

    firm: Firm
    day: date
    names: list[FirmName]
    identities: list[FirmIdentity]
    sites: list[Site]
    industries: list[FirmIndustry]
    products: list[FirmProduct]
    titles: list[Title]
    carriers: list[Carrier]
    facts: tuple[FactGroup, ...] | None  # None: not for this reader
    years: tuple[int, ...]
    records: tuple[Firm, ...] = ()  # all records of the firm, first the one that stands for it

    @property
    def merged_records(self) -> tuple[Firm, ...]:
        """The records that are merged into this one."""
        return self.records[1:]

    @property
    def is_merged(self) -> bool:
        """Whether the firm stands in the register more than once."""
        return len(self.records) > 1

    @cached_property
    def name_then(self) -> FirmName | None:
        """The registered name that held on the day."""
        held = (name for name in self.names if name.kind == NameKind.REGISTERED)
        return next((name for name in held if name.held_on(self.day) is Held.YES), None)

    @cached_property
    def other_names(self) -> list[FirmName]:
        """Every name but the one of the day; those that ended or are former last."""
        then = self.name_then
        others = [name for name in self.names if then is None or name.text != then.text]
        return sorted(others, key=lambda name: (self.is_former(name), name.known_by, name.pk))

    def is_former(self, name: FirmName) -> bool:
        """Whether the firm was called so before the day."""
        return name.kind == NameKind.FORMER or name.held_on(self.day) is Held.NO

    @cached_property
    def sites_then(self) -> list[Site]:
        """The sites of the day, the main one first."""
        return [site for site in self.sites if site.held_on(self.day) is Held.YES]

    @cached_property
    def sites_before(self) -> list[Site]:
        """The sites that were left before the day."""
        return [site for site in self.sites if site.valid_to and site.valid_to <= self.day]

    @cached_property
    def main_site(self) -> Site | None:
        """Where the firm was on the day."""
        return next((site for site in self.sites_then if site.is_main), None)

    @cached_property
    def industries_then(self) -> list[FirmIndustry]:
        """The industries of the day, the main one first."""
        return [held for held in self.industries if held.held_on(self.day) is Held.YES]

    @cached_property
    def makes(self) -> list[ProductGroup]:
        """What the firm makes."""
        return _grouped(one for one in self.products if one.trading == Trading.MAKES)

    @cached_property
    def buys(self) -> list[ProductGroup]:
        """What the firm buys."""
        return _grouped(one for one in self.products if one.trading == Trading.BUYS)

    @property
    def has_unverified(self) -> bool:
        """Whether a product stands here that the firm has not confirmed."""
        return any(not product.verified for product in self.products)

    @cached_property
    def titles_then(self) -> list[Title]:
        """The titles of the day."""
        return [title for title in self.titles if title.held_on(self.day) is Held.YES]

    @cached_property
    def events(self) -> list[LineEvent]:
        """Names, moves, industries and titles on one line of time."""
        registered = [name for name in self.names if name.kind == NameKind.REGISTERED]
        main = [site for site in self.sites if site.is_main]
        return [
            *(_event(name, _("Name: %s") % name.text) for name in registered),
            *(_event(site, _("Main site: %s") % site.division) for site in main),
            *(_event(title, str(title)) for title in self.titles),
        ]


def _grouped(products: Iterable[FirmProduct]) -> list[ProductGroup]:
    by_source: defaultdict[tuple[object, ...], list[FirmProduct]] = defaultdict(list)
    for product in products:
        row = (product.firm_id, product.source_id, product.source_row, product.known_by)
        by_source[row].append(product)
    return [ProductGroup(tuple(group)) for group in by_source.values()]


def _event(record: FirmName | Site | Title, label: str) -> LineEvent:
    return LineEvent(
        day=record.valid_from,
        label=label,
        until=record.valid_to,
        known_by=record.known_by,
        not_before=record.not_before,
    )


def firm_page(person: Person, world: World, firm: Firm, day: date) -> FirmPage:
    """Gather the page of a firm that the person may see; ten or eleven queries for any firm.

    Rows of merged records stand with its own, each with ``from_record``: its record, or None for
    the one that stands for the firm. Its own rows come first.
    """
    records = tuple(group_of(firm))
    these = [record.pk for record in records]
    facts: tuple[FactGroup, ...] | None = None
    years: tuple[int, ...] = ()
    if may_see_facts(person, world, firm):
        facts, years = yearly_facts(records)
    sites = Site.objects.select_related("source", "division__parent__parent")
    industries = FirmIndustry.objects.select_related("source", "industry__parent")
    return FirmPage(
        firm=firm,
        day=day,
        names=_marked(FirmName.objects.order_by("known_by", "pk"), records),
        identities=_marked(FirmIdentity.objects.order_by("scheme", "pk"), records),
        sites=_marked(sites.order_by("-is_main", "pk"), records),
        industries=_marked(industries.order_by("-is_main", "pk"), records),
        products=_marked(FirmProduct.objects.on(day), records),
        titles=_marked(Title.objects.order_by("known_by", "pk"), records),
        carriers=list(
            Carrier.objects.filter(operator__in=these).select_related("source", "division")
        ),
        facts=facts,
        years=years,
        records=records,
    )


def _marked(rows: QuerySet[Any], records: Sequence[Firm]) -> list[Any]:
    """Return rows of all records, those of the first record first, each with its record."""
    merged = {record.pk: record for record in records[1:]}
    found = list(rows.filter(firm__in=[record.pk for record in records]).select_related("source"))
    for row in found:
        row.from_record = merged.get(row.firm_id)
    return sorted(found, key=lambda row: row.from_record is not None) if merged else found


def may_see_facts(person: Person, world: World, firm: Firm) -> bool:
    """Say whether the yearly facts of this firm are for this reader."""
    held = reach(person, world.code)
    if held.may(Permission.SEE_FACTS, firm.own_scopes):
        return True
    if not held.may_somewhere(Permission.SEE_FACTS):
        return False
    return Firm.objects.visible_to(person, world, Permission.SEE_FACTS).filter(pk=firm.pk).exists()


def yearly_facts(records: Sequence[Firm]) -> tuple[tuple[FactGroup, ...], tuple[int, ...]]:
    """Return the facts of the latest years by group and measure, and the years, latest first.

    ``records``: all of one firm. Where sources or records differ, the fact recorded last is shown
    and the others stand beside it; nothing is added up.
    """
    stated: defaultdict[tuple[int, str], list[YearlyFact]] = defaultdict(list)
    merged = {record.pk: record for record in records[1:]}
    facts = YearlyFact.objects.filter(firm__in=[record.pk for record in records])
    for fact in facts.select_related("source").order_by("-pk"):
        fact.from_record = merged.get(fact.firm_id)  # type: ignore[attr-defined]
        stated[fact.year, fact.measure].append(fact)
    years = tuple(sorted({year for year, _measure in stated}, reverse=True)[:YEARS_SHOWN])
    groups = []
    for key, measures in MEASURE_GROUPS.items():
        rows = tuple(
            FactRow(measure, tuple(_cell(stated, year, measure) for year in years))
            for measure in measures
        )
        groups.append(FactGroup(str(GROUP_LABELS[key]), rows))
    return tuple(groups), years


def _cell(
    stated: defaultdict[tuple[int, str], list[YearlyFact]], year: int, measure: Measure
) -> FactCell:
    facts = stated.get((year, measure), [])
    if not facts:
        return FactCell(year, None)
    others = tuple(fact for fact in facts[1:] if fact.value != facts[0].value)
    return FactCell(year, facts[0], others)
