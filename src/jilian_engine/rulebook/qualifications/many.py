"""Many firms against one rule set: the answers of `evaluate_firm`, in columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np
import polars as pl

from jilian_engine.rulebook.qualifications.choosing import RuleSetChoice
from jilian_engine.rulebook.qualifications.columns import SCALE, EvidenceTable, read_evidence
from jilian_engine.rulebook.qualifications.model import (
    Asked,
    ByBand,
    Case,
    Compare,
    Field,
    Group,
    Item,
    Line,
    Operator,
    Outcome,
    Part,
    Points,
    Review,
    Rulebook,
)
from jilian_engine.rulebook.qualifications.quantities import Quantity, quantity
from jilian_engine.rulebook.qualifications.reading import load_rulebook

Codes = np.ndarray[tuple[int], np.dtype[np.uint8]]
Numbers = np.ndarray[tuple[int], np.dtype[np.int64]]
Truths = np.ndarray[tuple[int], np.dtype[np.bool_]]

OUTCOMES = pl.Enum([str(one) for one in Outcome])
UNMET, UNKNOWN, REVIEW, MET, BESIDE = range(len(Outcome))
#: Of parts of which one must hold, the highest decides: met, unknown, manual review, unmet.
_RANK = np.array([1, 3, 2, 4, 0], np.uint8)
_RANKED = np.argsort(_RANK).astype(np.uint8)


def evaluate_all(
    choice: RuleSetChoice, evidence: pl.DataFrame | EvidenceTable, book: Rulebook | None = None
) -> pl.DataFrame:
    """A row per firm: `firm`, `outcome`, a column for each line by its id, counts of open lines.

    `unmet`, `unknown` and `manual_review` count the lines of the rule set (not their parts).
    `score_least` and `score_most` stand where the rule set has a score table.
    """
    rules = book or load_rulebook()
    table = read_evidence(evidence, book=rules) if isinstance(evidence, pl.DataFrame) else evidence
    firms = _Firms(choice, table, rules)
    lines = [firms.line(line) for line in choice.rule_set.lines]
    for flag in choice.rule_set.flags:
        firms.line(flag)
    columns: dict[str, pl.Series] = {"outcome": _outcomes(np.minimum.reduce(lines))}
    for code, word in ((UNMET, "unmet"), (UNKNOWN, "unknown"), (REVIEW, "manual_review")):
        columns[word] = pl.Series(np.sum([line == code for line in lines], axis=0, dtype=np.uint8))
    columns |= {name: _outcomes(codes) for name, codes in firms.answers.items()}
    if firms.parts:
        for at, end in enumerate(("least", "most")):
            scaled = pl.Series(firms.total()[at]).cast(pl.Int64)
            columns[f"score_{end}"] = (scaled.cast(pl.Decimal(20, 0)) / SCALE).cast(
                pl.Decimal(12, 6)
            )
    return pl.DataFrame({"firm": table.firms, **columns})


def _outcomes(codes: Codes) -> pl.Series:
    return pl.Series(codes).cat.to(OUTCOMES)


class _Firms:
    """All firms asked about one rule set; `answers` collects the codes of every line by its id."""

    def __init__(self, choice: RuleSetChoice, table: EvidenceTable, book: Rulebook) -> None:
        self.choice, self.table, self.fields = choice, table, book.fields
        self.height = len(table.firms)
        self.answers: dict[str, Codes] = {}
        self.compared: dict[tuple[str, int, Operator, Asked], Codes] = {}
        self.quantities: dict[tuple[str, int], Quantity] = {}
        self.named = False
        self.parts = {part.id: self._part(part) for part in choice.rule_set.score}
        self.named = True

    def line(self, line: Line) -> Codes:
        match line:
            case Compare():
                codes = self._compare(line)
            case Review():
                codes = self._all(REVIEW)
            case Points():
                codes = self._points(line)
            case Group():
                codes = self._together([self.line(part) for part in line.parts], line.every)
            case ByBand():
                codes = self._by_band(line)
        if self.named:
            self.answers[line.id] = codes
        return codes

    def _all(self, code: int) -> Codes:
        return np.full(self.height, code, np.uint8)

    def _together(self, codes: Sequence[Codes], every: bool) -> Codes:
        if every:
            lowest: Codes = np.minimum.reduce(codes)
            return lowest
        highest: Codes = np.maximum.reduce([_RANK[one] for one in codes])
        together: Codes = _RANKED[highest]
        return together

    # --- lines ------------------------------------------------------------------------------
    def _compare(self, line: Compare) -> Codes:
        over = line.over
        if self.choice.procedure == "recheck":
            if not line.recheck_applies:
                return self._all(BESIDE)
            over = line.recheck or over
        years = [self.choice.year0 - back for back in range(over.years)]
        codes = [self._one(line.field, year, line.op, line.asked) for year in years]
        return self._together(codes, over.each)

    def _one(self, name: str, year: int, op: Operator, asked: Asked) -> Codes:
        key = (name, year, op, asked)
        if key not in self.compared:
            self.compared[key] = self._coded(name, self._truth(name, year, op, asked))
        return self.compared[key]

    def _truth(self, name: str, year: int, op: Operator, asked: Asked) -> pl.Expr:
        field = self.fields[name]
        if isinstance(asked, Fraction):
            return self._quantity(field, year).compare(op, asked)
        column = self.table.column(name, year if field.yearly else None)
        if isinstance(asked, bool):
            wanted = [int(asked)]
        else:
            words = (asked,) if isinstance(asked, str) else asked
            wanted = [field.words.index(word) for word in words if word in field.words]
        found = column.cast(pl.Int64).is_in(wanted)
        return ~found if op == "!=" else found

    def _quantity(self, field: Field, year: int) -> Quantity:
        """The field's fraction, worked out once however often it is compared."""
        key = (field.name, year)
        if key not in self.quantities:
            found = quantity(self.table, field, year, self.choice.applied_on)
            if field.formula is not None:
                columns = self.table.stated.select(
                    "place", found.part.alias("part"), found.whole.alias("whole")
                )
                part, whole = pl.lit(columns["part"]), pl.lit(columns["whole"])
                found = replace(found, part=part, whole=whole)
            self.quantities[key] = found
        return self.quantities[key]

    def _coded(self, name: str, truth: pl.Expr) -> Codes:
        unknown = REVIEW if self.fields[name].proof else UNKNOWN
        coded = (
            pl.when(truth.is_null()).then(pl.lit(unknown, pl.UInt8))
            .when(truth).then(pl.lit(MET, pl.UInt8))
            .otherwise(pl.lit(UNMET, pl.UInt8))
        )  # fmt: skip
        found = self.table.stated.select(coded.alias("code"))["code"].to_numpy()
        codes: Codes = np.broadcast_to(found, (self.height,))
        return codes

    def _points(self, line: Points) -> Codes:
        if line.stated_in:
            return self._one(line.stated_in, self.choice.year0, line.op, line.asked)
        least, most, unknown = self.total() if line.part == "total" else self.parts[line.part]
        limit = int(line.asked * SCALE)
        yes, no = _decided(line.op, least, most, limit)
        codes = np.where(unknown, UNKNOWN, REVIEW).astype(np.uint8)
        codes[yes], codes[no] = MET, UNMET
        return codes

    def _by_band(self, line: ByBand) -> Codes:
        year, codes = self.choice.year0, self._all(UNKNOWN)
        for band in reversed(line.bands):
            fits = self._one(line.field, year, band.op, band.limit) == MET
            codes = np.where(fits, self.line(band.ask), codes)
        return codes

    # --- score table ------------------------------------------------------------------------
    def total(self) -> tuple[Numbers, Numbers, Truths]:
        """Least and most points in total, and whether a missing value keeps them apart."""
        least, most, unknown = zip(*self.parts.values(), strict=True)
        return np.sum(least, axis=0), np.sum(most, axis=0), np.logical_or.reduce(unknown)

    def _part(self, part: Part) -> tuple[Numbers, Numbers, Truths]:
        least, most, unknown = zip(*(self._item(item) for item in part.items), strict=True)
        top = int(part.most * SCALE)
        ends = (np.minimum(np.sum(end, axis=0), top) for end in (least, most))
        return (*ends, np.logical_or.reduce(unknown))

    def _item(self, item: Item) -> tuple[Numbers, Numbers, Truths]:
        top, year = int(item.most * SCALE), self.choice.year0
        if item.expert:
            field = self.fields[item.expert]
            stated = self.table.column(item.expert, year if field.yearly else None)
            ends = self.table.stated.select(
                "place",
                stated.cast(pl.Int64).fill_null(0).alias("least"),
                stated.cast(pl.Int64).fill_null(top).alias("most"),
            )
            return ends["least"].to_numpy(), ends["most"].to_numpy(), np.zeros(self.height, bool)
        if item.count:
            truths = [self._one(name, year, "==", True) for name in item.count]
            sure = np.sum([one == MET for one in truths], axis=0, dtype=np.int64)
            maybe = np.sum([one != UNMET for one in truths], axis=0, dtype=np.int64)
            each = int(item.each * SCALE)
            least, most = np.minimum(top, each * sure), np.minimum(top, each * maybe)
            return least, most, least < most
        ways = [self._way(way) for way in item.ways]
        least = np.maximum.reduce([way[0] for way in ways])
        most = np.maximum.reduce([way[1] for way in ways])
        return least, most, (least < most) & np.logical_or.reduce([way[2] for way in ways])

    def _way(self, way: Sequence[Case]) -> tuple[Numbers, Numbers, Truths]:
        least = np.full(self.height, np.iinfo(np.int64).max)
        most, unknown = np.full(self.height, -1), np.zeros(self.height, bool)
        going = np.ones(self.height, bool)
        for case in way:
            codes = self._all(MET) if case.when is None else self.line(case.when)
            possible = going & (codes != UNMET)
            least[possible] = np.minimum(least[possible], int(case.least * SCALE))
            most[possible] = np.maximum(most[possible], int(case.most * SCALE))
            unknown |= possible & (codes != MET)
            going &= codes != MET
        return least, most, unknown


def _decided(op: Operator, least: Numbers, most: Numbers, limit: int) -> tuple[Truths, Truths]:
    """Where every possible number of points agrees: yes, and no."""
    match op:
        case ">=":
            return least >= limit, most < limit
        case ">":
            return least > limit, most <= limit
        case "<=":
            return most <= limit, least > limit
        case "<":
            return most < limit, least >= limit
        case "==":
            return (least == limit) & (most == limit), (least > limit) | (most < limit)
        case _:
            return (least > limit) | (most < limit), (least == limit) & (most == limit)
