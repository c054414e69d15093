"""One target: what was said and signed, what the register shows, its line of events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.accounts.rules import ScopeKind
from jilian.coverage.models import Check, ListedFirm, Move, Removal, Target, TargetCount
from jilian.coverage.rules import CheckKind, CheckResult, RemovalState
from jilian.coverage.rules.counts import STATED_WORDS
from jilian.organisations.queries.page import CoverOfFirm, covers_of_firm
from jilian.places.models import Division
from jilian.ui.drawings import LineEvent


@dataclass(frozen=True)
class TargetPage:
    """Everything that the page of a target shows."""

    target: Target
    town: Division | None
    listed: tuple[ListedFirm, ...]
    moves: tuple[Move, ...]
    removals: tuple[Removal, ...]
    checks: tuple[Check, ...]
    covers: tuple[CoverOfFirm, ...]
    events: tuple[LineEvent, ...]
    may_move: bool
    sees_count: bool
    count: object  # the words of the count, None where none is held
    others: tuple[Target, ...]  # the firm in other campaigns


def target_page(person: Person, target: Target, day: date) -> TargetPage:
    """The page of a target; a constant number of queries."""
    world = target.campaign.world
    moves = tuple(target.moves.all())
    removals, checks = tuple(target.removals.all()), tuple(target.checks.all())
    counts = TargetCount.objects.visible_to(person, world)
    sees_count = target.campaign.is_open and sees_counts(person, target)
    held = counts.filter(target=target).first() if sees_count else None
    scopes = ((ScopeKind.TOWN, target.town),) if target.town else ()
    others = Target.objects.visible_to(person, world).filter(firm=target.firm_id)
    return TargetPage(
        target=target,
        town=Division.objects.filter(code=target.town).first() if target.town else None,
        listed=tuple(ListedFirm.objects.filter(campaign=target.campaign_id, firm=target.firm_id)),
        moves=moves,
        removals=removals,
        checks=checks,
        covers=tuple(covers_of_firm(target.firm, day)),
        events=_events(target, moves, removals, checks),
        may_move=reach(person, world.code).may(Permission.MOVE_TARGETS, scopes),
        sees_count=sees_count,
        count=STATED_WORDS.get(held.stated) if held else None,
        others=tuple(others.exclude(pk=target.pk).select_related("campaign")[:20]),
    )


def sees_counts(person: Person, target: Target) -> bool:
    """Whether the person may see and enter the count of this target."""
    world = target.campaign.world
    seen = Target.objects.visible_to(person, world, Permission.SEE_CAMPAIGN_COUNTS)
    return seen.filter(pk=target.pk).exists()


def _events(
    target: Target,
    moves: tuple[Move, ...],
    removals: tuple[Removal, ...],
    checks: tuple[Check, ...],
) -> tuple[LineEvent, ...]:
    campaign = target.campaign
    found = [LineEvent(day=campaign.drawn_on, label=_("list drawn"))]
    if campaign.started_on:
        found.append(LineEvent(day=campaign.started_on, label=_("campaign starts")))
    found += [
        LineEvent(
            day=one.on, label=str(one.get_after_display()),
            kind="confirmed" if one.signed_by else "",
        )
        for one in moves
    ]  # fmt: skip
    found += [
        LineEvent(day=one.on, label=str(one.get_kind_display()), kind="late")
        for one in removals
        if one.state == RemovalState.SIGNED
    ]
    found += [
        LineEvent(
            day=one.checked_on, label=f"{one.get_kind_display()}: {one.get_result_display()}",
            kind="late" if one.result == CheckResult.FAILED else "confirmed",
        )
        for one in checks
        if one.checked_on
    ]  # fmt: skip
    rechecked = any(one.kind == CheckKind.RECHECK for one in checks)
    end = campaign.closed_on or campaign.closes_on
    planned = "" if campaign.closed_on else "planned"
    found.append(LineEvent(day=end, label=_("campaign closes"), kind=planned))
    if not rechecked:
        found.append(
            LineEvent(
                day=campaign.recheck_on, label=_("re-check"), kind="planned",
                url=reverse("coverage:report", args=(campaign.world.code, campaign.pk)),
            )
        )  # fmt: skip
    return tuple(found)
