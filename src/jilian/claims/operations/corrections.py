"""Proposing corrections of one's own record, and deciding on them value by value."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.accounts.rules import ScopeKind
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.base.free_text import checked_text
from jilian.claims import queries, rules
from jilian.claims.models import Correction
from jilian.claims.operations.telling import (
    settle_corrections,
    tell_firm,
    tell_office_of_corrections,
)
from jilian.claims.rules import CorrectionState, Manner
from jilian.firms.models import Firm
from jilian.firms.operations.corrections import correct_firm, undo_correction
from jilian.firms.queries.groups import group_ids
from jilian.places.models import World
from jilian.sources import operations as sources
from jilian.sources.models import Source


def allow_keeper(by: Person, firm: Firm) -> None:
    """Let whoever keeps the firm, by whichever of its records, go on."""
    scopes = [(ScopeKind.FIRM, str(pk)) for pk in group_ids(firm)]
    allow(by, Permission.CORRECT_FIRM, world_code=firm.world.code, scopes=scopes)


@transaction.atomic
def propose_correction(
    *,
    by: Person,
    at: datetime,
    world: World,
    firm: Firm,
    field: str,
    manner: str,
    words: str,
    record: int = 0,
    value: Mapping[str, Any] | None = None,
    from_day: date | None = None,
) -> Correction:
    """Propose one value of the own firm, or question it; the office decides.

    Refuses at once what could not be applied as the register is now, and says why.
    """
    allow_keeper(by, firm)
    if field not in rules.Field.values or manner not in Manner.values:
        raise Refusal("manner_unfit", _("This cannot be said of this value."))
    today = timezone.localtime(at).date()
    held = queries.about(firm, field, record)
    rules.check_manner(field, manner, held=held.held, authoritative=held.authoritative)
    stated = rules.checked_value(field, manner, value or {})
    rules.check_day(manner, from_day, today)
    correction = Correction(
        world=world,
        firm=firm,
        field=field,
        manner=manner,
        record=record,
        value=stated,
        before=dict(held.value),
        from_day=from_day,
        words=checked_text(rules.check_reason(words)),
        state=CorrectionState.FILED,
        filed_at=at,
        filed_by=by.username,
        waiting_since=at,
    )
    _check_new(correction, today)
    correction.save()
    _record("correction.proposed", by=by, at=at, correction=correction, before="")
    tell_office_of_corrections(by=by, at=at, correction=correction)
    return correction


def _check_new(correction: Correction, today: date) -> None:
    Firm.objects.select_for_update(of=("self",)).get(pk=correction.firm_id)
    same = Correction.objects.filter(
        firm=correction.firm,
        field=correction.field,
        manner=correction.manner,
        record=correction.record,
        state__in=rules.OPEN,
    )
    if any(one.value == correction.value for one in same):
        raise Refusal("proposed_already", _("This has been proposed already; it waits."))
    for weighed in queries.weigh([correction], today).values():
        if weighed.refusal is not None:
            raise weighed.refusal


@transaction.atomic
def answer_correction(
    *, by: Person, at: datetime, correction: Correction, words: str
) -> Correction:
    """Answer the office's question; the correction waits anew."""
    allow_keeper(by, correction.firm)
    kept = _locked(correction)
    if kept.state != CorrectionState.ASKED_BACK:
        raise Refusal("nothing_asked", _("Nothing was asked."))
    before, kept.words = kept.state, checked_text(rules.check_reason(words))
    kept.state, kept.waiting_since = CorrectionState.FILED, at
    kept.save(update_fields=["state", "words", "waiting_since"])
    _record("correction.answered", by=by, at=at, correction=kept, before=before)
    tell_office_of_corrections(by=by, at=at, correction=kept)
    return kept


@transaction.atomic
def withdraw_correction(*, by: Person, at: datetime, correction: Correction) -> Correction:
    """Take a proposal of the own firm back before it is decided."""
    allow_keeper(by, correction.firm)
    kept = _locked(correction)
    rules.check_correction_step(kept.state, CorrectionState.WITHDRAWN)
    before, kept.state = kept.state, CorrectionState.WITHDRAWN
    kept.save(update_fields=["state"])
    _record("correction.withdrawn", by=by, at=at, correction=kept, before=before)
    settle_corrections(by=by, at=at, firm=kept.firm)
    return kept


@transaction.atomic
def accept_correction(*, by: Person, at: datetime, correction: Correction) -> Correction:
    """Write the proposed value with a source that names firm and day; it can be undone.

    Refuses a question (it is answered), and what the register has overtaken.
    """
    kept = _held(correction, by, CorrectionState.ACCEPTED)
    change = queries.change_wanted(kept)
    if change is None:
        raise Refusal("question_is_answered", _("A question is answered, not accepted."))
    if queries.changed_since([kept]):
        raise Refusal(
            "changed_since_proposed", _("The register has changed since this was proposed.")
        )
    before = kept.state
    kept.source = _source(kept, by, at)
    kept.journal = correct_firm(by=by, at=at, firm=kept.firm, source=kept.source, change=change)
    kept.state, kept.reason = CorrectionState.ACCEPTED, ""
    _decided(kept, by, at, "source", "journal")
    _record("correction.accepted", by=by, at=at, correction=kept, before=before)
    settle_corrections(by=by, at=at, firm=kept.firm)
    return kept


def _source(correction: Correction, by: Person, at: datetime) -> Source:
    firm, day = correction.firm, timezone.localtime(at).date()
    return sources.record_source(
        by=by,
        at=at,
        key=f"correction:{correction.world.code}:{firm.pk}:{day.isoformat()}"[:80],
        kind=Source.Kind.PERSON,
        title=f"{firm.name[:200]}：企业更正 {day.isoformat()}",
        publisher=firm.name[:200],
        issued_on=day,
    )


@transaction.atomic
def refuse_correction(
    *, by: Person, at: datetime, correction: Correction, reason: str
) -> Correction:
    """Refuse a proposal for a reason that the firm reads."""
    kept = _held(correction, by, CorrectionState.REFUSED)
    before, kept.reason = kept.state, checked_text(rules.check_reason(reason))
    kept.state = CorrectionState.REFUSED
    _decided(kept, by, at)
    _record("correction.refused", by=by, at=at, correction=kept, before=before)
    settle_corrections(by=by, at=at, firm=kept.firm)
    return kept


@transaction.atomic
def answer_question(*, by: Person, at: datetime, correction: Correction, reason: str) -> Correction:
    """Answer what the firm asked about a value."""
    kept = _held(correction, by, CorrectionState.ANSWERED)
    if kept.manner != Manner.QUESTION:
        raise Refusal("proposal_is_decided", _("A proposal is accepted or refused."))
    before, kept.reason = kept.state, checked_text(rules.check_reason(reason))
    kept.state = CorrectionState.ANSWERED
    _decided(kept, by, at)
    _record("correction.question_answered", by=by, at=at, correction=kept, before=before)
    settle_corrections(by=by, at=at, firm=kept.firm)
    return kept


@transaction.atomic
def ask_back_correction(
    *, by: Person, at: datetime, correction: Correction, question: str
) -> Correction:
    """Ask the firm something before deciding."""
    kept = _held(correction, by, CorrectionState.ASKED_BACK)
    before, kept.question = kept.state, checked_text(rules.check_reason(question))
    kept.state = CorrectionState.ASKED_BACK
    kept.save(update_fields=["state", "question"])
    _record("correction.asked_back", by=by, at=at, correction=kept, before=before)
    settle_corrections(by=by, at=at, firm=kept.firm)
    tell_firm(
        by=by,
        at=at,
        correction=kept,
        kind="correction_asked_back",
        details={"question": kept.question},
    )
    return kept


@transaction.atomic
def undo_accepted(*, by: Person, at: datetime, correction: Correction, reason: str) -> Correction:
    """Put back what an accepted correction wrote; refuses where it has changed since.

    A later correction of the same value is undone first, also where it wrote the same words again:
    otherwise neither could be put back any more.
    """
    kept = _held(correction, by, CorrectionState.UNDONE)
    if later := queries.built_on(kept):
        raise Refusal(
            "changed_since",
            _("A later correction stands on this one: undo that first (%(later)s).")
            % {"later": ", ".join(f"{one.get_field_display()} {one.pk}" for one in later)},
        )
    before, kept.reason = kept.state, checked_text(rules.check_reason(reason))
    undo_correction(by=by, at=at, firm=kept.firm, journal=kept.journal)
    kept.state = CorrectionState.UNDONE
    _decided(kept, by, at)
    _record("correction.undone", by=by, at=at, correction=kept, before=before)
    tell_firm(
        by=by, at=at, correction=kept, kind="correction_undone", details={"reason": kept.reason}
    )
    return kept


def _locked(correction: Correction) -> Correction:
    rows = Correction.objects.select_for_update(of=("self",))
    return rows.select_related("firm__world", "world", "firm__merged_into").get(pk=correction.pk)


def _held(correction: Correction, by: Person, wanted: CorrectionState) -> Correction:
    """The correction, locked, for a decision that this person may take now."""
    allow(by, Permission.REVIEW_CLAIMS, world_code=correction.world.code)
    kept = _locked(correction)
    if kept.filed_by == by.username:
        raise Refusal("own_correction", _("Nobody decides on her own correction."))
    rules.check_correction_step(kept.state, wanted)
    return kept


def _decided(correction: Correction, by: Person, at: datetime, *more: str) -> None:
    correction.decided_at, correction.decided_by = at, by.username
    correction.save(update_fields=["state", "reason", "decided_at", "decided_by", *more])


def _record(action: str, *, by: Person, at: datetime, correction: Correction, before: str) -> None:
    audit.record(
        action,
        by=by,
        at=at,
        about=correction,
        world=correction.world,
        before={"state": before, "value": correction.before} if before else None,
        after={
            "state": correction.state,
            "field": correction.field,
            "value": correction.value,
            "reason": correction.reason,
        },
    )
