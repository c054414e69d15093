"""ZIP files of which the same content gives the same bytes."""

from __future__ import annotations

import io
from collections.abc import Mapping
from zipfile import ZIP_STORED, ZipFile, ZipInfo

EARLIEST = (1980, 1, 1, 0, 0, 0)  # the earliest moment that an archive can state


def steady_zip(parts: Mapping[str, bytes]) -> bytes:
    """Put the parts into one archive, in their order and without a time of making.

    Stored and not packed, so that another version of the packing gives the same bytes too.
    """
    written = io.BytesIO()
    with ZipFile(written, "w", ZIP_STORED) as archive:
        for name, part in parts.items():
            archive.writestr(ZipInfo(name, EARLIEST), part)
    return written.getvalue()


def parts_of(content: bytes) -> dict[str, bytes]:
    """The parts of an archive in their order."""
    with ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
