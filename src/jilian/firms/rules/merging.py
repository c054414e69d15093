"""What a row changes in what the register holds: update, never replace.

A new registered name, main site or main industry ends the one before on the day it starts. What a
row does not state it does not change. A row that contradicts what is held from the same day or a
later one is conflicting: nothing of it is taken, a person decides.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Literal

from jilian.firms.rules.held import (
    Held,
    HeldSite,
    Outcome,
    Span,
    Table,
)
from jilian.firms.rules.rows import FirmRow, SiteRow
from jilian.firms.rules.words import NameKind, Trading
from jilian_engine.names import normal_form


class Contradiction(Exception):
    """The row says otherwise than what is held from the same day or later."""


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
    _other_places(base, row, start, outcome)
    _products(base, row, outcome)
    _facts(base, row, outcome)
    if held is not None and outcome.steps:
        outcome.kind = "changed"
    return outcome


def _registered_name(held: Held, row: FirmRow, start: date, outcome: Outcome) -> None:
    if row.name_kind != NameKind.REGISTERED:
        return
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
    if row.name_kind != NameKind.REGISTERED:
        stated.append((NameKind(row.name_kind), f"{row.name_kind}_name", row.name))
    stated.append((NameKind.ENGLISH, "english_name", row.english_name or ""))
    stated.extend((NameKind(kind), f"{kind}_name", text) for kind, text in row.other_names)
    stated.extend((NameKind.FORMER, "former_name", text) for text in row.former_names)
    for kind, label, text in stated:
        form = normal_form(text) if text else ""
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


def _other_places(held: Held, row: FirmRow, start: date, outcome: Outcome) -> None:
    main = held.industry.code if held.industry else row.industry_code
    for code in dict.fromkeys(row.other_industry_codes):
        if code not in held.other_industries and code != main:
            outcome.add("other_industry", code)
            outcome.changes.append(("other_industry", "", code))
    for site in row.sites:
        known = held.other_sites.get(site_key(site.division_code, site.address))
        begins = site.valid_from or site.known_by or start
        if known is None or (known.valid_to is not None and known.valid_to <= begins):
            outcome.add("other_site", site)
            words = place_words(site.division_code, site.address)
            outcome.changes.append(("other_site", "", words))
        elif _ends_later(known, site):
            outcome.set("site", known.pk, {"valid_to": site.valid_to})
            outcome.changes.append(("other_site", "", str(site.valid_to)))


def site_key(code: str, address: str) -> tuple[str, str]:
    """What tells two sites of a firm apart."""
    return code, _folded(address)


def _ends_later(known: Span, site: SiteRow) -> bool:
    end = site.valid_to
    return end is not None and end != known.valid_to and end > known.known_by


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


_product_form = lru_cache(maxsize=16384)(normal_form)


def _products_of(
    trading: str, names: Iterable[str], held: set[tuple[str, str]], outcome: Outcome
) -> None:
    seen: set[str] = set()
    for rank, name in enumerate(names, start=1):
        form = _product_form(name)
        if not form or form in seen or (trading, form) in held:
            continue
        seen.add(form)
        outcome.add("product", trading, name, form, rank)
        outcome.changes.append((str(trading), "", name))


def _facts(held: Held, row: FirmRow, outcome: Outcome) -> None:
    stated = dict(held.facts)
    for year, measure, value in row.facts:
        before = stated.get((year, measure))
        if before == value:
            continue
        stated[year, measure] = value
        own = held.own_facts.get((year, measure))
        if own is None:
            outcome.add("fact", year, measure, value)
        else:
            outcome.set("fact", own, {"value": value})
        said = f"{year} {measure} "
        outcome.changes.append(
            ("fact", "" if before is None else f"{said}{before}", f"{said}{value}")
        )
