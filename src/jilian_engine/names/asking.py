"""What a typed text may stand for: sequences of classes of characters, the plainest first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import islice, product

from rapidfuzz.distance import OSA

from jilian_engine.names.characters import sounds

_RUNS = re.compile(r"[a-z]+|[^a-z]")
_INITIALS = ("zh", "ch", "sh", *"bpmfdtnlgkhjqxrzcsywaoe")
LONGEST = 40
WAYS = 6  # readings of one run of letters that are tried


class Way(StrEnum):
    """How a text was read."""

    TYPED = "typed"
    PINYIN = "pinyin"
    INITIALS = "initials"
    LIKE = "like"


@dataclass(frozen=True)
class Piece:
    """One place of a name: a character as typed, or every character of these syllables."""

    sign: str = ""
    syllables: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Asked:
    """One reading of a typed text."""

    pieces: tuple[Piece, ...]
    way: Way


def readings(text: str) -> Iterator[Asked]:
    """Every reading of a folded text that is worth a try: as typed, then as pinyin."""
    text = text[:LONGEST]
    yield Asked(tuple(Piece(sign) for sign in text), Way.TYPED)
    runs = _RUNS.findall(text)
    if not any(run.isascii() and run.isalpha() for run in runs):
        return
    choices = [_run_readings(run) if run[0].isascii() and run.isalpha() else [((Piece(run),), 0)]
               for run in runs]  # fmt: skip
    for chosen in islice(product(*choices), 2 * WAYS):
        pieces = tuple(piece for part, _ in chosen for piece in part)
        letters = sum(count for _, count in chosen)
        yield Asked(pieces, Way.INITIALS if letters else Way.PINYIN)


def misheard(text: str) -> Asked | None:
    """The text with each Chinese character standing for all that sound like it."""
    known = sounds()
    pieces = tuple(
        Piece(syllables=frozenset(known[sign])) if sign in known else Piece(sign) for sign in text
    )
    return Asked(pieces, Way.LIKE) if any(piece.syllables for piece in pieces) else None


def mistyped(text: str) -> Iterator[Asked]:
    """Pinyin with one syllable mistyped: each cut that leaves whole syllables on both sides."""
    if not text.isascii() or not text.isalpha() or not 4 <= len(text) <= LONGEST:
        return
    before = {at: cut for at in range(len(text) + 1) if (cut := _whole(text[:at])) is not None}
    behind = {at: cut for at in range(len(text) + 1) if (cut := _whole(text[at:])) is not None}
    cuts = sorted(
        ((start, end) for start in before for end in behind if 1 <= end - start <= 6),
        key=lambda cut: (len(before[cut[0]]) + len(behind[cut[1]]), cut[1] - cut[0], cut),
    )
    for start, end in cuts:
        near = _near(text[start:end])
        if near and len(before[start]) + len(behind[end]) > 0:
            pieces = [*before[start], near, *behind[end]]
            yield Asked(tuple(Piece(syllables=one) for one in pieces), Way.LIKE)


@lru_cache(maxsize=1)
def syllables() -> frozenset[str]:
    """Every syllable that a character of the tables has."""
    return frozenset(sound for found in sounds().values() for sound in found)


@lru_cache(maxsize=4096)
def beginning(text: str) -> frozenset[str]:
    """The syllables that begin with a text."""
    return frozenset(one for one in syllables() if one.startswith(text))


@lru_cache(maxsize=4096)
def _near(text: str) -> frozenset[str]:
    """Syllables one slip away, and those that some speakers do not tell apart (zen, zheng)."""
    blurred = _blurred(text)
    return frozenset(
        one
        for one in syllables()
        if OSA.distance(one, text, score_cutoff=1) <= 1 or _blurred(one) == blurred
    )


def _blurred(syllable: str) -> str:
    head = syllable[:1] if syllable[1:2] == "h" else ""
    plain = head + syllable[2:] if head else syllable
    return plain.removesuffix("g") if plain.endswith("ng") else plain


def _whole(text: str) -> tuple[frozenset[str], ...] | None:
    """The text as whole syllables, the longest first; None if it is none."""
    if not text:
        return ()
    for length in range(min(6, len(text)), 0, -1):
        if text[:length] in syllables():
            rest = _whole(text[length:])
            if rest is not None:
                return (frozenset((text[:length],)), *rest)
    return None


def _run_readings(run: str) -> list[tuple[tuple[Piece, ...], int]]:
    """Pieces of a run of letters with how many are initials: syllables first, then initials."""
    found = [(tuple(Piece(syllables=one) for one in cut), letters)
             for cut, letters in islice(_cuts(run, 0), WAYS)]  # fmt: skip
    if not found:
        found = _letters_then_syllables(run)
        fewest = next((n for n in range(1, 7) if next(_cuts(run, n), None)), 0)
        cuts = islice(_cuts(run, fewest), WAYS) if fewest else ()
        found += [(tuple(Piece(syllables=one) for one in cut), letters) for cut, letters in cuts]
    if 2 <= len(run) <= 12:
        found.append((tuple(Piece(syllables=beginning(letter)) for letter in run), len(run)))
    return found


def _letters_then_syllables(run: str) -> list[tuple[tuple[Piece, ...], int]]:
    """Letters as typed and whole syllables behind them: tclkeji."""
    for at in range(1, min(7, len(run) - 1)):
        if rest := _whole(run[at:]):
            return [((*map(Piece, run[:at]), *(Piece(syllables=one) for one in rest)), 0)]
    return []


def _cuts(run: str, letters: int) -> Iterator[tuple[tuple[frozenset[str], ...], int]]:
    """Cuts of a run into syllables with exactly so many initials; the last may be unfinished."""
    if not run:
        if not letters:
            yield (), 0
        return
    for length in range(min(6, len(run)), 0, -1):
        head, rest = run[:length], run[length:]
        if head in syllables():
            for cut, count in _cuts(rest, letters):
                yield (frozenset((head,)), *cut), count
        elif not rest and not letters and beginning(head):
            yield (beginning(head),), 0
    if letters:
        for head in _INITIALS:
            if run.startswith(head) and beginning(head):
                for cut, count in _cuts(run[len(head) :], letters - 1):
                    yield (beginning(head), *cut), count + 1
