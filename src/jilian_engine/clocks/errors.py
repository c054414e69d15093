"""What a clock refuses: a code, what the sentence tells of, and the row."""

from __future__ import annotations

from collections.abc import Mapping

from jilian_engine.errors import EngineError

#: The sentence of each code; its names in brackets are filled from what the error tells.
SENTENCES: Mapping[str, str] = {
    "quiet_all_day": "quiet hours must end before they begin again",
    "wait_negative": "a clock does not run backwards",
    "ends_before_start": "the second moment lies before the first",
    "moment_without_zone": "a moment needs its time zone",
    "calendar_empty": "a calendar knows a year at least",
    "year_unknown": "the working days of %(year)s are not known",
    "day_of_other_year": "%(day)s does not lie in %(year)s",
    "day_twice": "%(day)s stands twice",
    "work_on_weekday": "%(day)s is no weekend: only a weekend day can be made a working day",
    "holiday_missing": "%(day)s is always a holiday, and the notice makes it none",
    "notice_incomplete": "the notice frees %(days)s days, net of days made working days; the law"
    " gives %(least)s at least",
    "notice_empty": "the notice names no day",
    "notice_without_source": "say which notice it is: its number or title",
    "day_unreadable": "“%(text)s” is not a day, written as 2026-01-31",
    "kind_unreadable": "“%(text)s” is neither off nor work",
    "hours_empty": "an office needs its hours",
    "hours_disordered": "office hours follow each other within one day",
    "hours_unreadable": "“%(text)s” are no office hours, written as 09:00-12:00",
    "zone_not_fixed": "the zone %(zone)s changes its offset within the known years",
    "limit_negative": "a limit is zero or more",
    "unit_unknown": "“%(text)s” is no unit of a limit: wd, cd, wh or h",
    "kind_unknown": "“%(text)s” is no kind of limit: max or min",
    "no_events": "there is no event",
    "event_unknown": "“%(text)s” is no event that a clock knows",
    "disordered": "this event lies before the one above it",
    "not_accepted": "%(event)s before the case was accepted",
    "accepted_already": "the case is accepted already",
    "before_acceptance_only": "%(event)s can only come before acceptance",
    "not_accepted_yet": "the case has not been accepted",
    "review_open_already": "a pre-review is open already",
    "review_not_open": "no pre-review is open",
    "received_already": "the papers were received already",
    "not_received": "nothing was received yet",
    "correction_asked_already": "a correction is asked for once only",
    "correction_not_asked": "no correction was asked for",
    "correction_too_late": "a correction is asked for by %(day)s: the case counts as accepted"
    " on receipt",
    "correction_open": "the correction that was asked for has not come",
    "not_decided": "nothing was decided yet",
    "delivered_already": "it was delivered already",
    "ended_already": "the case ended above",
    "ground_missing": "a pause cites its ground",
    "ground_differs": "the clock stands still for %(open)s, not for %(ground)s",
    "paused_already": "the clock stands still already, for %(ground)s",
    "not_paused": "the clock is not paused",
    "pause_of_branch": "a pause stops the whole clock; a branch is stopped by returned_to_firm",
    "branch_missing": "say which branch",
    "branch_open_already": "the branch %(branch)s is open already",
    "branch_not_open": "the branch %(branch)s is not open",
    "holder_differs": "the branch %(branch)s is held by %(open)s, not by %(holder)s",
    "holder_reserved": "“%(holder)s” cannot name a holder",
    "returned_already": "it is with the firm already",
    "not_returned": "it is not with the firm",
    "branches_open": "still open: %(branches)s",
    "paused_at_end": "the clock still stands still, for %(ground)s",
    "no_end": "the events have no end: say until when",
    "until_before_events": "the events go on after that moment",
    "calendar_unknown": "“%(text)s” is no known calendar: CN",
    "file_unreadable": "the file is neither JSON nor a table with the columns at and event",
    "field_missing": "“%(field)s” is missing",
    "field_unknown": "“%(field)s” is no field of an event",
    "field_unreadable": "“%(field)s” cannot be read",
    "moment_unreadable": "“%(text)s” is not a moment, written as 2022-03-01T09:00:00+08:00",
    "step_unknown": "there is no step %(step)s",
    "steps_in_circle": "these steps wait for one another: %(steps)s",
    "no_steps": "no step has started",
    "until_missing": "%(step)s has not ended: say until when",
    "too_few_like_cases": "%(cases)s like cases are too few for a range: %(least)s are needed",
}  # fmt: skip


class ClockError(EngineError):
    """`told` are the values in the sentence of `code`; `row` counts events or rows from 0."""

    def __init__(
        self, code: str, *, row: int | None = None, column: str | None = None, **told: object
    ) -> None:
        super().__init__(code, SENTENCES[code] % told, row=row, column=column)
        self.told: Mapping[str, str] = {name: str(value) for name, value in told.items()}
