"""From words to products and classes: candidates by signs and pairs (BM25), then measured."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import tantivy
from numpy.typing import NDArray

from jilian_engine.shortages.catalogue import KEPT
from jilian_engine.shortages.grams import (
    IN_NAMES,
    Floats,
    Ints,
    gram_keys,
    places_in,
    ranges,
    weights_of,
)
from jilian_engine.shortages.index import LEVELS, ProductIndex, tokens_of
from jilian_engine.shortages.wording import CONTEXT, Wording, wordings

COSINE, ASKED, OFFERED = 0.5, 0.3, 0.2  # parts of likeness: both ways, of the need, of the product
CLASS_SHARE = 0.4  # how far the class decides between products whose words are alike
LEAST = 0.04  # likeness below which a product is not found
LISTED = 0.7  # share that goes to the classes whose notes list the very words
KNOWN_WELL = 3.0  # how much more listed words and the caller's own count for the class
CLASSES = 8
POSTINGS = 30_000  # products gone through for one question: the rarest signs and pairs first
_SHOULD = tantivy.Occur.Should


@dataclass(frozen=True, eq=False)
class Found:
    """Products by likeness, the best first, and the classes that the words point to.

    ``forms`` are positions in the index, ``worth`` in [0, 1]; ``kinds`` as in `Evidence`.
    ``classes`` are positions in the catalogue with shares that add up to at most 1.
    """

    forms: Ints
    worth: Floats
    kinds: tuple[str, ...]
    classes: tuple[tuple[int, float], ...]
    wordings: tuple[Wording, ...]


def search_products(
    index: ProductIndex, text: str, *, most: int = 200, substitutes: tuple[str, ...] = ()
) -> Found:
    """The products whose words fit the text, at most so many, and the classes it points to."""
    asked = wordings(text, substitutes)
    classes = _classes_of(index, asked)
    near = _candidates(index, asked, most)
    if not len(near):
        return Found(near, np.empty(0), (), _kept(classes), asked)
    worth, by = _likeness(index, asked, near)
    exact = [at for one in asked if (at := index.by_form.get(one.form)) is not None]
    same = np.isin(near, exact)
    fits = _class_likeness(index, classes, near)
    worth = np.where(same, worth, worth * (1 - CLASS_SHARE + CLASS_SHARE * fits))
    order = np.lexsort((near, -worth))
    order = order[worth[order] >= LEAST][:most]
    kinds = _kinds(index, asked, near[order], by[order])
    return Found(near[order], worth[order], kinds, _kept(classes), asked)


def _kept(classes: NDArray[np.float32]) -> tuple[tuple[int, float], ...]:
    best = np.argsort(-classes, kind="stable")[:CLASSES]
    return tuple((int(one), float(classes[one])) for one in best if classes[one] > 0.02)


def _classes_of(index: ProductIndex, asked: tuple[Wording, ...]) -> NDArray[np.float32]:
    """The shares of the classes, over all wordings; well-known words count more."""
    catalogue = index.catalogue
    shares, known = catalogue.shares([one.form for one in asked])
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


def _candidates(index: ProductIndex, asked: tuple[Wording, ...], most: int) -> Ints:
    """Products that share signs or pairs of them, by BM25; those that say the same always."""
    if not index.forms or not asked:
        return np.empty(0, np.int64)
    exact = [at for one in asked if (at := index.by_form.get(one.form)) is not None]
    found = _looked_up(index, tokens_of(asked[0].form), most)
    others = list(dict.fromkeys(token for one in asked[1:] for token in tokens_of(one.form)))
    if others:
        found += _looked_up(index, others, most // 2)
    return np.unique(np.array(exact + found, np.int64))


def _looked_up(index: ProductIndex, tokens: list[str], most: int) -> list[int]:
    known = sorted((index.searcher.doc_freq("tokens", token), token) for token in tokens)
    reach = np.cumsum([count for count, _token in known])
    kept = [token for (count, token), upto in zip(known, reach.tolist(), strict=True)
            if count and (upto <= POSTINGS or upto == count)]  # fmt: skip
    terms = [
        (_SHOULD, tantivy.Query.term_query(index.schema, "tokens", token, "freq")) for token in kept
    ]
    hits = index.searcher.search(tantivy.Query.boolean_query(terms), most, count=False).hits
    found = index.searcher.fast_field_values("place", [address for _score, address in hits])
    return [int(place) for place in found if place is not None]


def _likeness(
    index: ProductIndex, asked: tuple[Wording, ...], near: Ints
) -> tuple[Floats, NDArray[np.int8]]:
    """How alike each product is to the wording that fits it best, and which one that is."""
    at, of = ranges(index.gram_bounds[near], index.gram_bounds[near + 1])
    ids = index.gram_ids[at]
    rarity = index.rarity[ids]
    best = np.zeros(len(near))
    by = np.zeros(len(near), np.int8)
    for number, one in enumerate(asked):
        known, values, total, square = _asked_runs(index, one)
        if not len(known):
            continue
        place = np.minimum(np.searchsorted(known, ids), len(known) - 1)
        hit = np.flatnonzero(known[place] == ids)
        asked_value, offered = values[place[hit]], rarity[hit]
        both = np.bincount(of[hit], asked_value * offered, len(near))
        cosine = both / np.sqrt(square * np.maximum(index.squares[near], 1e-12))
        of_need = np.bincount(of[hit], asked_value, len(near)) / total
        of_product = np.bincount(of[hit], offered, len(near)) / np.maximum(
            index.lengths[near], 1e-12
        )
        worth = (COSINE * cosine + ASKED * of_need + OFFERED * of_product) * one.worth
        better = worth > best
        best[better], by[better] = worth[better], number
    return np.minimum(best, 1.0), by


def _asked_runs(index: ProductIndex, one: Wording) -> tuple[Ints, Floats, float, float]:
    """The known runs of a wording with their weights; the sums over all of its runs."""
    keys, _owners = gram_keys([one.form])
    keys, first = np.unique(keys, return_index=True)
    context = _before(one, len(keys), first)
    at = places_in(index.keys, keys)
    unseen = np.log(len(index.forms) + index.catalogue.count + 1) * weights_of(keys, IN_NAMES)
    values = np.where(at >= 0, index.rarity[at], unseen) * np.where(context, CONTEXT, 1.0)
    order = np.argsort(at[at >= 0])
    return (at[at >= 0][order], values[at >= 0][order], max(float(values.sum()), 1e-12),
            max(float((values**2).sum()), 1e-12))  # fmt: skip


def _before(one: Wording, count: int, first: Ints) -> NDArray[np.bool_]:
    """Which runs begin before the product itself; `gram_keys` gives them by length, in order."""
    if not one.start:
        return np.zeros(count, bool)
    size = len(one.form)
    begins = np.where(first < 2 * size, first % size, first - 2 * size)
    return np.asarray(begins < one.start)


def _class_likeness(index: ProductIndex, classes: NDArray[np.float32], near: Ints) -> Floats:
    """Share of the classes of each product that the need points to as well: of four digits, two."""
    total = np.zeros(len(near))
    for group in (index.groups[0], index.groups[LEVELS.index(2)]):
        asked = np.bincount(group.of_class, classes, len(group.bounds) - 1)
        theirs = group.of_class[index.classes[near].astype(np.int64)]
        shares = index.shares[near]
        for place in range(KEPT):
            total += 0.5 * np.minimum(asked[theirs[:, place]], shares[:, place])
    return np.minimum(total, 1.0)


def _kinds(
    index: ProductIndex, asked: tuple[Wording, ...], near: Ints, by: NDArray[np.int8]
) -> tuple[str, ...]:
    own = {one.form: "same" if one.why == "words" else one.why for one in reversed(asked)}
    found = []
    for at, number in zip(near.tolist(), by.tolist(), strict=True):
        form, said = index.forms[at], asked[number].form
        if form in own:
            found.append(own[form])
        else:
            found.append("part" if len(form) > 1 and (form in said or said in form) else "alike")
    return tuple(found)
