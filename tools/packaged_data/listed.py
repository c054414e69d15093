"""Listed firms: those with a head office in the nine places, and those that other rows name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from packaged_data.tables import Row, read_table

SUFFIXES = {"SSE": "SH", "SZSE": "SZ", "BSE": "BJ"}
EXCHANGES = {"0": "SZSE", "3": "SZSE", "6": "SSE", "9": "BSE"}
LEGAL_FORMS = {"co", "company", "corp", "corporation", "inc", "incorporated", "limited", "ltd"}


def english_name(name: str) -> str:
    """Lower case, without punctuation and legal form: equal only for the same name in words."""
    words = re.sub(r"[^a-z0-9]+", " ", name.lower()).split()
    return " ".join(word for word in words if word not in LEGAL_FORMS)


class ListedFirms:
    """Firms in today's list of the exchanges, found by code, Chinese short name, English name."""

    def __init__(self, folder: Path) -> None:
        known = [row for row in read_table(folder / "firms.csv") if row["status"] == "listed"]
        self._rows = {row["code"]: {**row, "names_source": "LISTED-NAMES"} for row in known}
        for row in read_table(folder / "firms_province_only.csv"):
            self._rows[row["code"]] = {
                **row,
                "exchange": EXCHANGES[row["code"][0]],
                "names_source": "LISTED-PROVINCE",
            }
        self._by_short = _index(self._rows, "name", str)
        self._by_english = _index(self._rows, "name_en", english_name)
        self._industries = read_table(folder / "g60_industry.csv")
        self._products = read_table(folder / "g60_products.csv")

    def in_corridor(self) -> set[str]:
        """Codes of the firms whose head office is in one of the nine places."""
        return {code for code, row in self._rows.items() if row.get("g60_code")}

    def with_short_name(self, name: str) -> str:
        """The code of the one firm with exactly this Chinese short name, else nothing."""
        return _only(self._by_short.get(name, []))

    def with_english_name(self, name: str) -> str:
        """The code of the one firm whose English name is equal but for its legal form."""
        return _only(self._by_english.get(english_name(name), []))

    def key(self, code: str) -> Row:
        """The firm key: scheme stock_code, identifier such as 300236.SZ."""
        suffix = SUFFIXES[self._rows[code]["exchange"]]
        return {"scheme": "stock_code", "identifier": f"{code}.{suffix}"}

    def firms(self, codes: set[str]) -> list[Row]:
        """Rows of firms.csv."""
        return [
            {
                **self.key(code),
                "name": row["name"],
                "list_date": row["list_date"],
                "registered_province": row["registered_province"],
                "industry_word": row["industry_cn"],
                "website": row.get("website", ""),
                "source_id": row["names_source"],
                "source_row": row["source_row"],
            }
            for code, row in self._chosen(codes)
        ]

    def names(self, codes: set[str]) -> list[Row]:
        """Rows of firm_names.csv: short, registered (state of 2021-10 or older), English."""
        rows = []
        for code, row in self._chosen(codes):
            for kind, name, source in (
                ("short", row["name"], row["names_source"]),
                ("registered", row.get("full_name", ""), "LISTED-FULLNAMES"),
                ("english", row.get("name_en", ""), "LISTED-FDB"),
            ):
                outdated = kind == "registered" and not _fits(row["name"], name)
                rows.append(
                    {
                        **self.key(code),
                        "kind": kind,
                        "name": name,
                        "note": "may be outdated: the short name does not fit" if outdated else "",
                        "source_id": source,
                        "source_row": row["source_row"],
                    }
                )
        return [row for row in rows if row["name"]]

    def sites(self, codes: set[str]) -> list[Row]:
        """Rows of firm_sites.csv: the head office, where its place is known."""
        return [
            {
                **self.key(code),
                "kind": "head_office",
                "division_code": row["g60_code"],
                "county_code": row["county_code"],
                "postcode": row["hq_postcode"],
                "note": row["note"],
                "source_id": "LISTED-FDB",
                "source_row": row["source_row"],
            }
            for code, row in self._chosen(codes)
            if row.get("g60_code")
        ]

    def industries(self) -> list[Row]:
        """Rows of firm_industries.csv: one main class, with the basis on which it was set."""
        return [
            {**row, **self.key(row["code"]), "source_id": "LISTED-INDUSTRY"}
            for row in self._industries
        ]

    def products(self) -> list[Row]:
        """Rows of firm_products.csv: unverified terms, ranked as in the profile."""
        return [
            {
                **self.key(row["code"]),
                "rank": row["rank"],
                "product": row["product_name"],
                "role": "makes",
                "gbt_classes": row["gbt_exact_match"],
                "verified": "0",
                "source_id": "LISTED-PRODUCTS",
                "source_row": row["source_row"],
            }
            for row in self._products
        ]

    def _chosen(self, codes: set[str]) -> list[tuple[str, Row]]:
        return [(code, self._rows[code]) for code in sorted(codes)]


def _index(
    rows: dict[str, Row], column: str, normalise: Callable[[str], str]
) -> dict[str, list[str]]:
    codes: dict[str, list[str]] = defaultdict(list)
    for code, row in rows.items():
        if row.get(column):
            codes[normalise(row[column])].append(code)
    return codes


def _only(codes: list[str]) -> str:
    return codes[0] if len(codes) == 1 else ""


def _fits(short: str, full: str) -> bool:
    """Whether the short name, less its marks (ST, -U), stands in the full name in order."""
    letters = iter(full)
    return all(letter in letters for letter in re.sub(r"^\*?ST|-U$|[AB]$", "", short))
