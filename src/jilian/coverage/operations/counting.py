"""Exact counts of 0 to 2 members: for the time of a campaign, sealed, and in no trace."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.accounts.rules import ScopeKind
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.coverage.models import Target, TargetCount
from jilian.coverage.operations.drawing import held_campaign
from jilian.coverage.rules import IN_BODY, CampaignState, check_in_state
from jilian.coverage.rules.counts import STATED
from jilian.firms.queries.groups import group_ids


@transaction.atomic
def enter_count(*, by: Person, at: datetime, target: Target, stated: str) -> TargetCount | None:
    """Enter how many formal members a firm without a body counts; "" takes it away.

    By the organisation office, or by the firm for itself. The trace says that a count was
    entered, never which.
    """
    campaign = held_campaign(target.campaign)
    scopes = tuple((ScopeKind.FIRM, str(pk)) for pk in group_ids(target.firm))
    allow(by, Permission.SEE_CAMPAIGN_COUNTS, world_code=campaign.world.code, scopes=scopes)
    check_in_state(campaign.state, CampaignState.FROZEN, CampaignState.RUNNING)
    if stated and stated not in STATED:
        raise Refusal("count_odd", _("State 0, 1, 2, or that there are three or more."))
    if target.state in IN_BODY:
        raise Refusal("has_a_body", _("The firm has a body: its count stands in the register."))
    TargetCount.objects.filter(target=target).delete()
    count = (
        TargetCount.objects.create(
            target=target, stated=stated, entered_at=at, entered_by=by.username
        )
        if stated
        else None
    )
    audit.record("target.count_entered", by=by, at=at, world=campaign.world, about=target)
    return count
