"""Measure the decision between names on the labelled pairs, beside plain rapidfuzz.

    python benches/names_matching.py [--train-only] [--errors 60]

Prints recall and precision for the train and the held-out half, real and generated pairs apart,
then by family, then the errors. Thresholds of rapidfuzz are chosen on the train half.
"""

from __future__ import annotations

import argparse
import csv
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz

from jilian_engine.names import NameMatch, match_name

HERE = Path(__file__).parent / "names"
Row = dict[str, str]


@dataclass(frozen=True)
class Judged:
    """A labelled pair with what the method and rapidfuzz say of it."""

    row: Row
    match: NameMatch
    plain: float

    @property
    def is_same(self) -> bool:
        """The label."""
        return self.row["label"] == "same"

    @property
    def said_same(self) -> bool:
        """The method's decision."""
        return self.match.decision == "same"


def main() -> None:
    """Judge every pair and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--train-only", action="store_true", help="leave the held-out half alone")
    parser.add_argument("--errors", type=int, default=60, help="errors printed at most, by half")
    asked = parser.parse_args()
    judged = judge("pairs.csv", asked.train_only)
    halves = {
        half: [one for one in judged if one.row["half"] == half] for half in ("train", "held_out")
    }
    line = best_threshold(halves["train"])
    for half, some in halves.items():
        if not some:
            continue
        print(f"\n{half}: {len(some):,} pairs")
        for origin in ("all", "real", "generated"):
            fit = [one for one in some if origin in ("all", one.row["origin"])]
            print(f"  {origin:<10} {score([(one.is_same, one.said_same) for one in fit])}"
                  f"   rapidfuzz at {line:.0f}: "
                  f"{score([(one.is_same, one.plain >= line) for one in fit])}")  # fmt: skip
        print_families(some)
        print_errors(some, asked.errors)
    print_beyond(asked.train_only)


def judge(name: str, train_only: bool) -> list[Judged]:
    """What both say of each pair; prints how long the method took."""
    with (HERE / name).open(encoding="utf-8", newline="") as opened:
        rows = [row for row in csv.DictReader(opened) if row["half"] == "train" or not train_only]
    start = time.perf_counter()
    matches = [
        match_name(row["written"], row["name"], _split(row["former_names"]),
                   _split(row["short_names"]), row["division"])
        for row in rows
    ]  # fmt: skip
    spent = time.perf_counter() - start
    print(f"{name}: {len(rows):,} pairs in {spent:.2f} s ({spent / len(rows) * 1e6:.0f} µs each)")
    return [Judged(row, found, plain(row)) for row, found in zip(rows, matches, strict=True)]


def plain(row: Row) -> float:
    """Best token ratio of rapidfuzz over every name that the record knows."""
    known = [row["name"], *_split(row["former_names"]), *_split(row["short_names"])]
    return max(fuzz.token_ratio(row["written"], name) for name in known)


def best_threshold(some: list[Judged]) -> float:
    """The threshold with the best F1 of rapidfuzz on the train half."""

    def f1(line: float) -> float:
        right = sum(one.is_same and one.plain >= line for one in some)
        return (
            2 * right / (sum(one.is_same for one in some) + sum(one.plain >= line for one in some))
        )

    return max(range(30, 101), key=f1)


def score(said: list[tuple[bool, bool]]) -> str:
    """Recall and precision with the counts they are made of."""
    right = sum(same and found for same, found in said)
    same, found = sum(same for same, _ in said), sum(found for _, found in said)
    recall = f"{right / same:.4f}" if same else "-"
    precision = f"{right / found:.4f}" if found else "-"
    return f"recall {recall} ({right}/{same})  precision {precision} ({right}/{found})"


def print_families(some: list[Judged]) -> None:
    """Share of right decisions by family."""
    families: dict[tuple[str, str, str], list[Judged]] = defaultdict(list)
    for one in some:
        families[one.row["label"], one.row["origin"], one.row["family"]].append(one)
    for (label, origin, family), group in sorted(families.items()):
        right = sum(one.is_same == one.said_same for one in group)
        perhaps = sum(one.match.decision == "perhaps" for one in group)
        print(f"    {label:<10} {origin:<10} {family:<26} right {right:>4} of {len(group):>4}"
              f"   perhaps {perhaps}")  # fmt: skip


def print_errors(some: list[Judged], most: int) -> None:
    """Each error with what the method said."""
    errors = [one for one in some if one.is_same != one.said_same]
    print(f"  {len(errors)} errors" + (f", the first {most}" if len(errors) > most else ""))
    for one in errors[:most]:
        known = " | ".join(
            filter(None, (one.row["name"], one.row["short_names"], one.row["former_names"]))
        )
        said = f"{one.match.likelihood:.2f} {'+'.join(one.match.reasons):<24}"
        about = f"{one.row['family']}: {known} || {one.row['written']!r}"
        print(f"    {one.row['label']:<10} {said} {about}")


def print_beyond(train_only: bool) -> None:
    """Renamings that the record does not know: no part of recall."""
    beyond = judge("beyond.csv", train_only)
    count = {
        kind: sum(one.match.decision == kind for one in beyond) for kind in ("same", "perhaps")
    }
    print(f"\nrenamings that the record does not know (no part of the figures above): "
          f"{len(beyond)}; same {count['same']}, perhaps {count['perhaps']}")  # fmt: skip


def _split(text: str) -> list[str]:
    return [one for one in text.split("|") if one]


if __name__ == "__main__":
    main()
