"""What is wrong with a table: where it stands, and its sentence in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from jilian.base.errors import Refusal
from jilian.base.reading.sentences import CELL_SENTENCES, MOMENT_SENTENCES, TABLE_SENTENCES


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one cell or row; row 0 is the whole table."""

    row: int
    column: str
    value: str
    code: str
    details: Mapping[str, object] = field(default_factory=dict)
    is_warning: bool = False


class TableRefusal(Refusal):
    """The table as a whole cannot be taken; keeps what its sentence names."""

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(code, sentence(code, details))
        self.details = details


def sentence(
    code: str, details: Mapping[str, object], further: Mapping[str, object] | None = None
) -> str:
    """Return the sentence of a problem in the present language; ``further`` are an area's own."""
    known = (further or {}, CELL_SENTENCES, MOMENT_SENTENCES, TABLE_SENTENCES)
    template = next((ones[code] for ones in known if code in ones), None)
    if template is None:
        return code
    return str(template) % {key: _words(value) for key, value in details.items()}


def _words(value: object) -> object:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "、".join(str(one) for one in value)
    return value
