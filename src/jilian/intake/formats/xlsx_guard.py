"""What an XLSX workbook must not be, and which of its formulas have no result.

A sheet is held as a full rectangle, so one far cell would take the memory of all. A formula whose
result was never saved reads as an empty cell; it must be named, not be taken for nothing.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree

from jilian.intake.formats.archives import part_in_pieces, walk_archive
from jilian.intake.formats.limits import MOST_COLUMNS, check_sheets
from jilian.intake.formats.sheets import Cells
from jilian.intake.rules import TableRefusal

SHEETS = "xl/worksheets/"
_FAR_COLUMN = re.compile(rb"\br=\"([A-Z]{3})(\d+)\"")
_ROW = re.compile(rb"\br=\"[A-Z]{0,2}(\d{6,})\"")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_UNSAVED = re.compile(
    rb"<(?:\w+:)?c\s([^>]*)>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_PLACE = re.compile(rb"\br=\"([A-Z]{1,3})(\d+)\"")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def check_workbook(content: bytes, limit_mb: int, most_rows: int) -> bool:
    """Refuse a workbook that must not be opened; say whether it has formulas."""
    has_formulas, sheets = False, set()
    for name, piece in walk_archive(content, limit_mb, "[Content_Types].xml"):
        if name.startswith(SHEETS):
            sheets.add(name)
            _check_extent(piece, most_rows)
            has_formulas = has_formulas or _FORMULA.search(piece) is not None
    check_sheets(sum(name.endswith(".xml") for name in sheets))
    return has_formulas


def _check_extent(piece: bytes, most_rows: int) -> None:
    far = _FAR_COLUMN.search(piece)
    if far and (column := column_number(far[1])) >= MOST_COLUMNS:
        raise TableRefusal("too_many_columns", columns=f"{column + 1:,}", most=MOST_COLUMNS)
    last = max((int(found) for found in _ROW.findall(piece)), default=0)
    if last > most_rows:
        raise TableRefusal("too_many_rows", rows=f"{last:,}", most=f"{most_rows:,}")


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
    except (KeyError, ElementTree.ParseError, zipfile.BadZipFile) as broken:
        raise TableRefusal("file_damaged") from broken


def _parts_of_sheets(content: bytes) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
        held = set(archive.namelist())
    targets = {one.get("Id"): one.get("Target", "") for one in relations}
    for sheet in book.iterfind("{*}sheets/{*}sheet"):
        target = targets.get(sheet.get(_RELATION), "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if part in held:
            yield sheet.get("name", ""), part


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
