"""Reading the chain: its state, its verification, its sealed digests, who looked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from jilian.audit.models import ChainHead, DailyDigest, Pruning, Trace, Verification
from jilian.audit.rules import START, ChainCheck, Finding, FindingKind, Statement, stored_trace
from jilian.base.signing import is_signed
from jilian.base.stored import stored_rows

# In the order in which they are hashed; the digest last.
_WORDS = (
    "by", "action", "world", "about_kind", "about_key", "about_name", "before_text", "after_text",
    "purpose", "recipient", "digest",
)  # fmt: skip
Progress = Callable[[int], object]


@dataclass(frozen=True)
class Checked:
    """What a walk over the chain found; ``first`` and ``last`` are what it covered."""

    first: int
    last: int
    checked: int
    broken: int
    findings: tuple[Finding, ...]

    @property
    def is_sound(self) -> bool:
        """Whether every trace stands as it was written."""
        return not self.findings

    @property
    def plain(self) -> list[dict[str, Any]]:
        """The findings as plain values."""
        return [{**asdict(one), "kind": one.kind.value} for one in self.findings]


def head() -> tuple[int, str]:
    """Return number and digest of the last trace as the end of the chain says them."""
    kept = ChainHead.objects.filter(pk=ChainHead.ONLY).values_list("number", "digest").first()
    return kept or (0, START)


def start() -> tuple[int, str]:
    """Return number and digest after which the kept chain begins."""
    kept = Pruning.objects.order_by("-number").values_list("number", "digest").first()
    return kept or (0, START)


def check_chain(
    first: int | None = None,
    elsewhere: Statement | None = None,
    progress: Progress = lambda checked: None,
) -> Checked:
    """Walk the chain from ``first`` (default: its beginning) to its end and say what is wrong.

    Compares with the head, with every sealed digest, and with one kept ``elsewhere``. Reads the
    rows as they are stored. ``progress`` hears how many traces have been checked. What is written
    meanwhile is for the next walk.
    """
    begin = _begin(first)
    check = ChainCheck(*begin)
    if first is None:
        check.take_all(_rows(None, begin[0]), begin[0])
    end = head()
    for piece in _pieces(begin[0], end[0]):
        check.take_all(piece, end[0])
        progress(check.checked)
    _take_strays(check, end[0])
    found = check.finish(*end)
    found += _against_seals(begin[0], elsewhere)
    return Checked(begin[0] + 1, check.last, check.checked, check.broken, tuple(found))


def _take_strays(check: ChainCheck, end: int) -> None:
    """Take the rows behind the end but those that others have added to the chain meanwhile."""
    for piece in _pieces(end, None):
        now = head()[0]
        check.take_all((row for row in piece if not _within(row.number, now)), end)


def _within(number: object, last: int) -> bool:
    return type(number) is int and 0 < number <= last


def _begin(first: int | None) -> tuple[int, str]:
    begin = start()
    if first is None or first <= begin[0] + 1:
        return begin
    before = Trace.objects.filter(number=first - 1).values_list("number", "digest").first()
    return before or begin


def _rows(after: int | None, upto: int | None) -> Iterator[Any]:
    for piece in _pieces(after, upto):
        yield from piece


def _pieces(after: int | None, upto: int | None) -> Iterator[list[Any]]:
    table = Trace._meta.db_table
    for rows in stored_rows(table, "number", "at", _WORDS, after, upto):
        yield [stored_trace(number, at, words[:-1], words[-1]) for number, at, words in rows]


def _against_seals(after: int, elsewhere: Statement | None) -> Iterator[Finding]:
    """Compare what was sealed with the chain: another digest, or none, at the number it names."""
    sealed = {}
    for one in DailyDigest.objects.order_by("last_number"):
        if not is_signed(one.statement.signed_bytes, one.signature, one.public_key):
            yield _seal(one.last_number, "signature")
        sealed[one.last_number] = one.digest
    wanted = [(number, digest) for number, digest in sealed.items() if number > after]
    if elsewhere is not None:
        if elsewhere.last_number > after or elsewhere.last_number not in sealed:
            wanted.append((elsewhere.last_number, elsewhere.digest))
        elif sealed[elsewhere.last_number] != elsewhere.digest:
            yield _seal(elsewhere.last_number, "digest")
    begun = {number: digest for number, digest in (start(),) if number}
    kept = dict(
        Trace.objects.filter(number__in=[number for number, _digest in wanted]).values_list(
            "number", "digest"
        )
    )
    for number, digest in wanted:
        if number and {**begun, **kept}.get(number) != digest:
            yield _seal(number, "digest")
    for number, digest in begun.items():
        if sealed.get(number) != digest:
            yield _seal(number, "start")


def _seal(number: int, what: str) -> Finding:
    return Finding(FindingKind.SEAL, number, number, stands_at=what)


def last_verification() -> Verification | None:
    """Return the latest verification that has ended."""
    ended = (Verification.State.SOUND, Verification.State.BROKEN)
    return Verification.objects.filter(state__in=ended).first()


def last_seal() -> DailyDigest | None:
    """Return the latest sealed digest."""
    return DailyDigest.objects.first()
