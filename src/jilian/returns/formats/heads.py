"""Where the columns of a table of figures stand: heads of one line or of two, merged or not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from jilian.base.errors import Refusal
from jilian.base.reading.sheets import Row, Sheet, text_of
from jilian.returns.rules.findings import Key
from jilian.returns.rules.forms import SCALES, Item
from jilian.returns.rules.words import Column

LOOKED_AT = 30
CODE_WORDS = ("统一社会信用代码", "社会信用代码", "信用代码", "企业标识", "creditcode")
NAME_WORDS = ("企业名称", "单位名称", "名称", "firm", "name")
NOTE_WORDS = ("说明", "备注", "note", "notes")
ITEM_WORDS = ("项目", "指标", "指标名称", "item")
COLUMN_WORDS: Mapping[Column, tuple[str, ...]] = {
    Column.MONTH: ("本月", "当月", "本月数", "month"),
    Column.CUMULATIVE: ("累计", "本年累计", "1至本月", "本月止累计", "cumulative"),
    Column.AS_OF: ("期末", "月末", "期末数", "endofmonth"),
}
LAST_WORDS = ("上月", "last")
YEAR_WORDS = ("上年", "去年", "yearbefore")
_UNIT = re.compile(r"[(\[](?:单位[::]?)?([^()\[\]]{1,4})[)\]]")


@dataclass(frozen=True)
class Heads:
    """Where a table's columns stand, counted from 0, and in which row its body begins.

    ``scales`` holds for a column by how many powers of ten its unit is above that of the form.
    """

    body: int
    places: Mapping[Key | str, int]
    scales: Mapping[Key | str, int]
    headings: Mapping[Key | str, str]


def folded(cell: object) -> str:
    """A heading without width, blanks, case and the words that say a part."""
    text = unicodedata.normalize("NFKC", text_of(cell) if cell is not None else "")  # type: ignore[arg-type]
    return re.sub(r"[\s:、·.\-—_/|]+|其中|ofwhich", "", re.sub(r"\s+", "", text).casefold())


def find_row(rows: Sequence[Row], words: Sequence[str]) -> tuple[int, int] | None:
    """The first row in which one of these headings stands, and its column."""
    for number, row in enumerate(rows[:LOOKED_AT]):
        for place, cell in enumerate(row):
            if _without_unit(folded(cell)) in words:
                return number, place
    return None


def heads_of_firms(sheet: Sheet, items: Sequence[Item], *, of: str = "") -> Heads:
    """The columns of a table with one row a firm; ``of`` narrows to last month's or last year's."""
    found = find_row(sheet.rows, CODE_WORDS)
    if found is None:
        raise Refusal(
            "heads_missing", _("No column “%(column)s” was found.") % {"column": CODE_WORDS[0]}
        )
    first = found[0]
    last = first + 1 if _is_second_line(sheet, first) else first
    heads = _joined(sheet, first, last)
    places: dict[Key | str, int] = {"code": found[1]}
    scales: dict[Key | str, int] = {}
    for place, head in enumerate(heads):
        plain = _without_unit(folded(head))
        if plain in NAME_WORDS:
            places.setdefault("name", place)
        elif plain in NOTE_WORDS:
            places.setdefault("note", place)
        elif key := _value_column(plain, items, of):
            if key in places:
                raise Refusal(
                    "heads_twice", _("The column “%(column)s” stands twice.") % {"column": head}
                )
            places[key] = place
            scales[key] = scale_of(head, next(one for one in items if one.key == key[0]))
    _check_complete(items, places, of)
    headings = {key: heads[place] for key, place in places.items()}
    return Heads(last + 1, places, scales, headings)


def _check_complete(items: Sequence[Item], places: Mapping[Key | str, int], of: str) -> None:
    if of:
        return
    missing = [
        f"{item} · {column.label}"
        for item in items
        for column in item.columns
        if (item.key, column.value) not in places
    ]
    if missing:
        raise Refusal(
            "columns_missing",
            _("These columns are missing: %(columns)s.") % {"columns": "、".join(missing)},
        )


def _is_second_line(sheet: Sheet, first: int) -> bool:
    """Whether the row below still belongs to the head: it names columns and has no code."""
    if first + 1 >= len(sheet.rows):
        return False
    below = [_without_unit(folded(cell)) for cell in sheet.rows[first + 1]]
    words = [word for ones in COLUMN_WORDS.values() for word in ones]
    return sum(any(word in cell for word in words) for cell in below if cell) >= 1


def _joined(sheet: Sheet, first: int, last: int) -> list[str]:
    """The heads of one or two lines as one line: a merged cell stands for all it covers."""
    width = max(len(row) for row in sheet.rows[first : last + 1])
    lines = [_filled(sheet, number, width) for number in range(first, last + 1)]
    return [
        "·".join(dict.fromkeys(one for one in ones if one)) for ones in zip(*lines, strict=True)
    ]


def _filled(sheet: Sheet, number: int, width: int) -> list[str]:
    row = sheet.rows[number]
    cells = [text_of(row[place]).strip() if place < len(row) else "" for place in range(width)]
    for (top, left), (bottom, right) in sheet.merged:
        if top <= number <= bottom and left < len(sheet.rows[top]):
            for place in range(left, min(right + 1, width)):
                cells[place] = text_of(sheet.rows[top][left]).strip()
    return cells


def _value_column(plain: str, items: Sequence[Item], of: str) -> Key | None:
    """Which item and column a heading names; the longest name of an item that fits."""
    is_last = any(word in plain for word in LAST_WORDS)
    is_year = any(word in plain for word in YEAR_WORDS)
    if (is_last, is_year) != (of == "last", of == "year"):
        return None
    names = {folded(one): item for item in items for one in (item.zh, item.en, item.key)}
    fitting = [name for name in names if plain.startswith(name)]
    if not fitting:
        return None
    name = max(fitting, key=len)
    item, rest = names[name], plain.removeprefix(name)
    for word in (*LAST_WORDS, *YEAR_WORDS):
        rest = rest.replace(word, "")
    for column in sorted(item.columns, key=lambda one: one != Column.CUMULATIVE):
        words = COLUMN_WORDS[column]
        if any(word in rest for word in words):
            return (item.key, column.value)
    return (item.key, item.columns[0].value) if len(item.columns) == 1 else None


def _without_unit(plain: str) -> str:
    return _UNIT.sub("", plain)


def scale_of(head: str, item: Item) -> int:
    """By how many powers of ten the unit in a heading is above that of the form; refuses others."""
    found = _UNIT.findall(unicodedata.normalize("NFKC", head))
    units = [one.strip() for one in found if one.strip()]
    if not units or units[-1] == item.unit:
        return 0
    if item.is_money and units[-1] in SCALES:
        return SCALES[units[-1]] - SCALES[item.unit]
    raise Refusal(
        "unit_odd",
        _("“%(head)s”: the unit is not %(unit)s.") % {"head": head, "unit": item.unit},
    )
