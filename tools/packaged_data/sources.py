"""The catalogue of sources: data sets from datasets.toml, documents from the source folder."""

from __future__ import annotations

import tomllib
from pathlib import Path

from packaged_data.tables import PackagedFile, Row, as_date, latest_day, read_table, table

APPLE_YEARS = ("2013", "2014", "2015", "2016", "2017", "2018")
"""The list of 2012 has names and addresses shifted against each other; later ones name no city."""

COLUMNS = (
    "source_id title publisher reference file licence issued_on issued_text kind confirmation note"
)
DOCUMENT_LICENCE = "facts in own words and short quotations; the text itself is not reproduced"


class Catalogue:
    """Every source that a packaged row may name; an unknown id raises KeyError."""

    def __init__(self, source_folder: Path) -> None:
        self._entries = {
            entry["source_id"]: entry for entry in [*_datasets(), *_documents(source_folder)]
        }

    def __getitem__(self, source_id: str) -> Row:
        return self._entries[source_id]

    def latest_day(self, source_id: str) -> str:
        """The last day on which the document can have been published."""
        return latest_day(self[source_id]["issued_text"])

    def as_file(self, source_ids: set[str]) -> PackagedFile:
        """sources.csv with the named sources."""
        ordered = sorted(source_ids)
        return table("sources.csv", COLUMNS, [self[source] for source in ordered], ordered)


def _datasets() -> list[Row]:
    entries = tomllib.loads(Path(__file__).with_name("datasets.toml").read_text("utf-8"))
    apple = entries.pop("APPLE")
    for year in APPLE_YEARS:
        entries[f"APPLE-{year}"] = {**apple, "title": apple["title"].format(year=year)}
    return [
        {
            **entry,
            "source_id": source_id,
            "issued_on": as_date(entry["issued"]),
            "issued_text": entry["issued"],
            "kind": "dataset",
        }
        for source_id, entry in entries.items()
    ]


def _documents(source_folder: Path) -> list[Row]:
    return [
        {
            "source_id": row["source_id"],
            "title": row["title_zh"],
            "publisher": row["issuer"] or "not stated",
            "reference": row["where_seen"],
            "licence": DOCUMENT_LICENCE,
            "issued_on": as_date(row["issued"]),
            "issued_text": row["issued"],
            "kind": row["status"],
            "confirmation": row["confirmation"],
            "note": row["note"],
        }
        for row in read_table(source_folder / "domain" / "sources.csv")
        if row["source_id"] not in ("GBT4754", "ADMIN-DIV")  # here as data sets
    ]
