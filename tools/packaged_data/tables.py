"""Reading source tables and writing packaged ones, always in the same bytes."""

from __future__ import annotations

import calendar
import csv
import hashlib
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

Row = dict[str, str]


@dataclass(frozen=True)
class PackagedFile:
    """One file to package: its text, its number of records, the sources that it rests on."""

    name: str
    text: str
    rows: int
    sources: tuple[str, ...]

    @property
    def sha256(self) -> str:
        """Fingerprint of the file as it stands on disk."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def read_table(path: Path) -> list[Row]:
    """Rows of a CSV file with a header, as text; `source_row` counts them from 1, header left out.

    Every row carries its own number under the key `source_row`.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [
            {**row, "source_row": str(number)}
            for number, row in enumerate(csv.DictReader(file), start=1)
        ]


def table(
    name: str, columns: str, rows: Iterable[Row], sources: Sequence[str] = ()
) -> PackagedFile:
    """A CSV file with the columns named in one line of words; a key that a row lacks is empty.

    Without `sources` they are those named in the columns `source_id` and `source_ids`.
    """
    fields = columns.split()
    kept = list(rows)
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, fields, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(kept)
    return PackagedFile(name, buffer.getvalue(), len(kept), tuple(sources) or named_sources(kept))


def named_sources(rows: Iterable[Row]) -> tuple[str, ...]:
    """The source ids that the rows name, sorted."""
    named = {
        source
        for row in rows
        for column in ("source_id", "source_ids")
        for source in row.get(column, "").split()
    }
    return tuple(sorted(named))


def as_date(text: str) -> str:
    """The text if it is a full date, else nothing: a year or a month alone is no day."""
    return text if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else ""


def earliest_day(text: str) -> str:
    """First day that a date, a month or a year can mean."""
    return text + {10: "", 7: "-01", 4: "-01-01"}[len(text)]


def latest_day(text: str) -> str:
    """Last day that a date, a month or a year can mean."""
    if len(text) == len("2018-06"):
        year, month = (int(part) for part in text.split("-"))
        return f"{text}-{calendar.monthrange(year, month)[1]:02}"
    return text + {10: "", 4: "-12-31"}[len(text)]
