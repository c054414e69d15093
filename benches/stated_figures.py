"""How many of the labelled figures are read, and how many of the read ones are right.

    python benches/stated_figures.py [--half dev|held|both] [--quiet]

The sentences and their labels are in benches/stated_figures/, the rule of labelling in
docs/methods/statement-labels.md. A read figure is right where it overlaps a labelled one of the
same kind, value (for a range its two ends), bound, unit and period; each labelled figure answers
one read figure only. Printed are precision and recall of the whole and of each field alone, and
every error. Exit 1 where precision or recall of the held half is below 0.95.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from jilian_engine.statements import StatedFigure, read_figures

FOLDER = Path(__file__).parent / "stated_figures"
FIELDS = ("kind", "value", "bound", "unit", "period")
LEAST = 0.95


@dataclass(frozen=True)
class Said:
    """A figure as labelled or as read: where it stands and what it says."""

    start: int
    end: int
    says: dict[str, Any]

    def overlaps(self, other: Said) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end

    def agrees(self, other: Said) -> int:
        """How many of the fields are the same."""
        return sum(self.says[name] == other.says[name] for name in FIELDS)


def main() -> None:
    """Print the figures of the halves asked for; exit 1 where the held half falls short."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=("dev", "held", "both"), default="both")
    parser.add_argument("--quiet", action="store_true", help="without the single errors")
    asked = parser.parse_args()
    halves = ("dev", "held") if asked.half == "both" else (asked.half,)
    good = [_bench(half, quiet=asked.quiet) for half in halves]
    raise SystemExit(0 if good[-1] or asked.half == "dev" else 1)


def _bench(half: str, *, quiet: bool) -> bool:
    path = FOLDER / f"{half}.jsonl"
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    counts: Counter[str] = Counter()
    errors: list[str] = []
    for line in lines:
        labelled = [_labelled(figure) for figure in line["figures"]]
        read = [_read(figure) for figure in read_figures(line["text"], written=_written(line))]
        counts += Counter(labelled=len(labelled), read=len(read))
        errors += _compare(line, labelled, read, counts)
    print(f"{half}: {len(lines)} sentences, {counts['labelled']} labelled, {counts['read']} read")
    for name in ("right", "found", *FIELDS):
        print(
            f"  {name:7} precision {_share(counts[name], counts['read'])}"
            f"  recall {_share(counts[name], counts['labelled'])}"
        )
    if not quiet:
        print("\n".join(errors) or "  no errors")
    return counts["right"] >= LEAST * max(counts["read"], counts["labelled"])


def _compare(
    line: dict[str, Any], labelled: list[Said], read: list[Said], counts: Counter[str]
) -> Iterable[str]:
    """The errors of one sentence; what agrees is added to the counts."""
    left = list(labelled)
    for one in read:
        touching = [other for other in left if one.overlaps(other)]
        if not touching:
            yield f"  {line['id']} not a figure: {_words(line, one)} {_fields(one)}"
            continue
        label = max(touching, key=one.agrees)
        left.remove(label)
        same = [name for name in FIELDS if one.says[name] == label.says[name]]
        counts.update(["found", *same])
        if len(same) == len(FIELDS):
            counts["right"] += 1
        else:
            other = [name for name in FIELDS if name not in same]
            said = "; ".join(f"{n} {one.says[n]} instead of {label.says[n]}" for n in other)
            yield f"  {line['id']} {_words(line, one)}: {said}"
    for label in left:
        yield f"  {line['id']} not read: {_words(line, label)} {_fields(label)}"


def _labelled(figure: dict[str, Any]) -> Said:
    start, end = figure["span"]
    return _said(start, end, figure)


def _read(figure: StatedFigure) -> Said:
    names = ("kind", "value", "bound", "low", "high", "unit", "period")
    return _said(figure.start, figure.end, {name: getattr(figure, name) for name in names})


def _said(start: int, end: int, says: dict[str, Any]) -> Said:
    known = {name: says[name] for name in ("kind", "unit", "period")} | {
        "bound": str(says["bound"])
    }
    ends = ("low", "high") if known["bound"] == "between" else ("value",)
    value = tuple(None if says[name] is None else Decimal(says[name]) for name in ends)
    return Said(start, end, {**known, "value": value[0] if len(value) == 1 else value})


def _written(line: dict[str, Any]) -> tuple[int, int] | None:
    if line["written"] is None:
        return None
    year, month = line["written"].split("-")
    return int(year), int(month)


def _words(line: dict[str, Any], one: Said) -> str:
    around = line["text"][max(0, one.start - 8) : one.start]
    return f"…{around}[{line['text'][one.start : one.end]}]"


def _fields(one: Said) -> str:
    return " ".join(str(one.says[name]) for name in FIELDS)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:6.3f} ({part}/{whole})" if whole else "   –"


if __name__ == "__main__":
    main()
