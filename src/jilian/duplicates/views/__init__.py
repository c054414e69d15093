"""Pages of this area: the review list, one pair, judging, searching."""

from __future__ import annotations

from jilian.duplicates.views.judging import judge, judge_many, undo, undo_many
from jilian.duplicates.views.reviewing import pair, review, search, searching

__all__ = ["judge", "judge_many", "pair", "review", "search", "searching", "undo", "undo_many"]
