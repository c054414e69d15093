"""Files of every format, sound and broken, made when a test asks for them."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date

import polars as pl
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P

from uploaded_tables import CRYSTAL, FIRMS, SENSOR, WAFER, credit_code, xlsx_of

HEAD = ("企业名称", "统一社会信用代码")
ONE = ("林氏晶圆有限公司", CRYSTAL)
TWO = ("松江晶体材料有限公司", WAFER)
THREE = ("云间传感器有限公司", SENSOR)


def text(*lines: str, encoding: str = "utf-8", mark: bytes = b"") -> bytes:
    """Lines as a file."""
    return mark + "\n".join(lines).encode(encoding)


def rows(*beneath: Sequence[object], head: Sequence[str] = HEAD, sign: str = ",") -> bytes:
    """A CSV file of plain cells."""
    return text(*(sign.join(map(str, row)) for row in (head, *beneath)))


def xls(*table: Sequence[object]) -> bytes:
    """An old workbook."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("名单")
    day = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    for at, row in enumerate(table):
        for column, cell in enumerate(row):
            style = (day,) if isinstance(cell, date) else ()
            sheet.write(at, column, cell, *style)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def ods(*table: Sequence[object], spans: Mapping[tuple[int, int], int] | None = None) -> bytes:
    """An ODS workbook; ``spans`` says over how many rows a cell (row, column) is merged."""
    document = OpenDocumentSpreadsheet()
    sheet = Table(name="名单")
    covered = {
        (row + step, column)
        for (row, column), count in (spans or {}).items()
        for step in range(1, count)
    }
    for at, row in enumerate(table):
        line = TableRow()
        for column, cell in enumerate(row):
            if (at, column) in covered:
                line.addElement(CoveredTableCell())
                continue
            span = (spans or {}).get((at, column), 1)
            line.addElement(_cell(cell, span))
        sheet.addElement(line)
    document.spreadsheet.addElement(sheet)
    written = io.BytesIO()
    document.write(written)
    return written.getvalue()


def _cell(value: object, span: int) -> TableCell:
    said = {"numberrowsspanned": str(span)} if span > 1 else {}
    if isinstance(value, int | float):
        return TableCell(valuetype="float", value=str(value), **said)
    cell = TableCell(valuetype="string", **said)
    if value not in ("", None):
        cell.addElement(P(text=str(value)))
    return cell


def parquet(**columns: Sequence[object]) -> bytes:
    """A Parquet file."""
    written = io.BytesIO()
    pl.DataFrame(columns, strict=False).write_parquet(written)
    return written.getvalue()


def archive(content: bytes, **parts: bytes) -> bytes:
    """A packed workbook with named parts replaced or added; "/" is written "__" in names."""
    wanted = {name.replace("__", "/").replace("_xml", ".xml"): part for name, part in parts.items()}
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for one in source.infolist():
            if one.filename not in wanted:
                target.writestr(one, source.read(one.filename))
        for name, part in wanted.items():
            target.writestr(name, part)
    return written.getvalue()


def workbook(part: bytes) -> bytes:
    """An XLSX workbook whose sheet is this XML."""
    return archive(xlsx_of(HEAD, ONE), xl__worksheets__sheet1_xml=part)


def locked() -> bytes:
    """A workbook with a password: a compound file with the stream of an encrypted package."""
    sector, free, end = 512, 0xFFFFFFFF, 0xFFFFFFFE
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0, 0)
    header += struct.pack("<108I", *[free] * 108)
    fat = struct.pack("<128I", 0xFFFFFFFD, end, *[free] * 126)
    directory = b"".join(map(_entry, ("Root Entry", "EncryptionInfo", "EncryptedPackage", "")))
    return header[:sector] + fat + directory


def _entry(name: str) -> bytes:
    coded = (name + "\0").encode("utf-16-le") if name else b""
    kind = 5 if name.startswith("Root") else 2 if name else 0
    head = coded.ljust(64, b"\0") + struct.pack("<HBB", len(coded), kind, 1)
    return (head + b"\xff" * 12 + bytes(36) + struct.pack("<IQ", 0xFFFFFFFE, 0)).ljust(128, b"\0")


__all__ = [
    "CRYSTAL", "FIRMS", "HEAD", "ONE", "SENSOR", "THREE", "TWO", "WAFER", "archive", "credit_code",
    "locked", "ods", "parquet", "rows", "text", "workbook", "xls", "xlsx_of",
]  # fmt: skip
