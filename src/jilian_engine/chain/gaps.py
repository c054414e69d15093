"""What is missing: a demand inside a boundary that none or one makes inside.

Demand is kept apart by its evidence: declared (products that firms say they buy, products of known
links), inferred (the input–output table and the firms' sizes), and recorded shortages. A product
row rests on what was declared or was short; a sector row on the table alone, for the firms of
which no purchase in that sector is known. Three equal shortages make a row by themselves, whoever
makes the product inside; fewer are not told, so that nobody reads from a list who was short.

A row's score is the mean of its parts, each as a share of the largest in the list: value at stake,
firms that need it, criticality of those, times short. What was declared ranks before what is only
inferred.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np

from jilian_engine.chain._gap_ground import Ground, Needs, needs_inside, prepare_ground
from jilian_engine.chain._gap_near import Candidate, centre_of, nearest_makers

__all__ = [
    "Candidate",
    "Evidence",
    "GapSettings",
    "Ground",
    "MissingLink",
    "MissingLinks",
    "Supply",
    "Unknown",
    "find_missing_links",
    "prepare_ground",
]

#: GB/T 4754: manufacturing. A register of industrial firms does not know who mines or trades.
MANUFACTURING = tuple(f"{number}" for number in range(13, 44))


class Supply(Enum):
    """How many make it inside; the words are ours."""

    NONE = "none"
    SINGLE = "single"
    THIN = "thin"


@dataclass(frozen=True)
class GapSettings:
    """From when on something counts as a missing link, and how many candidates are named."""

    least_coefficient: float = 0.01
    least_shortages: int = 3
    divisions: tuple[str, ...] = MANUFACTURING
    most_candidates: int = 10


@dataclass(frozen=True)
class Evidence:
    """The firms that show the demand, by what shows it; a firm may stand in several."""

    declared: tuple[str, ...] = ()
    linked: tuple[str, ...] = ()
    inferred: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    times_short: int = 0
    met_inside: int = 0


@dataclass(frozen=True)
class MissingLink:
    """One demand with its supply inside; values in yuan a year, None where none is known.

    ``parts`` are the score's parts; ``safe_value``: at least three firms, none above four fifths.
    """

    product: str
    is_sector: bool
    industry: str
    supply: Supply
    firms: tuple[str, ...]
    makers: tuple[str, ...]
    declared: float | None
    inferred: float | None
    unknown_values: int
    safe_value: bool
    criticality: float | None
    evidence: Evidence
    parts: Mapping[str, float]
    score: float = 0.0
    candidates: tuple[Candidate, ...] = ()

    @property
    def value(self) -> float | None:
        """Declared and inferred value together."""
        if self.declared is None and self.inferred is None:
            return None
        return (self.declared or 0.0) + (self.inferred or 0.0)


@dataclass(frozen=True)
class Unknown:
    """What is not known of the firms inside."""

    firms: int
    without_products: int
    without_industry: int
    without_size: int


@dataclass(frozen=True)
class MissingLinks:
    """The rows, the first most wanted, and what is unknown beside them."""

    rows: tuple[MissingLink, ...]
    unknown: Unknown


def find_missing_links(
    ground: Ground, inside: Sequence[str], settings: GapSettings | None = None
) -> MissingLinks:
    """Missing links of the firms inside, ranked, each with makers elsewhere."""
    asked = settings or GapSettings()
    kept = [firm for firm in dict.fromkeys(inside) if firm in ground.place]
    held = frozenset(kept)
    needs = needs_inside(ground, kept)
    found = [
        *_products_missing(ground, needs, held, asked),
        *_sectors_missing(ground, needs, kept, held, asked),
    ]
    ranked = _ranked(found)
    return MissingLinks(
        tuple(_with_candidates(ground, one, held, asked) for one in ranked),
        Unknown(
            len(kept),
            sum(1 for firm in kept if firm not in ground.making_firms),
            sum(1 for firm in kept if ground.sector_of(firm) < 0),
            sum(1 for firm in kept if ground.size_of(firm) is None),
        ),
    )


def _supply(makers: int, times_short: int, asked: GapSettings) -> Supply | None:
    """None or one maker is missing; more are thin where it was short again and again."""
    if makers == 0:
        return Supply.NONE
    if makers == 1:
        return Supply.SINGLE
    return Supply.THIN if times_short >= asked.least_shortages else None


def _products_missing(
    ground: Ground, needs: Needs, held: frozenset[str], asked: GapSettings
) -> list[MissingLink]:
    """Rows by product: who declared it, buys it by a known link, or was short of it."""
    found = []
    for product in sorted(needs.by_product):
        every = needs.by_product[product]
        told = sum(len(one.shortages) for one in every.values()) >= asked.least_shortages
        wanted = {firm: one for firm, one in every.items() if told or one.declared or one.linked}
        firms = tuple(sorted(wanted))
        makers = _makers(ground.makers.get(product, ()), held, firms)
        times = [(firm, met) for firm in firms for met in wanted[firm].shortages if told]
        declared_by = tuple(firm for firm in firms if wanted[firm].declared)
        linked = tuple(firm for firm in firms if wanted[firm].linked)
        supply = _supply(len(makers), len(times), asked)
        if supply is None or not firms:
            continue
        known = {firm: wanted[firm].amount for firm in firms if wanted[firm].amount is not None}
        rough = {firm: wanted[firm].inferred for firm in firms if wanted[firm].inferred is not None}
        amounts = [float(known.get(firm) or rough.get(firm) or 0.0) for firm in firms]
        found.append(
            MissingLink(
                product=product, is_sector=False, industry=ground.class_of.get(product, ""),
                supply=supply, firms=firms, makers=makers,
                declared=_sum(list(known.values())), inferred=_sum(list(rough.values())),
                unknown_values=sum(1 for one in firms if one not in known and one not in rough),
                safe_value=_is_safe(amounts), criticality=ground.criticality_of(firms),
                evidence=Evidence(
                    declared_by, linked, tuple(sorted(rough)),
                    tuple(sorted({firm for firm, _met in times})), len(times),
                    sum(1 for _firm, met in times if met),
                ), parts={},
            )
        )  # fmt: skip
    return found


def _sectors_missing(
    ground: Ground, needs: Needs, kept: Sequence[str], held: frozenset[str], asked: GapSettings
) -> list[MissingLink]:
    """Rows by sector: firms that usually buy from it and of which no purchase there is known."""
    table = ground.table
    coefficients = ground.coefficients
    sectors = np.array([ground.sector_of(firm) for firm in kept], dtype=np.int32)
    found = []
    for sector, code in enumerate(table.codes):
        if code[:2] not in asked.divisions:
            continue
        usual = [
            firm
            for firm, own in zip(kept, sectors.tolist(), strict=True)
            if own >= 0
            and coefficients[sector, own] >= asked.least_coefficient
            and sector not in needs.sectors_of_firm.get(firm, ())
        ]
        makers = _makers(ground.makers_of_sector.get(sector, ()), held, usual)
        if not usual or len(makers) > 1:
            continue
        rough = {
            firm: float(coefficients[sector, ground.sector_of(firm)]) * size
            for firm in usual
            if (size := ground.size_of(firm)) is not None
        }
        found.append(
            MissingLink(
                product=code, is_sector=True, industry=code,
                supply=Supply.SINGLE if makers else Supply.NONE, firms=tuple(sorted(usual)),
                makers=makers, declared=None, inferred=_sum(list(rough.values())),
                unknown_values=len(usual) - len(rough), safe_value=_is_safe(list(rough.values())),
                criticality=ground.criticality_of(usual),
                evidence=Evidence(inferred=tuple(sorted(usual))), parts={},
            )
        )  # fmt: skip
    return found


def _makers(makers: Sequence[str], held: frozenset[str], needing: Sequence[str]) -> tuple[str, ...]:
    """Makers inside; one that is the only firm that needs it supplies nobody else."""
    only = needing[0] if len(needing) == 1 else None
    return tuple(sorted(one for one in makers if one in held and one != only))


def _sum(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return float(sum(sorted(known))) if known else None


def _is_safe(amounts: Sequence[float]) -> bool:
    """Whether the sum tells nothing about one firm: three or more, none above four fifths."""
    known = [amount for amount in amounts if amount > 0]
    return len(known) >= 3 and max(known) <= 0.8 * sum(known)


def _ranked(found: Sequence[MissingLink]) -> list[MissingLink]:
    """Declared before inferred, then by score; equal ones by supply and name."""
    scored = []
    for is_sector in (False, True):
        group = [one for one in found if one.is_sector is is_sector]
        parts = [
            {
                "value": one.value or 0.0,
                "firms": float(len(one.firms)),
                "criticality": one.criticality or 0.0,
                "shortages": float(one.evidence.times_short),
            }
            for one in group
        ]
        largest = {name: max((one[name] for one in parts), default=0.0) for name in PARTS}
        for one, raw in zip(group, parts, strict=True):
            shares = {name: raw[name] / largest[name] for name in PARTS if largest[name] > 0}
            score = sum(shares.values()) / max(len(shares), 1)
            scored.append(replace(one, parts=shares, score=round(score, 9)))
    order = list(Supply)
    return sorted(
        scored,
        key=lambda one: (one.is_sector, -one.score, order.index(one.supply), one.product),
    )


PARTS = ("value", "firms", "criticality", "shortages")


def _with_candidates(
    ground: Ground, one: MissingLink, held: frozenset[str], asked: GapSettings
) -> MissingLink:
    near = nearest_makers(
        ground, one.product, one.industry, held, centre_of(ground, one.firms),
        is_sector=one.is_sector, most=asked.most_candidates,
    )  # fmt: skip
    return replace(one, candidates=near)
