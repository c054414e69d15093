"""Closing a campaign: what is held for it alone is deleted."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.base.months import months_later
from jilian.coverage.models import (
    Campaign,
    CoveragePlan,
    PlanGroup,
    PlanLine,
    Target,
    TargetCount,
)
from jilian.coverage.operations.drawing import held_campaign
from jilian.coverage.queries.closing import Closing, closing_of
from jilian.coverage.rules import (
    RECHECK_MONTHS,
    CampaignState,
    PlanState,
    check_campaign_step,
)


@transaction.atomic
def close_campaign(*, by: Person, at: datetime, campaign: Campaign) -> Campaign:
    """Close a campaign: its states stand as they are signed.

    Deletes for good every count that was held for it, what the planner proposed from them, and
    the planned routes. Refuses while a signature, a removal or a check of the sample waits.
    """
    allow(by, Permission.RUN_CAMPAIGNS, world_code=campaign.world.code)
    held = held_campaign(campaign)
    check_campaign_step(held.state, CampaignState.CLOSED)
    found = closing_of(held)
    _check_ready(found)
    delete_counts(held)
    held.state, held.closed_on = CampaignState.CLOSED, timezone.localdate(at)
    held.closed_by = by.username
    held.recheck_on = months_later(held.closed_on, RECHECK_MONTHS)
    held.save(update_fields=("state", "closed_on", "closed_by", "recheck_on"))
    audit.record(
        "campaign.closed", by=by, at=at, world=held.world, about=held,
        after={"listed": held.listed, "recheck_on": held.recheck_on,
               "counts_deleted": True, "plans_deleted": True},
    )  # fmt: skip
    return held


def delete_counts(campaign: Campaign) -> None:
    """Delete the counts of a campaign and everything that was made from them."""
    TargetCount.objects.filter(target__campaign=campaign).delete()
    plans = CoveragePlan.objects.filter(campaign=campaign)
    PlanLine.objects.filter(plan__in=plans.order_by().values("pk")).delete()
    PlanGroup.objects.filter(plan__in=plans.order_by().values("pk")).delete()
    plans.update(summary={}, state=PlanState.DONE, note="deleted")
    planned = Target.objects.filter(campaign=campaign).exclude(planned_route="")
    planned.update(planned_route="", planned_group=None)


def _check_ready(found: Closing) -> None:
    if found.to_sign or found.removals:
        raise Refusal(
            "signatures_wait",
            _("Signatures wait: %(targets)d targets, %(removals)d removals.")
            % {"targets": found.to_sign, "removals": found.removals},
        )
    if found.drawn_short:
        raise Refusal(
            "check_not_drawn",
            _("The spot check is too small: %(drawn)d of %(wanted)d are drawn.")
            % {"drawn": found.drawn, "wanted": found.wanted},
        )
    if found.checks:
        raise Refusal("checks_wait", _("%(n)d checks of the sample wait.") % {"n": found.checks})
