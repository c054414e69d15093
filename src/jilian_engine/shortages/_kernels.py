"""The loops of the search, compiled: scores of candidates, likeness, classes.

Sums are taken in the order of the arrays, so that the same input gives the same bytes.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from jilian_engine.compiled import compiled

Ints = NDArray[np.int64]
Places = NDArray[np.int32]
Floats = NDArray[np.float64]
Singles = NDArray[np.float32]

COSINE, ASKED, OFFERED = 0.5, 0.3, 0.2  # parts of likeness: both ways, of the need, of the product
_SPREAD = np.uint32(2654435769)  # 2^32 over the golden ratio: neighbours fall far apart


@compiled
def summed_scores(
    bounds: Ints, postings: Places, runs: Ints, rarity: Floats, norms: Singles
) -> tuple[Ints, Floats]:
    """Each product that holds one of the runs, and the rarity of those it holds, by its norm.

    The products of run r are ``postings[bounds[r]:bounds[r + 1]]``; they come in no set order.
    """
    total = 0
    for run in runs:
        total += bounds[run + 1] - bounds[run]
    bits = 4
    while (1 << bits) < 2 * total:
        bits += 1
    held, sums = np.full(1 << bits, -1, np.int32), np.empty(1 << bits, np.float64)
    last, shift = (1 << bits) - 1, np.uint32(32 - bits)
    slots, count = np.empty(total, np.int64), 0
    for number in range(len(runs)):
        for at in range(bounds[runs[number]], bounds[runs[number] + 1]):
            product = postings[at]
            slot = np.int64(np.uint32(np.uint32(product) * _SPREAD) >> shift)
            while held[slot] != product and held[slot] != -1:
                slot = (slot + 1) & last
            if held[slot] == -1:
                held[slot], sums[slot], slots[count] = product, 0.0, slot
                count += 1
            sums[slot] += rarity[number]
    found, scores = np.empty(count, np.int64), np.empty(count, np.float64)
    for at in range(count):
        found[at] = held[slots[at]]
        scores[at] = sums[slots[at]] * norms[found[at]]
    return found, scores


@compiled
def likeness(
    near: Ints, bounds: Ints, ids: Places, lengths: Floats, squares: Floats, known: Ints,
    offered: Floats, asked: Floats, totals: Floats, powers: Floats, worths: Floats,
) -> tuple[Floats, NDArray[np.int8]]:  # fmt: skip
    """How alike each product is to the wording that fits it best, and which one that is.

    ``known``: all runs of the wordings in order, ``offered`` their weight in a product and
    ``asked`` that in each wording, 0 where it lacks the run; ``totals`` and ``powers``: the sums
    of the weights of each wording and of their squares.
    """
    best, by = np.zeros(len(near)), np.zeros(len(near), np.int8)
    ways = len(worths)
    both, of_need, of_product = np.empty(ways), np.empty(ways), np.empty(ways)
    for place in range(len(near)):
        product = near[place]
        both[:], of_need[:], of_product[:] = 0.0, 0.0, 0.0
        run = 0
        for at in range(bounds[product], bounds[product + 1]):
            while run < len(known) and known[run] < ids[at]:
                run += 1
            if run == len(known):
                break
            if known[run] != ids[at]:
                continue
            for way in range(ways):
                value = asked[run, way]
                if value > 0.0:
                    both[way] += value * offered[run]
                    of_need[way] += value
                    of_product[way] += offered[run]
        length, square = max(lengths[product], 1e-12), max(squares[product], 1e-12)
        for way in range(ways):
            cosine = both[way] / np.sqrt(powers[way] * square)
            share = ASKED * (of_need[way] / totals[way])
            worth = (COSINE * cosine + share + OFFERED * (of_product[way] / length)) * worths[way]
            if worth > best[place]:
                best[place], by[place] = worth, way
        best[place] = min(best[place], 1.0)
    return best, by


@compiled
def class_fits(
    near: Ints, classes: NDArray[np.int16], shares: Singles, four: Floats, two: Floats
) -> Floats:
    """The share of each product's classes that the need points to as well: of four digits, two.

    ``four`` and ``two``: what the need gives to the group of each class at either level.
    """
    fits = np.zeros(len(near))
    for level in (four, two):
        for place in range(len(near)):
            for at in range(classes.shape[1]):
                kind, share = classes[near[place], at], np.float64(shares[near[place], at])
                fits[place] += 0.5 * min(level[kind], share)
    return np.minimum(fits, 1.0)


@compiled
def summed_classes(
    owners: Ints, runs: Ints, values: Floats, bounds: Places, classes: Places, weights: Floats,
    floor: Floats, texts: int,
) -> Floats:  # fmt: skip
    """For each text and class: the value of each run times its weight in the class, all added.

    ``floor`` is what the class gives for any run, in place of a weight of 0.
    """
    found, total = np.zeros((texts, len(floor))), np.zeros(texts)
    for pair in range(len(runs)):
        row = found[owners[pair]]
        total[owners[pair]] += values[pair]
        for at in range(bounds[runs[pair]], bounds[runs[pair] + 1]):
            row[classes[at]] += values[pair] * weights[at]
    for text in range(texts):
        found[text] += total[text] * floor
    return found
