"""Levels of disclosure, step by step; looks at a call."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from datetime import datetime

from django.db import OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow, reach
from jilian.audit import operations as audit
from jilian.base.errors import NotAllowed, Refusal
from jilian.base.impatient import impatient
from jilian.shortages.models import Call, CallLook, Release
from jilian.shortages.operations.locking import opened
from jilian.shortages.operations.telling import settle, tell_caller, tell_leads
from jilian.shortages.queries.people import raised, scopes_of_firm
from jilian.shortages.queries.seeing import CallView, looker_at, looker_of
from jilian.shortages.rules.disclosure import check_next_level
from jilian.shortages.rules.words import Circle, Level

_waiting: deque[CallLook] = deque(maxlen=10_000)  # looks that found the database held


@transaction.atomic
def release_level(*, by: Person, at: datetime, call: Call, level: int) -> Release:
    """Release the next level (need, size, place, name), by the caller or for her by the secretary.

    One step at a time, never back: what was shown cannot be unseen.
    """
    kept = opened(by=by, at=at, call_id=call.pk)
    is_caller = raised(by, kept)
    if not is_caller and not (kept.delegated and _is_secretary(by, kept)):
        raise NotAllowed(Permission.LEAD_CALLS)
    why = check_next_level(kept.level, level)
    if why == "back":
        raise Refusal("level_released", _("This is released already; it cannot be taken back."))
    if why is not None:
        raise Refusal("level_skipped", _("Levels are released one by one."))
    before, kept.level = kept.level, Level(level)
    kept.save(update_fields=["level"])
    made = Release.objects.create(
        call=kept, level=level, for_caller=not is_caller, released_at=at, released_by=by.username
    )
    audit.record(
        "call.level_released", by=by, at=at, world=kept.world, about=kept,
        before={"level": before}, after={"level": level, "for_the_caller": not is_caller},
    )  # fmt: skip
    if not is_caller:
        tell_caller(by=by, at=at, call=kept, kind="call_released", key=f"level:{level}")
    return made


@transaction.atomic
def delegate_levels(*, by: Person, at: datetime, call: Call, delegated: bool) -> Call:
    """Leave further levels to the cluster's secretary, who then sees the whole call, or stop it."""
    allow(
        by, Permission.RAISE_CALLS, world_code=call.world.code, scopes=scopes_of_firm(call.firm)
    )  # fmt: skip
    kept = opened(by=by, at=at, call_id=call.pk)
    if delegated and kept.cluster_id is None:
        raise Refusal("no_secretary", _("Your firm is in no cluster: release levels yourself."))
    before, kept.delegated = kept.delegated, delegated
    kept.save(update_fields=["delegated"])
    audit.record(
        "call.delegated", by=by, at=at, world=kept.world, about=kept,
        before={"delegated": before}, after={"delegated": delegated},
    )  # fmt: skip
    return kept


@transaction.atomic
def release_corridor(*, by: Person, at: datetime, call: Call) -> Call:
    """Let firms of the whole corridor be asked; the caller alone decides this.

    Where the district is being asked already, the corridor is from now on.
    """
    allow(
        by, Permission.RAISE_CALLS, world_code=call.world.code, scopes=scopes_of_firm(call.firm)
    )  # fmt: skip
    kept = opened(by=by, at=at, call_id=call.pk)
    if kept.corridor_released_at is not None:
        raise Refusal("corridor_released", _("The corridor is released already."))
    kept.corridor_released_at = at
    kept.save(update_fields=["corridor_released_at"])
    audit.record("call.corridor_released", by=by, at=at, world=kept.world, about=kept)
    settle(by=by, at=at, call=kept, key="release_corridor")
    if kept.circle == Circle.DISTRICT:
        tell_leads(by=by, at=at, call=kept)
    return kept


def note_call_look(*, by: Person, at: datetime, call: Call, level: int) -> None:
    """Note that another office or firm was shown a call at a level, once a day and level.

    The caller's own looks are not noted. ``level`` is ``CallView.level``.
    """
    who = looker_of(by, call)
    if who is not None:
        _note(at, [(call.pk, *who, level)])


def note_call_looks(*, by: Person, at: datetime, views: Sequence[CallView]) -> None:
    """Note the same of every call on a list, as the list showed it; two queries at most."""
    _note(at, [(view.pk, *who, view.level) for view in views if (who := looker_at(by, view))])


def _note(at: datetime, looks: Sequence[tuple[int, str, int | None, str, int]]) -> None:
    """Never waits for the database: what finds it held is written with the next look."""
    day = timezone.localdate(at)
    held = CallLook.objects.filter(call__in=[one[0] for one in looks], day=day)
    known = set(held.values_list("call_id", "reader", "level")) if looks else set()
    rows = [
        CallLook(
            call_id=call, reader=reader, firm_id=firm, office=office, level=level, day=day,
            looked_at=at,
        )
        for call, reader, firm, office, level in looks
        if (call, reader, level) not in known
    ]  # fmt: skip
    if not rows:
        return
    waiting = [*rows, *(_waiting.popleft() for _number in range(len(_waiting)))]
    try:
        with impatient():
            CallLook.objects.bulk_create(waiting, ignore_conflicts=True)
    except OperationalError:
        _waiting.extend(waiting)


def _is_secretary(person: Person, call: Call) -> bool:
    within = reach(person, call.world.code).within.get(Permission.LEAD_CALLS, frozenset())
    return not within.isdisjoint(call.cluster_scopes)
