"""Policies that people decided: drafted, put in force, ended."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.base.free_text import checked_text
from jilian.places.models import World
from jilian.policies.models import Benefit, Policy
from jilian.policies.rules.benefits import check_objection_days
from jilian.policies.rules.sets import checked_rule_set
from jilian.policies.rules.words import BenefitState, PolicyState

P = Permission
LONGEST_NAME, LONGEST_DOCUMENT = 120, 200
OPEN = (BenefitState.ANNOUNCED, BenefitState.DECIDED)


@transaction.atomic
def draft_policy(
    *, by: Person, at: datetime, world: World, name: str, document: str, decided_on: date,
    rule_set: str, amount_words: str, objection_days: int,
) -> Policy:  # fmt: skip
    """Enter what people decided to give to each firm that meets every line of a rule set."""
    allow(by, P.KEEP_POLICIES, world_code=world.code)
    checked_rule_set(rule_set)
    check_objection_days(objection_days)
    called = checked_text(name, longest=LONGEST_NAME)
    paper = checked_text(document, longest=LONGEST_DOCUMENT)
    gives = checked_text(amount_words, longest=LONGEST_DOCUMENT)
    if not (called and paper and gives):
        raise Refusal(
            "policy_incomplete", _("Say what it is called, by which document, and what it gives.")
        )
    if decided_on > timezone.localdate(at):
        raise Refusal("day_ahead", _("This day has not come yet."))
    try:
        with transaction.atomic():
            made = Policy.objects.create(
                world=world, name=called, document=paper, decided_on=decided_on, rule_set=rule_set,
                amount_words=gives, objection_days=objection_days, entered_at=at,
                entered_by=by.username,
            )  # fmt: skip
    except IntegrityError as twice:
        raise Refusal("policy_twice", _("This policy has been entered already.")) from twice
    audit.record(
        "policy.drafted", by=by, at=at, world=world, about=made,
        after={"name": called, "document": paper, "rule_set": rule_set, "gives": gives,
               "objection_days": objection_days},
    )  # fmt: skip
    return made


@transaction.atomic
def put_in_force(*, by: Person, at: datetime, policy: Policy) -> Policy:
    """Put a draft in force: from then on benefits can be announced by it."""
    kept = _kept(by, policy)
    if kept.state != PolicyState.DRAFT:
        raise Refusal("policy_not_draft", _("Only a draft is put in force."))
    kept.state = PolicyState.IN_FORCE
    kept.save(update_fields=["state"])
    audit.record("policy.put_in_force", by=by, at=at, world=kept.world, about=kept)
    return kept


@transaction.atomic
def end_policy(*, by: Person, at: datetime, policy: Policy, on: date, reason: str) -> Policy:
    """End a policy; what is announced or decided by it must be paid or withdrawn before."""
    kept = _kept(by, policy)
    why = checked_text(reason)
    if kept.state == PolicyState.ENDED:
        raise Refusal("policy_ended", _("This policy has ended already."))
    if not why:
        raise Refusal("reason_missing", _("Say why."))
    if on > timezone.localdate(at) or on < kept.decided_on:
        raise Refusal("day_odd", _("The day lies before the decision, or has not come yet."))
    if Benefit.objects.filter(policy=kept, state__in=OPEN).exists():
        raise Refusal(
            "benefits_open", _("Benefits are still announced or unpaid: decide on them first.")
        )
    kept.state, kept.ended_on, kept.end_reason = PolicyState.ENDED, on, why
    kept.save(update_fields=["state", "ended_on", "end_reason"])
    audit.record(
        "policy.ended", by=by, at=at, world=kept.world, about=kept, after={"on": on, "reason": why}
    )
    return kept


def _kept(by: Person, policy: Policy) -> Policy:
    allow(by, P.KEEP_POLICIES, world_code=policy.world.code)
    rows = Policy.objects.select_for_update(of=("self",)).select_related("world")
    return rows.get(pk=policy.pk)
