"""Every value of a firm's record: from where, since when, and who may set it right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.claims.queries.claims import may_claim
from jilian.claims.rules import NAMES, Field, Manner, manners_of
from jilian.firms.models import (
    Firm,
    FirmIdentity,
    FirmIndustry,
    FirmName,
    FirmProduct,
    Site,
    YearlyFact,
)
from jilian.firms.queries.page import FirmPage, firm_page
from jilian.places.models import World
from jilian.sources.models import Source

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_FIELD_OF_NAME = {str(kind): Field(field) for field, kind in NAMES.items()}


@dataclass(frozen=True)
class Value:
    """One value: its words, its record and source, and what the firm may say of it."""

    field: Field
    words: StrOrPromise
    record: Any
    pk: int = 0

    @property
    def source(self) -> Source | None:
        """Where it comes from; none for the key by which the register finds the firm."""
        return getattr(self.record, "source", None)

    @property
    def authoritative(self) -> bool:
        """Whether it is questioned, never overwritten."""
        source = self.source
        return source is None or source.authoritative

    @property
    def ended(self) -> bool:
        """Whether it no longer holds."""
        return getattr(self.record, "valid_to", None) is not None

    @property
    def is_questioned_only(self) -> bool:
        """Whether the firm may only question it."""
        return manners_of(self.field, held=True, authoritative=self.authoritative) == (
            Manner.QUESTION,
        )

    @property
    def anchor(self) -> str:
        """Its place on the page."""
        return f"value-{self.field.value}-{self.pk}"


@dataclass(frozen=True)
class FirmValues:
    """The values of a firm as of a day, and whether the reader may have them corrected."""

    firm: Firm
    values: tuple[Value, ...]
    may_correct: bool
    may_claim: bool = False
    missing: tuple[Field, ...] = ()


def may_correct(person: Person, world: World, firm: Firm) -> bool:
    """Say whether the person keeps this firm."""
    own = Firm.objects.visible_to(person, world, Permission.CORRECT_FIRM)
    return own.filter(pk=firm.pk).exists()


def sources_of_firms(world: World) -> QuerySet[Source]:
    """Return the sources from which values of the world's firms come."""
    rows = (FirmName, FirmIdentity, Site, FirmIndustry, FirmProduct, YearlyFact)
    used = [
        Exists(model._default_manager.filter(source=OuterRef("pk"), firm__world=world))
        for model in rows
    ]
    return Source.objects.filter(reduce(or_, map(Q, used)))


def firm_values(person: Person, world: World, firm: Firm, day: date) -> FirmValues:
    """Return every value of the firm that the person may see; the queries of its page and one."""
    page = firm_page(person, world, firm, day)
    corrects = may_correct(person, world, firm)
    missing = tuple(
        field
        for field in Field
        if manners_of(field, held=False, authoritative=False)
        and not (field == Field.MAIN_SITE and page.main_site)
        and field != Field.REGISTERED_NAME
        and not (field == Field.INDUSTRY and any(one.is_main for one in page.industries_then))
        and not (field == Field.FACT and page.facts is None)
    )
    claims = not corrects and Permission.CLAIM_FIRM in reach(person, world.code).everywhere
    return FirmValues(firm, tuple(_values(page)), corrects, claims and may_claim(person), missing)


def _values(page: FirmPage) -> Iterator[Value]:
    for name in page.names:
        yield Value(_FIELD_OF_NAME[name.kind], name.text, name, name.pk)
    yield Value(Field.IDENTIFIER, page.firm.identifier, page.firm)
    for identity in page.identities:
        yield Value(Field.IDENTIFIER, identity.identifier, identity, identity.pk)
    for site in page.sites_then:
        field = Field.MAIN_SITE if site.is_main else Field.OTHER_SITE
        yield Value(field, f"{site.division} {site.address}".strip(), site, site.pk)
    for held in page.industries_then:
        if held.is_main:
            yield Value(Field.INDUSTRY, f"{held.industry.code} {held.industry.name}", held, held.pk)
    for product in page.products:
        yield Value(Field(product.trading), product.name, product, product.pk)
    for group in page.facts or ():
        for row in group.rows:
            for cell in row.cells:
                if cell.fact is not None:
                    words = f"{cell.year} {row.measure.label}: {cell.value:f}"
                    yield Value(Field.FACT, words, cell.fact, cell.fact.pk)
