"""Which classes of GB/T 4754-2017 a product's words point to, learned from the official terms.

A multinomial naive Bayes model over runs of signs: each class is known by the terms of its notes
and the key products of the strategic industries (product_words/README.md). On a tenth of the terms
held out the right class of 666 is the first for two in three and among the first ten for nine in
ten (docs/methods/answering-a-need.md).
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from jilian_engine.shortages._kernels import summed_classes
from jilian_engine.shortages.grams import (
    IN_CLASSES,
    Floats,
    Ints,
    Keys,
    distinct,
    gram_keys,
    places_in,
    weights_of,
)
from jilian_engine.shortages.wording import folded_product

SMOOTHING = 0.02
KEPT = 3  # classes kept of each product
_ENDINGS = ("及其他", "制造", "加工", "生产", "业")
CHUNK = 5_000


@dataclass(frozen=True, eq=False)
class Catalogue:
    """The classes in order of their codes and what the model knows of each run of signs."""

    codes: tuple[str, ...]
    names: tuple[str, ...]
    forms: dict[str, tuple[int, ...]]  # every term, in normal form, and the classes that list it
    keys: Keys
    held: Ints  # how many terms hold each run
    rarity: Floats  # logarithm of all terms by these
    count: int  # of terms
    of_run: sparse.csr_matrix  # runs by classes
    floor: Floats  # what a run that a class never holds adds, by class

    def place(self, code: str) -> int:
        """The place of a class; -1 for one that is not of goods, or unknown."""
        return _places().get(code, -1)

    def profiles(self, forms: Sequence[str]) -> tuple[NDArray[np.int16], NDArray[np.float32]]:
        """The KEPT likeliest classes of each text with their shares; 0 where nothing is known."""
        classes = np.zeros((len(forms), KEPT), np.int16)
        shares = np.zeros((len(forms), KEPT), np.float32)
        for start in range(0, len(forms), CHUNK):
            part = forms[start : start + CHUNK]
            likely, _known = self.shares(*gram_keys(part), len(part))
            best = np.sort(np.argpartition(-likely, KEPT, axis=1)[:, :KEPT], axis=1)
            classes[start : start + CHUNK] = best
            shares[start : start + CHUNK] = np.take_along_axis(likely, best, axis=1)
        return classes, shares

    def shares(self, keys: Keys, owners: Ints, texts: int) -> tuple[NDArray[np.float32], Floats]:
        """The share of every class for each text, and how much of each text is known here.

        Texts are given by `gram_keys`. Where nothing is known all shares are 0.
        """
        at = places_in(self.keys, keys)
        known = at >= 0
        ids, of = distinct(at[known], owners[known], len(self.keys))
        values = weights_of(self.keys[ids], IN_CLASSES) * self.rarity[ids]
        length = np.sqrt(np.bincount(of, values**2, texts))
        values = values / length[of]
        of_run = self.of_run
        likely = summed_classes(of, ids, values, of_run.indptr, of_run.indices, of_run.data,
                                self.floor, texts)  # fmt: skip
        likely -= likely.max(axis=1, keepdims=True)
        shares = np.exp(likely)  # as they are: on held-out terms no other sharpness fits better
        shares /= shares.sum(axis=1, keepdims=True)
        shares[length == 0] = 0.0
        weights = weights_of(keys, IN_CLASSES)
        every = np.bincount(owners, weights, texts)
        heard = np.bincount(owners[known], weights[known], texts)
        return np.asarray(shares, np.float32), heard / np.maximum(every, 1e-12)


@cache
def china_catalogue() -> Catalogue:
    """The classes of goods that come with the engine."""
    rows = _rows()
    forms: list[str] = []
    classes: list[int] = []
    for place, row in enumerate(rows):
        texts = [_bare(row["name"]), *row["terms"].split("|"), *row["key_products"].split("|")]
        for form in dict.fromkeys(folded_product(text) for text in texts):
            if form:
                forms.append(form)
                classes.append(place)
    return _learned(rows, forms, np.array(classes, np.int64))


def _learned(rows: list[dict[str, str]], forms: list[str], classes: Ints) -> Catalogue:
    all_keys, owners = gram_keys(forms)
    keys, ids = np.unique(all_keys, return_inverse=True)
    ids, of = distinct(ids.astype(np.int64), owners, len(keys))
    held = np.bincount(ids, minlength=len(keys))
    rarity = np.log((len(forms) + 1) / (held + 1))
    values = weights_of(keys[ids], IN_CLASSES) * rarity[ids]
    length = np.sqrt(np.bincount(of, values**2, len(forms)))
    values = values / length[of]
    summed = sparse.coo_matrix((values, (ids, classes[of])), (len(keys), len(rows))).tocsr()
    total = np.asarray(summed.sum(axis=0)).ravel() + SMOOTHING * len(keys)
    floor = np.log(SMOOTHING / total)
    summed.data = np.log1p(summed.data / SMOOTHING)
    return Catalogue(
        tuple(row["industry_code"] for row in rows), tuple(row["name"] for row in rows),
        _listed(forms, classes), keys, held, rarity, len(forms), summed, floor,
    )  # fmt: skip


def _listed(forms: list[str], classes: Ints) -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for form, place in zip(forms, classes.tolist(), strict=True):
        found[form] = (*found.get(form, ()), place)
    return found


def _bare(name: str) -> str:
    for ending in _ENDINGS:
        name = name.removesuffix(ending)
    return name


@cache
def _places() -> dict[str, int]:
    return {row["industry_code"]: place for place, row in enumerate(_rows())}


@cache
def _rows() -> list[dict[str, str]]:
    text = files("jilian_engine") / "shortages" / "product_words" / "classes.csv"
    return list(csv.DictReader(text.read_text("utf-8").splitlines()))
