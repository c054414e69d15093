"""What a Parquet file must not be: far larger than it looks, locked, or cut off.

The footer and the head of every page are read (Thrift, compact protocol; parquet-format 2.10), so
that what the pages unpack to is known before a library unpacks them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from jilian.base.reading.archives import MB, UNPACKED_FACTOR
from jilian.base.reading.limits import check_extent
from jilian.base.reading.problems import TableRefusal

MARK, LOCKED_MARK = b"PAR1", b"PARE"
SCHEMA, ROW_COUNT, ROW_GROUPS = 2, 3, 4  # fields of the footer
COLUMNS_OF_GROUP, CHUNK = 1, 3
PACKED_SIZE, DATA_PAGE, DICTIONARY_PAGE = 7, 9, 11  # fields of a column chunk
PAGE_UNPACKED, PAGE_PACKED = 2, 3  # fields of a page's head
CHILDREN = 5
DEEPEST, LONGEST_LIST = 32, 2_000_000


def check_parquet(content: bytes, limit_mb: int) -> None:
    """Refuse a Parquet file that must not be opened."""
    if LOCKED_MARK in (content[:4], content[-4:]):
        raise TableRefusal("workbook_locked")
    try:
        if content[:4] != MARK or content[-4:] != MARK:
            raise ValueError("no mark")
        length = int.from_bytes(content[-8:-4], "little")
        if not 0 < length <= len(content) - 12:
            raise ValueError("footer outside")
        footer = _Thrift(content, len(content) - 8 - length).struct()
        leaves = [one for one in footer[SCHEMA][1:] if not one.get(CHILDREN)]
        if len(leaves) != len(footer[SCHEMA]) - 1:
            raise TableRefusal("columns_nested")
        check_extent(footer[ROW_COUNT], len(leaves))
        _check_pages(content, footer, limit_mb * UNPACKED_FACTOR * MB)
    except (ValueError, IndexError, KeyError, TypeError, AttributeError) as broken:
        raise TableRefusal("file_damaged") from broken


def _check_pages(content: bytes, footer: dict[int, Any], most: int) -> None:
    unpacked = 0
    for group in footer.get(ROW_GROUPS, ()):
        for column in group[COLUMNS_OF_GROUP]:
            chunk = column[CHUNK]
            at = min(one for one in (chunk.get(DICTIONARY_PAGE), chunk[DATA_PAGE]) if one)
            end = at + chunk[PACKED_SIZE]
            while at < end:
                head = _Thrift(content, at)
                page = head.struct()
                unpacked += page[PAGE_UNPACKED]
                if page[PAGE_UNPACKED] < 0 or page[PAGE_PACKED] < 0:
                    raise ValueError("negative size")
                if unpacked > most:
                    raise TableRefusal("unpacked_too_large", most=most // MB)
                at = head.at + page[PAGE_PACKED]


@dataclass
class _Thrift:
    """Reads values of the compact protocol from a place on; structs as {field: value}."""

    content: bytes
    at: int
    depth: int = 0

    def _byte(self) -> int:
        self.at += 1
        return self.content[self.at - 1]

    def _varint(self) -> int:
        value = shift = 0
        while shift < 70:
            byte = self._byte()
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
            shift += 7
        raise ValueError("number without an end")

    def _number(self) -> int:
        value = self._varint()
        return (value >> 1) ^ -(value & 1)

    def struct(self) -> dict[int, Any]:
        """Read the fields of a struct up to its end."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise ValueError("too deep")
        found: dict[int, Any] = {}
        field = 0
        while head := self._byte():
            step, kind = head >> 4, head & 0x0F
            field = field + step if step else self._number()
            found[field] = self._value(kind)
        self.depth -= 1
        return found

    def _value(self, kind: int) -> Any:
        match kind:
            case 1 | 2:
                return kind == 1
            case 3:
                return self._byte()
            case 4 | 5 | 6:
                return self._number()
            case 7:
                self.at += 8
                return None
            case 8:
                length = self._varint()
                self.at += length
                return self.content[self.at - length : self.at]
            case 9 | 10:
                return self._items()
            case 12:
                return self.struct()
        raise ValueError("odd kind of value")

    def _items(self) -> list[Any]:
        head = self._byte()
        count, kind = head >> 4, head & 0x0F
        if count == 15:
            count = self._varint()
        if count > LONGEST_LIST:
            raise ValueError("list too long")
        if kind in (1, 2):  # in a list a truth value takes a byte of its own
            return [self._byte() == 1 for _ in range(count)]
        return [self._value(kind) for _ in range(count)]
