"""Reading CSV: encoding and separator are guessed, and said."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from itertools import islice

from jilian.base.reading.limits import MOST_CELLS, check_extent
from jilian.base.reading.problems import TableRefusal
from jilian.base.reading.sheets import Row, Sheet

SEPARATORS = (",", ";", "\t", "|", "^", "~", "，", "；")  # the first ones where two do as well
BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
ENCODING_WORDS = {"utf-8-sig": "UTF-8", "utf-8": "UTF-8", "utf-16": "UTF-16",
                  "utf-16-le": "UTF-16", "utf-16-be": "UTF-16", "gb18030": "GB18030"}  # fmt: skip
SEPARATOR_WORDS = {"\t": "Tab"}
LOOKED_AT = 40  # rows in which the header is looked for
LONGEST_CHARACTER = 4
LONGEST_CELL = 131_072
PART = 5_000

Score = Callable[[Sequence[Row]], int]


def read_csv(content: bytes, score: Score) -> Sheet:
    """Return the rows of a CSV file.

    ``score`` counts the known headings in the first rows; the separator and, without a byte order
    mark, the encoding with the most known headings are taken.
    """
    text, encoding = _decoded(content, score)
    text = text.removeprefix("\ufeff")
    separator, text = _told_separator(text)
    separator = separator or _guessed_separator(text, score)
    how = {"format": "CSV", "encoding": ENCODING_WORDS[encoding],
           "separator": SEPARATOR_WORDS.get(separator, separator)}  # fmt: skip
    return Sheet(rows=_rows(text, separator), how=how)


def _decoded(content: bytes, score: Score) -> tuple[str, str]:
    for mark, encoding in BOMS:
        if content.startswith(mark):
            return _strictly(content, encoding), encoding
    if b"\0" in content[:4096]:
        for encoding in ("utf-16-le", "utf-16-be"):
            text = content.decode(encoding, "replace")
            if score(_first_rows(text, _guessed_separator(text, score))):
                return _strictly(content, encoding), encoding
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as broken:
        if _only_the_end_is_broken(content, broken):
            raise TableRefusal("file_cut_off") from broken
        return _strictly(content, "gb18030"), "gb18030"


def _only_the_end_is_broken(content: bytes, broken: UnicodeDecodeError) -> bool:
    in_last_character = broken.start >= len(content) - LONGEST_CHARACTER
    return in_last_character and not content[: broken.start].isascii()


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as broken:
        if broken.start >= len(content) - LONGEST_CHARACTER:
            raise TableRefusal("file_cut_off") from broken
        row = content.count(b"\n", 0, broken.start) + 1
        raise TableRefusal("encoding_unknown", row=row) from broken


def _told_separator(text: str) -> tuple[str, str]:
    """Excel writes a first line "sep=;" where it is asked to, and hides it."""
    first, _, rest = text.partition("\n")
    told = first.strip()
    if told.lower().startswith("sep=") and told[4:] in SEPARATORS:
        return told[4:], rest
    return "", text


def _guessed_separator(text: str, score: Score) -> str:
    def rank(separator: str) -> tuple[int, int]:
        rows = _first_rows(text, separator)
        return score(rows), max((len(row) for row in rows), default=0)

    return max(SEPARATORS, key=rank)


def _first_rows(text: str, separator: str) -> list[Row]:
    head = "\n".join(text[: LOOKED_AT * 4096].splitlines()[:LOOKED_AT])
    try:
        return list(islice(csv.reader(io.StringIO(head), delimiter=separator), LOOKED_AT))
    except csv.Error:
        return []


def _rows(text: str, separator: str) -> list[Row]:
    """Read strictly: a quotation mark that is opened and never closed swallows the rest."""
    csv.field_size_limit(LONGEST_CELL)
    rows: list[Row] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    cells = 0
    try:
        while part := list(islice(reader, PART)):
            rows += part
            cells += sum(map(len, part))
            check_extent(len(rows), max(map(len, part)))
            if cells > MOST_CELLS:
                most = f"{MOST_CELLS:,}"
                raise TableRefusal("too_many_cells", cells=f"{cells:,}", most=most)
    except csv.Error as broken:
        row = min(reader.line_num, text.count("\n") + 1)
        code = "cell_too_long" if "field larger" in str(broken) else "quotes_broken"
        raise TableRefusal(code, row=row, most=f"{LONGEST_CELL:,}") from broken
    return rows
