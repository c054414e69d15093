"""Finding what was changed in the chain: one walk over the traces as they are stored.

A trace fits when its digest follows from the digest before it and its own text. Where it does not,
either its words or its digest were changed: the next trace tells which, since it was made from the
digest that was there before. Rows that do not fit, and rows in places where none should be, are
kept and tried in each other's places at the end, so that what was only moved is named as moved.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from json import JSONEncoder

from jilian.audit.rules.chain import digest_of

_ENCODE = JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
MOST_KEPT = 500  # beyond these, broken traces are counted and no longer described


class FindingKind(StrEnum):
    """What has happened to a trace."""

    CHANGED = "changed"
    REMOVED = "removed"
    INSERTED = "inserted"
    MOVED = "moved"
    CUT_OFF = "cut_off"
    HEAD = "head"
    SEAL = "seal"


@dataclass(frozen=True, slots=True)
class Stored:
    """A trace as it stands in the database, unread; ``odd`` where it is not even readable text.

    ``after_number`` is the JSON list of its words without the number, from the comma on.
    """

    number: object
    after_number: str
    digest: str
    action: str = ""
    about: str = ""
    odd: bool = False

    def follows(self, before: str, number: int) -> str:
        """The digest that it would have as this number after this digest."""
        return "" if self.odd else digest_of(before, f"[{number}{self.after_number}")


@dataclass(frozen=True)
class Finding:
    """What is wrong with a trace, or with a row of them; ``stands_at`` where it was moved to."""

    kind: FindingKind
    first: int
    last: int
    action: str = ""
    about: str = ""
    stands_at: str = ""


@dataclass
class _Doubt:
    """A row that does not fit, with the digests that may have stood before it."""

    row: Stored
    number: int
    before: tuple[str, ...]


@dataclass
class _Gap:
    first: int
    last: int
    before: tuple[str, ...]
    after: _Doubt | None = None


@dataclass
class ChainCheck:
    """Takes the stored traces in the order of their numbers, then says what is wrong.

    Begins after ``number``, whose digest is ``digest``: the start of the chain or the end of what
    was deleted at the end of its retention. Memory does not grow with the traces.
    """

    number: int
    digest: str
    checked: int = 0
    broken: int = 0
    _next: int = field(init=False)
    _before: tuple[str, ...] = field(init=False)
    _doubts: list[_Doubt] = field(default_factory=list)
    _gaps: list[_Gap] = field(default_factory=list)
    _strays: list[Stored] = field(default_factory=list)
    _open: _Gap | None = None

    def __post_init__(self) -> None:
        self._next, self._before = self.number + 1, (self.digest,)

    @property
    def last(self) -> int:
        """The number reached."""
        return self._next - 1

    def take_all(self, rows: Iterable[Stored], upto: int) -> None:
        """Take the rows; those whose number is none of the chain's up to ``upto`` are strays."""
        for row in rows:
            self.checked += 1
            number = row.number
            if type(number) is not int or not self.number < number <= upto:
                self._stray(row)
            elif number == self._next:
                self._take(row, number)
            else:
                self._skip(number - 1)
                self._take(row, number)

    def _stray(self, row: Stored) -> None:
        self.broken += 1
        if len(self._strays) < MOST_KEPT:
            self._strays.append(row)

    def _skip(self, last: int) -> None:
        gap = _Gap(self._next, last, self._before)
        self.broken += 1
        if len(self._gaps) < MOST_KEPT:
            self._gaps.append(gap)
            self._open = gap
        self._before = ()

    def _take(self, row: Stored, number: int) -> None:
        before, self._next = self._before, number + 1
        if not before:  # the trace before is gone: its digest is not known
            if self._open is not None:
                self._open.after, self._open = _Doubt(row, number, ()), None
            self._before = (row.digest,)
            return
        found = row.follows(before[0], number)
        if found == row.digest:
            self._before = (found,)
            return
        others = [row.follows(one, number) for one in before[1:]]
        if row.digest in others:
            self._before = (row.digest,)
            return
        self.broken += 1
        if len(self._doubts) < MOST_KEPT:
            self._doubts.append(_Doubt(row, number, before))
        self._before = tuple(dict.fromkeys((row.digest, found)))

    def finish(self, head_number: int, head_digest: str) -> list[Finding]:
        """Say what is wrong, in the order of the numbers, given what the head of the chain says."""
        found = [*self._resolved(head_number)]
        if head_number > self.last:
            found += self._tail(head_number)
        elif (
            self._before
            and head_digest not in self._before
            and not any(one.last == head_number for one in found)
        ):
            found.append(Finding(FindingKind.HEAD, head_number, head_number))
        return sorted(found, key=lambda one: (one.first, one.kind))

    def _tail(self, head_number: int) -> Iterator[Finding]:
        """What is missing at the end; a single stray may be what was moved from there."""
        first, before = self.last + 1, self._before
        for number in range(first, min(head_number, first + len(self._strays)) + 1):
            row = self._moved_from(before, number, self._strays)
            if row is None:
                break
            self._strays.remove(row)
            yield _moved(row, number)
            first, before = number + 1, (row.digest,)
        if first <= head_number:
            yield Finding(FindingKind.CUT_OFF, first, head_number)

    def _resolved(self, head_number: int) -> Iterator[Finding]:
        pool = [*self._strays, *(doubt.row for doubt in self._doubts)]
        kept_doubts = list(self._doubts)
        for gap in self._gaps:
            first, before = gap.first, gap.before
            while first <= gap.last and (row := self._moved_from(before, first, pool)):
                yield _moved(row, first)
                if row in self._strays:
                    self._strays.remove(row)
                first, before = first + 1, (row.digest,)
            if first <= gap.last:
                yield Finding(FindingKind.REMOVED, first, gap.last)
            elif gap.after is not None:
                kept_doubts.append(replace(gap.after, before=before))
        yield from self._doubted(kept_doubts, pool)
        for row in self._strays[:]:
            if head_number > self.last and self._belongs_to_tail(row):
                continue
            yield Finding(
                FindingKind.INSERTED, _as_number(row.number), _as_number(row.number),
                row.action, row.about, str(row.number),
            )  # fmt: skip

    def _doubted(self, doubts: list[_Doubt], pool: list[Stored]) -> Iterator[Finding]:
        digests = tuple(dict.fromkeys(row.digest for row in pool))
        truly: dict[int, str] = {}
        for doubt in sorted(doubts, key=lambda one: one.number):
            row, number = doubt.row, doubt.number
            before = tuple(dict.fromkeys((*_known(truly, number), *doubt.before)))
            if any(row.follows(one, number) == row.digest for one in (*before, *digests)):
                continue  # it is as it was made; what stood before it is elsewhere
            others = [one for one in pool if one is not row]
            moved = self._moved_from((*before, *digests), number, others)
            if moved is not None:
                truly[number] = moved.digest
                yield _moved(moved, number)
            else:
                yield Finding(FindingKind.CHANGED, number, number, row.action, row.about)

    def _belongs_to_tail(self, row: Stored) -> bool:
        if not self._before:
            return False
        return any(row.follows(one, self.last + 1) == row.digest for one in self._before)

    @staticmethod
    def _moved_from(before: tuple[str, ...], number: int, rows: list[Stored]) -> Stored | None:
        for row in rows:
            if row.number != number and any(
                row.follows(one, number) == row.digest for one in before
            ):
                return row
        return None


def _known(truly: dict[int, str], number: int) -> tuple[str, ...]:
    return (truly[number - 1],) if number - 1 in truly else ()


def _moved(row: Stored, number: int) -> Finding:
    return Finding(FindingKind.MOVED, number, number, row.action, row.about, str(row.number))


def _as_number(number: object) -> int:
    return number if isinstance(number, int) else 0


def stored_trace(
    number: object, moment: str, words: Sequence[str | None], digest: str | None
) -> Stored:
    """A trace from its stored parts: ``words`` in the order in which they are hashed.

    None stands for what is no readable text, an empty moment for one that no trace is written with.
    """
    if not moment or digest is None or None in words:
        readable = [word or "" for word in words]
        return Stored(number, "", digest or "", readable[1], _about(readable), odd=True)
    text = _ENCODE([moment, *words])
    return Stored(number, f",{text[1:]}", digest, words[1] or "", _about(words))


def _about(words: Sequence[str | None]) -> str:
    return " ".join(filter(None, words[3:6]))
