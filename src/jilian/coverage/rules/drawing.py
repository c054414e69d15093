"""Drawing a spot check: the same seed gives the same sample, for whoever draws it again."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence


def sample_size(done: int, percent: int) -> int:
    """So many of those that are done, rounded up."""
    return -(-done * percent // 100)


def draw_sample(done: Iterable[tuple[int, str]], *, percent: int, seed: int) -> list[int]:
    """Draw targets, given as (number, stratum), from every stratum by its share.

    The whole sample is ``percent`` of all, rounded up; strata get their shares by largest
    remainder (ties by name), and within one the order is SHA-256 of seed and number, so that the
    draw can be checked by hand and depends on no library's random numbers.
    """
    strata: dict[str, list[int]] = defaultdict(list)
    for number, stratum in done:
        strata[stratum].append(number)
    whole = sum(map(len, strata.values()))
    wanted = _shares(
        {name: len(kept) for name, kept in strata.items()}, sample_size(whole, percent)
    )
    return sorted(
        number
        for name, kept in strata.items()
        for number in sorted(kept, key=lambda one: (_order(seed, one), one))[: wanted[name]]
    )


def _shares(sizes: dict[str, int], wanted: int) -> dict[str, int]:
    whole = sum(sizes.values())
    if not whole:
        return {}
    shares = {name: size * wanted // whole for name, size in sizes.items()}
    left = wanted - sum(shares.values())
    by_remainder = sorted(sizes, key=lambda name: (-(sizes[name] * wanted % whole), name))
    for name in by_remainder[:left]:
        shares[name] += 1
    return shares


def _order(seed: int, number: int) -> str:
    return hashlib.sha256(f"{seed}:{number}".encode()).hexdigest()


def fingerprint_of(rows: Iterable[Sequence[object]]) -> str:
    """SHA-256 over the lines of a frozen list, fields with tabs between, in the list's order."""
    digest = hashlib.sha256()
    for row in rows:
        digest.update(("\t".join(map(str, row)) + "\n").encode())
    return digest.hexdigest()
