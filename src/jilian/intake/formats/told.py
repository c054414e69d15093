"""What people said that headings mean, told to the reading of tables for the length of a block."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

_TOLD: ContextVar[Mapping[str, str] | None] = ContextVar("told", default=None)


@contextmanager
def headings_mean(meanings: Mapping[str, str]) -> Iterator[None]:
    """Have tables that are opened within the block read with these meanings.

    By the base of a heading (without year and unit) the field, "" for a column to leave out.
    """
    token = _TOLD.set(meanings)
    try:
        yield
    finally:
        _TOLD.reset(token)


def told_meanings() -> Mapping[str, str]:
    """The meanings that were told around the call."""
    return _TOLD.get() or {}
