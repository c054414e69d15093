"""A firm leaves the second rate only with a document, and two persons; it stays on the list."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.base.free_text import checked_text
from jilian.coverage.models import Removal, Target
from jilian.coverage.operations.drawing import held_campaign
from jilian.coverage.operations.moving import allow_towns, required
from jilian.coverage.rules import (
    CampaignState,
    RemovalKind,
    RemovalState,
    check_in_state,
    check_signer,
)


@transaction.atomic
def propose_removal(
    *,
    by: Person,
    at: datetime,
    target: Target,
    kind: str,
    document: str,
    on: date,
    words: str = "",
) -> Removal:
    """Say, with a document, that a firm cannot be covered: shell, dormant, double, moved, closed.

    Nothing leaves the frozen list; once a second person has signed, the rate after removals
    leaves the firm out, and the report lists it.
    """
    campaign = held_campaign(target.campaign)
    allow_towns(by, campaign, [target])
    check_in_state(campaign.state, CampaignState.FROZEN, CampaignState.RUNNING)
    if kind not in RemovalKind.values:
        raise Refusal("kind_missing", _("Say why: shell, dormant, listed twice, moved or closed."))
    paper = checked_text(document, longest=200)
    if not paper:
        raise Refusal("document_missing", _("A removal needs a document: its title or number."))
    if on > timezone.localdate(at):
        raise Refusal("day_in_future", _("The day lies in the future."))
    again = target.removals.exclude(state=RemovalState.SENT_BACK)
    if again.exists():
        raise Refusal("already_removed", _("A removal of this firm is signed or waits already."))
    removal = Removal.objects.create(
        target=target, kind=kind, document=paper, on=on, words=checked_text(words, longest=300),
        said_by=by.username, said_at=at,
    )  # fmt: skip
    audit.record(
        "target.removal_proposed", by=by, at=at, world=campaign.world, about=target,
        after={"kind": kind, "document": paper, "on": on},
    )  # fmt: skip
    return removal


@transaction.atomic
def decide_removal(
    *, by: Person, at: datetime, removal: Removal, sign: bool, answer: str = ""
) -> Removal:
    """Sign a removal, as a second person, or send it back with a reason."""
    held = (
        Removal.objects.select_for_update(of=("self",))
        .select_related("target__campaign__world")
        .get(pk=removal.pk)
    )
    campaign = held_campaign(held.target.campaign)
    allow_towns(by, campaign, [held.target])
    check_in_state(campaign.state, CampaignState.FROZEN, CampaignState.RUNNING)
    if held.state != RemovalState.WAITING:
        raise Refusal("removal_decided", _("It has been decided on already."))
    if sign:
        check_signer(held.said_by, by.username)
    held.state = RemovalState.SIGNED if sign else RemovalState.SENT_BACK
    held.answer = checked_text(answer, longest=300) if sign else required(answer)
    held.signed_by, held.signed_at = by.username, at
    held.save(update_fields=("state", "answer", "signed_by", "signed_at"))
    if sign:
        Target.objects.filter(pk=held.target_id).update(is_removed=True)
    audit.record(
        "target.removed" if sign else "target.removal_sent_back",
        by=by, at=at, world=campaign.world, about=held.target,
        after={"kind": held.kind, "document": held.document, "said_by": held.said_by,
               "answer": held.answer},
    )  # fmt: skip
    return held
