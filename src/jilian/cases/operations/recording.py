"""Recording what happened to a matter or a branch; what was recorded is only ever corrected."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission
from jilian.audit import operations as audit
from jilian.base.errors import NotAllowed, Refusal
from jilian.base.free_text import checked_text
from jilian.cases.models import Case, CaseEvent, Department, Matter, MatterStep
from jilian.cases.operations.computing import recompute, touch
from jilian.cases.operations.locking import (
    check_open,
    locked_case,
    matter_within,
    opened_case,
)
from jilian.cases.operations.recorded import tell_about
from jilian.cases.queries.branches import missing_before
from jilian.cases.queries.people import check_holds, decides, holds, is_of_firm
from jilian.cases.rules.course import OF_CASE
from jilian.cases.rules.saying import Said, check_said
from jilian.cases.rules.words import (
    ENDED,
    LONGEST_WORDS,
    EnteredVia,
    EventKind,
)

K = EventKind
LONGEST_NOTICE, LONGEST_KEY = 60, 64
FROM_FIRM = frozenset({K.RECEIVED, K.CORRECTION_GIVEN, K.FIRM_ANSWERED, K.WITHDRAWN})


@transaction.atomic
def record_event(
    *,
    by: Person,
    at: datetime,
    matter: Matter,
    event: str,
    happened_at: datetime | None = None,
    step: MatterStep | None = None,
    department: Department | None = None,
    ground: str = "",
    words: str = "",
    notice: str = "",
    once: str = "",
    seen: int | None = None,
    via: str = EnteredVia.PAGE,
) -> CaseEvent:
    """Record an event of a matter, or of the branch ``step``; refuses what contradicts.

    By the officer who holds the case, by the department whose matter or branch it is, or by the
    firm (papers handed in, correction or answer given, withdrawn). ``happened_at`` is when it
    happened, now by default; a firm enters what happens now. ``once`` is the sender's own key: the
    same key again answers with the event that is there. ``seen`` is how many events of the matter
    the sender knew; where there are more, the sender is told instead of overwritten. A pause
    needs ``ground`` and ``notice``; a decision's ground is granted or refused; ``department`` is
    who gets a branch that starts or is sent on.
    """
    case = locked_case(matter.case_id)
    kept = matter_within(case, matter.pk)
    branch = None if step is None else kept.steps.select_related("department").get(pk=step.pk)
    _check_may(by, case, kept, branch, event)
    sent = CaseEvent.objects.filter(case=case, once=once).first() if once else None
    if sent is not None:
        return _same(sent, kept, branch, event)
    check_open(case)
    _check_seen(kept, seen)
    moment = _moment(happened_at, at, is_now=not (holds(by, case) or decides(by, kept, branch)))
    said = Said(
        event, branch.step if branch else "", _holder(event, branch, department),
        ground.strip(), checked_text(words, longest=LONGEST_WORDS),
        checked_text(notice, longest=LONGEST_NOTICE),
    )  # fmt: skip
    _check_against(kept, branch, said, moment, via)
    row = CaseEvent.objects.create(
        case=case, matter=kept, step=branch, at=moment, event=event, holder=said.holder,
        ground=said.ground, words=said.words, notice=said.notice, by=by.username,
        recorded_at=at, entered_via=via, once=once[:LONGEST_KEY],
    )  # fmt: skip
    recompute(kept, at)
    touch(case, moment)
    audit.record(
        "case.event_recorded", by=by, at=at, world=case.world, about=case,
        after={
            "event": row.pk, "matter": kept.pk, "what": event, "happened_at": moment,
            "step": said.step, "holder": said.holder, "ground": said.ground,
        },
    )  # fmt: skip
    tell_about(by=by, at=at, case=case, matter=kept, step=branch, row=row)
    return row


def _check_against(
    matter: Matter, step: MatterStep | None, said: Said, at: datetime, via: str
) -> None:
    """Refuse what the matter does not allow now; states of other systems come as they come."""
    check_said(said, holder_now=step.holder if step else "")
    if said.event == K.BRANCH_STARTED and step is not None and via == EnteredVia.PAGE:
        _check_predecessors(matter, step, at)
    if said.event == K.DECIDED and not said.words:
        _check_children(matter)


@transaction.atomic
def correct_event(
    *, by: Person, at: datetime, event: CaseEvent, corrected_at: datetime | None, words: str
) -> CaseEvent:
    """Correct an earlier entry by appending: its true moment, or None: it never was."""
    if event.matter_id is None:
        raise Refusal("not_correctable", _("This entry of the whole case cannot be corrected."))
    case = opened_case(event.case_id)
    kept = matter_within(case, event.matter_id)
    row = CaseEvent.objects.select_related("step__department").get(pk=event.pk, case=case)
    if row.event in OF_CASE:
        raise Refusal("not_correctable", _("A correction is not corrected: enter another one."))
    if not (holds(by, case) or decides(by, kept, row.step)):
        check_holds(by, case)
    why = checked_text(words, longest=LONGEST_WORDS)
    if not why:
        raise Refusal("reason_missing", _("Say why."))
    if corrected_at is not None and corrected_at > at:
        raise Refusal("in_the_future", _("This moment has not come yet."))
    made = CaseEvent.objects.create(
        case=case, matter=kept, step=row.step, at=at, event=K.CORRECTED, words=why,
        corrects=row, corrected_at=corrected_at, by=by.username, recorded_at=at,
    )  # fmt: skip
    recompute(kept, at)
    touch(case, at)
    audit.record(
        "case.event_corrected", by=by, at=at, world=case.world, about=case,
        before={"event": row.pk, "what": row.event, "happened_at": row.at},
        after={"happened_at": corrected_at, "reason": why},
    )  # fmt: skip
    return made


def _check_may(by: Person, case: Case, matter: Matter, step: MatterStep | None, event: str) -> None:
    if event in OF_CASE or event not in K.values:
        raise Refusal("event_unknown", _("Choose what happened."))
    if decides(by, matter, step) or holds(by, case):
        return
    if is_of_firm(by, case):
        if event in FROM_FIRM:
            return
        raise NotAllowed(Permission.CARRY_CASES)
    check_holds(by, case)


def _same(sent: CaseEvent, matter: Matter, step: MatterStep | None, event: str) -> CaseEvent:
    step_id = step.pk if step else None
    if (sent.matter_id, sent.step_id, sent.event) != (matter.pk, step_id, event):
        raise Refusal("key_used", _("This key was used for something else already."))
    return sent


def _check_seen(matter: Matter, seen: int | None) -> None:
    if seen is not None and matter.events.count() != seen:
        raise Refusal(
            "changed_meanwhile",
            _("Something else was recorded in the meantime: look at it, then enter yours again."),
        )


def _moment(happened_at: datetime | None, at: datetime, *, is_now: bool) -> datetime:
    if happened_at is None or is_now:
        return at
    if happened_at > at:
        raise Refusal("in_the_future", _("This moment has not come yet."))
    return happened_at


def _holder(event: str, step: MatterStep | None, department: Department | None) -> str:
    if event not in (K.BRANCH_STARTED, K.REDIRECTED) or step is None:
        return ""
    if department is not None:
        return department.key
    return step.holder if event == K.BRANCH_STARTED else ""


def _check_predecessors(matter: Matter, step: MatterStep, at: datetime) -> None:
    missing = missing_before(matter, step, at)
    if missing:
        raise Refusal(
            "waits_for",
            _("Not done yet: %(steps)s. Start this branch on a promised paper with a due date.")
            % {"steps": ", ".join(map(str, missing))},
        )


def _check_children(matter: Matter) -> None:
    if matter.children.exclude(state__in=ENDED).exists():
        raise Refusal(
            "children_open",
            _("Matters that are part of this one have not ended: give a reason to decide now."),
        )
