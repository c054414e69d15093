"""The frozen content of a report: canonical JSON and its fingerprint."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _

from jilian.base.errors import Refusal
from jilian.reports.rules.body import Block, InPlace

FORM = 1


@dataclass(frozen=True)
class Problem:
    """Why a figure in place cannot be printed, and where it stands."""

    code: str
    words: str
    token: str = ""
    place: str = ""

    def __str__(self) -> str:
        before = " ".join(one for one in (self.place, f"【{self.token}】") if one and self.token)
        return f"{before} {self.words}".strip()


def line_place(line: int) -> str:
    """Where a figure stands in the text of a template."""
    return _("line %(line)s") % {"line": line}


def canonical(content: Mapping[str, Any]) -> str:
    """The content as the one text that its fingerprint is taken of."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def fingerprint(content: str | bytes) -> str:
    """SHA-256 of what was frozen or printed."""
    return sha256(content.encode() if isinstance(content, str) else content).hexdigest()


def filled(blocks: Sequence[Block], numbers: Mapping[str, int]) -> list[dict[str, Any]]:
    """The blocks with numbers of figures where the figures stand."""
    return [
        {
            "kind": block.kind,
            "level": block.level,
            "rows": [
                [
                    [
                        {"figure": numbers[piece.token]} if isinstance(piece, InPlace) else piece
                        for piece in cell
                    ]
                    for cell in row
                ]
                for row in block.cells
            ],
        }
        for block in blocks
    ]


def pieces_in(content: Mapping[str, Any]) -> Iterator[str | Mapping[str, Any]]:
    """Every piece of the text in order: words, or the figure that stands there."""
    figures = {one["number"]: one for one in content["figures"]}
    for block in content["blocks"]:
        for row in block["rows"]:
            for cell in row:
                for piece in cell:
                    yield piece if isinstance(piece, str) else figures[piece["figure"]]


def text_of(content: Mapping[str, Any]) -> str:
    """All words of the text, one after another."""
    return "".join(
        piece if isinstance(piece, str) else str(piece["words"]) for piece in pieces_in(content)
    )


def check_month(month: date, today: date) -> None:
    """Refuse a month that has not begun."""
    if month.day != 1 or month > today:
        raise Refusal("month_not_begun", _("This month has not begun yet."))


@dataclass(frozen=True)
class Differing:
    """A figure that two reports, or a report and the records of today, say differently."""

    asked: str
    name: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


def differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Differing]:
    """The figures of two contents that differ in words or value, or stand in one alone."""
    earlier = {one["asked"]: one for one in before["figures"]}
    later = {one["asked"]: one for one in after["figures"]}
    for asked in [*earlier, *(one for one in later if one not in earlier)]:
        one, other = earlier.get(asked), later.get(asked)
        if one is None or other is None or _core(one) != _core(other):
            stands = one or other
            assert stands is not None
            yield Differing(asked, str(stands["name"]), one, other)


def _core(figure: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(figure[name] for name in ("value", "words", "hidden", "bound", "period"))
