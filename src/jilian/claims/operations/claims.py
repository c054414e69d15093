"""Claiming a firm, and deciding on claims: the role comes with the acceptance, in one act."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Appointment, Person
from jilian.accounts.operations.roles import appoint, end_appointment
from jilian.accounts.permissions import Permission, allow
from jilian.accounts.rules import Role, ScopeKind
from jilian.audit import operations as audit
from jilian.base.errors import NotAllowed, Refusal
from jilian.base.free_text import checked_text
from jilian.claims import queries, rules
from jilian.claims.models import Claim
from jilian.claims.operations.telling import settle_claim, tell_claimant, tell_office_of_claim
from jilian.claims.rules import ClaimState, PaperKind
from jilian.firms.models import Firm
from jilian.firms.rules import checked_identifier
from jilian.places.models import World


@transaction.atomic
def file_claim(
    *,
    by: Person,
    at: datetime,
    world: World,
    scheme: str,
    identifier: str,
    paper: str,
    paper_number: str = "",
    words: str = "",
) -> Claim:
    """Claim the record with this identifier for oneself; the office decides.

    Nothing says whether the register has such a record. Refuses personal numbers in the texts, a
    fourth open claim, and the same claim twice.
    """
    if not queries.may_claim(by):
        raise NotAllowed(Permission.CLAIM_FIRM)
    written = checked_identifier(scheme, identifier)
    if paper not in PaperKind.values:
        raise Refusal("paper_unknown", _("Choose a paper."))
    number = checked_text(paper_number, longest=80)
    shown = checked_text(words)
    if not (number or shown):
        raise Refusal("evidence_missing", _("Give the number of the paper, or say what it shows."))
    _check_open_claims(by, world, (scheme, written))
    firm = queries.firm_found(world, (scheme, written))
    if firm is not None and any(one.person_id == by.pk for one in _keeping(firm)):
        raise Refusal("kept_already", _("You keep this firm already."))
    claim = Claim.objects.create(
        world=world,
        person=by,
        scheme=scheme,
        identifier=written,
        firm=firm,
        paper=paper,
        paper_number=number,
        words=shown,
        state=ClaimState.FILED,
        filed_at=at,
        waiting_since=at,
    )
    _record("claim.filed", by=by, at=at, claim=claim, before="")
    tell_office_of_claim(by=by, at=at, claim=claim)
    return claim


def _keeping(firm: Firm) -> list[Appointment]:
    return queries.keeper_appointments(firm)


def _check_open_claims(by: Person, world: World, key: tuple[str, str]) -> None:
    Person.objects.select_for_update().get(pk=by.pk)  # her claims are counted one at a time
    mine = Claim.objects.filter(person=by, state__in=rules.OPEN)
    if mine.filter(world=world, scheme=key[0], identifier=key[1]).exists():
        raise Refusal("claimed_already", _("You have claimed this already; it waits."))
    if mine.count() >= rules.MOST_OPEN_CLAIMS:
        raise Refusal(
            "claims_too_many",
            _("At most %(most)d claims wait at a time.") % {"most": rules.MOST_OPEN_CLAIMS},
        )


@transaction.atomic
def answer_claim(*, by: Person, at: datetime, claim: Claim, words: str) -> Claim:
    """Answer the office's question; the claim waits anew."""
    kept = _own(claim, by, ClaimState.FILED)
    before, kept.words = kept.state, checked_text(words)
    if not kept.words:
        raise Refusal("evidence_missing", _("Give the number of the paper, or say what it shows."))
    kept.state, kept.waiting_since = ClaimState.FILED, at
    kept.save(update_fields=["state", "waiting_since", "words"])
    _record("claim.answered", by=by, at=at, claim=kept, before=before)
    tell_office_of_claim(by=by, at=at, claim=kept)
    return kept


@transaction.atomic
def withdraw_claim(*, by: Person, at: datetime, claim: Claim) -> Claim:
    """Take one's own claim back before it is decided."""
    kept = _own(claim, by, ClaimState.WITHDRAWN)
    before, kept.state = kept.state, ClaimState.WITHDRAWN
    kept.save(update_fields=["state"])
    _record("claim.withdrawn", by=by, at=at, claim=kept, before=before)
    settle_claim(by=by, at=at, claim=kept)
    return kept


@transaction.atomic
def ask_back_claim(*, by: Person, at: datetime, claim: Claim, question: str) -> Claim:
    """Ask the person something before deciding."""
    kept = _held(claim, by, ClaimState.ASKED_BACK)
    before, kept.question = kept.state, checked_text(rules.check_reason(question))
    kept.state, kept.reason = ClaimState.ASKED_BACK, ""
    kept.save(update_fields=["state", "question", "reason"])
    _record("claim.asked_back", by=by, at=at, claim=kept, before=before)
    settle_claim(by=by, at=at, claim=kept)
    tell_claimant(
        by=by, at=at, claim=kept, kind="claim_asked_back", details={"question": kept.question}
    )
    return kept


@transaction.atomic
def accept_claim(*, by: Person, at: datetime, claim: Claim) -> Claim:
    """Accept the claim and appoint the person to keep the firm, both or neither.

    Refuses where the register has no such record, and whom the role does not fit. Other claims of
    the firm stay as they are: a firm may have several keepers.
    """
    kept = _held(claim, by, ClaimState.ACCEPTED)
    firm = queries.firm_found(kept.world, (kept.scheme, kept.identifier))
    if firm is None:
        raise Refusal(
            "no_such_record",
            _("The register has no record with this identifier: add the firm first."),
        )
    firm = Firm.objects.select_for_update(of=("self",)).get(pk=firm.pk)
    if firm.merged_into_id:
        raise Refusal("firm_merged_meanwhile", _("The firm has just been merged: try again."))
    before = kept.state
    kept.appointment = _appointed(kept.person, firm, by, at)
    kept.firm, kept.state, kept.reason = firm, ClaimState.ACCEPTED, ""
    _decided(kept, by, at, "firm", "appointment")
    _record("claim.accepted", by=by, at=at, claim=kept, before=before)
    settle_claim(by=by, at=at, claim=kept)
    tell_claimant(by=by, at=at, claim=kept, kind="claim_accepted", details={})
    return kept


def _appointed(person: Person, firm: Firm, by: Person, at: datetime) -> Appointment:
    if not person.is_active:
        raise Refusal("account_closed", _("This account is closed: reopen it first."))
    if not queries.may_claim(person):
        raise Refusal("works_for_an_office", _("Whoever works for an office keeps no firm."))
    held = [one for one in _keeping(firm) if one.person_id == person.pk]
    if held:
        raise Refusal("kept_already_by_her", _("The person keeps this firm already."))
    place = (Role.MEMBER_FIRM, firm.world.code, ScopeKind.FIRM, str(firm.pk))
    return appoint(by=by, at=at, person=person, place=place)


@transaction.atomic
def refuse_claim(*, by: Person, at: datetime, claim: Claim, reason: str) -> Claim:
    """Refuse the claim for a reason that only the person reads."""
    kept = _held(claim, by, ClaimState.REFUSED)
    before, kept.reason = kept.state, checked_text(rules.check_reason(reason))
    kept.state = ClaimState.REFUSED
    _decided(kept, by, at)
    _record("claim.refused", by=by, at=at, claim=kept, before=before)
    settle_claim(by=by, at=at, claim=kept)
    tell_claimant(by=by, at=at, claim=kept, kind="claim_refused", details={"reason": kept.reason})
    return kept


@transaction.atomic
def end_claim(*, by: Person, at: datetime, claim: Claim, reason: str) -> Claim:
    """End an accepted claim: the person keeps the firm no longer."""
    kept = _held(claim, by, ClaimState.ENDED)
    before, kept.reason = kept.state, checked_text(rules.check_reason(reason))
    for held in Appointment.objects.current().filter(pk__in=[kept.appointment_id]):
        end_appointment(by=by, at=at, held=held)
    kept.state = ClaimState.ENDED
    _decided(kept, by, at)
    _record("claim.ended", by=by, at=at, claim=kept, before=before)
    tell_claimant(by=by, at=at, claim=kept, kind="claim_ended", details={"reason": kept.reason})
    return kept


def _locked(claim: Claim) -> Claim:
    rows = Claim.objects.select_for_update(of=("self",)).select_related("world", "person")
    return rows.get(pk=claim.pk)


def _own(claim: Claim, by: Person, wanted: ClaimState) -> Claim:
    kept = _locked(claim)
    if kept.person_id != by.pk:
        raise NotAllowed(Permission.CLAIM_FIRM)
    if wanted == ClaimState.FILED and kept.state != ClaimState.ASKED_BACK:
        raise Refusal("nothing_asked", _("Nothing was asked."))
    rules.check_claim_step(kept.state, wanted)
    return kept


def _held(claim: Claim, by: Person, wanted: ClaimState) -> Claim:
    """The claim, locked, for a decision that this person may take now."""
    allow(by, Permission.REVIEW_CLAIMS, world_code=claim.world.code)
    kept = _locked(claim)
    if kept.person_id == by.pk:
        raise Refusal("own_claim", _("Nobody decides on her own claim."))
    rules.check_claim_step(kept.state, wanted)
    return kept


def _decided(claim: Claim, by: Person, at: datetime, *more: str) -> None:
    claim.decided_at, claim.decided_by = at, by.username
    claim.save(update_fields=["state", "reason", "decided_at", "decided_by", *more])


def _record(action: str, *, by: Person, at: datetime, claim: Claim, before: str) -> None:
    audit.record(
        action,
        by=by,
        at=at,
        about=claim,
        world=claim.world,
        before={"state": before} if before else None,
        after={"state": claim.state, "identifier": claim.identifier, "reason": claim.reason},
    )
