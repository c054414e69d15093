"""Transport passes and safety permits of a call."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.base.free_text import checked_text
from jilian.shortages.models import Call, Permit
from jilian.shortages.operations.locking import opened
from jilian.shortages.operations.matters import GRANTED, REFUSED, begin_matter, end_matter
from jilian.shortages.operations.telling import settle, tell_caller, tell_officers
from jilian.shortages.queries.people import TOWN_DIGITS, scopes_of_firm, scopes_of_town
from jilian.shortages.queries.placing import places_of
from jilian.shortages.rules.calling import LONGEST_WORDS
from jilian.shortages.rules.permits import check_step, check_ticked
from jilian.shortages.rules.words import PermitKind, PermitState


@transaction.atomic
def ask_permit(*, by: Person, at: datetime, call: Call, kind: str, words: str = "") -> Permit:
    """Ask the service officer of the caller's town; opens the names of both sides to her."""
    allow(
        by, Permission.RAISE_CALLS, world_code=call.world.code, scopes=scopes_of_firm(call.firm)
    )  # fmt: skip
    kept = opened(by=by, at=at, call_id=call.pk)
    if kind not in PermitKind.values:
        raise Refusal("choice_unknown", _("Choose transport pass or safety permit."))
    if kept.permits.filter(kind=kind).exclude(state=PermitState.REFUSED).exists():
        raise Refusal("asked_already", _("This has been asked for already."))
    town = places_of(kept.world, (kept.firm_id,), timezone.localdate(at))[kept.firm_id].town
    if town is None:
        raise Refusal(
            "town_unknown", _("The register does not say in which town your firm is: correct it.")
        )
    made = Permit.objects.create(
        call=kept, kind=kind, town=town.code[:TOWN_DIGITS], asked_at=at, asked_by=by.username,
        words=checked_text(words, longest=LONGEST_WORDS),
    )  # fmt: skip
    audit.record(
        "call.permit_asked", by=by, at=at, world=kept.world, about=kept,
        after={"permit": made.pk, "kind": kind, "town": made.town},
    )  # fmt: skip
    tell_officers(by=by, at=at, permit=made)
    return made


@transaction.atomic
def accept_permit(*, by: Person, at: datetime, permit: Permit) -> Permit:
    """Take it up (HANDLE_PERMITS in its town): from now on it is a matter with its clock."""
    call, kept = _for_officer(by, at, permit)
    check_step(kept.state, PermitState.ACCEPTED)
    kept.state, kept.accepted_at, kept.accepted_by = PermitState.ACCEPTED, at, by.username
    kept.matter = begin_matter(by, at, call, kept)
    kept.save()
    audit.record(
        "call.permit_accepted", by=by, at=at, world=call.world, about=call,
        after={"permit": kept.pk, "kind": kept.kind},
    )  # fmt: skip
    return kept


@transaction.atomic
def give_permit(
    *, by: Person, at: datetime, permit: Permit, number: str, ticked: Collection[str]
) -> Permit:
    """Give it by its number, every point of the checklist ticked."""
    call, kept = _for_officer(by, at, permit)
    check_step(kept.state, PermitState.GIVEN)
    check_ticked(kept.kind, ticked)
    paper = checked_text(number, longest=60)
    if not paper:
        raise Refusal("number_missing", _("Give the number of the paper."))
    kept.number, kept.ticked = paper, sorted(ticked)
    end_matter(by, at, kept, GRANTED)
    _decided(by, at, call, kept, PermitState.GIVEN)
    return kept


@transaction.atomic
def refuse_permit(*, by: Person, at: datetime, permit: Permit, reason: str) -> Permit:
    """Refuse it with a reason; it may be asked for again."""
    call, kept = _for_officer(by, at, permit)
    check_step(kept.state, PermitState.REFUSED)
    kept.refusal_reason = checked_text(reason, longest=LONGEST_WORDS)
    if not kept.refusal_reason:
        raise Refusal("reason_missing", _("Say why."))
    end_matter(by, at, kept, REFUSED, kept.refusal_reason)
    _decided(by, at, call, kept, PermitState.REFUSED)
    return kept


def _decided(by: Person, at: datetime, call: Call, kept: Permit, state: PermitState) -> None:
    kept.state, kept.decided_at, kept.decided_by = state, at, by.username
    kept.save()
    audit.record(
        "call.permit_decided", by=by, at=at, world=call.world, about=call,
        after={
            "permit": kept.pk, "kind": kept.kind, "state": state, "number": kept.number,
            "reason": kept.refusal_reason,
        },
    )  # fmt: skip
    settle(by=by, at=at, call=call, key=f"permit:{kept.pk}")
    tell_caller(by=by, at=at, call=call, kind=f"permit_{state}", key=f"decided:{kept.pk}")


def _for_officer(by: Person, at: datetime, permit: Permit) -> tuple[Call, Permit]:
    allow(
        by, Permission.HANDLE_PERMITS, world_code=permit.call.world.code,
        scopes=scopes_of_town(permit.town),
    )  # fmt: skip
    call = opened(by=by, at=at, call_id=permit.call_id)
    return call, Permit.objects.select_related("matter").get(pk=permit.pk)
