"""The figures of printed files, each with the address to which it leads, read out of the bytes.

A plain reading of what Typst writes: pages with links, text in one font whose CMap says what its
glyphs mean. Nothing of the platform is used.
"""

from __future__ import annotations

import io
import re
import zlib

import docx
import openpyxl

Figure = tuple[str, str]  # what is printed, and the address
_RUN = re.compile(rb"1 0 0 -1 (?P<x>[\d.]+) (?P<y>[\d.]+) cm(?:(?! cm).)*?Tm(?=[\[(])", re.S)
_ESCAPED = re.compile(rb"\\([0-7]{1,3}|.)", re.S)
_LINK = re.compile(rb"/Subtype/Link/Rect\[([\d. ]+)\].*?/URI/URI\((.*?)(?<!\\)\)", re.S)
_PLAIN = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def in_pdf(content: bytes) -> list[Figure]:
    """Every figure with a link, page by page from the top: the annex says each once more."""
    objects = dict(re.findall(rb"(\d+) 0 obj\s*(.*?)\s*endobj", content, re.S))
    meaning = _meaning(objects)
    found: list[Figure] = []
    kids = re.search(rb"/Type/Pages.*?/Kids\[(.*?)\]", content, re.S)
    assert kids is not None
    for page in re.findall(rb"(\d+) 0 R", kids[1]):
        held = objects[page]
        links = re.search(rb"/Annots\[(.*?)\]", held)
        shown = re.search(rb"/Contents (\d+) 0 R", held)
        if links is None or shown is None:
            continue
        runs = _runs(_stream(objects[shown[1]]), meaning)
        found += [_linked(objects[link], runs) for link in re.findall(rb"(\d+) 0 R", links[1])]
    return found


def _linked(link: bytes, runs: list[tuple[float, float, str]]) -> Figure:
    found = _LINK.search(link)
    assert found is not None
    left, low, right, high = map(float, found[1].split())
    within = [
        run for run in runs if left - 0.5 <= run[0] < right - 0.5 and low <= run[1] <= high
    ]  # fmt: skip
    return "".join(words for _x, _y, words in sorted(within)), _string(found[2]).decode()


def _runs(page: bytes, meaning: dict[int, str]) -> list[tuple[float, float, str]]:
    """Where each run of text begins, and what it says."""
    found = []
    for run in _RUN.finditer(page):
        glyphs = b"".join(_string(one) for one in _strings(page, run.end()))
        codes = [glyphs[at] * 256 + glyphs[at + 1] for at in range(0, len(glyphs) - 1, 2)]
        words = "".join(meaning.get(code, "�") for code in codes)
        found.append((float(run["x"]), float(run["y"]), words))
    return found


def _strings(page: bytes, at: int) -> list[bytes]:
    """The strings up to the operator that shows them; brackets within one are in pairs."""
    found: list[bytes] = []
    depth = begun = 0
    while depth or page[at : at + 1] not in b"T":
        byte = page[at : at + 1]
        if byte == b"\\":
            at += 1
        elif byte == b"(":
            begun, depth = (at + 1 if not depth else begun), depth + 1
        elif byte == b")":
            depth -= 1
            if not depth:
                found.append(page[begun:at])
        at += 1
    return found


def _meaning(objects: dict[bytes, bytes]) -> dict[int, str]:
    """What each glyph of the one font means."""
    maps = {m[1] for one in objects.values() if (m := re.search(rb"/ToUnicode (\d+) 0 R", one))}
    assert len(maps) == 1, "one font"
    text = _stream(objects[maps.pop()]).decode("latin-1")
    found: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", text, re.S):
        for code, said in re.findall(r"<([0-9A-F]+)>\s*<([0-9A-F]+)>", block):
            found[int(code, 16)] = bytes.fromhex(said).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", text, re.S):
        for first, last, said in re.findall(
            r"<([0-9A-F]+)>\s*<([0-9A-F]+)>\s*<([0-9A-F]+)>", block
        ):
            for code in range(int(first, 16), int(last, 16) + 1):
                start = ord(bytes.fromhex(said).decode("utf-16-be"))
                found[code] = chr(start + code - int(first, 16))
    return found


def _stream(held: bytes) -> bytes:
    content = re.split(rb"stream\r?\n", held, maxsplit=1)[1]
    return zlib.decompressobj().decompress(content)


def _string(held: bytes) -> bytes:
    def plain(found: re.Match[bytes]) -> bytes:
        said = found[1]
        return bytes([int(said, 8)]) if said[:1].isdigit() else _PLAIN.get(said, said)

    return _ESCAPED.sub(plain, held)


def in_word(content: bytes) -> list[Figure]:
    """Every figure with a link, in the order of the document; the annex says each once more."""
    document = docx.Document(io.BytesIO(content))
    return [
        (link.text, link.address)
        for paragraph in _paragraphs(document)
        for link in paragraph.hyperlinks
    ]


def _paragraphs(document):
    for block in document.iter_inner_content():
        if hasattr(block, "hyperlinks"):
            yield block
        else:
            for row in block.rows:
                for cell in row.cells:
                    yield from cell.paragraphs


def in_excel(content: bytes) -> list[Figure]:
    """Every line of the sheet of figures: what is printed, and the address in its comment."""
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[1]
    return [
        (str(cell.value), cell.comment.text.splitlines()[-1])
        for (cell,) in sheet.iter_rows(min_row=2, min_col=3, max_col=3)
        if cell.comment is not None
    ]


def once(figures: list[Figure]) -> list[Figure]:
    """The text's figures without blanks, where the annex behind it says the same again.

    A figure that is broken over two lines has two links to one address, which are put together.
    """
    joined: list[Figure] = []
    for words, address in figures:
        before = joined.pop() if joined and joined[-1][1] == address else ("", address)
        joined.append((before[0] + "".join(words.split()), address))
    half = len(joined) // 2
    assert joined[:half] == joined[half:]
    return joined[:half]
