"""The digest of a day as a small readable file, signed, to be kept elsewhere.

The file is one JSON object; ``signature`` is Ed25519 over the other values written as
``Statement.signed_bytes`` does: sorted keys, no blanks, UTF-8. Any program can check it.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from typing import Any

FORM = "jilian-audit-digest-1"
TEXTS = ("day", "digest", "sealed_at", "public_key")
NUMBERS = ("first_number", "last_number", "count")


class SealOdd(ValueError):
    """A file that is no sealed digest; its text says what is odd."""


@dataclass(frozen=True)
class Statement:
    """What a sealed digest says: up to ``last_number`` the chain ends in ``digest``.

    ``day`` and ``sealed_at`` are ISO 8601; ``digest`` and ``public_key`` are 64 hexadecimal
    digits; ``count`` counts the traces since the digest before.
    """

    day: str
    first_number: int
    last_number: int
    count: int
    digest: str
    sealed_at: str
    public_key: str

    @property
    def signed_bytes(self) -> bytes:
        """The bytes that are signed."""
        said = {"form": FORM, **asdict(self)}
        return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def statement_file(statement: Statement, signature: str) -> bytes:
    """Return the file: the statement and its signature (128 hexadecimal digits), for people too."""
    said = {"form": FORM, **asdict(statement), "signature": signature}
    return (json.dumps(said, ensure_ascii=False, indent=2) + "\n").encode()


def read_statement(content: bytes) -> tuple[Statement, str]:
    """Return statement and signature of a file; raises SealOdd for anything else."""
    try:
        said: Any = json.loads(content)
    except ValueError as odd:
        raise SealOdd("not JSON") from odd
    if not isinstance(said, dict) or said.get("form") != FORM:
        raise SealOdd("form")
    wanted = {field.name for field in fields(Statement)}
    if set(said) != wanted | {"form", "signature"}:
        raise SealOdd("fields")
    if not all(isinstance(said[name], str) for name in (*TEXTS, "signature")):
        raise SealOdd("text")
    if not all(type(said[name]) is int and said[name] >= 0 for name in NUMBERS):
        raise SealOdd("number")
    return Statement(**{name: said[name] for name in wanted}), said["signature"]
