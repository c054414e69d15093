"""Every write about the setting up of bodies: steps, terms, reminders, undoing, files taken out."""

from __future__ import annotations

from jilian.committees.operations.deciding import (
    approve,
    file_result,
    record_election,
    refuse,
    return_to_amend,
    take_effect,
    take_effect_due,
)
from jilian.committees.operations.drafting import (
    amend_draft,
    apply_for,
    declare,
    draft_procedure,
    set_seats,
    withdraw,
)
from jilian.committees.operations.reminding import remind_of_terms
from jilian.committees.operations.taken_out import note_list, note_paper
from jilian.committees.operations.terms import dissolve, extend, re_elect
from jilian.committees.operations.undoing import undo_last_step

__all__ = [
    "amend_draft",
    "apply_for",
    "approve",
    "declare",
    "dissolve",
    "draft_procedure",
    "extend",
    "file_result",
    "note_list",
    "note_paper",
    "re_elect",
    "record_election",
    "refuse",
    "remind_of_terms",
    "return_to_amend",
    "set_seats",
    "take_effect",
    "take_effect_due",
    "undo_last_step",
    "withdraw",
]
