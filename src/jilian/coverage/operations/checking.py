"""Spot checks of what is said to be done, and the re-check against the register afterwards."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.base.bulk import insert_rows
from jilian.base.errors import Refusal
from jilian.coverage.models import Campaign, Check, Draw, Target
from jilian.coverage.operations.drawing import held_campaign
from jilian.coverage.operations.moving import allow_towns, reopen, required
from jilian.coverage.queries.checking import ended_bodies, to_draw_from
from jilian.coverage.queries.drawing import NOTHING_SHOWN, covers_on
from jilian.coverage.rules import (
    IN_BODY,
    CampaignState,
    CheckKind,
    CheckResult,
    check_campaign_step,
    check_in_state,
    check_signer,
    draw_sample,
)

CHECK_COLUMNS = ("campaign", "target", "draw", "kind", "result", "finding", "checked_on",
                 "checked_by")  # fmt: skip


@transaction.atomic
def draw_spot_check(
    *, by: Person, at: datetime, campaign: Campaign, seed: int, stratum: str = "town"
) -> Draw:
    """Draw the campaign's share of the done for a check, by a seed that is kept.

    Among those that were done within the campaign and not drawn before, from each town (or route)
    by its share, rounded up as a whole.
    """
    allow(by, Permission.RUN_CAMPAIGNS, world_code=campaign.world.code)
    held = held_campaign(campaign)
    check_in_state(held.state, CampaignState.RUNNING)
    if stratum not in ("town", "route"):
        raise Refusal("stratum_unknown", _("A check is drawn by town or by route."))
    done = {number: (pk, name) for pk, number, name in to_draw_from(held, stratum)}
    if not done:
        raise Refusal("nothing_done", _("Nothing is done that was not drawn already."))
    numbers = draw_sample(
        ((number, name) for number, (_pk, name) in done.items()),
        percent=held.spot_percent, seed=seed,
    )  # fmt: skip
    draw = Draw.objects.create(
        campaign=held, seed=seed, percent=held.spot_percent, stratum=stratum, done=len(done),
        drawn=len(numbers), drawn_at=at, drawn_by=by.username,
    )  # fmt: skip
    insert_rows(Check, CHECK_COLUMNS, [
        (held.pk, done[number][0], draw.pk, CheckKind.SPOT.value, CheckResult.WAITING.value, "",
         None, "")
        for number in numbers
    ])  # fmt: skip
    audit.record(
        "campaign.check_drawn", by=by, at=at, world=held.world, about=held,
        after={"seed": seed, "of": len(done), "drawn": len(numbers), "numbers": numbers},
    )  # fmt: skip
    return draw


@transaction.atomic
def record_check(
    *, by: Person, at: datetime, check: Check, stands: bool, finding: str = ""
) -> Check:
    """Say what a check found; a target that does not stand is open again.

    Whoever said that it was done does not check it.
    """
    held = (
        Check.objects.select_for_update(of=("self",))
        .select_related("target__campaign__world")
        .get(pk=check.pk)
    )
    campaign = held_campaign(held.target.campaign)
    allow_towns(by, campaign, [held.target])
    if held.kind == CheckKind.SPOT:
        check_in_state(campaign.state, CampaignState.RUNNING)
        check_signer(held.target.said_by, by.username)
    if held.result != CheckResult.WAITING:
        raise Refusal("check_recorded", _("This check has been recorded already."))
    held.result = CheckResult.STANDS if stands else CheckResult.FAILED
    held.finding = finding.strip()[:300] if stands else required(finding)
    held.checked_on, held.checked_by = timezone.localdate(at), by.username
    held.save(update_fields=("result", "finding", "checked_on", "checked_by"))
    audit.record(
        "target.checked", by=by, at=at, world=campaign.world, about=held.target,
        after={"kind": held.kind, "stands": stands, "finding": held.finding},
    )  # fmt: skip
    if not stands and held.kind == CheckKind.SPOT:
        reopen(by=by, at=at, campaign=campaign, targets=[held.target], words=held.finding)
    return held


@transaction.atomic
def recheck_campaign(*, by: Person, at: datetime, campaign: Campaign) -> Campaign:
    """Ask the register again about every done target of a closed campaign.

    A body that has ended, or no longer covers the firm, is a finding; the states and rates of the
    close stay as they were signed. Work coverage has no register: it waits for a person.
    """
    allow(by, Permission.RUN_CAMPAIGNS, world_code=campaign.world.code)
    held = held_campaign(campaign)
    check_campaign_step(held.state, CampaignState.RECHECKED)
    day = timezone.localdate(at)
    if day < held.recheck_on:
        raise Refusal("too_early", _("The re-check is due on %(day)s.") % {"day": held.recheck_on})
    rows = list(Target.objects.done().filter(campaign=held).order_by("number"))
    shown = covers_on(held.world, {one.firm_id for one in rows}, day)
    ended = ended_bodies(held, day)
    found = []
    for one in rows:
        is_body = one.state in IN_BODY
        stands = bool(shown.get(one.firm_id, NOTHING_SHOWN).covers)
        result = (
            (CheckResult.STANDS if stands else CheckResult.FAILED)
            if is_body
            else (CheckResult.WAITING)
        )
        code = (
            ""
            if result != CheckResult.FAILED
            else ("organisation_ended" if one.pk in ended else "cover_ended")
        )
        found.append((held.pk, one.pk, None, CheckKind.RECHECK.value, result.value, code,
                      day if is_body else None, by.username if is_body else ""))  # fmt: skip
    insert_rows(Check, CHECK_COLUMNS, found)
    held.state, held.rechecked_on = CampaignState.RECHECKED, day
    held.save(update_fields=("state", "rechecked_on"))
    failed = sum(row[4] == CheckResult.FAILED for row in found)
    audit.record("campaign.rechecked", by=by, at=at, world=held.world, about=held,
                 after={"done": len(found), "failed": failed})  # fmt: skip
    return held


def recheck_due(*, by: Person, at: datetime) -> int:
    """Re-check every closed campaign whose day has come; the timetable calls it daily."""
    due = Campaign.objects.filter(
        state=CampaignState.CLOSED, recheck_on__lte=timezone.localdate(at)
    )
    done = 0
    for campaign in due.select_related("world"):
        recheck_campaign(by=by, at=at, campaign=campaign)
        done += 1
    return done
