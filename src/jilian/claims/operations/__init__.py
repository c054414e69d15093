"""Every write of this area."""

from __future__ import annotations

from jilian.claims.operations.authority import mark_source
from jilian.claims.operations.claims import (
    accept_claim,
    answer_claim,
    ask_back_claim,
    end_claim,
    file_claim,
    refuse_claim,
    withdraw_claim,
)
from jilian.claims.operations.corrections import (
    accept_correction,
    answer_correction,
    answer_question,
    ask_back_correction,
    propose_correction,
    refuse_correction,
    undo_accepted,
    withdraw_correction,
)
from jilian.claims.operations.deciding import (
    Decided,
    decide_claim,
    decide_correction,
    decide_corrections,
)

__all__ = [
    "Decided",
    "accept_claim",
    "accept_correction",
    "answer_claim",
    "answer_correction",
    "answer_question",
    "ask_back_claim",
    "ask_back_correction",
    "decide_claim",
    "decide_correction",
    "decide_corrections",
    "end_claim",
    "file_claim",
    "mark_source",
    "propose_correction",
    "refuse_claim",
    "refuse_correction",
    "undo_accepted",
    "withdraw_claim",
    "withdraw_correction",
]
