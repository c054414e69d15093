"""Filled tables read back: firms row by row, a unit's return item by item."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from jilian.base.errors import Refusal
from jilian.base.free_text import checked_text
from jilian.base.reading.files import sheets_of
from jilian.base.reading.sheets import Row, Sheet, text_of
from jilian.returns.formats.heads import (
    CODE_WORDS,
    COLUMN_WORDS,
    ITEM_WORDS,
    NOTE_WORDS,
    Heads,
    find_row,
    folded,
    heads_of_firms,
    scale_of,
)
from jilian.returns.formats.numbers import NotANumber, read_number
from jilian.returns.rules.findings import Finding, Key, Level
from jilian.returns.rules.forms import Form, Item
from jilian.returns.rules.tables import Compared, FirmRow
from jilian.returns.rules.words import Column

MOST_MB = 10
LONGEST_NOTE = 300


@dataclass(frozen=True)
class FirmTable:
    """A table of firms as it was read; ``compared`` where the file carries what to compare with."""

    rows: tuple[FirmRow, ...]
    headings: Mapping[Key | str, str]
    how: Mapping[str, str]
    compared: Compared | None = None


@dataclass
class UnitTable:
    """A unit's return as it was read from a file; odd cells are findings."""

    values: dict[Key, Decimal | None] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    odd: list[Finding] = field(default_factory=list)


def sheets_in(file_name: str, content: bytes, words: Sequence[str]) -> list[Sheet]:
    """The sheets of a file; ``words`` are headings by which an encoding is told from another."""

    def score(rows: Sequence[Row]) -> int:
        return sum(folded(cell) in words for row in rows for cell in row)

    if len(content) > MOST_MB * 2**20:
        raise Refusal(
            "file_too_large", _("The file is larger than %(most)d MB.") % {"most": MOST_MB}
        )
    return sheets_of(file_name, content, limit_mb=MOST_MB, score=score)


def read_firm_table(form: Form, file_name: str, content: bytes) -> FirmTable:
    """Read a table with one row a firm: the first sheet, and the sheet to compare with."""
    items = form.of_firms()
    sheets = sheets_in(file_name, content, (*CODE_WORDS, *NOTE_WORDS))
    filled = [sheet for sheet in sheets if find_row(sheet.rows, CODE_WORDS)]
    if not filled:
        raise Refusal(
            "heads_missing", _("No column “%(column)s” was found.") % {"column": CODE_WORDS[0]}
        )
    heads = heads_of_firms(filled[0], items)
    rows = _firm_rows(filled[0], heads, items)
    compared = _compared(filled[1], items) if len(filled) > 1 else None
    return FirmTable(tuple(rows), heads.headings, filled[0].how, compared)


def _firm_rows(sheet: Sheet, heads: Heads, items: Sequence[Item]) -> list[FirmRow]:
    found = []
    for number, row in enumerate(sheet.rows[heads.body :], start=heads.body + 1):
        code = _code(row, heads.places["code"])
        name = _text(row, heads.places.get("name"))
        if not code and not any(text_of(cell).strip() for cell in row):
            continue
        if _is_sum(code, name):
            continue
        values, odd = _values(row, heads, items)
        note, why = _note(_text(row, heads.places.get("note")))
        if why:
            odd.append(Finding("note_odd", Level.HARD, details={"why": why}))
            odd[-1] = odd[-1].at(number, heads.headings["note"], name)
        placed = [one.at(number, one.heading, name) for one in odd]
        found.append(FirmRow(number, code, name, values, note, tuple(placed)))
    return found


def _is_sum(code: str, name: str) -> bool:
    """A row of sums beneath the table is no firm."""
    return any(word in ("合计", "总计", "小计", "total") for word in (folded(code), folded(name)))


def _code(row: Row, place: int) -> str:
    """A code in half width and capitals, without blanks."""
    written = unicodedata.normalize("NFKC", _text(row, place)).lstrip("'‘’")
    return "".join(written.split()).upper()


def _text(row: Row, place: int | None) -> str:
    return text_of(row[place]).strip() if place is not None and place < len(row) else ""


def _note(text: str) -> tuple[str, str]:
    """A note, and what must not stand in it."""
    try:
        return checked_text(text, longest=LONGEST_NOTE), ""
    except Refusal as refusal:
        return "", str(refusal)


def _values(
    row: Row, heads: Heads, items: Sequence[Item]
) -> tuple[dict[Key, Decimal | None], list[Finding]]:
    values: dict[Key, Decimal | None] = {}
    odd: list[Finding] = []
    for item in items:
        for column in item.columns:
            key = (item.key, column.value)
            place = heads.places.get(key)
            if place is None:
                continue
            try:
                value = read_number(row[place]) if place < len(row) else None
            except NotANumber as wrong:
                odd.append(_odd(wrong, key, heads.headings[key]))
                continue
            values[key] = value.scaleb(heads.scales[key]) if value is not None else None
    return values, odd


def _odd(wrong: NotANumber, key: Key, heading: str) -> Finding:
    finding = Finding(wrong.code, Level.HARD, key[0], key[1], {"text": wrong.text})
    return finding.at(0, heading)


def _compared(sheet: Sheet, items: Sequence[Item]) -> Compared:
    """The firms on the list with their values of last month and last year."""
    last, year = (heads_of_firms(sheet, items, of=of) for of in ("last", "year"))
    names, before, year_before = {}, {}, {}
    for row in sheet.rows[last.body :]:
        code = _code(row, last.places["code"])
        if code:
            names[code] = _text(row, last.places.get("name"))
            before[code] = _values(row, last, items)[0]
            year_before[code] = _values(row, year, items)[0]
    return Compared(names, last=before, year=year_before)


def read_unit_table(form: Form, file_name: str, content: bytes) -> UnitTable:
    """Read a unit's return: a row an item, with columns month, cumulative, note."""
    sheets = sheets_in(file_name, content, (*ITEM_WORDS, *NOTE_WORDS))
    sheet = next((one for one in sheets if find_row(one.rows, ITEM_WORDS)), None)
    if sheet is None:
        raise Refusal(
            "heads_missing", _("No column “%(column)s” was found.") % {"column": ITEM_WORDS[0]}
        )
    head, of_item = find_row(sheet.rows, ITEM_WORDS) or (0, 0)
    places = _unit_places(sheet.rows[head])
    table = UnitTable()
    names = {folded(one): item for item in form.items for one in (item.zh, item.en)}
    for number, row in enumerate(sheet.rows[head + 1 :], start=head + 2):
        words = _text(row, of_item)
        item = names.get(folded(words.split("(")[0].split("（")[0]))
        if item is not None:
            _read_item(table, item, row, number, places, scale_of(words, item))
    if not table.values:
        raise Refusal("file_empty", _("The file has no rows."))
    return table


def _unit_places(head: Row) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, cell in enumerate(head):
        plain = folded(cell)
        for column, words in COLUMN_WORDS.items():
            if plain in words:
                places.setdefault(column.value, place)
        if plain in NOTE_WORDS:
            places.setdefault("note", place)
    return places


def _read_item(
    table: UnitTable, item: Item, row: Row, number: int, places: Mapping[str, int], scale: int
) -> None:
    for column in item.columns:
        place = places.get(column.value, places.get(Column.MONTH.value))
        if place is None:
            continue
        try:
            value = read_number(row[place]) if place < len(row) else None
        except NotANumber as wrong:
            finding = _odd(wrong, (item.key, column.value), str(column.label))
            table.odd.append(finding.at(number, str(column.label)))
            continue
        table.values[item.key, column.value] = value.scaleb(scale) if value is not None else None
    note, why = _note(_text(row, places.get("note")))
    if why:
        table.odd.append(Finding("note_odd", Level.HARD, item.key, details={"why": why}))
    table.notes[item.key] = note
