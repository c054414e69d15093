"""Every write of this area."""

from __future__ import annotations

from jilian.cases.operations.answering import give_answers
from jilian.cases.operations.calendars import (
    close_hall,
    load_year,
    recompute_between,
    save_department,
    save_hall,
    take_closure_back,
)
from jilian.cases.operations.closing import (
    close_case,
    confirm_solved,
    reopen_case,
    say_not_solved,
)
from jilian.cases.operations.escalating import accept_silent_due, escalate_due, remind_papers
from jilian.cases.operations.event_log import take_log
from jilian.cases.operations.holding import come_back, go_on_leave, hand_over, take_over
from jilian.cases.operations.importing import (
    Imported,
    RowProblem,
    StateRow,
    StatesRefused,
    check_states,
    import_states,
)
from jilian.cases.operations.opening import add_matter, mark_urgent, open_case
from jilian.cases.operations.papers import give_paper, need_paper, promise_paper
from jilian.cases.operations.past import (
    Judged,
    PastCase,
    PastEvent,
    PastMatter,
    PastPaper,
    take_over_past,
)
from jilian.cases.operations.recording import correct_event, record_event
from jilian.cases.operations.taken_out import note_export
from jilian.cases.operations.templates import load_templates, save_template

__all__ = [
    "Imported",
    "Judged",
    "PastCase",
    "PastEvent",
    "PastMatter",
    "PastPaper",
    "RowProblem",
    "StateRow",
    "StatesRefused",
    "accept_silent_due",
    "add_matter",
    "check_states",
    "close_case",
    "close_hall",
    "come_back",
    "confirm_solved",
    "correct_event",
    "escalate_due",
    "give_answers",
    "give_paper",
    "go_on_leave",
    "hand_over",
    "import_states",
    "load_templates",
    "load_year",
    "mark_urgent",
    "need_paper",
    "note_export",
    "open_case",
    "promise_paper",
    "recompute_between",
    "record_event",
    "remind_papers",
    "reopen_case",
    "save_department",
    "save_hall",
    "save_template",
    "say_not_solved",
    "take_closure_back",
    "take_log",
    "take_over",
    "take_over_past",
]
