"""Which firms of a register may be one firm: pairs by likelihood, with the reasons.

Only pairs that share a key are compared: the same core, the same sound, one character less, or a
short name's beginning. Groups larger than `GROUP_AT_MOST` share a key that says nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import combinations

import numpy as np
import numpy.typing as npt
import polars as pl

from jilian_engine.errors import TableError
from jilian_engine.names.characters import folded, sounds
from jilian_engine.names.cutting import Cut, cut_name
from jilian_engine.names.matching import PERHAPS, NameMatch, Reason, match_name
from jilian_engine.names.words import digits

NEEDED = ("firm", "kind", "text")
PAIRS = pl.Schema(
    {
        "left": pl.Int64(),
        "right": pl.Int64(),
        "likelihood": pl.Float64(),
        "reasons": pl.List(pl.String()),
        "left_name": pl.String(),
        "right_name": pl.String(),
    }
)
GROUP_AT_MOST = 40  # names that share one key
FIGURES = "0123456789〇零一二三四五六七八九十百"
LONGEST = 24  # characters of a core that are looked at
OTHER_CODE_WEIGHT = 0.6
OTHER_PLACE_MOST = 0.7
_KINDS = {"registered": "registered", "former": "former", "short": "short", "english": "registered"}
Numbers = npt.NDArray[np.int64]


@dataclass
class _Firm:
    """What is known of a firm, by the part that it plays in a comparison."""

    registered: list[str] = field(default_factory=list)
    former: list[str] = field(default_factory=list)
    short: list[str] = field(default_factory=list)
    division: str = ""
    code: str = ""


def find_duplicates(names: pl.DataFrame, *, least: float = PERHAPS) -> pl.DataFrame:
    """Find the pairs of firms that may be one, the likeliest first.

    ``names`` has a row a name: `firm` (integer), `kind` (registered, former, short, english) and
    `text`, and, where known, `division` (GB/T 2260) and `identifier` (a valid unified social
    credit code; leave others out). Returns `PAIRS`: ``left`` < ``right``, ``likelihood`` of at
    least ``least``, ``reasons`` as values of `Reason`, and the two names that were found alike.

    Two different credit codes leave a proposal of lower weight, with the reason `other_code`.
    """
    missing = [column for column in NEEDED if column not in names.columns]
    if missing:
        raise TableError(
            "missing_column", f"names lacks the column {missing[0]!r}.", table="names",
            column=missing[0],
        )  # fmt: skip
    kept = names.filter(pl.col("text").str.strip_chars() != "")
    firms = _gathered(kept)
    found = []
    for left, right in _candidates(kept):
        match, mine, theirs = _compare(firms[left], firms[right])
        if match.likelihood >= least:
            found.append((left, right, round(match.likelihood, 4),
                          [str(one) for one in match.reasons], mine, theirs))  # fmt: skip
    table = pl.DataFrame(found, PAIRS, orient="row")
    return table.sort("likelihood", "left", "right", descending=[True, False, False])


def _gathered(names: pl.DataFrame) -> dict[int, _Firm]:
    firms: dict[int, _Firm] = defaultdict(_Firm)
    known = [column for column in ("division", "identifier") if column in names.columns]
    for row in names.select(*NEEDED, *known).iter_rows(named=True):
        firm = firms[row["firm"]]
        getattr(firm, _KINDS.get(row["kind"], "registered")).append(row["text"])
        firm.division = row.get("division") or firm.division
        firm.code = row.get("identifier") or firm.code
    return firms


# --- which pairs are compared ------------------------------------------------------------------
def _candidates(names: pl.DataFrame) -> Iterator[tuple[int, int]]:
    """Pairs of firms that share a key, each once, the smaller number first."""
    owners = names["firm"].to_numpy().astype(np.int64)
    cuts = [cut_name(folded(text)) for text in names["text"]]
    keys = np.concatenate([_core_keys(cuts), _sound_keys(cuts)])
    together = np.concatenate([
        _pairs(np.concatenate([owners, owners]), keys),
        _pairs(*_one_less(owners, cuts)),
        _short_pairs(owners, cuts),
    ])  # fmt: skip
    for left, right in np.unique(together, axis=0):
        yield int(left), int(right)


def _core_keys(cuts: list[Cut]) -> Numbers:
    return np.array([hash(("core", cut.core)) for cut in cuts], np.int64)


def _sound_keys(cuts: list[Cut]) -> Numbers:
    """The first reading of each character."""
    first = {ord(sign): readings[0] + " " for sign, readings in sounds().items()}
    return np.array([hash(("sound", cut.core.translate(first))) for cut in cuts], np.int64)


def _one_less(owners: Numbers, cuts: list[Cut]) -> tuple[Numbers, Numbers]:
    """Each core of four characters or more with one of them left out, and whole; as hashes.

    Its figures are part of the hash and never left out: numbered firms are no slips of each other.
    """
    long = [at for at, cut in enumerate(cuts) if 4 <= len(cut.core) <= LONGEST]
    lengths = np.array([len(cuts[at].core) for at in long], np.int64)
    signs = np.zeros((len(long), LONGEST + 1), np.uint64)
    for row, at in enumerate(long):
        core = cuts[at].core
        signs[row, : len(core)] = np.frombuffer(core.encode("utf-32-le"), np.uint32)
    numbers = np.array([hash(digits(cuts[at].core)) for at in long], np.int64)
    figures = np.isin(signs, np.array([ord(sign) for sign in FIGURES], np.uint64))
    prime = np.full(LONGEST + 1, 1_099_511_628_211, np.uint64)
    powers = np.cumprod(prime, dtype=np.uint64)
    owned, hashes = [owners[long]], [_polynomial(signs, powers) ^ numbers]
    for place in range(LONGEST):
        some = np.flatnonzero((lengths > place) & ~figures[:, place])
        owned.append(owners[long][some])
        less = np.delete(signs[some], place, axis=1)
        hashes.append(_polynomial(less, powers) ^ numbers[some])
    return np.concatenate(owned), np.concatenate(hashes)


def _polynomial(signs: npt.NDArray[np.uint64], powers: npt.NDArray[np.uint64]) -> Numbers:
    return np.asarray((signs * powers[: signs.shape[1]]).sum(axis=1), np.uint64).view(np.int64)


def _short_pairs(owners: Numbers, cuts: list[Cut]) -> Numbers:
    """Names without a legal form beside whole names that begin with the same two characters."""
    short: dict[str, set[int]] = defaultdict(set)
    whole: dict[str, set[int]] = defaultdict(set)
    for owner, cut in zip(owners.tolist(), cuts, strict=True):
        (short if cut.is_bare else whole)[cut.core[:2]].add(owner)
        if cut.is_bare and cut.placed:
            short[cut.inner[:2]].add(owner)
    found = [
        (min(left, right), max(left, right))
        for start, some in short.items()
        if len(some) + len(whole[start]) <= GROUP_AT_MOST
        for left in some
        for right in whole[start] | some
        if left != right
    ]
    return np.array(found, np.int64).reshape(-1, 2)


def _pairs(owners: Numbers, keys: Numbers) -> Numbers:
    """Pairs of owners within groups of equal keys."""
    order = np.argsort(keys, kind="stable")
    keys, owners = keys[order], owners[order]
    starts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1], True])
    sizes = np.diff(starts)
    found: list[tuple[int, int]] = []
    for start, size in zip(starts[:-1][sizes > 1], sizes[sizes > 1], strict=True):
        members = np.unique(owners[start : start + size])
        if 1 < len(members) <= GROUP_AT_MOST:
            found.extend(combinations(members.tolist(), 2))
    return np.array(found, np.int64).reshape(-1, 2)


# --- comparing two firms -----------------------------------------------------------------------
def _compare(left: _Firm, right: _Firm) -> tuple[NameMatch, str, str]:
    """The best match of any name of one with the other firm, weighed by places and codes."""
    offers = [
        *((match, text, match.known) for text, match in _offers(left, right)),
        *((match, match.known, text) for text, match in _offers(right, left)),
    ]
    match, mine, theirs = max(offers, key=lambda offer: offer[0].likelihood)
    if not match.likelihood:
        return match, mine, theirs
    likelihood, reasons = match.likelihood, match.reasons
    if left.division and right.division and left.division[:4] != right.division[:4]:
        likelihood, reasons = min(likelihood, OTHER_PLACE_MOST), (*reasons, Reason.OTHER_PLACE)
    if left.code and right.code and left.code != right.code:
        likelihood, reasons = likelihood * OTHER_CODE_WEIGHT, (*reasons, Reason.OTHER_CODE)
    return NameMatch(likelihood, tuple(dict.fromkeys(reasons)), match.known), mine, theirs


def _offers(written: _Firm, known: _Firm) -> Iterator[tuple[str, NameMatch]]:
    first, *more = known.registered or known.former or known.short
    for text in _texts(written):
        match = match_name(text, first, [*more, *known.former], known.short, known.division)
        if text in written.former:
            match = replace(match, reasons=(*match.reasons, Reason.FORMER))
        yield text, match


def _texts(firm: _Firm) -> Iterable[str]:
    return (*firm.registered, *firm.former, *firm.short)
