"""What one person says alone of targets: why not yet, taken up again, office and day."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.base.errors import Refusal
from jilian.base.free_text import checked_text
from jilian.base.search import among
from jilian.coverage.models import Campaign, Target
from jilian.coverage.operations.moving import (
    Applied,
    held_targets,
    keep_moves,
    sorted_out,
    trace_targets,
)
from jilian.coverage.rules import DONE, CampaignState, Obstacle, TargetState


@transaction.atomic
def say_not_yet(
    *,
    by: Person,
    at: datetime,
    campaign: Campaign,
    targets: Collection[int],
    obstacle: str,
    words: str = "",
) -> Applied:
    """Say why targets are not yet done; no signature is needed for that."""
    campaign, rows = held_targets(by, campaign, targets)
    if obstacle not in Obstacle.values:
        raise Refusal("obstacle_missing", _("Say what stands in the way."))
    said = checked_text(words, longest=300)
    return _set_aside(by, at, campaign, rows, TargetState.NOT_YET, said, obstacle)


@transaction.atomic
def take_up_again(
    *, by: Person, at: datetime, campaign: Campaign, targets: Collection[int]
) -> Applied:
    """Put targets that were "not yet" back among those to be worked."""
    campaign, rows = held_targets(by, campaign, targets)
    return _set_aside(by, at, campaign, rows, TargetState.OPEN, "", "")


def _set_aside(
    by: Person,
    at: datetime,
    campaign: Campaign,
    rows: Sequence[Target],
    state: TargetState,
    words: str,
    obstacle: str,
) -> Applied:
    def check(one: Target) -> None:
        if one.state in DONE:
            raise Refusal("already_done", _("It has an end state already."))
        if one.said_state:
            raise Refusal("already_said", _("It waits for a signature already."))
        if one.state == state == TargetState.OPEN:
            raise Refusal("nothing_changes", _("It is open already."))

    kept, applied = sorted_out(rows, check)
    day = timezone.localdate(at)
    Target.objects.filter(pk__in=among(one.pk for one in kept)).update(
        state=state, state_on=day, words=words, obstacle=obstacle, obstacle_words=words
    )
    keep_moves(campaign, [
        (campaign.pk, one.pk, one.town, day, at, one.state, state.value, "", words, by.username, "")
        for one in kept if one.state != state
    ])  # fmt: skip
    trace_targets("target.not_yet" if state == TargetState.NOT_YET else "target.taken_up", by, at,
           campaign, kept, {"obstacle": obstacle, "words": words})  # fmt: skip
    return applied


@transaction.atomic
def note_target(
    *,
    by: Person,
    at: datetime,
    campaign: Campaign,
    targets: Collection[int],
    advisor_office: str | None = None,
    due_on: date | None = None,
) -> Applied:
    """Say which office sends the advisor, and by when a target is due; None changes nothing."""
    campaign, rows = held_targets(
        by, campaign, targets, CampaignState.FROZEN, CampaignState.RUNNING
    )
    values: dict[str, object] = {}
    if advisor_office is not None:
        values["advisor_office"] = checked_text(advisor_office, longest=120)
    if due_on is not None:
        values["due_on"] = due_on
    if not values:
        raise Refusal("nothing_changes", _("Nothing is stated."))
    Target.objects.filter(pk__in=among(one.pk for one in rows)).update(**values)
    trace_targets("target.noted", by, at, campaign, rows, values)
    return Applied(len(rows))
