"""Clocks: working days, office hours, limits, and a case's time divided among its holders.

Days, working days, hours and working hours are kept apart: none is made of another. Everything is
counted in whole seconds and whole days, in one time zone.
"""

from jilian_engine.clocks.calendars import Calendar, china_calendar
from jilian_engine.clocks.division import (
    Before,
    BranchTime,
    Division,
    Piece,
    Stretch,
    before_acceptance,
    divide,
)
from jilian_engine.clocks.errors import SENTENCES, ClockError
from jilian_engine.clocks.events import (
    BEFORE_EVENTS,
    CLOSED,
    CORRECTION,
    END_EVENTS,
    EVENTS,
    EXCLUDED,
    FIRM,
    GROUNDS,
    JOINT,
    UNASSIGNED,
    Event,
)
from jilian_engine.clocks.expected import (
    LEAST_LIKE_CASES,
    ExpectedEnd,
    Took,
    durations_of,
    expected_end,
)
from jilian_engine.clocks.files import CaseFile, read_case_file, read_hours, read_moment
from jilian_engine.clocks.hours import SHANGHAI, USUAL_HOURS, Hours, Office
from jilian_engine.clocks.limits import Due, Limit, Unit, due, due_if_known, used
from jilian_engine.clocks.notices import NoticeError, NoticeOfYear, read_notice
from jilian_engine.clocks.parallel import Ready, Wait, could_be_parallel, could_start
from jilian_engine.clocks.quiet import Quiet, moment_after, next_time, time_run
from jilian_engine.clocks.schedule import (
    Schedule,
    Scheduled,
    schedule_actual,
    schedule_limits,
)
from jilian_engine.clocks.steps import Plan, Span, Step, Steps

__all__ = [
    "BEFORE_EVENTS", "CLOSED", "CORRECTION", "END_EVENTS", "EVENTS", "EXCLUDED", "FIRM", "GROUNDS",
    "JOINT", "LEAST_LIKE_CASES", "SENTENCES", "SHANGHAI", "UNASSIGNED", "USUAL_HOURS", "Before",
    "BranchTime", "Calendar", "CaseFile", "ClockError", "Division", "Due", "Event", "ExpectedEnd",
    "Hours", "Limit", "NoticeError", "NoticeOfYear", "Office", "Piece", "Plan", "Quiet", "Ready",
    "Schedule", "Scheduled", "Span", "Step", "Steps", "Stretch", "Took", "Unit", "Wait",
    "before_acceptance", "china_calendar", "could_be_parallel", "could_start", "divide", "due",
    "due_if_known", "durations_of", "expected_end", "moment_after", "next_time", "read_case_file",
    "read_hours", "read_moment", "read_notice", "schedule_actual", "schedule_limits", "time_run",
    "used",
]  # fmt: skip
