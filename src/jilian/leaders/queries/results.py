"""The kept result of a selection as rows that pages, files and programs read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from jilian.leaders.models import Selection
from jilian.leaders.rules.measures import measure_words, unit_words, unknown_words


@dataclass(frozen=True)
class RankedCell:
    """One measure of one firm: the frozen input, and what it came to."""

    measure: str
    cell: Mapping[str, Any]
    part: Mapping[str, Any] | None  # None: the measure is left out for all

    @property
    def value(self) -> Decimal | None:
        """The value to print; a quotient with four digits; None where it is unknown."""
        if "part" in self.cell:
            exact = Fraction(Decimal(self.cell["part"])) / Fraction(Decimal(self.cell["whole"]))
            return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(
                Decimal("0.0001")
            )
        return Decimal(self.cell["value"]) if "value" in self.cell else None

    @property
    def why(self) -> str:
        """Why it is unknown; empty where it is known."""
        return unknown_words(self.cell["unknown"]) if "unknown" in self.cell else ""

    @property
    def is_best(self) -> bool:
        """Whether no comparable firm is better."""
        return bool(self.part and self.part["best"])


@dataclass(frozen=True)
class RankedFirm:
    """A firm of the table with its rank; None: not comparable."""

    firm: int
    key: str
    name: str
    rank: int | None
    score: Decimal | None
    to_best: Decimal | None
    to_worst: Decimal | None
    ties: bool
    missing: tuple[str, ...]
    cells: tuple[RankedCell, ...]

    @property
    def order(self) -> tuple[bool, int, str]:
        """By rank, then those that are not comparable by their key."""
        return self.rank is None, self.rank or 0, self.key

    def cell(self, measure: str) -> RankedCell:
        """The cell of a measure."""
        return next(one for one in self.cells if one.measure == measure)


@dataclass(frozen=True)
class TurnedDial:
    """A weight that may be moved, with the names of who wins."""

    kind: str
    key: str
    weight: Fraction
    low: Decimal | None
    high: Decimal | None
    below: str | None
    above: str | None
    less: str | None
    more: str | None

    @property
    def words(self) -> str:
        """Of which measure or criterion."""
        return measure_words(self.key)

    @property
    def points(self) -> Decimal:
        """The weight in points."""
        return in_points(self.weight)

    @property
    def low_points(self) -> Decimal | None:
        """The lower end in points."""
        return None if self.low is None else in_points(Fraction(self.low))

    @property
    def high_points(self) -> Decimal | None:
        """The upper end in points."""
        return None if self.high is None else in_points(Fraction(self.high))


def in_points(weight: Fraction) -> Decimal:
    """A weight in points of a hundred, with two digits."""
    exact = weight * 100
    found = (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(Decimal("0.01"))
    whole = found.to_integral_value()
    return whole if whole == found else found


@dataclass(frozen=True)
class KeptMeasure:
    """A declared measure of the table: words, unit, year, sources, weight where it is used."""

    key: str
    criterion: str
    direction: str
    year: int | None
    sources: tuple[str, ...]
    weight: Fraction | None
    known: int | None = None  # where it is left out: how many firms state it

    @property
    def words(self) -> str:
        """Its name in the reader's language."""
        return measure_words(self.key)

    @property
    def criterion_words(self) -> str:
        """Its criterion in the reader's language."""
        return measure_words(self.criterion)

    @property
    def unit(self) -> str:
        """Its unit in the reader's language."""
        return unit_words(self.key)

    @property
    def points(self) -> Decimal | None:
        """Its weight in points."""
        return None if self.weight is None else in_points(self.weight)


@dataclass(frozen=True)
class KeptRanking:
    """The whole of a computed selection."""

    measures: tuple[KeptMeasure, ...]
    rows: tuple[RankedFirm, ...]
    dials: tuple[TurnedDial, ...]
    normalisation: str

    @cached_property
    def _names(self) -> dict[int, str]:
        return {row.firm: row.name for row in self.rows}

    def name_of(self, firm: int) -> str:
        """The name of a firm as it was frozen."""
        return self._names[firm]

    @property
    def comparable(self) -> list[RankedFirm]:
        """The firms that have a rank, best first."""
        return [row for row in self.rows if row.rank is not None]

    @property
    def used(self) -> list[KeptMeasure]:
        """The measures by which the firms are ranked."""
        return [one for one in self.measures if one.weight is not None]

    @property
    def left_out(self) -> list[KeptMeasure]:
        """The measures that too few firms state."""
        return [one for one in self.measures if one.weight is None]


def ranking_of(selection: Selection) -> KeptRanking:
    """Read the kept result of a computed selection; no query."""
    assert selection.table is not None and selection.result is not None
    return ranking_from(selection.table, selection.result)


def ranking_from(table: Mapping[str, Any], result: Mapping[str, Any]) -> KeptRanking:
    """Read a frozen table beside its result."""
    ranks = {row["firm"]: row for row in result["rows"]}
    rows = [_row(one, table["measures"], ranks[one["key"]]) for one in table["firms"]]
    names = {row.key: row.name for row in rows}
    return KeptRanking(
        measures=tuple(_measures(table, result)),
        rows=tuple(sorted(rows, key=lambda row: row.order)),
        dials=tuple(_dial(one, names) for one in result["sensitivity"]),
        normalisation=result["normalisation"],
    )


def _measures(table: Mapping[str, Any], result: Mapping[str, Any]) -> list[KeptMeasure]:
    weights = {one["key"]: Fraction(one["weight"]) for one in result["measures"]}
    known = {one["measure"]: one["known"] for one in result["left_out"]}
    return [
        KeptMeasure(
            one["key"], one["criterion"], one["direction"], one["year"], tuple(one["sources"]),
            weights.get(one["key"]), known.get(one["key"]),
        )
        for one in table["measures"]
    ]  # fmt: skip


def _row(firm: Mapping[str, Any], measures: Any, kept: Mapping[str, Any]) -> RankedFirm:
    parts = {one["measure"]: one for one in kept["parts"]}
    return RankedFirm(
        firm=firm["firm"], key=firm["key"], name=firm["name"], rank=kept["rank"],
        score=_decimal(kept["score"]), to_best=_decimal(kept["to_best"]),
        to_worst=_decimal(kept["to_worst"]), ties=kept["ties"], missing=tuple(kept["missing"]),
        cells=tuple(
            RankedCell(one["key"], cell, parts.get(one["key"]))
            for one, cell in zip(measures, firm["cells"], strict=True)
        ),
    )  # fmt: skip


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _dial(kept: Mapping[str, Any], names: Mapping[str, str]) -> TurnedDial:
    moved = {Fraction(one["step"]) > 0: names[one["winner"]] for one in kept["moved"]}
    return TurnedDial(
        kind=kept["kind"], key=kept["key"], weight=Fraction(kept["weight"]),
        low=_decimal(kept["low"]), high=_decimal(kept["high"]),
        below=names.get(kept["below"]), above=names.get(kept["above"]),
        less=moved.get(False), more=moved.get(True),
    )  # fmt: skip


@dataclass(frozen=True)
class Difference:
    """A firm that came out otherwise when a selection was ranked again."""

    name: str
    rank_then: int | None
    rank_now: int | None
    score_then: Decimal | None
    score_now: Decimal | None


def differences(selection: Selection, result: Mapping[str, Any]) -> list[Difference]:
    """Return the firms whose rank or score is another in a result than in the kept one."""
    assert selection.table is not None
    now = {row.firm: row for row in ranking_from(selection.table, result).rows}
    return [
        Difference(row.name, row.rank, now[row.firm].rank, row.score, now[row.firm].score)
        for row in ranking_of(selection).rows
        if (row.rank, row.score) != (now[row.firm].rank, now[row.firm].score)
    ]
