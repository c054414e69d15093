"""Kleene's strong three-valued logic: True, False, and None for unknown (Kleene 1952, § 64)."""

from __future__ import annotations

from collections.abc import Iterable


def negation(value: bool | None) -> bool | None:
    """Not; unknown stays unknown."""
    return None if value is None else not value


def all_of(values: Iterable[bool | None]) -> bool | None:
    """And: one False decides, then one unknown; True for no values."""
    seen = set(values)
    if False in seen:
        return False
    return None if None in seen else True


def any_of(values: Iterable[bool | None]) -> bool | None:
    """Or: one True decides, then one unknown; False for no values."""
    seen = set(values)
    if True in seen:
        return True
    return None if None in seen else False
