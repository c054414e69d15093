"""Decisions about uploaded tables without a database: states, problems in words, persons."""

from __future__ import annotations

from jilian.intake.rules.persons import names_persons, reveals_person
from jilian.intake.rules.problems import (
    SENTENCES,
    Problem,
    TableRefusal,
    note_words,
    sentence,
    short_words,
)
from jilian.intake.rules.states import TableKind, UploadState, check_step

__all__ = [
    "SENTENCES",
    "Problem",
    "TableKind",
    "TableRefusal",
    "UploadState",
    "check_step",
    "names_persons",
    "note_words",
    "reveals_person",
    "sentence",
    "short_words",
]
