"""What a clock refuses, said to people: the engine's codes in the language of the reader."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _, gettext_lazy

from jilian.base.errors import Refusal
from jilian_engine.clocks import ClockError

SENTENCES: Mapping[str, object] = {
    "quiet_all_day": gettext_lazy("quiet hours must end before they begin again"),
    "wait_negative": gettext_lazy("a clock does not run backwards"),
    "ends_before_start": gettext_lazy("the second moment lies before the first"),
    "moment_without_zone": gettext_lazy("a moment needs its time zone"),
    "calendar_empty": gettext_lazy("a calendar knows a year at least"),
    "year_unknown": gettext_lazy("the working days of %(year)s are not known"),
    "day_of_other_year": gettext_lazy("%(day)s does not lie in %(year)s"),
    "day_twice": gettext_lazy("%(day)s stands twice"),
    "work_on_weekday": gettext_lazy(
        "%(day)s is no weekend: only a weekend day can be made a working day"
    ),
    "holiday_missing": gettext_lazy("%(day)s is always a holiday, and the notice makes it none"),
    "notice_incomplete": gettext_lazy(
        "the notice frees %(days)s days, net of days made working days; the law gives %(least)s"
        " at least"
    ),
    "notice_empty": gettext_lazy("the notice names no day"),
    "notice_without_source": gettext_lazy("say which notice it is: its number or title"),
    "day_unreadable": gettext_lazy("“%(text)s” is not a day, written as 2026-01-31"),
    "kind_unreadable": gettext_lazy("“%(text)s” is neither off nor work"),
    "hours_empty": gettext_lazy("an office needs its hours"),
    "hours_disordered": gettext_lazy("office hours follow each other within one day"),
    "hours_unreadable": gettext_lazy("“%(text)s” are no office hours, written as 09:00-12:00"),
    "zone_not_fixed": gettext_lazy("the zone %(zone)s changes its offset within the known years"),
    "limit_negative": gettext_lazy("a limit is zero or more"),
    "unit_unknown": gettext_lazy("“%(text)s” is no unit of a limit: wd, cd, wh or h"),
    "kind_unknown": gettext_lazy("“%(text)s” is no kind of limit: max or min"),
    "no_events": gettext_lazy("there is no event"),
    "event_unknown": gettext_lazy("“%(text)s” is no event that a clock knows"),
    "disordered": gettext_lazy("this event lies before the one above it"),
    "not_accepted": gettext_lazy("%(event)s before the case was accepted"),
    "accepted_already": gettext_lazy("the case is accepted already"),
    "before_acceptance_only": gettext_lazy("%(event)s can only come before acceptance"),
    "not_accepted_yet": gettext_lazy("the case has not been accepted"),
    "review_open_already": gettext_lazy("a pre-review is open already"),
    "review_not_open": gettext_lazy("no pre-review is open"),
    "received_already": gettext_lazy("the papers were received already"),
    "not_received": gettext_lazy("nothing was received yet"),
    "correction_asked_already": gettext_lazy("a correction is asked for once only"),
    "correction_not_asked": gettext_lazy("no correction was asked for"),
    "correction_too_late": gettext_lazy(
        "a correction is asked for by %(day)s: the case counts as accepted on receipt"
    ),
    "correction_open": gettext_lazy("the correction that was asked for has not come"),
    "not_decided": gettext_lazy("nothing was decided yet"),
    "delivered_already": gettext_lazy("it was delivered already"),
    "ended_already": gettext_lazy("the case ended above"),
    "ground_missing": gettext_lazy("a pause cites its ground"),
    "ground_differs": gettext_lazy("the clock stands still for %(open)s, not for %(ground)s"),
    "paused_already": gettext_lazy("the clock stands still already, for %(ground)s"),
    "not_paused": gettext_lazy("the clock is not paused"),
    "pause_of_branch": gettext_lazy(
        "a pause stops the whole clock; a branch is stopped by returned_to_firm"
    ),
    "branch_missing": gettext_lazy("say which branch"),
    "branch_open_already": gettext_lazy("the branch %(branch)s is open already"),
    "branch_not_open": gettext_lazy("the branch %(branch)s is not open"),
    "holder_differs": gettext_lazy("the branch %(branch)s is held by %(open)s, not by %(holder)s"),
    "holder_reserved": gettext_lazy("“%(holder)s” cannot name a holder"),
    "returned_already": gettext_lazy("it is with the firm already"),
    "not_returned": gettext_lazy("it is not with the firm"),
    "branches_open": gettext_lazy("still open: %(branches)s"),
    "paused_at_end": gettext_lazy("the clock still stands still, for %(ground)s"),
    "no_end": gettext_lazy("the events have no end: say until when"),
    "until_before_events": gettext_lazy("the events go on after that moment"),
    "calendar_unknown": gettext_lazy("“%(text)s” is no known calendar: CN"),
    "file_unreadable": gettext_lazy(
        "the file is neither JSON nor a table with the columns at and event"
    ),
    "field_missing": gettext_lazy("“%(field)s” is missing"),
    "field_unknown": gettext_lazy("“%(field)s” is no field of an event"),
    "field_unreadable": gettext_lazy("“%(field)s” cannot be read"),
    "moment_unreadable": gettext_lazy(
        "“%(text)s” is not a moment, written as 2022-03-01T09:00:00+08:00"
    ),
    "step_unknown": gettext_lazy("there is no step %(step)s"),
    "steps_in_circle": gettext_lazy("these steps wait for one another: %(steps)s"),
    "no_steps": gettext_lazy("no step has started"),
    "until_missing": gettext_lazy("%(step)s has not ended: say until when"),
    "too_few_like_cases": gettext_lazy(
        "%(cases)s like cases are too few for a range: %(least)s are needed"
    ),
}


def clock_sentence(refused: ClockError) -> str:
    """Return what a clock refuses, without the row."""
    return str(SENTENCES[refused.code]) % refused.told


def clock_refusal(refused: ClockError) -> Refusal:
    """Return what a clock refuses; the row counts from 1, below the heading of a table."""
    why = clock_sentence(refused)
    if refused.row is None:
        return Refusal(refused.code, _("The clock cannot say: %(why)s.") % {"why": why})
    return Refusal(refused.code, _("Row %(row)d: %(why)s.") % {"row": refused.row + 1, "why": why})
