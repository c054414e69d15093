"""Every write of this area."""

from __future__ import annotations

from jilian.duplicates.operations.following import follow_merge
from jilian.duplicates.operations.judging import Judged, judge_pair, judge_pairs
from jilian.duplicates.operations.naming import forget_name, judge_name
from jilian.duplicates.operations.searching import (
    ask_for_search,
    note_given_up,
    propose_duplicates,
    search_every_world,
    search_world,
)
from jilian.duplicates.operations.undoing import undo_judgement, undo_judgements

__all__ = [
    "Judged",
    "ask_for_search",
    "follow_merge",
    "forget_name",
    "judge_name",
    "judge_pair",
    "judge_pairs",
    "note_given_up",
    "propose_duplicates",
    "search_every_world",
    "search_world",
    "undo_judgement",
    "undo_judgements",
]

# What a worker that died too often leaves to be said.
GIVEN_UP = {"propose_duplicates": note_given_up}
