"""How targets move: one person says, a second signs; both where the register says so too."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.accounts.rules import ScopeKind
from jilian.audit import operations as audit
from jilian.audit.rules import exact_text
from jilian.base.bulk import insert_rows, set_values
from jilian.base.errors import Refusal
from jilian.base.free_text import checked_text
from jilian.base.search import among
from jilian.coverage.models import Campaign, Move, Target, TargetCount
from jilian.coverage.operations.drawing import held_campaign
from jilian.coverage.queries.drawing import NOTHING_SHOWN, Shown, covers_on
from jilian.coverage.rules import (
    DONE,
    IN_BODY,
    CampaignState,
    TargetState,
    check_in_state,
    check_register,
    check_route,
    check_signer,
)

MOVE_COLUMNS = (
    "campaign", "target", "town", "on", "at", "before", "after", "route", "words", "said_by",
    "signed_by",
)  # fmt: skip
_ON_OWN = {TargetState.OWN: "own", TargetState.JOINT: "joint"}


@dataclass
class Applied:
    """What became of an act on several targets: how many were done, and which were left, why."""

    done: int = 0
    left: list[tuple[Target, Refusal]] = field(default_factory=list)

    def or_refuse(self) -> Applied:
        """The same; raises the refusal where nothing at all was done."""
        if self.left and not self.done:
            raise self.left[0][1]
        return self


def allow_towns(by: Person, campaign: Campaign, targets: Iterable[Target]) -> None:
    """Let whoever moves targets of all these towns go on."""
    for town in sorted({one.town for one in targets}):
        scopes = ((ScopeKind.TOWN, town),) if town else ()
        allow(by, Permission.MOVE_TARGETS, world_code=campaign.world.code, scopes=scopes)


def held_targets(
    by: Person, campaign: Campaign, targets: Collection[int], *states: str
) -> tuple[Campaign, list[Target]]:
    """The campaign and its targets, held; refuses a campaign in another state."""
    held = held_campaign(campaign)
    rows = list(
        Target.objects.select_for_update(of=("self",))
        .filter(campaign=held, pk__in=among(targets))
        .order_by("number")
    )
    allow_towns(by, held, rows)
    check_in_state(held.state, *(states or (CampaignState.RUNNING,)))
    if not rows:
        raise Refusal("target_missing", _("Choose at least one target."))
    return held, rows


def sorted_out(
    rows: Iterable[Target], check: Callable[[Target], None]
) -> tuple[list[Target], Applied]:
    """The targets that pass the check, and what became of the others."""
    kept, applied = [], Applied()
    for one in rows:
        try:
            check(one)
            kept.append(one)
        except Refusal as refusal:
            applied.left.append((one, refusal))
    applied.done = len(kept)
    return kept, applied


@transaction.atomic
def say_done(
    *,
    by: Person,
    at: datetime,
    campaign: Campaign,
    targets: Collection[int],
    state: str,
    route: str,
    on: date,
    words: str = "",
) -> Applied:
    """Say that targets (by their keys) have come to an end state by a route on a day.

    It counts once a second person signs. "Own" and "joint" are refused where the register of
    organisations does not show it on that day; work coverage says by which means. Targets for
    which it cannot be said are left and named, with the reason.
    """
    campaign, rows = held_targets(by, campaign, targets)
    if state not in DONE:
        raise Refusal("state_unfit", _("Say one of the end states: own, joint, work coverage."))
    check_route(state, route)
    said = checked_text(words, longest=300)
    if state == TargetState.WORK and not said:
        raise Refusal("means_missing", _("Say by which means: advisor, liaison, union, youth."))
    if on > timezone.localdate(at):
        raise Refusal("day_in_future", _("The day lies in the future."))
    shown = covers_on(campaign.world, [one.firm_id for one in rows], on)

    def check(one: Target) -> None:
        if one.state in DONE:
            raise Refusal("already_done", _("It has an end state already."))
        if one.said_state:
            raise Refusal("already_said", _("It waits for a signature already."))
        check_register(state, shown.get(one.firm_id, NOTHING_SHOWN).covers)

    kept, applied = sorted_out(rows, check)
    Target.objects.filter(pk__in=among(one.pk for one in kept)).update(
        said_state=state, said_route=route, said_on=on, said_words=said, said_by=by.username,
        said_at=at,
    )  # fmt: skip
    trace_targets("target.said_done", by, at, campaign, kept,
           {"state": state, "route": route, "on": on, "words": said})  # fmt: skip
    return applied


@transaction.atomic
def sign_off(*, by: Person, at: datetime, campaign: Campaign, targets: Collection[int]) -> Applied:
    """Sign what another person said: the targets come into their end states.

    The register is asked again for the day that was said. Counts held for a firm that now has a
    body are deleted.
    """
    campaign, rows = held_targets(by, campaign, targets)
    shown = _shown_for(campaign, rows)

    def check(one: Target) -> None:
        if not one.said_state:
            raise Refusal("nothing_said", _("Nothing waits for a signature here."))
        check_signer(one.said_by, by.username)
        check_register(one.said_state, shown[one.pk].covers)

    kept, applied = sorted_out(rows, check)
    day = timezone.localdate(at)
    set_values(Target, {one.pk: _signed(one, shown[one.pk], by, at, day) for one in kept})
    keep_moves(campaign, [
        (campaign.pk, one.pk, one.town, day, at, one.state, one.said_state, one.said_route,
         one.said_words, one.said_by, by.username)
        for one in kept
    ])  # fmt: skip
    in_body = [one.pk for one in kept if one.said_state in IN_BODY]
    TargetCount.objects.filter(target__in=among(in_body)).delete()
    audit.record_many(
        "target.signed_off", by=by, at=at, world=campaign.world, about=Target,
        rows=((one.pk, one.name, exact_text({"state": one.state}),
               exact_text({"state": one.said_state, "route": one.said_route,
                           "said_by": one.said_by}))
              for one in kept),
    )  # fmt: skip
    return applied


def _shown_for(campaign: Campaign, rows: Sequence[Target]) -> dict[int, Shown]:
    """What the register shows of each target on the day that was said of it."""
    found: dict[int, Shown] = {}
    for day in {one.said_on for one in rows}:
        of_day = [one for one in rows if one.said_on == day]
        if day is None:
            continue
        shown = covers_on(campaign.world, [one.firm_id for one in of_day], day)
        found |= {one.pk: shown.get(one.firm_id, NOTHING_SHOWN) for one in of_day}
    return {one.pk: found.get(one.pk, NOTHING_SHOWN) for one in rows}


def _signed(one: Target, shown: Shown, by: Person, at: datetime, day: date) -> dict[str, object]:
    modes = [_ON_OWN[TargetState(one.said_state)]] if one.said_state in IN_BODY else []
    rests_on = next((shown.covers[mode] for mode in modes if mode in shown.covers), None)
    if rests_on is None and one.said_state in IN_BODY:
        rests_on = shown.covers.get("area_or_trade")
    return {
        "state": one.said_state, "state_on": day, "route": one.said_route, "words": one.said_words,
        "cover_id": rests_on, "signed_by": by.username, "signed_at": at, "said_state": "",
        "said_route": "", "said_words": "", "obstacle": "", "obstacle_words": "",
    }  # fmt: skip


@transaction.atomic
def send_back(
    *, by: Person, at: datetime, campaign: Campaign, targets: Collection[int], reason: str
) -> Applied:
    """Do not sign: the targets stay where they were, with the reason in the trace."""
    campaign, rows = held_targets(by, campaign, targets)
    words = required(reason)

    def check(one: Target) -> None:
        if not one.said_state:
            raise Refusal("nothing_said", _("Nothing waits for a signature here."))

    kept, applied = sorted_out(rows, check)
    Target.objects.filter(pk__in=among(one.pk for one in kept)).update(
        said_state="", said_route="", said_words="", said_on=None, said_by="", said_at=None
    )
    trace_targets("target.sent_back", by, at, campaign, kept, {"reason": words})
    return applied


def reopen(
    *, by: Person, at: datetime, campaign: Campaign, targets: Sequence[Target], words: str
) -> None:
    """Put done targets back to "not yet worked", inside the transaction of what found the fault."""
    day = timezone.localdate(at)
    keep_moves(campaign, [
        (campaign.pk, one.pk, one.town, day, at, one.state, TargetState.OPEN.value, "", words,
         by.username, "")
        for one in targets
    ])  # fmt: skip
    Target.objects.filter(pk__in=among(one.pk for one in targets)).update(
        state=TargetState.OPEN, state_on=day, route="", cover=None, words=words, signed_by="",
        signed_at=None, said_by="", said_at=None, said_on=None,
    )  # fmt: skip
    trace_targets("target.reopened", by, at, campaign, targets, {"words": words})


def required(words: str) -> str:
    """The words without blanks around them; refuses none."""
    kept = checked_text(words, longest=300)
    if not kept:
        raise Refusal("reason_missing", _("Give a reason."))
    return kept


def keep_moves(campaign: Campaign, rows: Sequence[tuple[object, ...]]) -> None:
    """Add rows to the movement of targets, by ``MOVE_COLUMNS``."""
    insert_rows(Move, MOVE_COLUMNS, rows)


def trace_targets(
    action: str,
    by: Person,
    at: datetime,
    campaign: Campaign,
    rows: Iterable[Target],
    after: dict[str, object],
) -> None:
    """Leave one trace a target: its state before, and what was said after."""
    text = exact_text(after)
    audit.record_many(
        action, by=by, at=at, world=campaign.world, about=Target,
        rows=[(one.pk, one.name, exact_text({"state": one.state}), text) for one in rows],
    )  # fmt: skip
