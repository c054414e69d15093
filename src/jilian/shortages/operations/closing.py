"""Closing a call, its lesson, and the word on proposals."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.base.free_text import checked_text
from jilian.firms.models import Firm
from jilian.shortages.models import Call, Lesson, ProposalFeedback
from jilian.shortages.operations.ending import end_call
from jilian.shortages.operations.locking import locked_call, opened
from jilian.shortages.operations.telling import settle, tell_caller
from jilian.shortages.queries.people import scopes_of_firm
from jilian.shortages.rules.calling import LONGEST_WORDS
from jilian.shortages.rules.course import check_whole
from jilian.shortages.rules.values import values_on
from jilian.shortages.rules.words import CallState, Cause, SecondSource

ENDED = (CallState.CLOSED, CallState.CLOSED_WITH_REST)


@transaction.atomic
def close_call(*, by: Person, at: datetime, call: Call) -> Call:
    """Close at exactly the amount received; refused at any difference."""
    _check_caller(by, call)
    kept = opened(by=by, at=at, call_id=call.pk)
    check_whole(kept.amount, kept.received)
    return end_call(by=by, at=at, call=kept, state=CallState.CLOSED, reason="")


@transaction.atomic
def close_with_rest(*, by: Person, at: datetime, call: Call, reason: str) -> Call:
    """Release the open rest with a reason and close; the rest stays stated."""
    _check_caller(by, call)
    kept = opened(by=by, at=at, call_id=call.pk)
    why = checked_text(reason, longest=LONGEST_WORDS)
    if kept.received == kept.amount:
        raise Refusal("nothing_open", _("Everything has been received: just close the call."))
    if not why:
        raise Refusal("reason_missing", _("Say why the rest is no longer needed."))
    return end_call(by=by, at=at, call=kept, state=CallState.CLOSED_WITH_REST, reason=why)


@transaction.atomic
def write_lesson(
    *,
    by: Person,
    at: datetime,
    call: Call,
    cause: str,
    second_source: str,
    missing_link: bool,
    line_saved: bool | None,
    cause_words: str = "",
    thanks: str = "",
) -> Lesson:
    """Say what the call taught, once it has ended; may be written anew."""
    _check_caller(by, call)
    kept = locked_call(call.pk)
    if kept.state not in ENDED:
        raise Refusal("call_not_ended", _("The lesson is written when the call is closed."))
    if cause not in Cause.values or second_source not in SecondSource.values:
        raise Refusal("choice_unknown", _("Choose cause and second source from the lists."))
    said = {
        "cause": cause, "cause_words": checked_text(cause_words, longest=LONGEST_WORDS),
        "second_source": second_source, "missing_link": missing_link, "line_saved": line_saved,
        "thanks": checked_text(thanks, longest=LONGEST_WORDS),
    }  # fmt: skip
    lesson, _made = Lesson.objects.update_or_create(
        call=kept, defaults={**said, "written_at": at, "written_by": by.username}
    )
    audit.record("call.lesson_written", by=by, at=at, world=kept.world, about=kept, after=said)
    settle(by=by, at=at, call=kept, key="lesson")
    return lesson


@transaction.atomic
def say_useful(
    *, by: Person, at: datetime, call: Call, firm: Firm, useful: bool, rank: int | None = None
) -> ProposalFeedback:
    """Say whether a proposed firm was a useful proposal; may be said anew."""
    _check_caller(by, call)
    if firm.world_id != call.world_id:
        raise Refusal("other_world", _("Call and firm belong to different worlds."))
    said, _made = ProposalFeedback.objects.update_or_create(
        call=call, firm=firm.root,
        defaults={"useful": useful, "rank": rank, "said_at": at, "said_by": by.username},
    )  # fmt: skip
    audit.record(
        "call.proposal_judged", by=by, at=at, world=call.world, about=call,
        after={"firm": firm.root_id, "useful": useful, "rank": rank},
    )  # fmt: skip
    return said


@transaction.atomic
def remind_lessons(*, by: Person, at: datetime) -> int:
    """Tell callers three days after the end of a call that its lesson is due.

    The timetable calls it daily; the same call is told of once. Returns how many are due.
    """
    due_before = at - values_on(timezone.localdate(at)).lesson
    due = Call.objects.filter(state__in=ENDED, ended_at__lte=due_before, lesson__isnull=True)
    done = 0
    for call in due.select_related("world", "firm__world", "firm__merged_into"):
        tell_caller(by=by, at=at, call=call, kind="lesson_due", key="lesson")
        done += 1
    return done


def _check_caller(by: Person, call: Call) -> None:
    allow(
        by, Permission.RAISE_CALLS, world_code=call.world.code, scopes=scopes_of_firm(call.firm)
    )  # fmt: skip
