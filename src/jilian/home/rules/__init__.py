"""Decisions of the first page without a database: words of figures, of measures."""

from __future__ import annotations

from jilian.home.rules.addresses import INDUSTRY, LAST_WORLD, PLACE, PRODUCT, WORDS, narrowed
from jilian.home.rules.measures import (
    HEADLINES,
    measure_words,
    period_words,
    subject_words,
    unit_words,
)
from jilian.home.rules.wording import Piece, fact_text, pieces_of, size_text

__all__ = [
    "HEADLINES",
    "INDUSTRY",
    "LAST_WORLD",
    "PLACE",
    "PRODUCT",
    "WORDS",
    "Piece",
    "fact_text",
    "measure_words",
    "narrowed",
    "period_words",
    "pieces_of",
    "size_text",
    "subject_words",
    "unit_words",
]
