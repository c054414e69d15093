"""Search over many names as one types: built once, asked in milliseconds, all in numpy arrays."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from jilian_engine.names.asking import Asked, Piece, Way, misheard, mistyped, readings
from jilian_engine.names.characters import folded, folded_words
from jilian_engine.names.similar import best_window, near_words

Ints = npt.NDArray[np.int64]
Allowed = npt.NDArray[np.bool_] | None
KINDS = ("registered", "english", "short", "former")
LITERAL, ALIKE = 2, 7  # the last rank that says the text itself; the rank of names alike
PROPOSED = 300  # names that are measured when nothing fits as typed
TRIES = 12  # cuts of mistyped pinyin
WIDE, EXACT_UP_TO = 50_000, 10_000  # places from which beginnings come first; how many do


@dataclass(frozen=True)
class Hit:
    """A firm that was found: by which name, how (`Way`), and where in the folded name.

    ``rank``: 0 the whole name, 1 its beginning, 2 within it, 3 and 4 pinyin at its beginning or
    within, 5 and 6 initials, 7 alike. ``former``: a name that the firm does not bear on the day.
    """

    firm: int
    name: int
    rank: int
    way: Way
    former: bool
    start: int
    length: int
    order: int  # a smaller number comes first: rank, former, kind, length of the name


@dataclass(frozen=True)
class Hits:
    """The best hits, one a firm; how many firms fit, and how many whose name says the text.

    Both counts are exact up to EXACT_UP_TO and may be too small beyond.
    """

    best: tuple[Hit, ...] = ()
    total: int = 0
    literal: int = 0


@dataclass(frozen=True)
class NameIndex:
    """Names of firms for search; make it with `build_index`, renew it with `renew_index`.

    ``signs`` holds all names one behind the other, as numbers of ``vocabulary``, 0 between them.
    """

    names: Ints  # the caller's number of each name
    firms: Ints  # the firm of each name
    kinds: npt.NDArray[np.int8]
    until: npt.NDArray[np.int32]  # first day on which it is a former name
    starts: npt.NDArray[np.int32]
    lengths: npt.NDArray[np.int32]
    signs: npt.NDArray[np.uint16]
    owners: npt.NDArray[np.int32]
    postings: npt.NDArray[np.uint32]
    bounds: Ints
    vocabulary: dict[str, int]
    by_sound: dict[str, Ints]
    words: tuple[str, ...]
    dropped: npt.NDArray[np.bool_]
    added: NameIndex | None = None

    @property
    def bytes_held(self) -> int:
        """Memory of the arrays."""
        arrays = (self.names, self.firms, self.kinds, self.until, self.starts, self.lengths,
                  self.signs, self.owners, self.postings, self.dropped)  # fmt: skip
        return sum(array.nbytes for array in arrays)

    def find(
        self, text: str, day: date, limit: int = 20, among: Collection[int] | None = None
    ) -> Hits:
        """Find the firms with a name that fits the text, the best first.

        ``among`` keeps these firms only. Names alike are looked for only if nothing fits.
        """
        form = folded(text)
        if not form or not len(self.names):
            return Hits() if self.added is None else self.added.find(text, day, limit, among)
        found = self._collect(form, text, self._allowed(among))
        here = self._ranked(found, day, limit)
        if self.added is None:
            return here
        there = self.added.find(text, day, limit, among)
        return _merged(here, there, limit)

    def firms_that_fit(self, text: str, most: int = EXACT_UP_TO) -> Ints | None:
        """All firms that `find` would find, in rising order; None where there are ``most`` or more.

        ``most`` is at most EXACT_UP_TO.
        """
        rank, firms = self._fitting_firms(text)
        if self.added is not None:
            other, further = self.added._fitting_firms(text)
            if (rank < ALIKE) == (other < ALIKE):
                firms = np.union1d(firms, further)
            elif other < rank:
                firms = further
        return None if len(firms) >= most else firms

    def _fitting_firms(self, text: str) -> tuple[int, Ints]:
        """The best rank at which a name fits, 9 for none, and the firms of all that fit."""
        form = folded(text)
        if not form or not len(self.names):
            return 9, np.empty(0, np.int64)
        rank = self._collect(form, text, self._allowed(None)).rank
        return int(rank.min()), self._firms_of(np.flatnonzero(rank < 9))

    def _allowed(self, among: Collection[int] | None) -> Allowed:
        """Which names count; None for all."""
        if among is None and not self.dropped.any():
            return None
        kept = ~self.dropped
        if among is not None:
            kept &= np.isin(self.firms, np.fromiter(among, np.int64, len(among)))
        return kept

    def _collect(self, form: str, text: str, allowed: Allowed) -> _Found:
        found = _Found(len(self.names))
        for asked in readings(form):
            self._keep(found, asked, allowed)
        if not found.any() and len(words := folded_words(text)) > 1:
            every: Allowed = allowed
            for word in words:
                part = _Found(len(self.names))
                for asked in readings(word):
                    self._keep(part, asked, every)
                every = part.rank < 9 if every is None else every & (part.rank < 9)
            found.rank[every] = LITERAL
        if not found.any() and len(form) > 2:
            self._keep_alike(found, form, text, allowed)
        return found

    def _keep(self, found: _Found, asked: Asked, allowed: Allowed) -> None:
        at = self._places(asked.pieces, allowed)
        rows = self.owners[at]
        if allowed is not None:
            kept = allowed[rows]
            at, rows = at[kept], rows[kept]
        offset, length = at - self.starts[rows], len(asked.pieces)
        begins, whole = offset == 0, self.lengths[rows] == length
        match asked.way:
            case Way.TYPED:
                rank = np.where(begins & whole, 0, np.where(begins, 1, 2))
            case Way.PINYIN:
                rank = np.where(begins, 3, 4)
            case Way.INITIALS:
                rank = np.where(begins, 5, 6)
            case _:
                rank = np.full(len(rows), 7)
        found.offer(rows, rank, offset, length)

    def _places(self, pieces: tuple[Piece, ...], allowed: Allowed) -> Ints:
        """Where in ``signs`` the pieces stand one behind the other.

        Where very many names fit, those that begin so are enough, if there are enough of them.
        """
        ids = [self._ids(piece) for piece in pieces]
        sizes = [int((self.bounds[one + 1] - self.bounds[one]).sum()) for one in ids]
        order = sorted(range(len(ids)), key=lambda at: sizes[at])
        if not sizes[order[0]]:
            return np.empty(0, np.int64)
        if sizes[order[0]] > WIDE:
            starts = self.starts[:-1] if allowed is None else self.starts[:-1][allowed]
            at = self._fitting(starts.astype(np.int64), ids, order)
            if len(at) >= EXACT_UP_TO:
                return at
        runs = [self.postings[self.bounds[one] : self.bounds[one + 1]] for one in ids[order[0]]]
        at = np.concatenate(runs).astype(np.int64) - order[0]
        return self._fitting(at[at >= 0], ids, order[1:])

    def _fitting(self, at: Ints, ids: list[Ints], order: list[int]) -> Ints:
        """The places at which the pieces named in the order stand."""
        for place in order:
            if len(ids[place]) == 1:
                at = at[self.signs[at + place] == ids[place][0]]
            else:
                fits = np.zeros(len(self.bounds), bool)
                fits[ids[place]] = True
                at = at[fits[self.signs[at + place]]]
        return at

    def _ids(self, piece: Piece) -> Ints:
        if piece.sign:
            known = self.vocabulary.get(piece.sign)
            return np.array([known] if known else [], np.int64)
        parts = [self.by_sound[one] for one in piece.syllables if one in self.by_sound]
        return np.unique(np.concatenate(parts)) if parts else np.empty(0, np.int64)

    def _keep_alike(self, found: _Found, form: str, text: str, allowed: Allowed) -> None:
        heard = misheard(form)
        if heard is not None:
            self._keep(found, heard, allowed)
        for number, asked in enumerate(mistyped(form)):
            if found.any() or number >= TRIES:
                break
            self._keep(found, asked, allowed)
        if not found.any() and form.isascii():
            nearest = [near_words(word, self.words)[:1] for word in folded_words(text)]
            if all(nearest):
                signs = "".join(word for (word,) in nearest)
                self._keep(found, Asked(tuple(map(Piece, signs)), Way.LIKE), allowed)
        if not found.any():
            self._keep_voted(found, form, allowed)

    def _keep_voted(self, found: _Found, form: str, allowed: Allowed) -> None:
        """Names that share all but one or two characters of the text, then measured."""
        slips = 1 if len(form) < 6 else 2
        ids = sorted(
            (self.vocabulary[sign] for sign in set(form) if sign in self.vocabulary),
            key=lambda one: self.bounds[one + 1] - self.bounds[one],
        )
        ids = ids[: max(4, slips + 2)]
        if len(ids) <= slips:
            return
        votes = np.zeros(len(self.names), np.int8)
        for one in ids:
            rows = self.owners[self.postings[self.bounds[one] : self.bounds[one + 1]]]
            votes[np.unique(rows) if len(rows) < 5_000 else rows] += 1
        if allowed is not None:
            votes[~allowed] = 0
        likely = np.flatnonzero(votes >= len(ids) - slips)
        likely = likely[np.argsort(-votes[likely], kind="stable")][:PROPOSED]
        signs = {number: sign for sign, number in self.vocabulary.items()}
        for row in likely.tolist():
            begin = self.starts[row]
            name = "".join(signs[one] for one in self.signs[begin : begin + self.lengths[row]])
            window = best_window(form, name, slips)
            if window is not None:
                found.offer(np.array([row]), np.array([7]), np.array([window[0]]), window[1])

    def _ranked(self, found: _Found, day: date, limit: int) -> Hits:
        rows = np.flatnonzero(found.rank < 9)
        if not len(rows):
            return Hits()
        ranks, kinds = found.rank[rows].astype(np.int32), self.kinds[rows]
        former = (kinds == KINDS.index("former")) | (self.until[rows] <= day.toordinal())
        order = ((ranks * 2 + former) * 4 + kinds) * 128 + np.minimum(self.lengths[rows], 127)
        best: dict[int, Hit] = {}
        for at in _first(order, 8 * limit):
            row, firm = int(rows[at]), int(self.firms[rows[at]])
            if firm not in best and len(best) < limit:
                rank = int(ranks[at])
                best[firm] = Hit(firm, int(self.names[row]), rank, _WAYS[rank], bool(former[at]),
                                 int(found.start[row]), int(found.length[row]),
                                 int(order[at]))  # fmt: skip
        total, literal = len(self._firms_of(rows)), rows[ranks <= LITERAL]
        said = total if len(literal) == len(rows) else len(self._firms_of(literal))
        return Hits(tuple(best.values()), total, said)

    def _firms_of(self, rows: npt.NDArray[Any]) -> Ints:
        """The firms of these names, each once, in rising order."""
        if len(rows) < 2_000:
            return np.unique(self.firms[rows])
        least = int(self.firms.min())
        seen = np.zeros(int(self.firms.max()) - least + 1, bool)
        seen[self.firms[rows] - least] = True
        return np.flatnonzero(seen) + least


_WAYS = (*3 * [Way.TYPED], *2 * [Way.PINYIN], *2 * [Way.INITIALS], Way.LIKE)  # by rank


class _Found:
    """The best rank of each name so far, 9 for none, and where it fits."""

    def __init__(self, count: int) -> None:
        self.rank = np.full(count, 9, np.int8)
        self.start = np.zeros(count, np.int16)
        self.length = np.zeros(count, np.int16)

    def any(self) -> bool:
        """Whether anything was found."""
        return bool((self.rank < 9).any())

    def offer(
        self, rows: npt.NDArray[Any], rank: npt.NDArray[Any], start: npt.NDArray[Any], length: int
    ) -> None:
        """Keep what is better than before; of several places in a name the best, then the first."""
        better = rank < self.rank[rows]
        if not better.all():
            rows, rank, start = rows[better], rank[better], start[better]
        # The last one written stays: so the worst rank first, and in each the last place first.
        for value in sorted(set(np.unique(rank).tolist()), reverse=True):
            some = np.flatnonzero(rank == value)[::-1]
            self.rank[rows[some]] = value
            self.start[rows[some]], self.length[rows[some]] = start[some], length


def _first(order: npt.NDArray[np.int32], most: int) -> list[int]:
    """Where the smallest numbers stand, in their order; among equal ones the first."""
    upto = np.cumsum(np.bincount(order))
    last = int(np.searchsorted(upto, min(most, len(order))))
    below = np.flatnonzero(order < last)
    equal = np.flatnonzero(order == last)[: max(0, most - len(below))]
    at = np.concatenate([below, equal])
    return [int(one) for one in at[np.lexsort((at, order[at]))]]


def _merged(here: Hits, there: Hits, limit: int) -> Hits:
    """Both lists as one; names that are only alike give way to names that fit."""
    parts = [one for one in (here, there) if one.best]
    fitting = [one for one in parts if one.best[0].rank < ALIKE] or parts
    best = sorted((hit for one in fitting for hit in one.best), key=lambda hit: hit.order)
    total = sum(one.total for one in fitting)
    return Hits(tuple(best[:limit]), total, sum(one.literal for one in fitting))
