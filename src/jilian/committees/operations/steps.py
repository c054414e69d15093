"""Taking one step: who may, whether it follows, what it changes, and its trace."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from jilian.accounts.models import Person
from jilian.accounts.permissions import allow
from jilian.audit import operations as audit
from jilian.committees.models import Procedure, ProcedureStep
from jilian.committees.rules import PERMISSION_OF, PaperFact, Step, follow
from jilian.committees.rules.days import check_order, check_step_day
from jilian_engine.rulebook import Check


@dataclass(frozen=True)
class Begun:
    """A step that may be taken: the procedure locked, its paper checked."""

    procedure: Procedure
    step: Step
    paper: PaperFact
    by: Person
    at: datetime


def may_step(by: Person, procedure: Procedure, step: Step) -> None:
    """Let whoever may take the step in this cluster go on."""
    allow(
        by,
        PERMISSION_OF[step],
        world_code=procedure.world.code,
        scopes=procedure.own_scopes,
    )


def locked(procedure: Procedure) -> Procedure:
    """The procedure as it stands now, kept from others until the transaction ends."""
    rows = Procedure.objects.select_for_update(of=("self",))
    return rows.select_related("world", "cluster__host_division", "superior", "organisation").get(
        pk=procedure.pk
    )


def begin(
    procedure: Procedure,
    step: Step,
    by: Person,
    at: datetime,
    paper: PaperFact,
    after: date | None = None,
) -> Begun:
    """Check permission, order and days of a step; ``after`` is the day it may not precede."""
    may_step(by, procedure, step)
    kept = locked(procedure)
    follow(kept.state, step)
    checked = paper.checked()
    check_step_day(checked.day, timezone.localdate(at))
    check_order(checked.day, after)
    return Begun(kept, step, checked, by, at)


def keep(
    begun: Begun,
    changes: Mapping[str, Any],
    *,
    check: Check | None = None,
    journal: bytes = b"",
    also: Mapping[str, object] | None = None,
) -> Procedure:
    """Write the changes of a step, the step itself and its trace.

    ``also`` is kept with what was before, for undoing.
    """
    procedure, step, paper = begun.procedure, begun.step, begun.paper
    changed = {**changes, "state": follow(procedure.state, step), "state_since": paper.day}
    before = {name: getattr(procedure, name) for name in changed}
    for name, value in changed.items():
        setattr(procedure, name, value)
    procedure.save(update_fields=list(changed))
    note_step(
        procedure, step, paper, by=begun.by, at=begun.at, before={**before, **(also or {})},
        check=check, journal=journal,
    )  # fmt: skip
    audit.record(
        f"procedure.{step}",
        by=begun.by,
        at=begun.at,
        about=procedure,
        world=procedure.world,
        before=before,
        after={
            **changed,
            "day": paper.day,
            "document": paper.words,
            "unit": paper.unit,
            "reason": paper.reason,
            "check": str(check.outcome) if check else None,
            "rules": check.fingerprint if check else None,
        },
    )
    return procedure


def note_step(
    procedure: Procedure,
    step: Step,
    paper: PaperFact,
    by: Person,
    at: datetime,
    before: Mapping[str, object] | None = None,
    check: Check | None = None,
    journal: bytes = b"",
) -> ProcedureStep:
    """Keep a step beside its procedure."""
    return ProcedureStep.objects.create(
        procedure=procedure,
        number=next_number(procedure),
        kind=step,
        day=paper.day,
        document_number=paper.number,
        document_title=paper.title,
        unit=paper.unit,
        reason=paper.reason,
        check_outcome=str(check.outcome) if check else "",
        rules_fingerprint=check.fingerprint if check else "",
        before=as_json(before or {}),
        journal=journal,
        recorded_at=at,
        recorded_by=by.username,
    )


def next_number(procedure: Procedure) -> int:
    """The number of the next step."""
    last = procedure.steps.order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1


def as_json(values: Mapping[str, object]) -> dict[str, Any]:
    """The values as JSON has them."""
    plain: dict[str, Any] = json.loads(json.dumps(dict(values), cls=DjangoJSONEncoder))
    return plain
