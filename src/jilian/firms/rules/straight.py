"""Rows that need no weighing: what they say is new, or is word for word what is held.

Most rows of most tables are one or the other. They are told from the rest by a few comparisons;
``merging.decide`` weighs the rest and would say the same of these (a test compares the two).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from jilian.firms.rules.rows import FirmRow
from jilian.firms.rules.words import NameKind

_NAMES = slice(3, 9)  # kind of name to other identities
_FURTHER = slice(15, 20)  # other industries to facts
_NO_NAMES = (NameKind.REGISTERED, None, None, (), (), ())
_NOTHING_FURTHER = ((), (), (), (), ())


class Since(NamedTuple):
    """When a record that is held begins."""

    known_by: date
    valid_from: date | None


class Plain(NamedTuple):
    """What is held of a firm now, as far as a straight row speaks of it."""

    name: str | None = None
    name_since: Since | None = None
    division: str | None = None
    address: str = ""
    has_point: bool = False
    site_since: Since | None = None
    industry: str | None = None
    industry_since: Since | None = None


NOTHING_HELD = Plain()


def is_straight(row: FirmRow) -> bool:
    """Say whether a row states only identifier, registered name, main site and main industry."""
    return row[_NAMES] == _NO_NAMES and row[_FURTHER] == _NOTHING_FURTHER


def independent(rows: Sequence[FirmRow]) -> bool:
    """Say whether each row speaks of another firm than all others, so that order is nothing."""
    if any(row.other_identities for row in rows):
        return False
    return len({row.key for row in rows}) == len(rows)


def says_nothing_new(row: FirmRow, held: Plain) -> bool:
    """Say whether a straight row is word for word what is held; False may still mean the same."""
    if row.name != held.name or not _begins_no_earlier(row, held.name_since):
        return False
    if row.division_code or row.address or row.lon is not None:
        if (row.division_code or held.division) != held.division or held.division is None:
            return False
        if (row.address or held.address) != held.address:
            return False
        if row.lon is not None and not held.has_point:
            return False
    if held.site_since is not None and not _begins_no_earlier(row, held.site_since):
        return False
    if not row.industry_code:
        return True
    return row.industry_code == held.industry and _begins_no_earlier(row, held.industry_since)


def _begins_no_earlier(row: FirmRow, held: Since | None) -> bool:
    if held is None:
        return False
    if held.valid_from is not None:
        return True
    return row.valid_from is None and (row.known_by is None or row.known_by >= held.known_by)
