"""Which firms can answer a need, ranked by parts that are all shown.

score = capability · (ABLE + (1 − ABLE) · Σ weight · part), parts unknown counting UNKNOWN.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from jilian_engine.shortages.grams import Floats, Ints, ranges
from jilian_engine.shortages.index import ProductIndex
from jilian_engine.shortages.needs import (
    ABLE,
    PARTS,
    UNKNOWN,
    WEIGHTS,
    Evidence,
    Known,
    Need,
    Proposal,
    Ranking,
)
from jilian_engine.shortages.search import Found, kind_of, search_products

OF_ROLE = np.array([1.0, 0.7, 0.4])  # makes, made, holds (buys it for itself)
LEAST_SHARE = 0.02  # share of a class below which its firms are not looked at
FIRMS_OF_CLASS = 8_000  # firms looked at for their class alone: the likeliest classes first
CAN_CONVERT = 0.5  # what the right class alone is worth
OF_LEVEL = (0.5, 0.3, 0.2)  # how far firms of the same class, group and division can convert
SECOND = 0.3  # how far a firm's second-best product adds to its best one
LEAST_ABLE = 0.02
LEAST_BEST = 0.08  # ability of the best of all below which nobody is listed
LEAST_SHOWN = 0.03  # ability by class below which it is no evidence
HALF_KM = 50.0  # kilometres at which closeness is one half
_SAME_PLACE = ((9, 0.95), (6, 0.8), (4, 0.5), (2, 0.25))  # digits of the town that are the same
_NOBODY: Mapping[Hashable, Known] = MappingProxyType({})
_SAID = ("makes", "made", "holds")  # what buys a thing may hold some
_EARTH_KM = 6371.0


@dataclass(frozen=True, eq=False)
class Able:
    """Firms with any ability for a need, by position, with where it comes from."""

    found: Found
    firms: Ints
    capability: Floats
    by_words: Floats
    by_class: Floats
    row: Ints  # the product row that counts most; -1 where only the class speaks


def rank_suppliers(
    index: ProductIndex, need: Need, *, most: int = 20, among: Collection[Hashable] | None = None,
    known: Mapping[Hashable, Known] = _NOBODY, weights: Mapping[str, float] = WEIGHTS,
    found: Found | None = None,
) -> Ranking:  # fmt: skip
    """The firms that can help, the best first; ``among`` keeps these alone, never the caller.

    ``known`` says what is known of single firms; ``found`` may bring a search made before.
    """
    able = able_firms(index, need, found=found)
    kept = _allowed(index, need, able.firms, among)
    able = Able(able.found, able.firms[kept], able.capability[kept], able.by_words[kept],
                able.by_class[kept], able.row[kept])  # fmt: skip
    parts = _parts(index, need, able, known)
    scores = _scores(able.capability, parts, weights)
    order = np.lexsort((able.firms, -scores))[:most]
    kilometres = _kilometres(index, need, able.firms[order])
    return Ranking(
        tuple(
            Proposal(
                index.firms[able.firms[at]], round(float(scores[at]), 6),
                _shown(able.capability[at], parts, at), evidence_of(index, able, int(at)),
                None if np.isnan(km) else round(float(km), 1),
            )
            for at, km in zip(order.tolist(), kilometres, strict=True)
        ),
        len(able.firms), weights,
    )  # fmt: skip


def _allowed(
    index: ProductIndex, need: Need, firms: Ints, among: Collection[Hashable] | None
) -> NDArray[np.bool_]:
    kept = np.ones(len(firms), bool)
    if among is not None:
        places = [index.place[one] for one in among if one in index.place]
        kept &= np.isin(firms, np.array(places, np.int64))
    if need.firm is not None and need.firm in index.place:
        kept &= firms != index.place[need.firm]
    return kept


def able_firms(index: ProductIndex, need: Need, *, found: Found | None = None) -> Able:
    """All firms with any ability: by the words of their products, and by their class.

    None where even the best of the whole index is weak, whoever may be asked.
    """
    if found is None:
        found = search_products(index, need.text, substitutes=need.substitutes)
    by_words, rows = _by_words(index, found)
    firms, by_class = _by_class(index, found)
    every = np.union1d(rows[0], firms)
    words, convert = np.zeros(len(every)), np.zeros(len(every))
    row = np.full(len(every), -1, np.int64)
    at = np.searchsorted(every, rows[0])
    words[at], row[at] = by_words, rows[1]
    convert[np.searchsorted(every, firms)] = by_class
    capability = 1 - (1 - words) * (1 - convert)
    answered = capability.max(initial=0.0) >= LEAST_BEST
    kept = (capability >= LEAST_ABLE) & answered
    return Able(found, every[kept], capability[kept], words[kept], convert[kept], row[kept])


def _by_words(index: ProductIndex, found: Found) -> tuple[Floats, tuple[Ints, Ints]]:
    """Ability by products found: the best, and a share of the second; with the best one's row."""
    rows, of = ranges(index.row_bounds[found.forms], index.row_bounds[found.forms + 1])
    worth = found.worth[of] * OF_ROLE[index.row_role[rows]]
    firms = index.row_firm[rows]
    order = np.lexsort((rows, -worth, firms))
    firms, worth, rows = firms[order], worth[order], rows[order]
    first = np.flatnonzero(np.diff(firms, prepend=-1))
    best = worth[first]
    second = np.zeros(len(first))
    more = np.diff(np.append(first, len(firms))) > 1
    second[more] = worth[first[more] + 1]
    return 1 - (1 - best) * (1 - SECOND * second), (firms[first], rows[first])


def _by_class(index: ProductIndex, found: Found) -> tuple[Ints, Floats]:
    """Ability by class: firms of the same class, and less of the same group and division."""
    firms: list[Ints] = []
    worth: list[Floats] = []
    taken = 0
    for share, group in zip(OF_LEVEL, index.groups, strict=True):
        asked: dict[int, float] = {}
        for place, part in found.classes:
            number = int(group.of_class[place])
            asked[number] = asked.get(number, 0.0) + part
        for number, part in sorted(asked.items(), key=lambda one: -one[1]):
            if part < LEAST_SHARE:
                break
            size = int(group.bounds[number + 1] - group.bounds[number])
            if taken and taken + size > FIRMS_OF_CLASS:
                continue
            taken += size
            span = slice(group.bounds[number], group.bounds[number + 1])
            firms.append(group.firms[span])
            worth.append(share * part * group.worth[span].astype(np.float64))
    if not firms:
        return np.empty(0, np.int64), np.empty(0)
    every, at = np.unique(np.concatenate(firms), return_inverse=True)
    return every, CAN_CONVERT * np.minimum(np.bincount(at, np.concatenate(worth)), 1.0)


def _parts(
    index: ProductIndex, need: Need, able: Able, known: Mapping[Hashable, Known]
) -> dict[str, Floats]:
    """Every part but capability, for each firm; nan where unknown."""
    count = len(able.firms)
    parts = {name: np.full(count, np.nan) for name in WEIGHTS}
    parts["near"] = near_of(index, need, able.firms)
    parts["fair"] = np.ones(count)
    if need.hidden and need.industry:
        rivals = index.main[able.firms] == index.catalogue.place(need.industry)
        parts["fair"][rivals] = 0.25
    if need.certificates:
        for at, firm in enumerate(able.firms.tolist()):
            if (held := index.certificates.get(firm)) is not None:
                parts["certificates"][at] = len(need.certificates & held) / len(need.certificates)
    if known:
        place = {int(firm): at for at, firm in enumerate(able.firms)}
        for key, one in known.items():
            at_firm = place.get(index.place.get(key, -1))
            if at_firm is not None:
                _fill(parts, at_firm, need, one)
    return parts


def _fill(parts: dict[str, Floats], at: int, need: Need, one: Known) -> None:
    """The parts that are known of one firm."""
    if one.spare is not None and need.amount:
        parts["amount"][at] = min(float(one.spare / need.amount), 1.0)
    if one.lead_hours is not None and need.needed_by_hours is not None:
        late = one.lead_hours - need.needed_by_hours
        parts["time"][at] = 1.0 if late <= 0 else max(0.0, 1 - late / max(need.needed_by_hours, 24))
    if one.chain is not None:
        parts["chain"][at] = one.chain
    if one.kept is not None:
        parts["kept"][at] = one.kept
    if one.certificates is not None and need.certificates:
        held = need.certificates & one.certificates
        parts["certificates"][at] = len(held) / len(need.certificates)
    parts["fair"][at] /= 1 + one.helped


def near_of(index: ProductIndex, need: Need, firms: Ints) -> Floats:
    """Closeness in space: by distance, else by the town's code; nan where neither is known."""
    near = HALF_KM / (HALF_KM + _kilometres(index, need, firms))
    if need.town:
        lost = np.flatnonzero(np.isnan(near))
        near[lost] = [_same_place(need.town, index.towns[firms[at]]) for at in lost.tolist()]
    return near


def _same_place(one: str, other: str) -> float:
    if not other:
        return float("nan")
    for digits, closeness in _SAME_PLACE:
        if len(one) >= digits and one[:digits] == other[:digits]:
            return closeness
    return 0.1


def _kilometres(index: ProductIndex, need: Need, firms: Ints) -> Floats:
    """Great-circle distance; nan where a place is unknown."""
    if need.x is None or need.y is None:
        return np.full(len(firms), np.nan)
    x, y = np.radians(index.x[firms]), np.radians(index.y[firms])
    x0, y0 = np.radians(need.x), np.radians(need.y)
    half = np.sin((y - y0) / 2) ** 2 + np.cos(y) * np.cos(y0) * np.sin((x - x0) / 2) ** 2
    return np.asarray(2 * _EARTH_KM * np.arcsin(np.sqrt(half)), np.float64)


def _scores(
    capability: Floats, parts: Mapping[str, Floats], weights: Mapping[str, float]
) -> Floats:
    rest = sum(weights[name] * np.where(np.isnan(part), UNKNOWN, part)
               for name, part in parts.items())  # fmt: skip
    return np.asarray(capability * (ABLE + (1 - ABLE) * rest / sum(weights.values())), np.float64)


def _shown(capability: float, parts: Mapping[str, Floats], at: int) -> Mapping[str, float | None]:
    shown: dict[str, float | None] = {"capability": round(float(capability), 6)}
    for name in PARTS[1:]:
        value = float(parts[name][at])
        shown[name] = None if np.isnan(value) else round(value, 6)
    return MappingProxyType(shown)


def evidence_of(index: ProductIndex, able: Able, at: int) -> tuple[Evidence, ...]:
    """The product that counts most, and the class where the firm's class speaks for it."""
    found: list[Evidence] = []
    if (row := int(able.row[at])) >= 0:
        form = int(index.row_form[row])
        place = int(np.flatnonzero(able.found.forms == form)[0])
        role = _SAID[index.row_role[row]]
        worth = round(float(able.by_words[at]), 6)
        kind = kind_of(index, able.found, place)
        found.append(Evidence(kind, index.shown[form], role, worth))
    if able.by_class[at] >= LEAST_SHOWN:
        own = index.industries[able.firms[at]] or "–"
        best = {index.catalogue.codes[place] for place, _share in able.found.classes[:3]}
        kind = "class" if own in best else "near_class"
        found.append(Evidence(kind, own, "industry", round(float(able.by_class[at]), 6)))
    return tuple(sorted(found, key=lambda one: -one.worth))
