"""Every write of this area."""

from __future__ import annotations

from jilian.absorption.operations.asking import (
    answer_absorption,
    propose_absorption,
    withdraw_absorption,
)
from jilian.absorption.operations.deciding import (
    decide_absorption,
    end_absorption,
    undo_absorption,
)
from jilian.absorption.operations.taken_out import note_export

__all__ = [
    "answer_absorption",
    "decide_absorption",
    "end_absorption",
    "note_export",
    "propose_absorption",
    "undo_absorption",
    "withdraw_absorption",
]
