"""Suppliers on Apple's published lists of 2013 to 2018 with a site in the nine places."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from packaged_data.addresses import Gazetteer
from packaged_data.listed import ListedFirms
from packaged_data.sources import APPLE_YEARS
from packaged_data.tables import Row, read_table

APPLE = {"scheme": "stock_code", "identifier": "AAPL.US"}
LAST_LIST = f"APPLE-{APPLE_YEARS[-1]}"


class AppleSuppliers:
    """One firm for each supplier key; a listed firm where the English names are equal."""

    def __init__(self, folder: Path, listed: ListedFirms) -> None:
        self._sites: dict[str, list[Row]] = defaultdict(list)
        for row in read_table(folder / "g60_sites.csv"):
            self._sites[row["supplier_key"]].append({**row, "source_id": _last_list(row)})
        self._listed = listed
        self._codes = {key: self._listed_code(sites) for key, sites in self._sites.items()}

    def listed_codes(self) -> set[str]:
        """Codes of the listed firms that are suppliers under an equal English name."""
        return {code for code in self._codes.values() if code}

    def firms(self) -> list[Row]:
        """Rows of firms.csv: Apple, and the suppliers that are not listed firms."""
        buyer = {**APPLE, "name": "Apple", "source_id": LAST_LIST}
        return [buyer] + [
            {**_own_key(key), **_latest(sites)}
            for key, sites in self._ordered()
            if not self._codes[key]
        ]

    def names(self) -> list[Row]:
        """Rows of firm_names.csv: every spelling on the lists, each from its latest list."""
        rows = [{**APPLE, "kind": "english", "name": "Apple", "source_id": LAST_LIST}]
        for key, sites in self._ordered():
            for spelling in sorted({site["supplier_name"] for site in sites}):
                spelled = [site for site in sites if site["supplier_name"] == spelling]
                rows.append({**self._key(key), "kind": "english", **_latest(spelled)})
        return rows

    def sites(self, gazetteer: Gazetteer) -> list[Row]:
        """Rows of firm_sites.csv, as on the lists: one site spelt in two ways stands twice."""
        rows = []
        for key, sites in self._ordered():
            for site in sites:
                county, town = gazetteer.place(site["address"], site["g60_code"])
                rows.append(
                    {
                        **site,
                        **self._key(key),
                        "kind": "supplier_site",
                        "division_code": site["g60_code"],
                        "county_code": county,
                        "town_code": town,
                    }
                )
        return rows

    def links(self) -> list[Row]:
        """Rows of links.csv: supplier to Apple, with the years in which a site here was listed."""
        rows = []
        for key, sites in self._ordered():
            years = sorted({year for site in sites for year in site["years"].split()})
            supplier = self._key(key)
            rows.append(
                {
                    "supplier_scheme": supplier["scheme"],
                    "supplier_identifier": supplier["identifier"],
                    "buyer_scheme": APPLE["scheme"],
                    "buyer_identifier": APPLE["identifier"],
                    "evidence": "published",
                    "first_year": years[0],
                    "last_year": years[-1],
                    "years": " ".join(years),
                    "source_ids": " ".join(f"APPLE-{year}" for year in years),
                    **_latest(sites),
                }
            )
        return rows

    def identities(self) -> list[Row]:
        """Rows of firm_identities.csv: each supplier key, with why it is this firm's."""
        return [
            {
                "firm_scheme": self._key(key)["scheme"],
                "firm_identifier": self._key(key)["identifier"],
                **_own_key(key),
                "basis": "equal_english_name" if self._codes[key] else "own",
                **_latest(sites),
            }
            for key, sites in self._ordered()
        ]

    def _ordered(self) -> list[tuple[str, list[Row]]]:
        return sorted(self._sites.items())

    def _key(self, key: str) -> Row:
        code = self._codes[key]
        return self._listed.key(code) if code else _own_key(key)

    def _listed_code(self, sites: list[Row]) -> str:
        found = {self._listed.with_english_name(site["supplier_name"]) for site in sites} - {""}
        return found.pop() if len(found) == 1 else ""


def _own_key(key: str) -> Row:
    return {"scheme": "apple_supplier_list", "identifier": key}


def _last_list(row: Row) -> str:
    return f"APPLE-{row['last_year']}"


def _latest(sites: list[Row]) -> Row:
    """Name and source of the site seen last; of several, the first row of the table."""
    site = max(sites, key=lambda row: (row["last_year"], -int(row["source_row"])))
    return {
        "name": site["supplier_name"],
        "source_id": site["source_id"],
        "source_row": site["source_row"],
    }
