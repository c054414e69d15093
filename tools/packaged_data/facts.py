"""Figures of the article and the indicators of Songjiang and of the nine places, as published."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from packaged_data.clusters import ARTICLE, INDUSTRY_WORDS
from packaged_data.sources import Catalogue
from packaged_data.tables import Row, read_table

SONGJIANG = "310117"
CORRIDOR = "corridor"


def article_facts(domain: Path) -> list[Row]:
    """Rows of facts.csv; the subject "same" is written out, the cluster named in it added."""
    rows: list[Row] = []
    for row in read_table(domain / "article_facts.csv"):
        subject = rows[-1]["subject"] if row["subject"] == "same" else row["subject"]
        rows.append(
            {
                **row,
                "quote": row["quote_zh"],
                "subject": subject,
                "cluster_key": _cluster_of(subject),
                "ambiguity_codes": row["ambiguity_codes"].replace(";", " "),
                "source_id": ARTICLE,
            }
        )
    return rows


def indicators(domain: Path, catalogue: Catalogue) -> Iterator[Row]:
    """Rows of indicators.csv; a figure without any source is left out."""
    for row in read_table(domain / "songjiang_indicators.csv"):
        if row["source"]:
            yield {
                **row,
                **_sources(row),
                "scope": SONGJIANG,
                "basis": row["vintage_or_basis"],
                "table": "songjiang_indicators",
            }
    for row in read_table(domain / "nine_cities_indicators.csv"):
        yield {
            **row,
            **_sources(row),
            "scope": CORRIDOR,
            "year": row["as_of"][:4],
            "period": "year" if len(row["as_of"]) == len("2024") else row["as_of"],
            "confidence": catalogue[row["source"]]["confirmation"],
            "table": "nine_cities_indicators",
        }


def _sources(row: Row) -> Row:
    sources = row["source"].split(";")
    return {"source_id": sources[0], "source_ids": " ".join(sources)}


def _cluster_of(subject: str) -> str:
    if "集群" not in subject:
        return ""
    return next((key for key, word in INDUSTRY_WORDS.items() if word in subject), "")
