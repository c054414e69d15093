"""The packaged tables of the corridor as rows that the register's operations take."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from jilian.firms.rules import FirmRow, SiteRow
from jilian.network.rules import LinkRow
from jilian.organisations.rules import OrganisationRow
from jilian.places.formats import read_table
from jilian.sources.rules import FactRow

CORRIDOR = Path(__file__).resolve().parent / "corridor"
FirmKey = tuple[str, str]
# The list of full names ends with October 2021; it states no day.
FULL_NAMES_UNTIL = date(2021, 10, 31)
# Sources that give the name by which a firm is kept stand first; each later one only adds.
NAMING_SOURCES = ("LISTED-FULLNAMES", "LISTED-NAMES", "LISTED-PROVINCE")


@dataclass(frozen=True)
class SourceRow:
    """One document from which corridor records come."""

    key: str
    title: str
    publisher: str
    reference: str
    licence: str
    issued_on: date | None
    note: str


@dataclass(frozen=True)
class ClusterRow:
    """One published cluster with its names, its body and the firms that a source names in it."""

    key: str
    source_key: str
    host_kind: str
    host: str
    host_division_code: str
    industry_word: str
    names: tuple[DatedName, ...]
    organisation_key: str
    firms: tuple[NamedFirm, ...]


@dataclass(frozen=True)
class DatedName:
    """A name with what is known of its first and last day."""

    text: str
    source_key: str
    not_before: date | None
    known_by: date
    valid_to: date | None


@dataclass(frozen=True)
class NamedFirm:
    """A firm that a source names in a cluster."""

    firm: FirmKey
    source_key: str
    known_by: date
    named_as: str
    certain: bool


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of one packaged table of the corridor."""
    return read_table(name, CORRIDOR)


def day(text: str) -> date | None:
    """Return the day that an ISO text states, None where it is empty."""
    return date.fromisoformat(text) if text else None


def source_rows() -> list[SourceRow]:
    """Return the documents, with what is unsure about each in its note."""
    return [
        SourceRow(
            key=row["source_id"],
            title=row["title"],
            publisher=row["publisher"],
            reference=row["reference"],
            licence=row["licence"],
            issued_on=day(row["issued_on"]),
            note=row["note"],
        )
        for row in rows("sources.csv")
    ]


def known_days() -> Mapping[str, date]:
    """Return the day on which each source shows its records: its issue, or the end of its year.

    Sources without a day of their own are tables made from the others; they show what they show
    on the day of the latest of those.
    """
    issued = {row.key: row.issued_on for row in source_rows()}
    latest = max(found for found in issued.values() if found is not None)
    issued["LISTED-FULLNAMES"] = FULL_NAMES_UNTIL
    years = {key: date(int(key[6:]), 12, 31) for key in issued if key.startswith("APPLE-")}
    return {key: years.get(key) or found or latest for key, found in issued.items()}


def firm_rows() -> Iterator[tuple[str, list[FirmRow]]]:
    """Yield the firms source by source: each source brings only what it states."""
    by_source: dict[str, dict[FirmKey, FirmRow]] = defaultdict(dict)
    kept_name = _kept_names()
    known = known_days()

    def stated(row: Mapping[str, str], key: FirmKey) -> FirmRow:
        source = row["source_id"]
        found = by_source[source].get(key)
        if found is None:
            kind, name = kept_name[key]
            found = FirmRow(
                scheme=key[0],
                identifier=key[1],
                name=name,
                name_kind=kind,
                known_by=known[source],
                row=int(row["source_row"] or 0) or None,
            )
        by_source[source][key] = found
        return found

    def keep(row: Mapping[str, str], key: FirmKey, **change: object) -> None:
        found = stated(row, key)
        by_source[row["source_id"]][key] = found._replace(**change)  # type: ignore[arg-type]

    for row in rows("firms.csv"):
        stated(row, _key(row))
    _add_names(stated, keep)
    for row in rows("firm_identities.csv"):
        key = (row["firm_scheme"], row["firm_identifier"])
        if (row["scheme"], row["identifier"]) != key:
            more = (*stated(row, key).other_identities, (row["scheme"], row["identifier"]))
            keep(row, key, other_identities=more)
    _add_sites(stated, keep)
    for row in rows("firm_industries.csv"):
        keep(row, _key(row), industry_code=row["industry_code"], industry_basis=row["basis"])
    for row in rows("firm_products.csv"):
        made = (*stated(row, _key(row)).makes, row["product"])
        keep(row, _key(row), makes=made, products_verified=row["verified"] == "1")
    order = sorted(by_source, key=lambda key: (key not in NAMING_SOURCES, key))
    for source in order:
        yield source, list(by_source[source].values())


def _kept_names() -> dict[FirmKey, tuple[str, str]]:
    """Return the name that each firm is kept by: registered, else short, else English."""
    ranks = {"registered": 0, "short": 1, "english": 2}
    found: dict[FirmKey, tuple[str, str]] = {}
    for row in rows("firm_names.csv"):
        key, kind = _key(row), row["kind"]
        if key not in found or ranks[kind] < ranks[found[key][0]]:
            found[key] = (kind, row["name"])
    return found


def _key(row: Mapping[str, str]) -> FirmKey:
    return (row["scheme"], row["identifier"])


def _add_names(stated: object, keep: object) -> None:
    assert callable(stated) and callable(keep)
    for row in rows("firm_names.csv"):
        key, found = _key(row), stated(row, _key(row))
        if row["kind"] == "short" and found.short_name is None:
            keep(row, key, short_name=row["name"])
        elif row["kind"] == "english" and found.english_name is None:
            keep(row, key, english_name=row["name"])
        elif row["kind"] != "registered":
            keep(row, key, other_names=(*found.other_names, (row["kind"], row["name"])))


def _add_sites(stated: object, keep: object) -> None:
    assert callable(stated) and callable(keep)
    for row in rows("firm_sites.csv"):
        key = _key(row)
        division = row["town_code"] or row["county_code"] or row["division_code"]
        if row["kind"] == "head_office":
            keep(row, key, division_code=division, address=row["address"] or None)
            continue
        site = SiteRow(
            division_code=division,
            address=row["address"],
            known_by=date(int(row["first_year"]), 12, 31),
        )
        keep(row, key, sites=(*stated(row, key).sites, site))


def link_rows() -> Iterator[tuple[str, list[LinkRow]]]:
    """Yield the published links by source: known from the end of the first list's year."""
    found: dict[str, list[LinkRow]] = defaultdict(list)
    for row in rows("links.csv"):
        found[row["source_id"]].append(
            LinkRow(
                supplier=(row["supplier_scheme"], row["supplier_identifier"]),
                buyer=(row["buyer_scheme"], row["buyer_identifier"]),
                evidence=row["evidence"],
                known_by=date(int(row["first_year"]), 12, 31),
                last_seen_on=date(int(row["last_year"]), 12, 31),
                row=int(row["source_row"] or 0) or None,
            )
        )
    yield from sorted(found.items())


def organisation_rows() -> Iterator[tuple[str, list[OrganisationRow]]]:
    """Yield the cluster organisations by source, then the names that later sources give them.

    An unknown founding stays unknown, and so does a name that no source gives.
    """
    names: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in sorted(attestation_rows(), key=lambda row: row["attested_by"]):
        names[row["organisation_key"]].append(row)
    founded: dict[str, list[OrganisationRow]] = defaultdict(list)
    renamed: dict[str, list[OrganisationRow]] = defaultdict(list)
    for row in rows("organisations.csv"):
        key, (first, *later) = row["organisation_key"], names[row["organisation_key"]]
        founded[row["source_id"]].append(
            OrganisationRow(
                key=key,
                name=first["name"] if row["name"] else "",
                type=row["type"] or None,
                is_cluster_body=True,
                not_before=day(row["not_before"]),
                known_by=date.fromisoformat(row["known_by"]),
                row=int(row["source_row"] or 0) or None,
            )
        )
        for name in later:
            on = date.fromisoformat(name["attested_by"])
            renamed[name["source_id"]].append(
                OrganisationRow(key=key, name=name["name"], known_by=on)
            )
    yield from sorted(founded.items())
    yield from sorted(renamed.items())


def attestation_rows() -> list[dict[str, str]]:
    """Return which source names which organisation, on which day and in which words."""
    return rows("attestations.csv")


def cluster_rows() -> list[ClusterRow]:
    """Return the published clusters."""
    bodies = {row["cluster_key"]: row["organisation_key"] for row in rows("organisations.csv")}
    names, firms = defaultdict(list), defaultdict(list)
    for row in rows("cluster_names.csv"):
        names[row["cluster_key"]].append(
            DatedName(
                text=row["name"],
                source_key=row["source_id"],
                not_before=day(row["not_before"]),
                known_by=date.fromisoformat(row["known_by"]),
                valid_to=day(row["valid_to"]) or day(row["ended_by"]),
            )
        )
    for row in rows("cluster_firms.csv"):
        firms[row["cluster_key"]].append(
            NamedFirm(
                firm=_key(row),
                source_key=row["source_id"],
                known_by=date.fromisoformat(row["known_by"]),
                named_as=row["named_as"],
                certain=row["certainty"] == "stated",
            )
        )
    return [
        ClusterRow(
            key=row["cluster_key"],
            source_key=row["source_id"],
            host_kind=row["host_kind"],
            host=row["host"],
            host_division_code=row["host_division_code"],
            industry_word=row["industry_zh"],
            names=tuple(names[row["cluster_key"]]),
            organisation_key=bodies[row["cluster_key"]],
            firms=tuple(firms[row["cluster_key"]]),
        )
        for row in rows("clusters.csv")
    ]


def fact_rows() -> list[FactRow]:
    """Return the article's facts and the published indicators."""
    facts = [
        FactRow(
            key=row["fact_id"],
            source_key=row["source_id"],
            quote=row["quote"],
            subject=row["subject"],
            measure=row["measure"],
            value=Decimal(row["value"]) if row["value"] else None,
            comparator=row["comparator"] if row["value"] else "",
            unit=row["unit"],
            period=" – ".join(filter(None, (row["period_start"], row["period_end"]))),
            unclear=row["ambiguity_note"],
            confidence="",
        )
        for row in rows("facts.csv")
    ]
    scopes = {"310117": "松江区", "corridor": "G60科创走廊九城市"}
    indicators = [
        FactRow(
            key=f"I{number:03d}",
            source_key=row["source_id"],
            quote="",
            subject=scopes[row["scope"]],
            measure=row["measure"],
            value=Decimal(row["value"]) if row["value"] else None,
            comparator=row["comparator"] if row["value"] else "",
            unit=row["unit"],
            period=row["year"] if row["period"] == "year" else f"{row['year']} {row['period']}",
            unclear=row["note"],
            confidence=row["confidence"],
            growth_pct=Decimal(row["growth_pct"]) if row["growth_pct"] else None,
            growth_kind=row["growth_kind"],
            vintage=row["basis"],
        )
        for number, row in enumerate(rows("indicators.csv"), start=1)
    ]
    return facts + indicators
