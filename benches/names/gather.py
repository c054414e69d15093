"""Copy the names that the labelled pairs are made of out of the source folder.

    python benches/names/gather.py SOURCE_FOLDER

Writes listed.csv and suppliers.csv beside this file; sources and licences are named in
docs/methods/name-labels.md. Nothing but names, codes and provinces is kept.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import defaultdict
from pathlib import Path

HERE = Path(__file__).parent
CHANGED = re.compile(
    r"formerly (?:known as )?(.{4,90}?) and changed its name to (.+?) in \w+ \d{4}"
)
BEGINS = re.compile(
    r"^(.{4,90}?),? (?:together with|engages|operates|research|develop|manufact|provide|produces"
    r"|designs|through its|is |offers|sells|primarily)"
)


def main() -> None:
    """Read the sources and write what is needed of them."""
    source = Path(sys.argv[1])
    divisions = provinces(source / "admin-divisions" / "divisions.csv")
    _write("listed.csv", listed(source / "listed-firms" / "firms.csv", divisions))
    _write("suppliers.csv", suppliers(source / "apple-suppliers" / "suppliers.csv"))


def provinces(path: Path) -> dict[str, str]:
    """Code of each province by its short name; 深圳 stands apart in the list of firms."""
    rows = [row for row in _rows(path) if row["level"] == "1"]
    short = {re.sub(r"(?:壮族|回族|维吾尔)?自治区$|[省市]$", "", row["name"]): row for row in rows}
    return {**{name: row["code"] for name, row in short.items()}, "深圳": "440300"}


def listed(path: Path, divisions: dict[str, str]) -> list[dict[str, str]]:
    """Names of listed firms; ``former_en`` and ``written_en`` are read out of the profile."""
    kept = []
    for row in _rows(path):
        if row["status"] == "b_share":
            continue
        changed = CHANGED.search(row["summary_en"])
        begins = BEGINS.match(row["summary_en"])
        kept.append(
            {
                "code": row["code"], "name": row["name"], "full_name": row["full_name"],
                "name_en": row["name_en"], "former_en": changed[1] if changed else "",
                "written_en": begins[1] if begins else "",
                "division": divisions.get(row["registered_province"], ""),
            }
        )  # fmt: skip
    return kept


def suppliers(path: Path) -> list[dict[str, str]]:
    """Each spelling of a supplier's name once."""
    spellings: dict[str, set[str]] = defaultdict(set)
    for row in _rows(path):
        spellings[row["supplier_key"]].add(row["supplier_name"])
    return [
        {"key": key, "name": name} for key in sorted(spellings) for name in sorted(spellings[key])
    ]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def _write(name: str, rows: list[dict[str, str]]) -> None:
    with (HERE / name).open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{name}: {len(rows):,} rows")


if __name__ == "__main__":
    main()
