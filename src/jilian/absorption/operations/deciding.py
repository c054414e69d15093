"""Deciding on an absorption, ending it, and undoing it to the letter."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jilian.absorption import queries
from jilian.absorption.models import Absorption
from jilian.absorption.operations.asking import _locked
from jilian.absorption.operations.telling import settle_all, tell_all_sides
from jilian.absorption.rules import WAYS_OUT, AbsorptionState, check_decidable, check_open
from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.base.free_text import checked_text
from jilian.organisations.models import Organisation
from jilian.organisations.operations import move_organisation, noted, take_back
from jilian.sources import operations as sources
from jilian.sources.models import Source


@transaction.atomic
def decide_absorption(
    *,
    by: Person,
    at: datetime,
    absorption: Absorption,
    number: str,
    decided_on: date,
    effect_on: date,
    conditions: str = "",
) -> Absorption:
    """Decide that it takes effect on a day: from then on, and not before, the links move.

    Mode ``superior``: the cluster's body becomes the superior of the territory line and of the
    cluster's; ``functional``: the cluster's line only. Everything is asked again as of that day.
    """
    allow(by, Permission.DECIDE_ABSORPTION, world_code=absorption.world.code)
    kept = _locked(absorption)
    check_open(kept.state)
    check_decidable(
        {one.side: one.answer for one in kept.consents.all()},
        number=number, decided_on=decided_on, effect_on=effect_on,
        today=timezone.localdate(at), conditions=conditions,
    )  # fmt: skip
    kept.number, kept.conditions = checked_text(number, longest=120), checked_text(conditions)
    planned = queries.plan_absorption(
        kept.cluster, kept.organisation, kept.mode, effect_on, kept.number
    )
    kept.source = _source_of(by, at, kept, f"absorption:{kept.pk}", kept.number, decided_on)
    with noted(kept.source) as written:
        move_organisation(
            by=by, at=at, organisation=kept.organisation, planned=planned.planned,
            source=kept.source, document=kept.number,
        )  # fmt: skip
    kept.state, kept.body, kept.journal = AbsorptionState.DECIDED, planned.body, written.entries
    kept.decided_on, kept.effect_on = decided_on, effect_on
    kept.decided_at, kept.decided_by = at, by.username
    kept.save()
    audit.record(
        "absorption.decided", by=by, at=at, world=kept.world, about=kept,
        before={"state": AbsorptionState.AGREED},
        after={
            "number": kept.number, "decided_on": decided_on, "effect_on": effect_on,
            "mode": kept.mode, "body": planned.body.key, "conditions": kept.conditions,
            "other_clusters": list(planned.other_clusters),
        },
    )  # fmt: skip
    settle_all(by=by, at=at, absorption=kept)
    tell_all_sides(by=by, at=at, absorption=kept, kind="absorption_decided")
    return kept


@transaction.atomic
def end_absorption(
    *,
    by: Person,
    at: datetime,
    absorption: Absorption,
    outcome: str,
    on: date,
    reason: str,
    back_under: Organisation | None = None,
) -> Absorption:
    """End it because the firm moves away, is dissolved, or merges with another.

    Before a decision the procedure closes. In effect, its place in the cluster's line ends on the
    day, and a first line that leads there goes on under ``back_under``, or under the superior that
    it had before; what has ended already is left alone. The past stays.
    """
    allow(by, Permission.DECIDE_ABSORPTION, world_code=absorption.world.code)
    kept, why = _locked(absorption), checked_text(reason)
    if outcome not in WAYS_OUT or not why:
        raise Refusal("outcome_unknown", _("Say how it ends, and why."))
    before = kept.state
    if before == AbsorptionState.DECIDED:
        _release(by, at, kept, on, back_under or kept.superior)
    else:
        check_open(before)
    kept.state, kept.ended_on, kept.end_reason = outcome, on, why
    kept.ended_at, kept.ended_by = at, by.username
    kept.save()
    audit.record(
        "absorption.ended", by=by, at=at, world=kept.world, about=kept, before={"state": before},
        after={"outcome": outcome, "on": on, "reason": why},
    )  # fmt: skip
    settle_all(by=by, at=at, absorption=kept)
    kind = "absorption_ended" if before == AbsorptionState.DECIDED else "absorption_closed"
    tell_all_sides(by=by, at=at, absorption=kept, kind=kind)
    return kept


def _release(
    by: Person, at: datetime, kept: Absorption, on: date, back_under: Organisation | None
) -> None:
    assert kept.effect_on is not None and kept.body is not None
    if on <= kept.effect_on:
        raise Refusal(
            "ends_before_effect", _("It has not taken effect by that day: undo it instead.")
        )
    planned = queries.plan_release(
        kept.organisation, kept.body, kept.mode, on, back_under, kept.number
    )
    if planned is None:
        return
    key = f"absorption:{kept.pk}:end"
    move_organisation(
        by=by, at=at, organisation=kept.organisation, planned=planned,
        source=_source_of(by, at, kept, key, kept.number, on), document=kept.number,
    )  # fmt: skip


@transaction.atomic
def undo_absorption(*, by: Person, at: datetime, absorption: Absorption, reason: str) -> Absorption:
    """Take a decision back: every link is again exactly as it was before it.

    Refuses in words when something later rests on it.
    """
    allow(by, Permission.DECIDE_ABSORPTION, world_code=absorption.world.code)
    kept, why = _locked(absorption), checked_text(reason)
    if kept.state != AbsorptionState.DECIDED:
        raise Refusal("nothing_to_undo", _("There is no decision in force to undo."))
    if not why:
        raise Refusal("reason_missing", _("Say why."))
    take_back(world=kept.world, entries=kept.journal)
    kept.state, kept.end_reason = AbsorptionState.UNDONE, why
    kept.ended_on, kept.ended_at, kept.ended_by = timezone.localdate(at), at, by.username
    kept.save()
    audit.record(
        "absorption.undone", by=by, at=at, world=kept.world, about=kept,
        before={"number": kept.number, "effect_on": kept.effect_on}, after={"reason": why},
    )  # fmt: skip
    tell_all_sides(by=by, at=at, absorption=kept, kind="absorption_undone")
    return kept


def _source_of(
    by: Person, at: datetime, kept: Absorption, key: str, title: str, day: date
) -> Source:
    return sources.record_source(
        by=by, at=at, key=key, kind=Source.Kind.PERSON, title=title, issued_on=day
    )
