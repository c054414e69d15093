"""Rank firms by declared measures: TOPSIS or weighted sum, nothing missing filled in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

import numpy as np

from jilian_engine.errors import EngineError
from jilian_engine.leaders import _library
from jilian_engine.leaders._standing import Floats, Terms, order_of, terms_of
from jilian_engine.leaders.sensitivity import Dial, turn
from jilian_engine.leaders.table import (
    CRITERIA,
    DECIMALS,
    DIRECTIONS,
    METHODS,
    NORMALISATIONS,
    LeaderTable,
    LeftOut,
    Measure,
    Missing,
    Number,
    Part,
    Row,
)
from jilian_engine.leaders.weights import entropy_weights, equal_weights, given_weights

STEPS = (Fraction(-1, 10), Fraction(1, 10))
Weights = str | Mapping[str, Number]
Values = Sequence[Sequence[Number | None]]


def rank_leaders(
    firms: Sequence[str],
    measures: Sequence[Measure],
    values: Values,
    *,
    weights: Weights = "equal",
    method: str = "topsis",
    normalisation: str | None = None,
    missing: Missing | None = None,
) -> LeaderTable:
    """Rank firms; ``values`` has a row a firm and a column a measure, None where it is missing.

    ``weights``: "equal" (each criterion alike, shared by its measures), "entropy", or numbers by
    measure, brought to a sum of 1. ``normalisation``: "vector" (the default of TOPSIS) or "range"
    (the weighted sum's only one). Numbers are whole, Decimal or Fraction: a float is refused, it
    has lost digits. The order is exact, firms that stand level follow by their keys; the same
    inputs give the same result whatever the order of the rows. Raises EngineError.
    """
    normalisation = normalisation or ("vector" if method == "topsis" else "range")
    _check(firms, measures, values, method, normalisation)
    rows = sorted(range(len(firms)), key=lambda at: firms[at])
    keys = [firms[at] for at in rows]
    table = [list(values[at]) for at in rows]
    used, left_out = _used(measures, table, missing or Missing())
    kept = [measures[at] for at in used]
    table = [[row[at] for at in used] for row in table]
    comparable = [at for at, row in enumerate(table) if None not in row] if kept else []
    columns = [
        [_exact(table[at][place]) for at in comparable] for place in range(len(kept))
    ]  # fmt: skip
    weighting = weights if isinstance(weights, str) else "given"
    shares = _weights(kept, columns, weights, is_empty=not comparable)
    ranking = _Ranking(keys, kept, table, comparable, columns, shares, method, normalisation)
    return LeaderTable(
        method=method, normalisation=normalisation, weighting=weighting, measures=tuple(kept),
        weights=tuple(shares), left_out=tuple(left_out), rows=ranking.rows(),
        sensitivity=ranking.sensitivity(), versions=_library.versions(),
    )  # fmt: skip


def _exact(value: Number | None) -> Fraction:
    assert value is not None
    return Fraction(value)


def _check(
    firms: Sequence[str],
    measures: Sequence[Measure],
    values: Values,
    method: str,
    normalisation: str,
) -> None:
    if method not in METHODS:
        raise EngineError("method_unknown", f"There is no method {method}.")
    if normalisation not in NORMALISATIONS or (
        method == "weighted_sum" and normalisation != "range"
    ):
        raise EngineError("normalisation_unknown", f"{method} does not use {normalisation}.")
    if len(set(firms)) != len(firms) or len({one.key for one in measures}) != len(measures):
        raise EngineError("key_twice", "A firm or a measure stands in the table twice.")
    if not measures:
        raise EngineError("measures_missing", "At least one measure is needed.")
    for one in measures:
        if one.criterion not in CRITERIA or one.direction not in DIRECTIONS:
            raise EngineError("measure_wrong", f"{one.key} has no such criterion or direction.")
    if len(values) != len(firms) or any(len(row) != len(measures) for row in values):
        raise EngineError("table_shape", "The table needs a row a firm and a column a measure.")
    for at, row in enumerate(values):
        for value in row:
            if isinstance(value, bool) or not isinstance(
                value, int | Decimal | Fraction | type(None)
            ):
                raise EngineError("value_wrong", f"{value!r} is not an exact number.", row=at)
            if isinstance(value, Decimal) and not value.is_finite():
                raise EngineError("value_wrong", "A value must be finite; None is missing.", row=at)


def _used(
    measures: Sequence[Measure], table: Sequence[Sequence[Number | None]], missing: Missing
) -> tuple[list[int], list[LeftOut]]:
    """Which measures are used, and which are left out because too few firms state them."""
    used, left_out = [], []
    for place, one in enumerate(measures):
        known = sum(row[place] is not None for row in table)
        least = missing.least_known
        if least is not None and (not known or Fraction(known, len(table)) < least):
            left_out.append(LeftOut(one.key, known, len(table)))
        else:
            used.append(place)
    return used, left_out


def _weights(
    measures: Sequence[Measure],
    columns: Sequence[Sequence[Fraction]],
    weights: Weights,
    *,
    is_empty: bool,
) -> list[Fraction]:
    """The weights; without a comparable firm entropy says nothing, and each is 0."""
    if not measures or (is_empty and weights == "entropy"):
        return [Fraction(0)] * len(measures)
    if weights == "equal":
        return equal_weights(measures)
    if weights == "entropy":
        return entropy_weights(columns)
    if isinstance(weights, str):
        raise EngineError("weights_unknown", f"There are no weights {weights}.")
    return given_weights(measures, weights)


class _Ranking:
    """The comparable firms under weights: their order, what it is made of, what would change it."""

    def __init__(
        self,
        keys: Sequence[str],
        measures: Sequence[Measure],
        table: Sequence[Sequence[Number | None]],
        comparable: Sequence[int],
        columns: Sequence[Sequence[Fraction]],
        weights: Sequence[Fraction],
        method: str,
        normalisation: str,
    ) -> None:
        self.keys, self.measures, self.table = keys, measures, table
        self.comparable, self.columns, self.weights = comparable, columns, weights
        self.method, self.normalisation = method, normalisation
        directions = [one.direction for one in measures]
        self.bests = [
            (max if way == "benefit" else min)(column) if column else Fraction(0)
            for way, column in zip(directions, columns, strict=True)
        ]
        self.terms: Terms | None = None
        if comparable:
            self.terms = terms_of(columns, directions, method, normalisation)
            self.scored = _library.score(columns, directions, weights, method, normalisation)

    def rows(self) -> tuple[Row, ...]:
        """Rows by rank, then the firms that are not comparable by key."""
        ranked: list[Row] = []
        if self.terms is not None:
            order, level = order_of(self.terms, self.weights)
            self._agree(self.terms.keys([one**self.terms.power for one in self.weights]))
            ranked = [self._row(at, rank, at in level) for rank, at in enumerate(order, start=1)]
        standing = set(self.comparable)
        others = [at for at in range(len(self.keys)) if at not in standing]
        return (*ranked, *(self._incomparable(at) for at in others))

    def _agree(self, own: Floats) -> None:
        """Stop where the library and the own reckoning say different things: a defect."""
        scores = self.scored.scores
        if self.method == "topsis":  # (d⁻/d⁺)² against the squares' share
            with np.errstate(divide="ignore"):
                scores = scores**2 / (scores**2 + (1 - scores) ** 2)
            if not own.any():
                return
        gap = float(np.max(np.abs(scores - own)))
        if gap > 1e-6:
            raise RuntimeError(f"the library's scores differ from the own ones by {gap}")

    def _row(self, at: int, rank: int, ties: bool) -> Row:
        scored, place_of_firm = self.scored, self.comparable[at]
        parts = tuple(
            Part(
                one.key, self.table[place_of_firm][place],
                round(float(scored.normalised[at, place]), DECIMALS),
                round(float(scored.normalised[at, place]) * float(weight), DECIMALS),
                self.columns[place][at] == self.bests[place],
            )
            for place, (one, weight) in enumerate(zip(self.measures, self.weights, strict=True))
        )  # fmt: skip
        return Row(
            self.keys[place_of_firm], rank, round(float(scored.scores[at]), DECIMALS),
            None if scored.to_best is None else round(float(scored.to_best[at]), DECIMALS),
            None if scored.to_worst is None else round(float(scored.to_worst[at]), DECIMALS),
            ties, (), parts,
        )  # fmt: skip

    def _incomparable(self, at: int) -> Row:
        values = self.table[at]
        lacking = tuple(
            one.key for one, value in zip(self.measures, values, strict=True) if value is None
        )
        parts = tuple(
            Part(one.key, value) for one, value in zip(self.measures, values, strict=True)
        )
        return Row(self.keys[at], None, None, None, None, False, lacking, parts)

    def sensitivity(self) -> tuple[Dial, ...]:
        """One dial a measure, and one a criterion."""
        if self.terms is None:
            return ()
        firms = [self.keys[at] for at in self.comparable]
        winner = order_of(self.terms, self.weights)[0][0]
        groups: list[tuple[str, str, list[int]]] = [
            ("measure", one.key, [place]) for place, one in enumerate(self.measures)
        ]
        for criterion in CRITERIA:
            inside = [at for at, one in enumerate(self.measures) if one.criterion == criterion]
            if inside:
                groups.append(("criterion", criterion, inside))
        return tuple(
            turn(
                self.terms, self.weights, inside, firms=firms, winner=winner, steps=STEPS,
                kind=kind, key=key,
            )
            for kind, key, inside in groups
        )  # fmt: skip
