"""The text of a file: plain text in any usual encoding, or the paragraphs of a .docx."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _
from docx import Document

from jilian.base.errors import Refusal
from jilian.base.reading.archives import walk_archive
from jilian.base.reading.csv_file import BOMS

MOST_CHARACTERS = 20_000
LIMIT_MB = 5
DOCUMENT = "word/document.xml"
ZIP = b"PK\x03\x04"
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def text_of(content: bytes) -> str:
    """The text of a file's content; refuses what is neither text nor a .docx."""
    if len(content) > LIMIT_MB * 2**20:
        raise Refusal("file_too_large", _("The file is larger than %(most)s MB.")
                      % {"most": LIMIT_MB})  # fmt: skip
    return checked_length(_of_docx(content) if content.startswith(ZIP) else _decoded(content))


def checked_length(text: str) -> str:
    """The text; refuses one without words and one that is too long to be one text."""
    if not text.strip():
        raise Refusal("text_empty", _("There is no text to check."))
    if len(text) > MOST_CHARACTERS:
        raise Refusal("text_too_long", _(
            "The text has more than %(most)s characters; check it in parts."
        ) % {"most": MOST_CHARACTERS})  # fmt: skip
    return text


def _decoded(content: bytes) -> str:
    encodings = [encoding for mark, encoding in BOMS if content.startswith(mark)]
    for encoding in (*encodings, "utf-8", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    raise Refusal("text_unreadable", _("This is neither a text nor a Word file (.docx)."))


def _of_docx(content: bytes) -> str:
    for _name, _piece in walk_archive(content, LIMIT_MB, DOCUMENT):
        pass  # refuses an archive that must not be opened
    try:
        body = Document(io.BytesIO(content)).element.body
    except (KeyError, ValueError, OSError) as broken:
        raise Refusal("text_unreadable", _("The Word file is damaged.")) from broken
    return "\n".join("".join(_words(one)) for one in body.iter(f"{_WORD}p"))


def _words(paragraph: Any) -> Iterator[str]:
    breaks = {f"{_WORD}tab": "\t", f"{_WORD}br": "\n"}
    for piece in paragraph.iter():
        yield piece.text or "" if piece.tag == f"{_WORD}t" else breaks.get(piece.tag, "")
