"""Runs of one, two and three signs of many short texts at once, as numbers.

Products in Chinese are told apart by single signs and pairs of them; words need not be cut. The end
of a text counts as a sign, because the last sign of a product says what kind of thing it is.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

PAIRS = 1 << 42  # keys below are those of single signs and of pairs
_END = 10  # the code of a line feed, which no normal form holds
_BITS = np.uint64(21)
_PLAIN = 128  # codes below are letters, figures and signs of ASCII
LETTER = 0.2
IN_CLASSES, IN_NAMES = 0.4, 2.0  # weight of a single sign beside a run: for a class, for likeness


def gram_keys(forms: Sequence[str]) -> tuple[Keys, Ints]:
    """The runs of each text as keys, and the place of the text that each belongs to."""
    joined = ("\n".join(forms) + "\n").encode("utf-32-le")
    signs = np.frombuffer(joined, np.uint32).astype(np.uint64)
    ends = signs == _END
    owners = np.cumsum(ends) - ends
    one = np.flatnonzero(~ends)
    three = one[~ends[one + 1]]
    keys = np.concatenate([
        signs[one],
        signs[one] << _BITS | signs[one + 1],
        (signs[three] << _BITS | signs[three + 1]) << _BITS | signs[three + 2],
    ])  # fmt: skip
    return keys, np.concatenate([owners[one], owners[one], owners[three]])


def begins(forms: Sequence[str]) -> Ints:
    """Where in its text each run of `gram_keys` begins."""
    sizes = np.array([len(form) for form in forms], np.int64)
    at, of = ranges(np.zeros(len(sizes), np.int64), sizes)
    return np.concatenate([at, at, at[at + 1 < sizes[of]]])


def weights_of(keys: Keys, single: float) -> Floats:
    """``single`` for single signs, 1 for runs; a single letter or figure says hardly anything."""
    weights = np.where(keys < (1 << int(_BITS)), single, 1.0)
    return np.where(keys < _PLAIN, min(single, LETTER), weights)


def distinct(ids: Ints, owners: Ints, most: int) -> tuple[Ints, Ints]:
    """Each pair of a text and a run once, by text; ``most`` is more than any run's number."""
    pairs = np.unique(owners.astype(np.int64) * most + ids)
    return pairs % most, pairs // most


def places_in(vocabulary: Keys, keys: Keys) -> Ints:
    """The place of each key in a sorted vocabulary; -1 where it is not there."""
    if not len(vocabulary):
        return np.full(len(keys), -1, np.int64)
    at = np.minimum(np.searchsorted(vocabulary, keys), len(vocabulary) - 1)
    return np.where(vocabulary[at] == keys, at, -1).astype(np.int64)


def bounds_of(owners: Ints, count: int) -> Ints:
    """Where the pairs of each text begin, and where the last one's end; owners are in order."""
    return np.searchsorted(owners, np.arange(count + 1)).astype(np.int64)


def ranges(starts: Ints, ends: Ints) -> tuple[Ints, Ints]:
    """All places from each start to its end, one behind the other, and whose each is."""
    lengths = ends - starts
    owners = np.repeat(np.arange(len(starts)), lengths)
    before = np.cumsum(lengths) - lengths
    return np.arange(len(owners)) - before[owners] + starts[owners], owners
