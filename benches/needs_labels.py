"""The labelled needs of benches/needs, and the two measures of a ranking: nDCG@10 and recall@20.

Ties are averaged: firms with one score share the ranks they cover, each in every order alike.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from math import log2
from pathlib import Path

HERE = Path(__file__).parent / "needs"
CORRIDOR = Path(__file__).parents[1] / "src" / "jilian" / "demo" / "corridor"
HALVES = ("dev", "held")
KINDS = ("near", "term", "use", "none")
ANSWERS = 2  # from this grade a firm counts for recall


@dataclass(frozen=True)
class LabelledNeed:
    """One need with the grade of every product term that answers it (others have 0)."""

    need_id: str
    half: str
    kind: str
    text: str
    place: str
    amount: str
    unit: str
    hours: int
    grades: Mapping[str, int]

    def firm_grades(self, makes: Mapping[str, frozenset[str]]) -> dict[str, int]:
        """Grade by firm: the highest of the terms it makes; firms with 0 are left out."""
        best = {
            firm: max((self.grades.get(term, 0) for term in terms), default=0)
            for firm, terms in makes.items()
        }
        return {firm: grade for firm, grade in best.items() if grade}


@dataclass(frozen=True)
class CorpusFirm:
    """A real firm of the corridor: where its head office is, its main industry, what it makes."""

    firm: str
    name: str
    division: str
    industry: str
    terms: tuple[str, ...]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_needs(half: str) -> list[LabelledNeed]:
    """The needs of one half, `dev` or `held`, in the order of the file."""
    if half not in HALVES:
        raise ValueError(f"half {half!r} is not one of {HALVES}")
    needs = []
    for row in _rows(HERE / f"{half}.csv"):
        grades = {
            term: grade for grade in (3, 2, 1) for term in row[f"grade_{grade}"].split("|") if term
        }
        needs.append(
            LabelledNeed(
                row["need_id"], half, row["kind"], row["need"], row["place"], row["amount"],
                row["unit"], int(row["needed_by_hours"]), grades,
            )
        )  # fmt: skip
    return needs


def read_corpus() -> list[CorpusFirm]:
    """The corridor's listed firms with head office, main industry and terms, by stock code."""
    terms: dict[str, list[str]] = {}
    for row in _rows(CORRIDOR / "firm_products.csv"):
        terms.setdefault(row["identifier"], []).append(row["product"])
    industry = {
        row["identifier"]: row["industry_code"] for row in _rows(CORRIDOR / "firm_industries.csv")
    }
    division = {
        row["identifier"]: row["division_code"]
        for row in _rows(CORRIDOR / "firm_sites.csv")
        if row["kind"] == "head_office"
    }
    return [
        CorpusFirm(
            row["identifier"], row["name"], division[row["identifier"]],
            industry.get(row["identifier"], ""), tuple(terms.get(row["identifier"], ())),
        )
        for row in sorted(_rows(CORRIDOR / "firms.csv"), key=lambda row: row["identifier"])
        if row["scheme"] == "stock_code" and row["identifier"] in division
    ]  # fmt: skip


def gain_of(grade: int) -> int:
    """What a firm of a grade is worth: 0, 1, 3, 7."""
    return (1 << grade) - 1


def ndcg(scores: Mapping[str, float], grades: Mapping[str, int], first: int = 10) -> float:
    """Gain (2^grade - 1) discounted by log2(rank + 1) over the first ranks, of the best possible.

    `scores` holds the firms a method answers with, higher first; a firm left out has no rank.
    Asked of needs that somebody answers: with no grade at all there is nothing to compare with.
    """
    ideal = sorted((gain_of(grade) for grade in grades.values()), reverse=True)[:first]
    best = sum(gain / log2(rank + 1) for rank, gain in enumerate(ideal, start=1))
    if best == 0:
        raise ValueError("a need that nobody answers has no nDCG")
    found, before = 0.0, 0
    for firms in _tied(scores):
        ranks = range(before + 1, min(before + len(firms), first) + 1)
        gain = sum(gain_of(grades.get(firm, 0)) for firm in firms) / len(firms)
        found += gain * sum(1 / log2(rank + 1) for rank in ranks)
        before += len(firms)
        if before >= first:
            break
    return found / best


def recall(scores: Mapping[str, float], grades: Mapping[str, int], first: int = 20) -> float:
    """Share of the firms of grade 2 or 3 among the first; of `first`, where they are more.

    A need whose answers are all of grade 1 does not occur in the files; it is an error here.
    """
    wanted = {firm for firm, grade in grades.items() if grade >= ANSWERS}
    if not wanted:
        raise ValueError("a need without an answer of grade 2 or 3 has no recall")
    found, before = 0.0, 0
    for firms in _tied(scores):
        inside = min(len(firms), first - before)
        found += sum(firm in wanted for firm in firms) * inside / len(firms)
        before += len(firms)
        if before >= first:
            break
    return found / min(len(wanted), first)


def _tied(scores: Mapping[str, float]) -> list[list[str]]:
    """Firms in falling order of score, those with one score together."""
    ordered = sorted(scores, key=lambda firm: -scores[firm])
    return [list(firms) for _, firms in groupby(ordered, key=lambda firm: scores[firm])]
