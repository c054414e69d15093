"""From a file to its sheets: what its ending says, what its content is, and who reads it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from jilian.base.reading.csv_file import Score, read_csv
from jilian.base.reading.parquet_file import read_parquet
from jilian.base.reading.problems import TableRefusal
from jilian.base.reading.sheets import Sheet
from jilian.base.reading.workbooks import read_ods, read_xls, read_xlsx
from jilian.base.reading.xls_guard import OLE_MARK, names_in

CSV_ENDINGS = (".csv", ".tsv", ".txt")
PACKED: Mapping[str, tuple[str, Callable[[bytes, int], list[Sheet]]]] = {
    ".xlsx": ("XLSX", read_xlsx),
    ".xls": ("XLS", read_xls),
    ".ods": ("ODS", read_ods),
    ".parquet": ("Parquet", read_parquet),
}
ENDINGS = (*CSV_ENDINGS, *PACKED)
ZIP_MARK = b"PK\x03\x04"
MARKS = (
    (b"PAR1", "Parquet"),
    (b"PARE", "Parquet"),
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x1f\x8b", "gzip"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
)
_HTML = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|table|\?xml|meta)", re.I)


def sheets_of(file_name: str, content: bytes, *, limit_mb: int, score: Score) -> list[Sheet]:
    """Return the sheets of a file; refuses one whose content is not what its ending says.

    ``score`` counts known headings and so finds encoding and separator of a CSV file.
    """
    ending = file_name[file_name.rfind(".") :].lower() if "." in file_name else ""
    if ending not in ENDINGS:
        raise TableRefusal("extension_odd", name=file_name)
    looks = looks_like(content)
    if ending in CSV_ENDINGS:
        if looks != "text":
            raise TableRefusal("content_odd", name=file_name, looks=looks)
        return [read_csv(content, score)]
    words, read = PACKED[ending]
    if looks == "locked" and words in ("XLSX", "XLS"):
        raise TableRefusal("workbook_locked")
    if looks not in (words, "ZIP" if words in ("XLSX", "ODS") else words):
        raise TableRefusal("content_odd", name=file_name, looks=looks)
    return read(content, limit_mb)


def looks_like(content: bytes) -> str:
    """What a content is by its first bytes: the name of a format, "locked", or "text"."""
    if content.startswith(ZIP_MARK):
        return _kind_of_zip(content)
    if content.startswith(OLE_MARK):
        return "locked" if "EncryptedPackage" in names_in(content) else "XLS"
    if found := next((words for mark, words in MARKS if content.startswith(mark)), None):
        return found
    return "HTML" if _HTML.match(content[:512]) else "text"


def _kind_of_zip(content: bytes) -> str:
    """ODS names itself in its first part, uncompressed; XLSX has parts under xl/."""
    if b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet" in content[:128]:
        return "ODS"
    return "XLSX" if b"xl/workbook.xml" in content else "ZIP"
