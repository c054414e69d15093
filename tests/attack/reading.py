"""Reading answers as an attacker does: unpacked, and without what differs from one to the next."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from html import unescape
from typing import Any

HEADERS = ("Location", "Content-Disposition", "Content-Type", "ETag", "Last-Modified", "HX-Trigger",
           "HX-Redirect", "HX-Push-Url")  # fmt: skip
PASSING = (
    re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"'),
    re.compile(r'"X-CSRFToken": ?"[^"]*"'),
    re.compile(r'data-csrf-token="[^"]*"'),
    re.compile(r'hx-headers="[^"]*"'),
    re.compile(r'name="once" value="[^"]*"'),  # makes sending twice one event
    re.compile(r"<dcterms:(created|modified)[^<]*<"),
)
TAG = re.compile(r"<[^>]*>")
GROUPED = re.compile(r"(?<=\d)[,\u202f\u00a0 ](?=\d{3})")


@dataclass(frozen=True)
class Answer:
    """What came back: the same twice is the same answer."""

    status: int
    headers: tuple[tuple[str, str], ...]
    text: str

    def tells(self, mark: str) -> bool:
        """Say whether a mark stands anywhere in it, digits also when they are grouped."""
        everything = self.text + " ".join(value for _name, value in self.headers)
        return mark in everything or (mark.isdigit() and mark in GROUPED.sub("", everything))


def read(response: Any) -> Answer:
    """Read an answer of the test client."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    kept = tuple((name, response[name]) for name in HEADERS if name in response)
    return Answer(response.status_code, kept, passing_taken_out(unpacked(content)))


def unpacked(content: bytes) -> str:
    """Return the words of an answer; those of the files in an archive, one after another."""
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "\n".join(
                # Office files write other than Latin letters as numbers: &#20057;
                f"{name}\n{unescape(unpacked(archive.read(name)))}"
                for name in archive.namelist()
            )
    if content[:4] == b"PAR1":
        import polars as pl

        return pl.read_parquet(io.BytesIO(content)).write_ndjson()
    return content.decode("utf-8", "replace")


def passing_taken_out(text: str) -> str:
    """Leave out tokens, which differ from one answer to the next."""
    for pattern in PASSING:
        text = pattern.sub("", text)
    return text


def first_difference(one: str, other: str) -> str:
    """Show where two texts part, for a failing test."""
    at = next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
    around = slice(max(0, at - 60), at + 60)
    return f"{TAG.sub('·', one[around])!r} / {TAG.sub('·', other[around])!r}"
