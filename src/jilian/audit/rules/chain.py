"""How traces hang together: each carries a digest of itself and of the one before.

The digest of a trace is SHA-256 over the digest before it, a line end and the trace written as one
JSON list, ``entry_text``. Whoever changes, removes or inserts a trace must change every later one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from json.encoder import encode_basestring
from typing import NamedTuple

from django.core.serializers.json import DjangoJSONEncoder

START = "0" * 64  # what stands before the first trace
_often = lru_cache(maxsize=1024)(encode_basestring)  # words that stand in trace after trace
_EXACT = DjangoJSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True)


class Entry(NamedTuple):
    """What a trace says, before it has its place in the chain."""

    action: str
    by: str
    at: datetime
    world: str = ""
    about_kind: str = ""
    about_key: str = ""
    about_name: str = ""
    before: str = ""
    after: str = ""
    purpose: str = ""
    recipient: str = ""


def exact_text(values: Mapping[str, object] | None) -> str:
    """Write values down in the one form that is hashed and stored; nothing for None."""
    if values is None:
        return ""
    return _EXACT.encode(values)


def moment_text(at: datetime) -> str:
    """A moment in UTC to the microsecond, always of the same length."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def entry_text(number: int, moment: str, entry: Entry) -> str:
    """The trace as it is hashed: a JSON list of its number, its moment and its words."""
    return (
        f"[{number},{_often(moment)},{_often(entry.by)},{_often(entry.action)}"
        f",{_often(entry.world)},{_often(entry.about_kind)},{encode_basestring(entry.about_key)}"
        f",{encode_basestring(entry.about_name)},{encode_basestring(entry.before)}"
        f",{encode_basestring(entry.after)},{_often(entry.purpose)},{_often(entry.recipient)}]"
    )


def digest_of(before: str, text: str) -> str:
    """The digest of a trace from the digest before it and its text."""
    return sha256(f"{before}\n{text}".encode()).hexdigest()


def chained(number: int, digest: str, entries: Iterable[Entry]) -> Iterable[tuple[int, str, Entry]]:
    """Give entries their numbers and digests, continuing after ``number`` and ``digest``."""
    at: datetime | None = None
    moment = ""
    for entry in entries:
        if entry.at is not at:
            at, moment = entry.at, moment_text(entry.at)
        number += 1
        digest = digest_of(digest, entry_text(number, moment, entry))
        yield number, digest, entry
