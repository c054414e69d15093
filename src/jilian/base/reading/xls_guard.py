"""What an old workbook (XLS) must not be: locked, cut off, or reaching far with one cell.

The container is [MS-CFB], the records are [MS-XLS] (BIFF). A sheet is held as a full rectangle, so
the cells are counted here before the file is opened.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from jilian.base.reading.limits import MOST_CELLS, check_extent, check_sheets
from jilian.base.reading.problems import TableRefusal

OLE_MARK = b"\xd0\xcf\x11\xe0"
HEADER, ENTRY, IN_HEADER = 512, 128, 109
SHIFTS = (9, 12)
FREE = 0xFFFFFFFA  # this and above are no sectors
SMALL_STREAM = 4096
BOF, EOF_RECORD, LOCKED, MULTI_NUMBER, MULTI_BLANK = 0x0809, 0x000A, 0x002F, 0x00BD, 0x00BE
CELL_RECORDS = frozenset({0x0006, 0x0201, 0x0203, 0x0204, 0x0205, 0x00D6, 0x00FD, 0x027E,
                          MULTI_NUMBER, MULTI_BLANK})  # fmt: skip


def names_in(content: bytes) -> set[str]:
    """The names of the streams of a compound file; empty where it cannot be read."""
    try:
        return set(_Container(content).streams)
    except (struct.error, ValueError, IndexError):
        return set()


def check_xls(content: bytes) -> None:
    """Refuse an old workbook that must not be opened."""
    try:
        container = _Container(content)
        if "EncryptedPackage" in container.streams:
            raise TableRefusal("workbook_locked")
        found = next(
            (container.streams[name] for name in ("Workbook", "Book") if name in container.streams),
            None,
        )
        if found is None or found[1] < SMALL_STREAM:
            raise TableRefusal("file_damaged")
        _check_records(container.stream(*found))
    except (struct.error, ValueError, IndexError) as broken:
        raise TableRefusal("file_damaged") from broken


class _Container:
    """The directory and the chains of sectors of a compound file."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        (shift,) = struct.unpack_from("<H", content, 30)
        if shift not in SHIFTS:
            raise ValueError("odd sectors")
        self.size = 1 << shift
        self.chain = [
            following for at in self._tables() for following in self._numbers(self._sector(at))
        ]
        (directory,) = struct.unpack_from("<I", content, 48)
        self.streams = dict(self._entries(self.stream(directory, None)))

    def _sector(self, at: int) -> bytes:
        start = HEADER + at * self.size if self.size == HEADER else (at + 1) * self.size
        return self.content[start : start + self.size]

    def _numbers(self, sector: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{len(sector) // 4}I", sector[: len(sector) // 4 * 4])

    def _tables(self) -> Iterator[int]:
        following, count = struct.unpack_from("<II", self.content, 68)
        numbers = struct.unpack_from(f"<{IN_HEADER}I", self.content, 76)
        yield from (number for number in numbers if number < FREE)
        for _ in range(min(count, len(self.content) // self.size)):
            if following >= FREE:
                return
            *numbers_here, following = self._numbers(self._sector(following))
            yield from (number for number in numbers_here if number < FREE)

    def stream(self, first: int, length: int | None) -> bytes:
        """The bytes of a chain of sectors; refuses a chain that goes round."""
        sectors: list[bytes] = []
        at = first
        while at < FREE:
            if len(sectors) > len(self.chain):
                raise ValueError("a chain goes round")
            sectors.append(self._sector(at))
            at = self.chain[at]
        whole = b"".join(sectors)
        if length is not None and len(whole) < length:
            raise ValueError("cut off")
        return whole[:length]

    def _entries(self, directory: bytes) -> Iterator[tuple[str, tuple[int, int]]]:
        for at in range(0, len(directory) - ENTRY + 1, ENTRY):
            (length,) = struct.unpack_from("<H", directory, at + 64)
            start, size = struct.unpack_from("<II", directory, at + 116)
            name = directory[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            if name:
                yield name, (start, size)


def _check_records(stream: bytes) -> None:
    at, end = 0, len(stream) - 4
    rows = columns = cells = sheets = 0
    read = struct.Struct("<HHHH").unpack_from
    padded = stream + b"\0\0\0\0"
    while at <= end:
        kind, length, row, column = read(padded, at)
        if kind in CELL_RECORDS:
            if kind in (MULTI_NUMBER, MULTI_BLANK) and length >= 6:
                (column,) = struct.unpack_from("<H", padded, at + 2 + length)
            rows, columns = max(rows, row + 1), max(columns, column + 1)
        elif kind == LOCKED:
            raise TableRefusal("workbook_locked")
        elif kind == BOF:
            sheets += 1
        elif kind == EOF_RECORD:
            check_extent(rows, columns)
            cells += rows * columns
            rows = columns = 0
            if cells > MOST_CELLS:
                raise TableRefusal("too_many_cells", cells=f"{cells:,}", most=f"{MOST_CELLS:,}")
        at += 4 + length
    check_sheets(sheets - 1)
