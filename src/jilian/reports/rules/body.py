"""The text of a brief as blocks: headings, paragraphs and tables, with figures in place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jilian.reports.rules.asking import TOKEN

LONGEST_BODY = 20_000
MOST_FIGURES = 300


@dataclass(frozen=True)
class InPlace:
    """A figure in place, not yet filled in."""

    token: str


Piece = str | InPlace


@dataclass(frozen=True)
class Block:
    """A heading (level 1 or 2), a paragraph, or a table; ``lines`` says where each row stands.

    ``cells`` holds one row of one cell for headings and paragraphs.
    """

    kind: str
    lines: tuple[int, ...]
    cells: tuple[tuple[tuple[Piece, ...], ...], ...]
    level: int = 0


def blocks_of(body: str) -> tuple[Block, ...]:
    """Read a text; every line is a block of its own, and lines of a table go together."""
    return tuple(_blocks(body))


def _blocks(body: str) -> Iterator[Block]:
    rows: list[tuple[tuple[Piece, ...], ...]] = []
    lines: list[int] = []
    for number, whole in enumerate(body.splitlines(), start=1):
        line = whole.strip()
        if line.startswith("|"):
            cells = [cell.strip() for cell in _cells(line)]
            if not all(set(cell) <= {"-", ":", " "} and cell for cell in cells):
                rows.append(tuple(pieces_of(cell) for cell in cells))
                lines.append(number)
            continue
        if rows:
            yield Block("table", tuple(lines), tuple(rows))
            rows, lines = [], []
        if line.startswith("#"):
            level = 1 if not line.startswith("##") else 2
            yield Block("heading", (number,), ((pieces_of(line.lstrip("#").strip()),),), level)
        elif line:
            yield Block("paragraph", (number,), ((pieces_of(line),),))
    if rows:
        yield Block("table", tuple(lines), tuple(rows))


def _cells(line: str) -> list[str]:
    """The cells of a line of a table; a bar within 【…】 separates nothing."""
    cells, depth, kept = [], 0, ""
    for mark in line.strip("|") if line.endswith("|") else line.lstrip("|"):
        depth += {"【": 1, "】": -1}.get(mark, 0)
        if mark == "|" and depth <= 0:
            cells.append(kept)
            kept = ""
        else:
            kept += mark
    return [*cells, kept]


def pieces_of(words: str) -> tuple[Piece, ...]:
    """Text and figures in place, in order."""
    pieces: list[Piece] = []
    end = 0
    for found in TOKEN.finditer(words):
        if found.start() > end:
            pieces.append(words[end : found.start()])
        pieces.append(InPlace(found[1].strip()))
        end = found.end()
    if end < len(words):
        pieces.append(words[end:])
    return tuple(pieces)


def places_of(blocks: tuple[Block, ...]) -> dict[str, int]:
    """Each figure in place with the line in which it stands first, in the order of the text."""
    found: dict[str, int] = {}
    for block in blocks:
        for line, row in zip(block.lines, block.cells, strict=True):
            for cell in row:
                for piece in cell:
                    if isinstance(piece, InPlace):
                        found.setdefault(piece.token, line)
    return found


def put_in(body: str, token: str, cursor: str) -> tuple[str, int]:
    """The text with a figure where the cursor stood, else at its end; and the cursor after it.

    A browser counts in UTF-16 and a line's end as one; a form sends it as two.
    """
    text = body.replace("\r\n", "\n")
    units, put = text.encode("utf-16-le"), token.encode("utf-16-le")
    if cursor.isdecimal() and len(cursor) <= len(str(LONGEST_BODY)):
        at = min(2 * int(cursor), len(units))
    else:
        units = text.rstrip().encode("utf-16-le")
        at = len(units)
    whole = (units[:at] + put + units[at:]).decode("utf-16-le", "replace")
    return whole, (at + len(put)) // 2
