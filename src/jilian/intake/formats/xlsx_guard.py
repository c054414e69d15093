"""What a workbook must not be: far larger than it looks, cut off, or pointing outside itself.

The parts are unpacked once, piece by piece, and counted before any library opens the file: sizes
written in the archive may lie.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

from jilian.intake.rules import TableRefusal

MB = 2**20
PIECE = 4 * MB
OVERLAP = 64
MOST_PARTS = 2_000
UNPACKED_FACTOR = 6  # a workbook may unpack to six times what may be uploaded
TIGHTEST = 150  # XML of real tables packs 5 to 60 times
RATIO_COUNTS_FROM = 8 * MB
OLE_MARK = b"\xd0\xcf\x11\xe0"
ENCRYPTED = 0x1
NO_END = 2**62
WAYS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)

_DECLARES = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_FAR_COLUMN = re.compile(rb"\br=\"([A-Z]{3})(\d+)\"")
_ROW = re.compile(rb"\br=\"[A-Z]{0,2}(\d{6,})\"")


def check_workbook(content: bytes, limit_mb: int, most_rows: int) -> None:
    """Refuse a workbook that must not be opened."""
    if content.startswith(OLE_MARK):
        raise TableRefusal("old_workbook")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_parts(archive, len(content), limit_mb * UNPACKED_FACTOR, most_rows)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as broken:
        raise TableRefusal("file_damaged") from broken


def _check_parts(archive: zipfile.ZipFile, packed: int, most_mb: int, most_rows: int) -> None:
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if "[Content_Types].xml" not in names or len(parts) > MOST_PARTS:
        raise TableRefusal("file_damaged")
    if any(part.compress_type not in WAYS for part in parts):
        raise TableRefusal("file_damaged")
    if any(part.flag_bits & ENCRYPTED for part in parts):
        raise TableRefusal("old_workbook")
    unpacked = 0
    for part in parts:
        is_sheet = part.filename.startswith("xl/worksheets/")
        part.file_size = NO_END  # unpack to the true end, whatever size the archive declares
        with archive.open(part) as opened:
            for piece in _pieces(opened):
                unpacked += len(piece)
                _check_size(unpacked, packed, most_mb)
                if part.filename.endswith((".xml", ".rels")):
                    _check_xml(piece)
                if is_sheet:
                    _check_extent(piece, most_rows)


def _pieces(opened: IO[bytes]) -> Iterator[bytes]:
    """Pieces of a part, each beginning with the end of the one before."""
    tail = b""
    while read := opened.read(PIECE):
        yield tail + read
        tail = read[-OVERLAP:]


def _check_size(unpacked: int, packed: int, most_mb: int) -> None:
    if unpacked > most_mb * MB:
        raise TableRefusal("unpacked_too_large", most=most_mb)
    if unpacked > RATIO_COUNTS_FROM and unpacked > TIGHTEST * packed:
        raise TableRefusal("packed_too_tightly")


def _check_xml(piece: bytes) -> None:
    """No document type, no entities, and no encoding that would hide them."""
    if _DECLARES.search(piece) or b"\0" in piece:
        raise TableRefusal("workbook_refers_outside")


def _check_extent(piece: bytes, most_rows: int) -> None:
    """A sheet is held as a full rectangle, so one far cell would take the memory of all."""
    if far := _FAR_COLUMN.search(piece):
        raise TableRefusal("sheet_too_wide", column=far[1].decode())
    last = max((int(found) for found in _ROW.findall(piece)), default=0)
    if last > most_rows:
        raise TableRefusal("too_many_rows", rows=f"{last:,}", most=f"{most_rows:,}")
