"""What an XLSX workbook must not be, and which of its formulas have no result.

A sheet is held as a full rectangle, so one far cell would take the memory of all. A formula whose
result was never saved reads as an empty cell; it must be named, not be taken for nothing.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.parsers import expat

from jilian.base.reading.archives import part_in_pieces, walk_archive
from jilian.base.reading.limits import MOST_CELLS, MOST_ROWS, check_extent, check_sheets
from jilian.base.reading.problems import TableRefusal
from jilian.base.reading.sheets import Cells

SHEETS = "xl/worksheets/"
FEW_ROWS, ONE_LETTER = 99_999, 26
# Only what is far from the corner is matched, so that a usual sheet is passed over quickly.
_FAR = re.compile(rb' r="(?:([A-Z]{2,3})(\d+)|[A-Z]?([5-9]\d{5}|\d{7,}))"')
_MANY_ROWS = re.compile(rb' r="[A-Z]{0,3}[1-4]\d{5}"')
_FORMULA_MARKS = (b"<f", b":f")
_UNSAVED = re.compile(
    rb"<(?:\w+:)?c\s([^>]*)>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_PLACE = re.compile(rb"\br=\"([A-Z]{1,3})(\d+)\"")


def check_workbook(content: bytes, limit_mb: int) -> bool:
    """Refuse a workbook that must not be opened; say whether it has formulas."""
    has_formulas = False
    reaches: dict[str, _Reach] = {}
    for name, piece in walk_archive(content, limit_mb, "[Content_Types].xml"):
        if name.startswith(SHEETS) and name.endswith(".xml"):
            reaches.setdefault(name, _Reach()).take(piece)
            check_sheets(len(reaches))
            has_formulas = has_formulas or any(mark in piece for mark in _FORMULA_MARKS)
    if any(not one.is_sure for one in reaches.values()) or _area(reaches) > MOST_CELLS:
        reaches = {name: _exact_reach(content, name) for name in reaches}
    for one in reaches.values():
        check_extent(one.rows, one.columns)
    if _area(reaches) > MOST_CELLS:
        raise TableRefusal("too_many_cells", cells=f"{_area(reaches):,}", most=f"{MOST_CELLS:,}")
    return has_formulas


@dataclass
class _Reach:
    """How far a sheet reaches at most, seen in its raw pieces."""

    rows: int = FEW_ROWS
    columns: int = ONE_LETTER
    is_sure: bool = True  # every cell says its place in the usual way

    def take(self, piece: bytes) -> None:
        whole = piece[: piece.rfind(b"<")]
        plain = whole.count(b"<c ") == whole.count(b'<c r="')
        self.is_sure = self.is_sure and plain and b"<c>" not in whole and b":c " not in whole
        if self.rows == FEW_ROWS and _MANY_ROWS.search(piece):
            self.rows = MOST_ROWS - 1
        far = set(_FAR.findall(piece))
        self.columns = max(
            self.columns, *(column_number(one) + 1 for one in {one[0] for one in far} if one), 0
        )
        self.rows = max(self.rows, *(int(one[1] or one[2]) for one in far), 0)


def _area(reaches: Mapping[str, _Reach]) -> int:
    return sum(one.rows * one.columns for one in reaches.values())


def _exact_reach(content: bytes, part: str) -> _Reach:
    """How far a sheet truly reaches, cell by cell: where it is not said in the usual way."""
    reach, place = _Reach(0, 0), [0, 0]  # row and column, counted from 1

    def start(name: str, said: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        if tag == "row":
            place[:] = [int(said.get("r", place[0] + 1)), 0]
        elif tag == "c":
            found = _PLACE.search(b' r="' + said.get("r", "").encode() + b'"')
            place[:] = (
                [int(found[2]), column_number(found[1]) + 1] if found else [place[0], place[1] + 1]
            )
            reach.rows, reach.columns = max(reach.rows, place[0]), max(reach.columns, place[1])

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    try:
        for piece in part_in_pieces(content, part):
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError) as broken:
        raise TableRefusal("file_damaged") from broken
    return reach


def column_number(letters: bytes) -> int:
    """The number of a column by its letters, counted from 0."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1


def formulas_without_result(content: bytes) -> Mapping[str, Cells]:
    """Return by sheet the cells (row, column from 0) whose formula has no saved result."""
    try:
        parts = dict(_parts_of_sheets(content))
        return {name: frozenset(_unsaved(content, part)) for name, part in parts.items()}
    except (KeyError, expat.ExpatError, zipfile.BadZipFile) as broken:
        raise TableRefusal("file_damaged") from broken


def _parts_of_sheets(content: bytes) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = _elements(archive.read("xl/workbook.xml"), "sheet")
        relations = _elements(archive.read("xl/_rels/workbook.xml.rels"), "Relationship")
        held = set(archive.namelist())
    targets = {one.get("Id"): one.get("Target", "") for one in relations}
    for sheet in sheets:
        number = next((value for key, value in sheet.items() if key.endswith(":id")), None)
        target = targets.get(number, "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if part in held:
            yield sheet.get("name", ""), part


def _elements(text: bytes, tag: str) -> list[dict[str, str]]:
    """What the elements of one name say."""
    found: list[dict[str, str]] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, said: (
        found.append(said) if name.rpartition(":")[2] == tag else None
    )
    parser.Parse(text, True)
    return found


def _unsaved(content: bytes, part: str) -> Iterator[tuple[int, int]]:
    left = b""
    for piece in part_in_pieces(content, part):
        block = left + piece
        cut = block.rfind(b"row>") + 1  # a cell never crosses the end of its row
        yield from _unsaved_in(block[:cut])
        left = block[cut:]
    yield from _unsaved_in(left)


def _unsaved_in(block: bytes) -> Iterator[tuple[int, int]]:
    for found in _UNSAVED.finditer(block):
        is_text = b't="str"' in found[1]
        if is_text and found[2]:  # the formula's result is an empty text
            continue
        if place := _PLACE.search(found[1]):
            yield int(place[2]) - 1, column_number(place[1])
