"""The words of cases: events, states, units of limits, grounds, papers, fields given once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

LONGEST_WORDS = 300


class EventKind(models.TextChoices):
    """What can happen to a case, a matter or a branch; an event is recorded once, never changed."""

    OPENED = "opened", pgettext_lazy("event of a case", "case opened")
    HANDED_OVER = "handed_over", pgettext_lazy("event of a case", "handed over")
    ESCALATED = "escalated", pgettext_lazy("event of a case", "went up because it was late")
    PRE_REVIEW_STARTED = "pre_review_started", pgettext_lazy("event of a case", "pre-review begun")
    PRE_REVIEW_ENDED = "pre_review_ended", pgettext_lazy("event of a case", "pre-review done")
    RECEIVED = "received", pgettext_lazy("event of a case", "papers received")
    CORRECTION_ASKED = (
        "correction_asked",
        pgettext_lazy("event of a case", "one-time correction asked for"),
    )
    CORRECTION_GIVEN = "correction_given", pgettext_lazy("event of a case", "correction given")
    NOT_ACCEPTED = "not_accepted", pgettext_lazy("event of a case", "not accepted")
    ACCEPTED = "accepted", pgettext_lazy("event of a case", "formally accepted")
    PAUSED = "paused", pgettext_lazy("event of a case", "clock paused")
    RESUMED = "resumed", pgettext_lazy("event of a case", "clock running again")
    BRANCH_STARTED = "branch_started", pgettext_lazy("event of a case", "branch started")
    REDIRECTED = "redirected", pgettext_lazy("event of a case", "sent wrongly, sent on")
    RETURNED_TO_FIRM = "returned_to_firm", pgettext_lazy("event of a case", "returned to the firm")
    FIRM_ANSWERED = "firm_answered", pgettext_lazy("event of a case", "firm answered")
    BRANCH_ENDED = "branch_ended", pgettext_lazy("event of a case", "branch ended")
    DECIDED = "decided", pgettext_lazy("event of a case", "decided")
    DELIVERED = "delivered", pgettext_lazy("event of a case", "delivered")
    WITHDRAWN = "withdrawn", pgettext_lazy("event of a case", "withdrawn by the firm")
    CLOSED = "closed", pgettext_lazy("event of a case", "case closed")
    CONFIRMED_SOLVED = "confirmed_solved", pgettext_lazy("event of a case", "confirmed solved")
    SAID_NOT_SOLVED = "said_not_solved", pgettext_lazy("event of a case", "said not to be solved")
    REOPENED = "reopened", pgettext_lazy("event of a case", "case opened again")
    CORRECTED = "corrected", pgettext_lazy("event of a case", "an earlier entry corrected")


class CaseState(models.TextChoices):
    """How a case stands; closed is not solved."""

    OPEN = "open", pgettext_lazy("case", "open")
    CLOSED = "closed", pgettext_lazy("case", "closed, the firm has not said yet")
    SOLVED = "solved", pgettext_lazy("case", "closed and confirmed solved")
    NOT_SOLVED = "not_solved", pgettext_lazy("case", "closed but not solved")


class MatterState(models.TextChoices):
    """How far a matter is; follows from its events."""

    NEW = "new", pgettext_lazy("matter", "not handed in yet")
    PRE_REVIEW = "pre_review", pgettext_lazy("matter", "in pre-review")
    RECEIVED = "received", pgettext_lazy("matter", "handed in, not accepted yet")
    CORRECTING = "correcting", pgettext_lazy("matter", "waits for a correction")
    ACCEPTED = "accepted", pgettext_lazy("matter", "accepted, clock running")
    PAUSED = "paused", pgettext_lazy("matter", "clock paused")
    RETURNED = "returned", pgettext_lazy("matter", "with the firm")
    DECIDED = "decided", pgettext_lazy("matter", "decided")
    DELIVERED = "delivered", pgettext_lazy("matter", "delivered")
    REFUSED = "refused", pgettext_lazy("matter", "not accepted")
    WITHDRAWN = "withdrawn", pgettext_lazy("matter", "withdrawn")


ENDED = frozenset(
    {MatterState.DECIDED, MatterState.DELIVERED, MatterState.REFUSED, MatterState.WITHDRAWN}
)


class StepState(models.TextChoices):
    """How far a branch is; follows from its events."""

    WAITING = "waiting", pgettext_lazy("branch of a matter", "not started")
    OPEN = "open", pgettext_lazy("branch of a matter", "running")
    RETURNED = "returned", pgettext_lazy("branch of a matter", "returned to the firm")
    ENDED = "ended", pgettext_lazy("branch of a matter", "ended")


class LimitUnit(models.TextChoices):
    """In what a limit is counted; a day is never 24 hours by conversion."""

    WORKING_DAYS = "wd", pgettext_lazy("unit of a limit", "working days")
    CALENDAR_DAYS = "cd", pgettext_lazy("unit of a limit", "calendar days")
    WORKING_HOURS = "wh", pgettext_lazy("unit of a limit", "working hours")
    CLOCK_HOURS = "h", pgettext_lazy("unit of a limit", "clock hours")


class Ground(models.TextChoices):
    """Why a clock stands still (Administrative Licensing Law, art. 45, and local rules)."""

    HEARING = "hearing", pgettext_lazy("ground of a pause", "hearing")
    TENDER = "tender", pgettext_lazy("ground of a pause", "tender")
    AUCTION = "auction", pgettext_lazy("ground of a pause", "auction")
    INSPECTION = "inspection", pgettext_lazy("ground of a pause", "inspection")
    TESTING = "testing", pgettext_lazy("ground of a pause", "testing")
    QUARANTINE = "quarantine", pgettext_lazy("ground of a pause", "quarantine")
    APPRAISAL = "appraisal", pgettext_lazy("ground of a pause", "appraisal")
    EXPERT_REVIEW = "expert_review", pgettext_lazy("ground of a pause", "expert review")
    PUBLICITY = "statutory_publicity", pgettext_lazy("ground of a pause", "statutory publicity")


class Outcome(models.TextChoices):
    """What was decided; kept as the ground of the deciding event."""

    GRANTED = "granted", pgettext_lazy("decision on a matter", "granted")
    REFUSED = "refused", pgettext_lazy("decision on a matter", "refused")


SILENCE = "silence"  # ground of an acceptance that nobody wrote within five working days


class EnteredVia(models.TextChoices):
    """By which way an event came in."""

    PAGE = "page", pgettext_lazy("way of entry", "page")
    FILE = "file", pgettext_lazy("way of entry", "file")
    API = "api", pgettext_lazy("way of entry", "interface")
    TIMETABLE = "timetable", pgettext_lazy("way of entry", "timetable")


class PaperState(models.TextChoices):
    """Whether a paper is there; a promised one has a day by which it is due."""

    NEEDED = "needed", pgettext_lazy("paper of a case", "needed")
    PROMISED = "promised", pgettext_lazy("paper of a case", "promised")
    GIVEN = "given", pgettext_lazy("paper of a case", "given")


class AnswerField(models.TextChoices):
    """What a firm says about itself once and is never asked again; functions, never people."""

    NAME = "name", pgettext_lazy("field of a form", "registered name")
    LICENCE_NUMBER = "licence_number", pgettext_lazy("field of a form", "licence number")
    ADDRESS = "address", pgettext_lazy("field of a form", "address")
    TOWN = "town", pgettext_lazy("field of a form", "town or street")
    INDUSTRY = "industry", pgettext_lazy("field of a form", "industry")
    CONTACT_OFFICE = "contact_office", pgettext_lazy("field of a form", "office to ask for")
    CONTACT_PHONE = "contact_phone", pgettext_lazy("field of a form", "telephone of the office")
    CONTACT_MAIL = "contact_mail", pgettext_lazy("field of a form", "mail of the office")


class Origin(models.TextChoices):
    """Where a field of a form came from; all but the last were filled in beforehand."""

    REGISTER = "register", pgettext_lazy("origin of a field", "the register")
    GIVEN_BEFORE = "given_before", pgettext_lazy("origin of a field", "given earlier")
    TYPED = "typed", pgettext_lazy("origin of a field", "typed for this case")


class HandOverReason(models.TextChoices):
    """Why a case changed hands."""

    OPENED = "opened", pgettext_lazy("hand-over", "opened the case")
    HANDED_OVER = "handed_over", pgettext_lazy("hand-over", "handed over")
    TAKEN_OVER = "taken_over", pgettext_lazy("hand-over", "taken over")
    LEAVE = "leave", pgettext_lazy("hand-over", "leave")
    BACK = "back", pgettext_lazy("hand-over", "back from leave")
    ASSIGNED = "assigned", pgettext_lazy("hand-over", "assigned")


CASE_MARKS: Mapping[str, str] = {
    CaseState.OPEN: "open",
    CaseState.CLOSED: "soon",
    CaseState.SOLVED: "confirmed",
    CaseState.NOT_SOLVED: "refused",
}

# Holders that are no office, as the clocks call them.
FIRM, JOINT, CLOSED_HOURS, UNASSIGNED, EXCLUDED = (
    "firm",
    "joint",
    "closed",
    "unassigned",
    "excluded",
)
HOLDER_WORDS: Mapping[str, StrPromise] = {
    FIRM: pgettext_lazy("holder of time", "the firm"),
    JOINT: pgettext_lazy("holder of time", "several offices at once"),
    CLOSED_HOURS: pgettext_lazy("holder of time", "offices closed"),
    UNASSIGNED: pgettext_lazy("holder of time", "nobody"),
}
EXCLUDED_WORDS = pgettext_lazy("holder of time", "excluded by law: %(ground)s")
