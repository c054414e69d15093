"""From words to products and classes: candidates by signs and pairs (BM25), then measured."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jilian_engine.shortages._kernels import class_fits, likeness, summed_scores
from jilian_engine.shortages.grams import (
    IN_NAMES,
    PAIRS,
    Floats,
    Ints,
    Keys,
    begins,
    gram_keys,
    places_in,
    weights_of,
)
from jilian_engine.shortages.index import LEVELS, ProductIndex
from jilian_engine.shortages.wording import CONTEXT, Wording, wordings

CLASS_SHARE = 0.4  # how far the class decides between products whose words are alike
LEAST = 0.04  # likeness below which a product is not found
LISTED = 0.7  # share that goes to the classes whose notes list the very words
KNOWN_WELL = 3.0  # how much more listed words and the caller's own count for the class
CLASSES = 8
POSTINGS = 30_000  # products gone through for one question: the rarest signs and pairs first


@dataclass(frozen=True, eq=False)
class Found:
    """Products by likeness, the best first, and the classes that the words point to.

    ``forms`` are positions in the index, ``worth`` in [0, 1]; ``fits``: which of the wordings
    fits each best. ``classes`` are positions in the catalogue with shares that add up to at most 1.
    """

    forms: Ints
    worth: Floats
    fits: NDArray[np.int8]
    classes: tuple[tuple[int, float], ...]
    wordings: tuple[Wording, ...]


@dataclass(frozen=True, eq=False)
class _Runs:
    """The runs of all wordings: each key once, in order, and which wording holds it."""

    keys: Keys
    at: Ints  # the place of each in the index; -1 where no product holds it
    of: Ints  # pairs of a wording and a run
    which: Ints
    values: Floats  # what the run of a pair weighs


def search_products(
    index: ProductIndex, text: str, *, most: int = 200, substitutes: tuple[str, ...] = ()
) -> Found:
    """The products whose words fit the text, at most so many, and the classes it points to."""
    asked = wordings(text, substitutes)
    forms = [one.form for one in asked]
    keys, owners = gram_keys(forms)
    classes = _classes_of(index, asked, keys, owners)
    if not index.forms or not asked:
        nothing = np.empty(0, np.int64)
        return Found(nothing, np.empty(0), nothing.astype(np.int8), _kept(classes), asked)
    runs = _runs_of(index, asked, keys, owners)
    exact = np.array([at for form in forms if (at := index.by_form.get(form)) is not None],
                     np.int64)  # fmt: skip
    near = _candidates(index, runs, exact, most)
    worth, by = _likeness(index, asked, runs, near)
    same = np.zeros(len(near), bool)
    same[np.searchsorted(near, exact)] = True
    fits = _class_likeness(index, classes, near)
    worth = np.where(same, worth, worth * (1 - CLASS_SHARE + CLASS_SHARE * fits))
    order = np.argsort(-worth, kind="stable")
    order = order[worth[order] >= LEAST][:most]
    return Found(near[order], worth[order], by[order], _kept(classes), asked)


def kind_of(index: ProductIndex, found: Found, place: int) -> str:
    """Why the product at this place was found: a kind of `Evidence`."""
    form = index.forms[found.forms[place]]
    for one in found.wordings:
        if one.form == form:
            return "same" if one.why == "words" else one.why
    said = found.wordings[found.fits[place]].form
    return "part" if len(form) > 1 and (form in said or said in form) else "alike"


def _kept(classes: NDArray[np.float32]) -> tuple[tuple[int, float], ...]:
    best = np.argsort(-classes, kind="stable")[:CLASSES]
    return tuple((int(one), float(classes[one])) for one in best if classes[one] > 0.02)


def _classes_of(
    index: ProductIndex, asked: tuple[Wording, ...], keys: Keys, owners: Ints
) -> NDArray[np.float32]:
    """The shares of the classes, over all wordings; well-known words count more."""
    catalogue = index.catalogue
    shares, known = catalogue.shares(keys, owners, len(asked))
    trust = known**2 * np.array([one.worth for one in asked])
    for at, one in enumerate(asked):
        if listed := catalogue.forms.get(one.form):
            shares[at] *= 1 - LISTED
            shares[at, list(listed)] += LISTED / len(listed)
            trust[at] *= KNOWN_WELL
        if one.why in ("words", "cas"):
            trust[at] *= KNOWN_WELL
    total = max(float(trust.sum()), 1.0)  # words that the catalogue hardly knows say little
    return np.asarray((shares * trust[:, None]).sum(axis=0) / total, np.float32)


def _runs_of(index: ProductIndex, asked: tuple[Wording, ...], keys: Keys, owners: Ints) -> _Runs:
    own, number = np.unique(keys, return_inverse=True)
    pairs, first = np.unique(owners * len(own) + number, return_index=True)
    of, which = np.divmod(pairs, len(own))
    at = places_in(index.keys, own)
    unseen = np.log(len(index.forms) + index.catalogue.count + 1) * weights_of(own, IN_NAMES)
    values = np.where(at >= 0, index.rarity[at], unseen)[which]
    if any(one.start for one in asked):
        starts = np.array([one.start for one in asked])
        context = begins([one.form for one in asked])[first] < starts[of]
        values = np.where(context, values * CONTEXT, values)
    return _Runs(own, at, of, which, values)


def _candidates(index: ProductIndex, runs: _Runs, exact: Ints, most: int) -> Ints:
    """Products that share signs or pairs of them, by BM25; those that say the same always."""
    short = (runs.keys < PAIRS) & (runs.at >= 0)
    first = np.zeros(len(short), bool)
    first[runs.which[runs.of == 0]] = True
    found = [exact, _looked_up(index, runs.at[short & first], most)]
    others = np.zeros(len(short), bool)
    others[runs.which[runs.of > 0]] = True
    if (others & short).any():
        found.append(_looked_up(index, runs.at[short & others], most // 2))
    return np.unique(np.concatenate(found))


def _looked_up(index: ProductIndex, tokens: Ints, most: int) -> Ints:
    """The best by BM25 of the products that hold the rarest of the runs."""
    bounds = index.postings.bounds
    counts = bounds[tokens + 1] - bounds[tokens]
    order = np.argsort(counts, kind="stable")
    tokens, counts = tokens[order], counts[order]
    kept = np.cumsum(counts) <= POSTINGS
    kept[:1] = True
    counts = counts[kept]
    rarity = np.log(1 + (len(index.forms) - counts + 0.5) / (counts + 0.5))
    found, scores = summed_scores(bounds, index.postings.products, tokens[kept], rarity,
                                  index.postings.norms)  # fmt: skip
    if len(found) <= most:
        return found
    least = np.partition(scores, len(scores) - most)[len(scores) - most]
    above, equal = found[scores > least], found[scores == least]
    return np.concatenate([above, np.sort(equal)[: most - len(above)]])


def _likeness(
    index: ProductIndex, asked: tuple[Wording, ...], runs: _Runs, near: Ints
) -> tuple[Floats, NDArray[np.int8]]:
    """How alike each product is to the wording that fits it best, and which one that is."""
    totals = np.bincount(runs.of, runs.values, len(asked))
    powers = np.bincount(runs.of, runs.values**2, len(asked))
    table = np.zeros((len(runs.keys), len(asked)))
    table[runs.which, runs.of] = runs.values
    known = runs.at >= 0
    ids = runs.at[known]
    return likeness(
        near, index.gram_bounds, index.gram_ids, index.lengths, index.squares, ids,
        index.rarity[ids], table[known], np.maximum(totals, 1e-12), np.maximum(powers, 1e-12),
        np.array([one.worth for one in asked]),
    )  # fmt: skip


def _class_likeness(index: ProductIndex, classes: NDArray[np.float32], near: Ints) -> Floats:
    """Share of the classes of each product that the need points to as well."""
    levels = []
    for group in (index.groups[0], index.groups[LEVELS.index(2)]):
        asked = np.bincount(group.of_class, classes, len(group.bounds) - 1)
        levels.append(np.asarray(asked[group.of_class], np.float64))
    return class_fits(near, index.classes, index.shares, levels[0], levels[1])
