"""Making and renewing the index of names."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from jilian_engine.names.characters import folded, folded_words, sounds
from jilian_engine.names.index import KINDS, Ints, NameIndex

FOREVER = date.max.toordinal()
_SIGNS = 0x110000  # code points that there can be


@dataclass(frozen=True)
class NameRow:
    """A name for the index: the caller's number, the firm, its kind, the text, its end."""

    name: int
    firm: int
    kind: str
    text: str
    until: int = FOREVER


def build_index(rows: Sequence[NameRow]) -> NameIndex:
    """Build the index; names that are alike in all else come out in the order given."""
    forms = [folded(row.text) for row in rows]
    joined = np.frombuffer(("\n".join(forms) + "\n").encode("utf-32-le"), np.uint32)
    is_end = joined == 10
    present = np.zeros(_SIGNS, bool)
    present[joined] = True
    present[10] = False
    numbers = np.zeros(_SIGNS, np.uint16)
    numbers[present] = np.arange(1, present.sum() + 1)
    signs = np.concatenate([numbers[joined], np.zeros(64, np.uint16)])
    starts = np.concatenate([[0], np.flatnonzero(is_end) + 1]) if rows else np.zeros(1, np.int64)
    owners = (np.cumsum(is_end) - is_end).astype(np.int32)
    postings = np.argsort(signs[: len(joined)], kind="stable").astype(np.uint32)
    counts = np.bincount(signs[: len(joined)], minlength=int(present.sum()) + 1)
    vocabulary = {chr(code): int(numbers[code]) for code in np.flatnonzero(present)}
    words = {word for row in rows if row.text.isascii() for word in folded_words(row.text)}
    return NameIndex(
        names=np.array([row.name for row in rows], np.int64),
        firms=np.array([row.firm for row in rows], np.int64),
        kinds=np.array([_kind(row.kind) for row in rows], np.int8),
        until=np.array([row.until for row in rows], np.int32),
        starts=starts.astype(np.int32), lengths=(np.diff(starts) - 1).astype(np.int32),
        signs=signs, owners=owners, postings=postings,
        bounds=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        vocabulary=vocabulary, by_sound=_by_sound(vocabulary), words=tuple(sorted(words)),
        dropped=np.zeros(len(rows), bool),
    )  # fmt: skip


def renew_index(index: NameIndex, changed: Collection[int], names: Sequence[NameRow]) -> NameIndex:
    """The index with the names of the changed firms replaced by ``names``.

    ``changed`` counts from when the index was built: what an earlier renewal added is left out.
    """
    dropped = np.isin(index.firms, np.fromiter(changed, np.int64, len(changed)))
    return replace(index, dropped=dropped, added=build_index(names))


def _kind(kind: str) -> int:
    return KINDS.index(kind) if kind in KINDS else 0


def _by_sound(vocabulary: dict[str, int]) -> dict[str, Ints]:
    found: dict[str, list[int]] = {}
    known = sounds()
    for sign, number in vocabulary.items():
        for sound in known.get(sign, ()):
            found.setdefault(sound, []).append(number)
    return {sound: np.array(numbers, np.int64) for sound, numbers in found.items()}
