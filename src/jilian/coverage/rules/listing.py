"""Reading a pasted or uploaded list: identifier, field, and why the firm is on the list."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from jilian.base.errors import Refusal
from jilian.base.free_text import checked_text
from jilian.coverage.rules.states import StrategicField

MOST_LINES = 50_000
LONGEST_REASON = 200
_PARTS = re.compile(r"[\t,，;；|]")
_HEADS = frozenset({"identifier", "code", "统一社会信用代码", "信用代码", "标识", "编号", "企业"})
# As lists of the district write them, whatever the reader's language.
_IN_CHINESE = {
    "人工智能": StrategicField.ARTIFICIAL_INTELLIGENCE.value,
    "集成电路": StrategicField.INTEGRATED_CIRCUITS.value,
    "生物医药": StrategicField.BIOMEDICINE.value,
    "高端装备": StrategicField.ADVANCED_EQUIPMENT.value,
    "新能源": StrategicField.NEW_ENERGY.value,
    "新材料": StrategicField.NEW_MATERIALS.value,
    "新能源汽车": StrategicField.NEW_ENERGY_VEHICLES.value,
    "其他": StrategicField.OTHER.value,
}


@dataclass(frozen=True)
class Line:
    """One line of a list as it was meant."""

    number: int
    identifier: str
    field: str = ""
    reason: str = ""


def field_words() -> dict[str, str]:
    """The fields by their codes, by their Chinese names, and as the reader's language has them."""
    codes = {field.value: field.value for field in StrategicField}
    return (
        codes | _IN_CHINESE | {_folded(str(field.label)): field.value for field in StrategicField}
    )


def _folded(words: str) -> str:
    return unicodedata.normalize("NFKC", words).strip().casefold()


def read_lines(text: str) -> list[Line]:
    """Read pasted lines: identifier, then field and reason if given, between commas or tabs."""
    return read_rows(_PARTS.split(line, 2) for line in text.splitlines())


def read_rows(rows: Iterable[Sequence[object]]) -> list[Line]:
    """Read rows of a table; refuses a field that is not known, naming the line."""
    known = field_words()
    found: list[Line] = []
    for number, cells in enumerate(rows, start=1):
        parts = [str(cell or "").strip() for cell in (*cells, "", "")][:3]
        if not parts[0] or (number == 1 and _folded(parts[0]) in _HEADS):
            continue
        if len(found) >= MOST_LINES:
            raise Refusal(
                "list_too_long", _("A list has at most %(most)d lines.") % {"most": MOST_LINES}
            )
        field, reason = _field_and_reason(parts[1], parts[2], known, number)
        checked_text(reason, longest=LONGEST_REASON)
        found.append(Line(number, parts[0][:80], field, reason))
    return found


def _field_and_reason(
    second: str, third: str, known: dict[str, str], number: int
) -> tuple[str, str]:
    field = known.get(_folded(second), "")
    if second and not field and third:
        raise Refusal(
            "field_unknown",
            _("Line %(line)d: “%(field)s” is no field. Fields: %(known)s.")
            % {
                "line": number,
                "field": second,
                "known": ", ".join(str(one.label) for one in StrategicField),
            },
        )
    return (field, third) if field or not second else ("", second)
