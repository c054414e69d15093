"""What is kept about whom, what for, on which basis, for how long."""

from __future__ import annotations

from jilian.upkeep.rules.classes import CLASSES, Basis, DataClass, ShareType, class_of
from jilian.upkeep.rules.fields import NOT_PERSONAL, PERSONAL, WORDS_OF_OTHERS, looks_personal

__all__ = [
    "CLASSES",
    "NOT_PERSONAL",
    "PERSONAL",
    "WORDS_OF_OTHERS",
    "Basis",
    "DataClass",
    "ShareType",
    "class_of",
    "looks_personal",
]
