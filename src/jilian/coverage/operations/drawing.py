"""Drawing up a campaign, freezing its list, starting it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.base.bulk import insert_rows, rows_held
from jilian.base.copying import sent_beside
from jilian.base.database import refresh_statistics
from jilian.base.errors import Refusal
from jilian.base.free_text import checked_text
from jilian.base.months import months_later
from jilian.coverage.models import Campaign, ListedFirm, Target
from jilian.coverage.queries.drawing import (
    NOTHING_SHOWN,
    Drawn,
    Shown,
    covers_on,
    drawn_firms,
    firms_called,
)
from jilian.coverage.rules import (
    RECHECK_MONTHS,
    SPOT_PERCENT,
    CampaignState,
    Conditions,
    Route,
    TargetState,
    check_campaign_step,
    check_conditions,
    check_in_state,
    fingerprint_of,
    state_by_register,
)
from jilian.coverage.rules.listing import Line
from jilian.places.models import World

TARGET_COLUMNS = (
    "campaign", "number", "firm", "key", "name", "town", "industry", "state", "state_on", "route",
    "cover", "words", "said_state", "said_route", "said_words", "said_by", "signed_by", "obstacle",
    "obstacle_words", "advisor_office", "planned_route", "is_removed",
)  # fmt: skip

_OPEN, _BEFORE = TargetState.OPEN.value, Route.BEFORE.value


@dataclass(frozen=True)
class Taken:
    """What became of a list: how many lines were taken, and which identifiers are not known."""

    taken: int
    unknown: tuple[str, ...]


@transaction.atomic
def create_campaign(
    *,
    by: Person,
    at: datetime,
    world: World,
    title: str,
    drawn_on: date,
    closes_on: date,
    conditions: Conditions,
    scope: str = "",
    round: int = 1,
    spot_percent: int = SPOT_PERCENT,
) -> Campaign:
    """Draw up a campaign: a draft, whose list is drawn when it is frozen."""
    allow(by, Permission.RUN_CAMPAIGNS, world_code=world.code)
    check_conditions(conditions)
    _check_days(drawn_on, closes_on, timezone.localdate(at))
    campaign = Campaign(
        world=world, title=_titled(title), round=round, scope=checked_text(scope, longest=300),
        conditions=conditions.plain(), drawn_on=drawn_on, closes_on=closes_on,
        recheck_on=months_later(closes_on, RECHECK_MONTHS), spot_percent=spot_percent,
        made_at=at, made_by=by.username,
    )  # fmt: skip
    _save_once(campaign)
    audit.record("campaign.drawn_up", by=by, at=at, world=world, about=campaign,
                 after=_stated(campaign))  # fmt: skip
    return campaign


@transaction.atomic
def change_campaign(
    *,
    by: Person,
    at: datetime,
    campaign: Campaign,
    title: str,
    drawn_on: date,
    closes_on: date,
    conditions: Conditions,
    scope: str = "",
    round: int = 1,
) -> Campaign:
    """Change a draft; refuses once its list is frozen."""
    allow(by, Permission.RUN_CAMPAIGNS, world_code=campaign.world.code)
    held = held_campaign(campaign)
    check_in_state(held.state, CampaignState.DRAFT)
    check_conditions(conditions)
    _check_days(drawn_on, closes_on, timezone.localdate(at))
    before = _stated(held)
    held.title, held.scope, held.round = _titled(title), checked_text(scope, longest=300), round
    held.drawn_on, held.closes_on = drawn_on, closes_on
    held.recheck_on = months_later(closes_on, RECHECK_MONTHS)
    held.conditions = conditions.plain()
    _save_once(held)
    audit.record("campaign.changed", by=by, at=at, world=held.world, about=held,
                 before=before, after=_stated(held))  # fmt: skip
    return held


@transaction.atomic
def discard_campaign(*, by: Person, at: datetime, campaign: Campaign) -> None:
    """Throw a draft away; refuses once its list is frozen."""
    allow(by, Permission.RUN_CAMPAIGNS, world_code=campaign.world.code)
    held = held_campaign(campaign)
    check_in_state(held.state, CampaignState.DRAFT)
    audit.record("campaign.discarded", by=by, at=at, world=held.world, about=held,
                 before=_stated(held))  # fmt: skip
    held.delete()


@transaction.atomic
def list_firms(
    *, by: Person, at: datetime, campaign: Campaign, lines: Sequence[Line], anew: bool = False
) -> Taken:
    """Put the firms of a list on a draft, each with its field and why; `anew` instead of the last.

    A firm may stand in several fields: it is in each, and once in the total. Identifiers that the
    register does not know are named in the answer and put nothing on the list.
    """
    allow(by, Permission.RUN_CAMPAIGNS, world_code=campaign.world.code)
    held = held_campaign(campaign)
    check_in_state(held.state, CampaignState.DRAFT)
    known = firms_called(held.world, {line.identifier for line in lines})
    if anew:
        ListedFirm.objects.filter(campaign=held).delete()
    ListedFirm.objects.bulk_create(
        [
            ListedFirm(
                campaign=held, firm_id=known[line.identifier], field=line.field, reason=line.reason
            )
            for line in lines
            if line.identifier in known
        ],
        ignore_conflicts=True,
    )
    unknown = tuple(sorted({line.identifier for line in lines} - known.keys()))
    audit.record(
        "campaign.list_taken", by=by, at=at, world=held.world, about=held,
        after={"lines": len(lines), "unknown": len(unknown), "anew": anew},
    )  # fmt: skip
    return Taken(sum(line.identifier in known for line in lines), unknown)


@transaction.atomic
def freeze_campaign(*, by: Person, at: datetime, campaign: Campaign) -> Campaign:
    """Draw the list as of its day and freeze it: from then on nobody adds or deletes a firm.

    A firm that an organisation covers on that day is frozen as covered before the campaign. The
    fingerprint is taken over number, identifier and town of each firm, in the order of the list.
    """
    allow(by, Permission.RUN_CAMPAIGNS, world_code=campaign.world.code)
    held = held_campaign(campaign)
    check_campaign_step(held.state, CampaignState.FROZEN)
    with rows_held():
        firms = drawn_firms(held)
        if not firms:
            raise Refusal("list_empty", _("No firm fulfils the conditions on that day."))
        shown = covers_on(held.world, {one.pk for one in firms}, held.drawn_on)
        day = timezone.localdate(at)
        with sent_beside():
            insert_rows(
                Target,
                TARGET_COLUMNS,
                [
                    _target(held, number, firm, shown.get(firm.pk, NOTHING_SHOWN), day)
                    for number, firm in enumerate(firms, start=1)
                ],
            )
    held.state, held.listed = CampaignState.FROZEN, len(firms)
    held.fingerprint = fingerprint_of(
        (number, one.scheme, one.identifier, one.town) for number, one in enumerate(firms, start=1)
    )
    held.frozen_at, held.frozen_by = at, by.username
    held.save(update_fields=("state", "listed", "fingerprint", "frozen_at", "frozen_by"))
    refresh_statistics(Target)
    audit.record(
        "campaign.frozen", by=by, at=at, world=held.world, about=held,
        after={"listed": held.listed, "fingerprint": held.fingerprint, "drawn_on": held.drawn_on},
    )  # fmt: skip
    return held


def _target(
    campaign: Campaign, number: int, firm: Drawn, shown: Shown, day: date
) -> tuple[object, ...]:
    state = state_by_register(shown.covers)
    return (
        campaign.pk, number, firm.pk, f"{firm.scheme} {firm.identifier}", firm.name, firm.town,
        firm.industry, state or _OPEN, day, _BEFORE if state else "",
        shown.best, "", "", "", "", "", "", "", "", "", "", False,
    )  # fmt: skip


@transaction.atomic
def start_campaign(*, by: Person, at: datetime, campaign: Campaign) -> Campaign:
    """Start a frozen campaign: from now on targets move."""
    allow(by, Permission.RUN_CAMPAIGNS, world_code=campaign.world.code)
    held = held_campaign(campaign)
    if held.state == CampaignState.DRAFT:
        check_in_state(held.state, CampaignState.FROZEN)
    check_campaign_step(held.state, CampaignState.RUNNING)
    held.state, held.started_on = CampaignState.RUNNING, timezone.localdate(at)
    held.save(update_fields=("state", "started_on"))
    audit.record("campaign.started", by=by, at=at, world=held.world, about=held)
    return held


def held_campaign(campaign: Campaign) -> Campaign:
    """The campaign as it stands, held until the transaction ends."""
    rows = Campaign.objects.select_for_update(of=("self",)).select_related("world")
    return rows.get(pk=campaign.pk)


def _titled(title: str) -> str:
    words = checked_text(title, longest=120)
    if not words:
        raise Refusal("title_missing", _("Give the campaign a title."))
    return words


def _check_days(drawn_on: date, closes_on: date, today: date) -> None:
    if drawn_on > today:
        raise Refusal("day_in_future", _("The day lies in the future."))
    if closes_on <= drawn_on:
        raise Refusal("closes_too_early", _("A campaign closes after the day of its list."))


def _save_once(campaign: Campaign) -> None:
    try:
        with transaction.atomic():
            campaign.save()
    except IntegrityError as twice:
        raise Refusal(
            "campaign_exists", _("There is a campaign with this title and round already.")
        ) from twice


def _stated(campaign: Campaign) -> dict[str, object]:
    return {
        "title": campaign.title, "round": campaign.round, "conditions": campaign.conditions,
        "drawn_on": campaign.drawn_on, "closes_on": campaign.closes_on,
    }  # fmt: skip
