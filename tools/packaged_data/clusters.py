"""The cluster register: clusters, their names, organisations, attestations, named firms.

What clusters.csv of the source folder says in one cell is taken apart here. Where it gives no day,
none is made up: `valid_from` stays empty, `known_by` is the last day on which the source can have
been published, `not_before` is filled only where the source bounds the founding from below.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from packaged_data.listed import ListedFirms
from packaged_data.sources import Catalogue
from packaged_data.tables import Row, earliest_day, latest_day, read_table

TYPES = {"党委": "primary_committee", "党总支": "general_branch"}
ARTICLE = "ART"

HOST_KINDS = {  # domain/songjiang.md, section 2
    "CL01": ("town", ""),
    "CL02": ("bureau", ""),
    "CL03": ("town", ""),
    "CL04": ("zone", ""),
    "CL05": ("zone", ""),
    "CL06": ("town", ""),
    "CL07": ("town", ""),
    "CL08": ("town", ""),
    "CL09": ("university_town", ""),
    "CL10": ("bureau", "zone"),
    "CL11": ("none", ""),
}
INDUSTRY_WORDS = {
    "CL01": "食品生产",
    "CL02": "创客",
    "CL03": "智能制造",
    "CL04": "智慧能源",
    "CL05": "集成电路",
    "CL06": "新材料",
    "CL07": "现代装备",
    "CL08": "智慧安防",
    "CL09": "双创",
    "CL10": "生物医药",
    "CL11": "人工智能",
}
FORMER_NAMES = {  # domain/songjiang.md, section 2: the name changed between the two documents
    "CL04": ("正泰启迪智慧能源产业集群党委", "SJ-CRI-2018"),
}
FOUNDING_SOURCES = {"CL04": "SJ-CRI-2018"}
FIRM_SOURCES = {"CL11": "G60-2019A"}


@dataclass(frozen=True)
class Attestation:
    """An organisation (or only its cluster) as a document names it."""

    cluster_key: str
    name: str
    source_id: str
    row: Row


class ClusterRegister:
    """Everything that the source folder's clusters.csv holds, as packaged rows."""

    def __init__(self, domain: Path, catalogue: Catalogue, listed: ListedFirms) -> None:
        self._rows = read_table(domain / "clusters.csv")
        towns = read_table(domain / "songjiang_towns.csv")
        self._towns = {town["name_zh"]: town["code"] for town in towns}
        self._catalogue = catalogue
        self._listed = listed

    def clusters(self) -> list[Row]:
        """Rows of clusters.csv."""
        rows = []
        for row in self._rows:
            key = row["cluster_id"]
            kind, second = HOST_KINDS[key]
            host, certainty = _with_certainty(row["host"])
            rows.append(
                {
                    "cluster_key": key,
                    "host_kind": kind,
                    "second_host_kind": second,
                    "host_division_code": self._towns[host] if kind == "town" else "",
                    "host": host,
                    "host_certainty": certainty,
                    "industry_zh": INDUSTRY_WORDS[key],
                    "industry_en": row["industry"],
                    "note": row["note"],
                    "source_id": _main_source(row),
                    "source_row": row["source_row"],
                }
            )
        return rows

    def cluster_names(self) -> list[Row]:
        """Rows of cluster_names.csv; a name changed between `last_seen_on` and `ended_by`."""
        rows: list[Row] = []
        for key, attested in self._by_cluster():
            for number, this in enumerate(attested):
                seen = self._catalogue.latest_day(this.source_id)
                later = attested[number + 1 :]
                rows.append(
                    {
                        "cluster_key": key,
                        "name": _cluster_name(this.name),
                        "not_before": rows[-1]["last_seen_on"] if number else "",
                        "known_by": seen,
                        "last_seen_on": seen,
                        "ended_by": self._catalogue.latest_day(later[0].source_id) if later else "",
                        "source_id": this.source_id,
                        "source_row": this.row["source_row"],
                    }
                )
        return rows

    def organisations(self) -> list[Row]:
        """Rows of organisations.csv: one a cluster, its type empty where no source names it."""
        rows = []
        for row in self._rows:
            key = row["cluster_id"]
            source = FOUNDING_SOURCES.get(key, _main_source(row))
            not_before, known_by = _founded(row["formed"])
            rows.append(
                {
                    "organisation_key": _organisation_key(key),
                    "cluster_key": key,
                    "name": row["name_zh"] if row["level_in_source"] in TYPES else "",
                    "type": TYPES.get(row["level_in_source"], ""),
                    "not_before": not_before,
                    "known_by": known_by or self._catalogue.latest_day(source),
                    "note": row["formed"],
                    "source_id": source,
                    "source_row": row["source_row"],
                }
            )
        return rows

    def attestations(self) -> list[Row]:
        """Rows of attestations.csv: which document names which organisation, and how."""
        return [
            {
                "organisation_key": _organisation_key(key),
                "attested_on": self._catalogue[this.source_id]["issued_on"],
                "attested_text": self._catalogue[this.source_id]["issued_text"],
                "attested_by": self._catalogue.latest_day(this.source_id),
                "name": this.name,
                "source_id": this.source_id,
                "source_row": this.row["source_row"],
            }
            for key, attested in self._by_cluster()
            for this in attested
        ]

    def cluster_firms(self) -> list[Row]:
        """Rows of cluster_firms.csv; the source does not say which of them leads."""
        rows = []
        for row in self._rows:
            key = row["cluster_id"]
            source = FIRM_SOURCES.get(key, _main_source(row))
            for entry in filter(None, re.split(r"\s*;\s*", row["lead_or_named_firms"])):
                name, remark = _without_remark(entry)
                rows.append(
                    {
                        "cluster_key": key,
                        **self._firm_key(name, source),
                        "named_as": name,
                        "role": "named",
                        "known_by": self._catalogue.latest_day(source),
                        "certainty": "probable" if remark else "stated",
                        "note": "" if remark == "probable" else remark,
                        "source_id": source,
                        "source_row": row["source_row"],
                    }
                )
        return rows

    def listed_codes(self) -> set[str]:
        """Codes of the listed firms that a cluster names by their short name."""
        rows = self.cluster_firms()
        return {
            self._listed.with_short_name(row["named_as"])
            for row in rows
            if row["scheme"] == "stock_code"
        }

    def named_firms(self) -> list[Row]:
        """Rows of firms.csv for the firms that only a document names."""
        return [
            {**row, "name": row["named_as"], "kind": "short", "note": ""}
            for row in self.cluster_firms()
            if row["scheme"] == "named_in_document"
        ]

    def _firm_key(self, name: str, source: str) -> Row:
        code = self._listed.with_short_name(name)
        if code:
            return {**self._listed.key(code), "resolved_by": "equal_short_name"}
        return {"scheme": "named_in_document", "identifier": f"{source}:{name}"}

    def _by_cluster(self) -> Iterator[tuple[str, list[Attestation]]]:
        for row in self._rows:
            key = row["cluster_id"]
            now = Attestation(key, _without_remark(row["name_zh"])[0], _main_source(row), row)
            former = [Attestation(key, *FORMER_NAMES[key], row)] if key in FORMER_NAMES else []
            yield key, [*former, now]


def _main_source(row: Row) -> str:
    return row["source"].split(";")[0]


def _organisation_key(cluster_key: str) -> str:
    return f"ORG-{cluster_key}"


def _cluster_name(organisation_name: str) -> str:
    return re.sub(r"党委$|党总支$", "", organisation_name)


def _founded(text: str) -> tuple[str, str]:
    """First and last day of the founding as stated: a month, or two months joined by dots."""
    months = re.findall(r"\d{4}-\d{2}", text)
    return (earliest_day(months[0]), latest_day(months[-1])) if months else ("", "")


def _without_remark(text: str) -> tuple[str, str]:
    """A text and what stands behind it in brackets."""
    parts = re.fullmatch(r"(.*?)\s*(?:\((.*)\))?", text)
    assert parts is not None  # the pattern fits every text of one line
    return parts[1], parts[2] or ""


def _with_certainty(host: str) -> tuple[str, str]:
    text, remark = _without_remark(host)
    return text, remark or ("stated" if text else "")
