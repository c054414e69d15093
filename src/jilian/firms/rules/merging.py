"""What a row changes in what the register holds: update, never replace.

A new registered name, main site or main industry ends the one before on the day it starts. What a
row does not state it does not change. A row that contradicts what is held from the same day or a
later one is conflicting: nothing of it is taken, a person decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from django.utils.translation import gettext_lazy as _

from jilian.firms.rules.rows import FirmKey, FirmRow
from jilian.firms.rules.words import NameKind, Trading
from jilian_engine.names import normal_form

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

Table = Literal["firm", "name", "identity", "site", "industry", "product", "fact"]
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


class Contradiction(Exception):
    """The row says otherwise than what is held from the same day or later."""


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


def decide(held: Held | None, row: FirmRow, day: date) -> Outcome:
    """Say what the row changes; ``day`` is the day of the upload, for rows that state none."""
    start = row.valid_from or row.known_by or day
    outcome = Outcome("new" if held is None else "same")
    base = held or Held(0, "", {row.key})
    try:
        _registered_name(base, row, start, outcome)
        _other_names(base, row, outcome)
        _site(base, row, start, outcome)
        _industry(base, row, start, outcome)
    except Contradiction as contradiction:
        return Outcome("conflicting", reason=str(contradiction))
    _identities(base, row, outcome)
    _products(base, row, outcome)
    _facts(base, row, outcome)
    if held is not None and outcome.steps:
        outcome.kind = "changed"
    return outcome


def _registered_name(held: Held, row: FirmRow, start: date, outcome: Outcome) -> None:
    form = normal_form(row.name)
    registered = [name for name in held.names if name.kind == NameKind.REGISTERED]
    current = next((name for name in registered if name.valid_to is None), None)
    if current is not None and current.form == form:
        _start_earlier("name", current, row, outcome)
        return
    if current is not None and start <= current.known_by:
        if any(name.form == form and _covers(name, start) for name in registered):
            return
        raise Contradiction("older_name")
    if current is not None:
        outcome.end("name", current.pk, start)
        outcome.changes.append(("name", current.text, row.name))
    outcome.add("name", NameKind.REGISTERED, row.name, form)
    if held.pk:
        outcome.set("firm", held.pk, {"name": row.name})


def _covers(span: Span, day: date) -> bool:
    return span.known_by <= day and (span.valid_to is None or day < span.valid_to)


def _other_names(held: Held, row: FirmRow, outcome: Outcome) -> None:
    known = {(name.kind, name.form) for name in held.names}
    former = {name.form for name in held.names if name.kind == NameKind.FORMER or name.valid_to}
    stated = [(NameKind.SHORT, "short_name", row.short_name or "")]
    stated.append((NameKind.ENGLISH, "english_name", row.english_name or ""))
    stated.extend((NameKind.FORMER, "former_name", text) for text in row.former_names)
    for kind, label, text in stated:
        form = normal_form(text)
        if not form or (kind, form) in known or (kind == NameKind.FORMER and form in former):
            continue
        known.add((kind, form))
        outcome.add("name", kind, text, form)
        outcome.changes.append((label, "", text))
        if held.pk and kind == NameKind.ENGLISH:
            outcome.set("firm", held.pk, {"name_en": text})


def _site(held: Held, row: FirmRow, start: date, outcome: Outcome) -> None:
    site = held.site
    if site is None:
        if row.division_code:
            outcome.add("site", row.division_code, row.address or "", row.lon, row.lat)
            outcome.changes.append(("site", "", place_words(row.division_code, row.address)))
        return
    if not _moved(site, row):
        _fill_site(site, row, outcome)
        return
    if start <= site.known_by:
        raise Contradiction("older_site")
    code = row.division_code or site.division
    outcome.end("site", site.pk, start)
    outcome.add("site", code, row.address or "", row.lon, row.lat)
    before, after = place_words(site.division, site.address), place_words(code, row.address)
    outcome.changes.append(("site", before, after))


def place_words(code: str, address: str | None) -> str:
    """A place in words for a list of changes."""
    return f"{code} {address or ''}".strip()


def _moved(site: HeldSite, row: FirmRow) -> bool:
    if row.division_code and fit(site.division, row.division_code) == "other":
        return True
    if not (row.address and site.address):
        return False
    return _folded(row.address) != _folded(site.address)


@lru_cache(maxsize=8192)
def _folded(address: str) -> str:
    return normal_form(address).replace(" ", "")


def _fill_site(site: HeldSite, row: FirmRow, outcome: Outcome) -> None:
    """The same place, stated in more detail: what was blank is filled in."""
    filled: dict[str, object] = {}
    if row.division_code and fit(site.division, row.division_code) == "finer":
        filled["division"] = row.division_code
    if row.address and not site.address:
        filled["address"] = row.address
    if row.lon is not None and row.lat is not None and site.lon is None:
        filled |= {"lon": row.lon, "lat": row.lat}
    if filled:
        outcome.set("site", site.pk, filled)
        before = place_words(site.division, site.address)
        outcome.changes.append(("site", before, " ".join(map(str, filled.values()))))
    else:
        _start_earlier("site", site, row, outcome)


def fit(held: str, stated: str) -> Literal["same", "finer", "other"]:
    """Compare two codes of a tree: a stated code above the held one says nothing new."""
    if held == stated or held.startswith(_trunk(stated)):
        return "same"
    return "finer" if stated.startswith(_trunk(held)) else "other"


@lru_cache(maxsize=8192)
def _trunk(code: str) -> str:
    """A division's code without the pairs of zeros that stand for "all parts"."""
    while len(code) in (4, 6) and code.endswith("00"):
        code = code[:-2]
    return code


def _industry(held: Held, row: FirmRow, start: date, outcome: Outcome) -> None:
    code, current = row.industry_code, held.industry
    if not code:
        return
    if current is not None and current.code.startswith(code):
        _start_earlier("industry", current, row, outcome)
        return
    if current is not None:
        if start <= current.known_by:
            raise Contradiction("older_industry")
        outcome.end("industry", current.pk, start)
    outcome.add("industry", code, row.industry_basis)
    outcome.changes.append(("industry", current.code if current else "", code))


def _start_earlier(table: Table, held: Span, row: FirmRow, outcome: Outcome) -> None:
    """A source that shows the same thing on an earlier day, or states its first day."""
    if not held.only or held.valid_from is not None:
        return
    known_by = row.valid_from or row.known_by
    if known_by is None or known_by > held.known_by:
        return
    if row.valid_from is None and known_by == held.known_by:
        return
    outcome.set(
        table, held.pk, {"valid_from": row.valid_from, "known_by": known_by, "not_before": None}
    )
    outcome.changes.append(("start", held.known_by.isoformat(), known_by.isoformat()))


def _identities(held: Held, row: FirmRow, outcome: Outcome) -> None:
    for key in dict.fromkeys((row.key, *row.other_identities)):
        if key not in held.keys:
            outcome.add("identity", *key)
            outcome.changes.append(("identity", "", " ".join(key)))


def _products(held: Held, row: FirmRow, outcome: Outcome) -> None:
    for trading, names in ((Trading.MAKES, row.makes), (Trading.BUYS, row.buys)):
        _products_of(trading, names, held.products, outcome)


def _products_of(
    trading: str, names: Iterable[str], held: set[tuple[str, str]], outcome: Outcome
) -> None:
    seen: set[str] = set()
    for rank, name in enumerate(names, start=1):
        form = normal_form(name)
        if not form or form in seen or (trading, form) in held:
            continue
        seen.add(form)
        outcome.add("product", trading, name, form, rank)
        outcome.changes.append((str(trading), "", name))


def _facts(held: Held, row: FirmRow, outcome: Outcome) -> None:
    for year, measure, value in dict.fromkeys(row.facts):
        before = held.facts.get((year, measure))
        if before == value:
            continue
        own = held.own_facts.get((year, measure))
        if own is None:
            outcome.add("fact", year, measure, value)
        else:
            outcome.set("fact", own, {"value": value})
        said = f"{year} {measure} "
        outcome.changes.append(
            ("fact", "" if before is None else f"{said}{before}", f"{said}{value}")
        )
