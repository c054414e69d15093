"""Problems of a table: where they stand, and their sentences in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from jilian.base.reading.problems import Problem, TableRefusal, sentence as sentence_of
from jilian.intake.rules.sentences import NOTES, SENTENCES, SHORT_WORDS

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

__all__ = ["SENTENCES", "Problem", "TableRefusal", "note_words", "sentence", "short_words"]

WHOLE_TABLE = 0


def sentence(code: str, details: Mapping[str, object]) -> str:
    """Return the sentence of a problem in the present language."""
    return sentence_of(code, details, SENTENCES)


def short_words(code: str) -> StrOrPromise:
    """Return the few words by which problems of this code are filtered."""
    return SHORT_WORDS.get(code, code)


def note_words(note: str) -> StrOrPromise:
    """Return the note of an upload in the reader's language; a sentence passes as it is."""
    return NOTES.get(note, note)
