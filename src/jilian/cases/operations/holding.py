"""Who holds a case: handing over, taking over, leave and the way back."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.accounts.rules import ScopeKind
from jilian.audit import operations as audit
from jilian.base.errors import NotAllowed, Refusal
from jilian.base.free_text import checked_text
from jilian.cases.models import Case, CaseEvent, Holding, Leave
from jilian.cases.operations.locking import opened_case
from jilian.cases.operations.telling import settle, tell_officer
from jilian.cases.queries.people import check_holds, may_take_over, officer_called
from jilian.cases.rules.words import LONGEST_WORDS, EventKind, HandOverReason
from jilian.places.models import World

P = Permission


@transaction.atomic
def hand_over(*, by: Person, at: datetime, case: Case, to: str, words: str = "") -> Case:
    """Hand a case to another officer, by her sign-in name; logged with who and when."""
    kept = opened_case(case.pk)
    check_holds(by, kept)
    officer = _officer(kept.world, to)
    if officer.username == kept.officer:
        raise Refusal("same_officer", _("She holds this case already."))
    _give(by, at, kept, officer.username, HandOverReason.HANDED_OVER, words)
    return kept


@transaction.atomic
def take_over(*, by: Person, at: datetime, case: Case, words: str = "") -> Case:
    """Take a case of one's own town, whoever holds it or nobody."""
    kept = opened_case(case.pk)
    if not may_take_over(by, kept):
        raise NotAllowed(P.CARRY_CASES)
    if kept.officer == by.username:
        raise Refusal("same_officer", _("You hold this case already."))
    if _is_away(kept.world, by.username):
        raise Refusal("away", _("You are on leave: end it first."))
    _give(by, at, kept, by.username, HandOverReason.TAKEN_OVER, words)
    settle(by=by, at=at, case=kept, key="unheld")
    return kept


@transaction.atomic
def go_on_leave(
    *,
    by: Person,
    at: datetime,
    world: World,
    deputy: str,
    officer: str = "",
    until_planned: date | None = None,
) -> Leave:
    """Hand every open case to the deputy in the same minute; for oneself or a colleague.

    A colleague is one who carries cases of the same town: who has fallen ill cannot enter it.
    """
    away = _officer(world, officer or by.username, of_others=True)
    _check_colleague(by, away, world)
    stands_in = _officer(world, deputy)
    if stands_in.pk == away.pk:
        raise Refusal("deputy_is_oneself", _("Choose another officer as deputy."))
    if _is_away(world, away.username):
        raise Refusal("away_already", _("This leave has been entered already."))
    leave = Leave.objects.create(
        world=world, officer=away.username, deputy=stands_in.username, since=at,
        until_planned=until_planned,
    )  # fmt: skip
    handed = _open_cases_of(away.username, world)
    for case in handed:
        _give(by, at, case, stands_in.username, HandOverReason.LEAVE, "")
    audit.record(
        "officer.left", by=by, at=at, world=world,
        after={"officer": away.username, "deputy": stands_in.username, "cases": len(handed)},
    )  # fmt: skip
    return leave


@transaction.atomic
def come_back(
    *, by: Person, at: datetime, world: World, take_back: bool = True, officer: str = ""
) -> Leave:
    """End a leave; what the deputy got by it and still holds comes back, if so chosen."""
    away = _officer(world, officer or by.username, of_others=True)
    _check_colleague(by, away, world)
    rows = Leave.objects.select_for_update().filter(world=world, officer=away.username)
    leave = rows.filter(until__isnull=True).first()
    if leave is None:
        raise Refusal("not_away", _("No leave is open."))
    leave.until = at
    leave.save(update_fields=["until"])
    back = []
    if take_back:
        given = Holding.objects.filter(
            officer=leave.deputy, since=leave.since, until__isnull=True,
            reason=HandOverReason.LEAVE,
        ).order_by()  # fmt: skip
        wanted = set(given.values_list("case_id", flat=True))
        back = [one for one in _open_cases_of(leave.deputy, world) if one.pk in wanted]
        for case in back:
            _give(by, at, case, away.username, HandOverReason.BACK, "")
    audit.record(
        "officer.came_back", by=by, at=at, world=world,
        after={"officer": away.username, "cases": len(back)},
    )  # fmt: skip
    return leave


def _open_cases_of(username: str, world: World) -> list[Case]:
    rows = Case.objects.select_for_update(of=("self",)).filter(world=world, officer=username)
    return list(rows.open().select_related("world", "firm").order_by("pk"))


def _give(
    by: Person, at: datetime, case: Case, to: str, reason: HandOverReason, words: str
) -> None:
    """End who holds it and begin the next in the same moment; the case must be locked."""
    said, before = checked_text(words, longest=LONGEST_WORDS), case.officer
    Holding.objects.filter(case=case, until__isnull=True).update(until=at)
    Holding.objects.create(
        case=case, officer=to, since=at, reason=reason, words=said, given_by=by.username
    )
    case.officer, case.last_event_at = to, max(case.last_event_at, at)
    case.save(update_fields=["officer", "last_event_at"])
    CaseEvent.objects.create(
        case=case, at=at, event=EventKind.HANDED_OVER, ground=reason, words=said,
        by=by.username, recorded_at=at,
    )  # fmt: skip
    audit.record(
        "case.handed_over", by=by, at=at, world=case.world, about=case,
        before={"officer": before}, after={"officer": to, "reason": reason, "words": said},
    )  # fmt: skip
    tell_officer(by=by, at=at, case=case, kind="case_given", key=f"given:{case.holdings.count()}")


def _officer(world: World, username: str, *, of_others: bool = False) -> Person:
    """The officer of this name, who must be here unless it is about her own leave."""
    found = officer_called(world, username)
    if found is None:
        raise Refusal("officer_unknown", _("Choose an officer who carries cases here."))
    if not of_others and _is_away(world, username):
        raise Refusal("officer_away", _("This officer is on leave: choose another."))
    return found


def _is_away(world: World, username: str) -> bool:
    rows = Leave.objects.filter(world=world, officer=username, until__isnull=True)
    return rows.exists()


def _check_colleague(by: Person, officer: Person, world: World) -> None:
    if by.pk == officer.pk or by.is_system:
        return
    own = reach(by, world.code).keys(P.CARRY_CASES, ScopeKind.TOWN)
    hers = reach(officer, world.code).keys(P.CARRY_CASES, ScopeKind.TOWN)
    if not own & hers:
        raise NotAllowed(P.CARRY_CASES)
