"""Problems of a table: where they stand, and their sentences in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jilian.base.errors import Refusal
from jilian.intake.rules.sentences import NOTES, SENTENCES, SHORT_WORDS, TABLE_SENTENCES

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

__all__ = ["SENTENCES", "Problem", "TableRefusal", "note_words", "sentence", "short_words"]

WHOLE_TABLE = 0


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


def sentence(code: str, details: Mapping[str, object]) -> str:
    """Return the sentence of a problem in the present language."""
    template = SENTENCES.get(code) or TABLE_SENTENCES.get(code)
    if template is None:
        return code
    return str(template) % {key: _words(value) for key, value in details.items()}


def short_words(code: str) -> StrOrPromise:
    """Return the few words by which problems of this code are filtered."""
    return SHORT_WORDS.get(code, code)


def note_words(note: str) -> StrOrPromise:
    """Return the note of an upload in the reader's language; a sentence passes as it is."""
    return NOTES.get(note, note)


def _words(value: object) -> object:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "、".join(str(one) for one in value)
    return value
