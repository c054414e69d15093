"""The world "corridor": real firms, supply links, clusters and published figures, with sources."""

from __future__ import annotations

from pathlib import Path

from packaged_data import facts
from packaged_data.addresses import Gazetteer
from packaged_data.apple import AppleSuppliers
from packaged_data.clusters import ClusterRegister
from packaged_data.listed import ListedFirms
from packaged_data.sources import Catalogue
from packaged_data.tables import PackagedFile, Row, read_table, table

REFERENCE_SOURCES = {"DIVISIONS", "GBT4754", "IO2020", "IO2020-MAP", "GEO"}
KEY = "scheme identifier"
SOURCE = "source_id source_row"


def build(source_folder: Path, catalogue: Catalogue) -> list[PackagedFile]:
    """All tables of the corridor, sources.csv first."""
    data, domain = source_folder / "data", source_folder / "domain"
    listed = ListedFirms(data / "listed-firms")
    apple = AppleSuppliers(data / "apple-suppliers", listed)
    register = ClusterRegister(domain, catalogue, listed)
    gazetteer = Gazetteer(read_table(data / "admin-divisions" / "towns_g60.csv"))
    files = [
        *_firm_files(listed, apple, register, gazetteer),
        *_cluster_files(register),
        *_figure_files(domain, catalogue),
    ]
    named = {source for file in files for source in file.sources}
    return [catalogue.as_file(named | REFERENCE_SOURCES), *files]


def _firm_files(
    listed: ListedFirms, apple: AppleSuppliers, register: ClusterRegister, gazetteer: Gazetteer
) -> list[PackagedFile]:
    codes = listed.in_corridor() | apple.listed_codes() | register.listed_codes()
    firms = _by_key([*listed.firms(codes), *apple.firms(), *register.named_firms()])
    names = _distinct([*listed.names(codes), *apple.names(), *register.named_firms()])
    sites = _by_key([*listed.sites(codes), *apple.sites(gazetteer)])
    identities = [*_own_identities(firms), *apple.identities()]
    identities.sort(key=lambda row: (row["firm_scheme"], row["firm_identifier"], row["scheme"]))
    return [
        table(
            "firms.csv",
            f"{KEY} name list_date registered_province industry_word website {SOURCE}",
            firms,
        ),
        table(
            "firm_identities.csv", f"firm_scheme firm_identifier {KEY} basis {SOURCE}", identities
        ),
        table("firm_names.csv", f"{KEY} kind name valid_from valid_to note {SOURCE}", names),
        table(
            "firm_sites.csv",
            f"{KEY} kind division_code county_code town_code address postcode"
            f" first_year last_year years note {SOURCE}",
            sites,
        ),
        table(
            "firm_industries.csv",
            f"{KEY} industry_code basis {SOURCE}",
            _by_key(listed.industries()),
        ),
        table(
            "firm_products.csv",
            f"{KEY} rank product role gbt_classes verified {SOURCE}",
            _by_key(listed.products()),
        ),
        table(
            "links.csv",
            "supplier_scheme supplier_identifier buyer_scheme buyer_identifier evidence product"
            f" amount_yuan first_year last_year years source_ids {SOURCE}",
            apple.links(),
        ),
    ]


def _cluster_files(register: ClusterRegister) -> list[PackagedFile]:
    return [
        table(
            "clusters.csv",
            "cluster_key host_kind second_host_kind host_division_code host host_certainty"
            f" industry_zh industry_en note {SOURCE}",
            register.clusters(),
        ),
        table(
            "cluster_names.csv",
            "cluster_key name valid_from not_before known_by last_seen_on valid_to ended_by"
            f" {SOURCE}",
            register.cluster_names(),
        ),
        table(
            "organisations.csv",
            f"organisation_key cluster_key name type valid_from not_before known_by note {SOURCE}",
            register.organisations(),
        ),
        table(
            "attestations.csv",
            f"organisation_key attested_on attested_text attested_by name {SOURCE}",
            register.attestations(),
        ),
        table(
            "cluster_firms.csv",
            f"cluster_key {KEY} named_as resolved_by role valid_from known_by certainty note"
            f" {SOURCE}",
            register.cluster_firms(),
        ),
    ]


def _figure_files(domain: Path, catalogue: Catalogue) -> list[PackagedFile]:
    return [
        table(
            "facts.csv",
            "fact_id quote subject cluster_key measure value comparator unit period_start"
            f" period_end kind base ambiguity_codes ambiguity_note {SOURCE}",
            facts.article_facts(domain),
        ),
        table(
            "indicators.csv",
            "scope year period measure value comparator unit growth_pct growth_kind basis"
            f" confidence note source_ids table {SOURCE}",
            facts.indicators(domain, catalogue),
        ),
    ]


def _own_identities(firms: list[Row]) -> list[Row]:
    return [
        {
            **firm,
            "firm_scheme": firm["scheme"],
            "firm_identifier": firm["identifier"],
            "basis": "own",
        }
        for firm in firms
        if firm["scheme"] != "apple_supplier_list"  # apple.identities() has them
    ]


def _distinct(names: list[Row]) -> list[Row]:
    """Names by firm, each once: of two sources for the same name the first one stays."""
    first: dict[tuple[str, ...], Row] = {}
    for row in names:
        first.setdefault((row["scheme"], row["identifier"], row["kind"], row["name"]), row)
    return _by_key(list(first.values()))


def _by_key(rows: list[Row]) -> list[Row]:
    """Rows by firm; those of one firm stay in the order in which they came."""
    return sorted(rows, key=lambda row: (row["scheme"], row["identifier"]))
