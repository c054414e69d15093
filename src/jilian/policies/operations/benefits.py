"""Benefits without application: announced, objected to, decided, paid or withdrawn; each logged."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.base.free_text import checked_text
from jilian.firms.models import Firm
from jilian.firms.queries.groups import group_of
from jilian.policies import analysis
from jilian.policies.models import Benefit, BenefitStep, Policy
from jilian.policies.operations.telling import (
    settle_objection,
    tell_announced,
    tell_objection,
    tell_outcome,
)
from jilian.policies.queries.calendar import last_day_to_object
from jilian.policies.rules.benefits import (
    check_decision,
    check_objection,
    check_open_policy,
    check_payment,
    check_undo,
    check_withdrawal,
)
from jilian.policies.rules.checking import Check, may_pay
from jilian.policies.rules.words import BenefitState, StepKind

P = Permission
LONGEST_DOCUMENT = 200
MOST_AT_ONCE = 200


@transaction.atomic
def announce_benefits(
    *, by: Person, at: datetime, policy: Policy, firms: list[Firm]
) -> list[Benefit]:
    """Announce the policy's benefit to firms that meet every line on this day.

    Each firm is checked again, without what only the firm itself says; one that does not meet
    every line, or whose lines for people nobody has decided, is refused by its name.
    """
    allow(by, P.KEEP_POLICIES, world_code=policy.world.code)
    kept = Policy.objects.select_for_update(of=("self",)).select_related("world").get(pk=policy.pk)
    check_open_policy(kept.state)
    if not firms:
        raise Refusal("no_firm", _("Choose at least one firm."))
    if len(firms) > MOST_AT_ONCE:
        raise Refusal(
            "too_many_firms", _("At most %(most)d firms at once.") % {"most": MOST_AT_ONCE}
        )
    today = timezone.localdate(at)
    until = last_day_to_object(today, kept.objection_days)
    made = []
    for firm in firms:
        check = analysis.check_for_benefit(firm.root, kept.rule_set, today)
        _refuse_unfit(kept, firm, check)
        made.append(_announce(by, at, kept, firm.root, check, until))
    for benefit in made:
        tell_announced(by=by, at=at, benefit=benefit)
    return made


def _refuse_unfit(policy: Policy, firm: Firm, check: Check) -> None:
    if firm.world_id != policy.world_id:
        raise Refusal("other_world", _("This firm belongs to another world."))
    if not may_pay(check.lines):
        raise Refusal(
            "not_every_line_met",
            _("%(firm)s does not meet every line; what is unknown or undecided never pays.")
            % {"firm": firm.root},
        )
    if Benefit.objects.filter(policy=policy, firm__in=[one.pk for one in group_of(firm)]).exclude(
        state=BenefitState.WITHDRAWN
    ).exists():  # fmt: skip
        raise Refusal(
            "benefit_twice", _("%(firm)s has this benefit already.") % {"firm": firm.root}
        )


def _announce(
    by: Person, at: datetime, policy: Policy, firm: Firm, check: Check, until: date
) -> Benefit:
    made = Benefit.objects.create(
        world=policy.world, policy=policy, firm=firm, checked=check.plain,
        announced_on=timezone.localdate(at), objection_until=until,
    )  # fmt: skip
    _log(by, at, made, StepKind.ANNOUNCED)
    audit.record(
        "benefit.announced", by=by, at=at, world=policy.world, about=made,
        after={"policy": policy.name, "firm": firm.pk, "until": until},
    )  # fmt: skip
    return made


@transaction.atomic
def undo_announcement(*, by: Person, at: datetime, benefit: Benefit, reason: str) -> Benefit:
    """Take an announcement back before it is decided; it may be announced again."""
    kept = _kept(by, benefit)
    check_undo(kept.state)
    return _ended(by, at, kept, StepKind.UNDONE, checked_text(reason))


@transaction.atomic
def object_to_benefit(*, by: Person, at: datetime, benefit: Benefit, words: str) -> Benefit:
    """The firm objects to its own benefit, within the objection period."""
    own = [scope for record in group_of(benefit.firm) for scope in record.own_scopes]
    allow(by, P.OBJECT_TO_BENEFITS, world_code=benefit.world.code, scopes=own)
    kept = _locked(benefit)
    check_objection(kept.state, kept.objection_until, timezone.localdate(at))
    said = _needed(words)
    kept.has_open_objection = True
    kept.save(update_fields=["has_open_objection"])
    _log(by, at, kept, StepKind.OBJECTED, said)
    _trace("benefit.objected", by, at, kept, {"words": said})
    tell_objection(by=by, at=at, benefit=kept)
    return kept


@transaction.atomic
def answer_objection(*, by: Person, at: datetime, benefit: Benefit, words: str) -> Benefit:
    """Answer what the firm objected; only then the benefit can be decided."""
    kept = _kept(by, benefit)
    if not kept.has_open_objection:
        raise Refusal("no_objection", _("No objection waits for an answer."))
    said = _needed(words)
    kept.has_open_objection = False
    kept.save(update_fields=["has_open_objection"])
    _log(by, at, kept, StepKind.ANSWERED, said)
    _trace("benefit.objection_answered", by, at, kept, {"words": said})
    settle_objection(by=by, at=at, benefit=kept)
    tell_outcome(by=by, at=at, benefit=kept)
    return kept


@transaction.atomic
def decide_benefit(
    *, by: Person, at: datetime, benefit: Benefit, on: date, words: str = "", document: str = ""
) -> Benefit:
    """Decide that the firm gets it, once the time to object is over and no objection waits.

    The firm is checked once more: what is no longer met, or no longer known, is refused.
    """
    kept = _kept(by, benefit)
    today = timezone.localdate(at)
    check_decision(kept.state, kept.objection_until, kept.has_open_objection, on, today)
    check = analysis.check_for_benefit(kept.firm.root, kept.policy.rule_set, today)
    if not may_pay(check.lines):
        raise Refusal(
            "no_longer_met",
            _("The firm no longer meets every line; look at its check, then withdraw or wait."),
        )
    paper = checked_text(document, longest=LONGEST_DOCUMENT)
    kept.state, kept.decided_on = BenefitState.DECIDED, on
    kept.save(update_fields=["state", "decided_on"])
    _log(by, at, kept, StepKind.DECIDED, checked_text(words), paper)
    _trace("benefit.decided", by, at, kept, {"on": on, "document": paper})
    tell_outcome(by=by, at=at, benefit=kept)
    return kept


@transaction.atomic
def pay_benefit(*, by: Person, at: datetime, benefit: Benefit, on: date, document: str) -> Benefit:
    """Record that it was paid, by which paper."""
    kept = _kept(by, benefit)
    check_payment(kept.state, kept.decided_on, on, timezone.localdate(at))
    paper = checked_text(document, longest=LONGEST_DOCUMENT)
    if not paper:
        raise Refusal("document_missing", _("Name the paper of the payment."))
    kept.state, kept.paid_on = BenefitState.PAID, on
    kept.save(update_fields=["state", "paid_on"])
    _log(by, at, kept, StepKind.PAID, "", paper)
    _trace("benefit.paid", by, at, kept, {"on": on, "document": paper})
    tell_outcome(by=by, at=at, benefit=kept)
    return kept


@transaction.atomic
def withdraw_benefit(*, by: Person, at: datetime, benefit: Benefit, reason: str) -> Benefit:
    """Withdraw it before it is paid, and say why; the log keeps what went before."""
    kept = _kept(by, benefit)
    why = checked_text(reason)
    check_withdrawal(kept.state, why)
    return _ended(by, at, kept, StepKind.WITHDRAWN, why)


def _ended(by: Person, at: datetime, kept: Benefit, kind: StepKind, reason: str) -> Benefit:
    if not reason:
        raise Refusal("reason_missing", _("Say why."))
    kept.state, kept.has_open_objection = BenefitState.WITHDRAWN, False
    kept.save(update_fields=["state", "has_open_objection"])
    _log(by, at, kept, kind, reason)
    _trace(f"benefit.{kind.value}", by, at, kept, {"reason": reason})
    settle_objection(by=by, at=at, benefit=kept)
    tell_outcome(by=by, at=at, benefit=kept)
    return kept


def _kept(by: Person, benefit: Benefit) -> Benefit:
    """The benefit as it stands, locked, for whoever keeps policies."""
    allow(by, P.KEEP_POLICIES, world_code=benefit.world.code)
    return _locked(benefit)


def _locked(benefit: Benefit) -> Benefit:
    rows = Benefit.objects.select_for_update(of=("self",))
    return rows.select_related("world", "policy", "firm__merged_into").get(pk=benefit.pk)


def _needed(words: str) -> str:
    said = checked_text(words)
    if not said:
        raise Refusal("words_missing", _("Say it in a sentence."))
    return said


def _log(
    by: Person, at: datetime, benefit: Benefit, kind: StepKind, words: str = "", document: str = ""
) -> None:
    BenefitStep.objects.create(
        benefit=benefit, kind=kind, words=words, document=document, at=at, by=by.username
    )


def _trace(
    action: str, by: Person, at: datetime, benefit: Benefit, after: dict[str, object]
) -> None:
    audit.record(action, by=by, at=at, world=benefit.world, about=benefit, after=after)
