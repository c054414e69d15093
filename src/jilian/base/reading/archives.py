"""What a packed file must not be: far larger than it looks, cut off, or pointing outside itself.

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

from jilian.base.reading.problems import TableRefusal

MB = 2**20
PIECE = 4 * MB
OVERLAP = 64
MOST_PARTS = 2_000
UNPACKED_FACTOR = 6  # a workbook may unpack to six times what may be uploaded
TIGHTEST = 150  # XML of real tables packs 5 to 60 times
RATIO_COUNTS_FROM = 8 * MB
ENCRYPTED = 0x1
NO_END = 2**62
WAYS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError)

_DECLARES = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def walk_archive(content: bytes, limit_mb: int, needed: str) -> Iterator[tuple[str, bytes]]:
    """Yield (name of the part, piece) of all parts; refuses an archive that must not be opened.

    Each piece begins with the end of the one before. ``needed`` is the part without which it is
    not what it says it is. Nothing may be taken from the archive before the walk has ended.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield from _walk(archive, len(content), limit_mb * UNPACKED_FACTOR, needed)
    except BROKEN as broken:
        raise TableRefusal("file_damaged") from broken


def _walk(
    archive: zipfile.ZipFile, packed: int, most_mb: int, needed: str
) -> Iterator[tuple[str, bytes]]:
    parts = archive.infolist()
    if needed not in {part.filename for part in parts} or len(parts) > MOST_PARTS:
        raise TableRefusal("file_damaged")
    if any(part.compress_type not in WAYS for part in parts):
        raise TableRefusal("file_damaged")
    if any(part.flag_bits & ENCRYPTED for part in parts):
        raise TableRefusal("workbook_locked")
    unpacked = 0
    for part in parts:
        part.file_size = NO_END  # unpack to the true end, whatever size the archive declares
        with archive.open(part) as opened:
            tail = b""
            for read in _pieces(opened):
                unpacked += len(read)
                _check_size(unpacked, packed, most_mb)
                piece = tail + read
                if part.filename.endswith((".xml", ".rels")):
                    _check_xml(piece)
                yield part.filename, piece
                tail = read[-OVERLAP:]


def _pieces(opened: IO[bytes]) -> Iterator[bytes]:
    while read := opened.read(PIECE):
        yield read


def _check_size(unpacked: int, packed: int, most_mb: int) -> None:
    if unpacked > most_mb * MB:
        raise TableRefusal("unpacked_too_large", most=most_mb)
    if unpacked > RATIO_COUNTS_FROM and unpacked > TIGHTEST * packed:
        raise TableRefusal("packed_too_tightly")


def _check_xml(piece: bytes) -> None:
    """No document type, no entities, and no encoding that would hide them."""
    if b"\0" in piece or (b"<!" in piece and _DECLARES.search(piece)):
        raise TableRefusal("workbook_refers_outside")


def part_in_pieces(content: bytes, name: str) -> Iterator[bytes]:
    """Yield a part of an archive that has been walked, in plain pieces."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(name) as opened:
        yield from _pieces(opened)
