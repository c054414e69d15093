"""What is held of a firm, and what a row comes to: the shapes that ``merging`` reasons with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from django.utils.translation import gettext_lazy as _

from jilian.firms.rules.rows import FirmKey
from jilian.firms.rules.words import NameKind

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

Table = Literal[
    "firm", "name", "identity", "site", "other_site", "industry", "other_industry", "product",
    "fact",
]  # fmt: skip
Act = Literal["add", "end", "set"]
Kind = Literal["new", "changed", "same", "conflicting"]

FIELD_LABELS: Mapping[str, StrPromise] = {
    "name": _("name"),
    "short_name": _("short name"),
    "english_name": _("English name"),
    "former_name": _("former name"),
    "identity": _("identifier"),
    "site": _("main site"),
    "industry": _("main industry"),
    "other_site": _("further site"),
    "other_industry": _("further industry"),
    "makes": _("makes"),
    "buys": _("buys"),
    "fact": _("yearly fact"),
    "start": _("known since"),
}
REASONS: Mapping[str, StrPromise] = {
    "older_name": _("The register holds another name from the same day or later."),
    "older_site": _("The register holds another main site from the same day or later."),
    "older_industry": _("The register holds another main industry from the same day or later."),
    "two_firms": _("Its identifiers belong to different firms of the register."),
    "named_twice": _("An earlier row of the table says something else about this firm."),
}


@dataclass(slots=True)
class Span:
    """A dated record that is held; ``only``: no earlier or later one of its kind is held."""

    pk: int
    known_by: date
    valid_from: date | None
    valid_to: date | None = None
    only: bool = field(default=True, kw_only=True)


@dataclass(slots=True)
class HeldName(Span):
    """A name that is held."""

    kind: str = NameKind.REGISTERED
    text: str = ""
    form: str = ""


@dataclass(slots=True)
class HeldSite(Span):
    """The main site now."""

    division: str = ""
    address: str = ""
    lon: float | None = None
    lat: float | None = None


@dataclass(slots=True)
class HeldIndustry(Span):
    """The main industry now."""

    code: str = ""


@dataclass(slots=True)
class Held:
    """What the register holds of one firm, as far as a row may change it."""

    pk: int
    name: str
    keys: set[FirmKey]
    name_en: str = ""
    names: list[HeldName] = field(default_factory=list)
    site: HeldSite | None = None
    industry: HeldIndustry | None = None
    other_sites: dict[tuple[str, str], Span] = field(default_factory=dict)  # code, address
    other_industries: set[str] = field(default_factory=set)
    products: set[tuple[str, str]] = field(default_factory=set)  # makes or buys, normal form
    facts: dict[tuple[int, str], Decimal] = field(default_factory=dict)
    own_facts: dict[tuple[int, str], int] = field(default_factory=dict)  # of the same source: pk


@dataclass(slots=True, frozen=True)
class Step:
    """One write that follows from a row. ``pk`` names the record that ends or is set."""

    table: Table
    act: Act
    pk: int
    values: tuple[object, ...]


@dataclass(slots=True)
class Outcome:
    """What one row comes to: the writes, and the changes in words for a reader."""

    kind: Kind
    steps: list[Step] = field(default_factory=list)
    changes: list[tuple[str, str, str]] = field(default_factory=list)  # field, before, after
    reason: str = ""

    def add(self, table: Table, *values: object) -> None:
        """Note a new record."""
        self.steps.append(Step(table, "add", 0, values))

    def end(self, table: Table, pk: int, day: date) -> None:
        """Note that a record ends on this day."""
        self.steps.append(Step(table, "end", pk, (day,)))

    def set(self, table: Table, pk: int, values: Mapping[str, object]) -> None:
        """Note new values of a record."""
        self.steps.append(Step(table, "set", pk, (dict(values),)))
