"""Taking the last step back while nothing rests on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.base.free_text import checked_text
from jilian.base.journal import Journal
from jilian.clusters.operations.bodies import reopen_body, take_back_body
from jilian.committees.models import Procedure, ProcedureStep
from jilian.committees.operations.steps import locked, may_step
from jilian.committees.operations.telling import settle_term, tell_next
from jilian.committees.rules import Step
from jilian.organisations import operations as organisations
from jilian.sources.models import Source

Act = Callable[[Procedure, ProcedureStep, Person, datetime], None]


@transaction.atomic
def undo_last_step(*, by: Person, at: datetime, procedure: Procedure, reason: str) -> Procedure:
    """Take the last step back, with all that it wrote; needs a reason and leaves the step marked.

    Refuses where something rests on it: other records about the organisation, bodies under it, a
    later body of the cluster, or another procedure that has begun since.
    """
    kept = locked(procedure)
    step = last_step(kept)
    if step is None or step.kind == Step.DRAFTED:
        raise Refusal("nothing_to_undo", _("There is no step to take back; withdraw it instead."))
    may_step(by, kept, Step(step.kind))
    why = checked_text(reason)
    if not why:
        raise Refusal("reason_missing", _("Give the reason."))
    _refuse_second(kept, step)
    before = {"state": kept.state}
    _put_back(kept, step)
    _UNDONE.get(Step(step.kind), _nothing)(kept, step, by, at)
    step.undone_at, step.undone_by, step.undo_reason = at, by.username, why
    step.save(update_fields=["undone_at", "undone_by", "undo_reason"])
    audit.record(
        "procedure.undone", by=by, at=at, about=kept, world=kept.world, before=before,
        after={"state": kept.state, "step": step.kind, "number": step.number, "reason": why},
    )  # fmt: skip
    tell_next(by=by, at=at, procedure=kept)
    return kept


def last_step(procedure: Procedure) -> ProcedureStep | None:
    """The last step that has not been taken back."""
    return procedure.steps.filter(undone_at__isnull=True).order_by("-number").first()


def _refuse_second(kept: Procedure, step: ProcedureStep) -> None:
    if step.kind not in (Step.REFUSED, Step.WITHDRAWN):
        return
    if Procedure.objects.filter(cluster=kept.cluster).running().exclude(pk=kept.pk).exists():
        raise Refusal("procedure_under_way", _("A body of this cluster is being set up already."))


def _put_back(kept: Procedure, step: ProcedureStep) -> None:
    """Set the procedure's own fields as they stood before the step."""
    fields = {field.name: field for field in Procedure._meta.concrete_fields}
    values: dict[str, Any] = {
        name: fields[name].to_python(value)
        for name, value in step.before.items()
        if name in fields and name != "organisation"
    }
    for name, value in values.items():
        setattr(kept, name, value)
    kept.save(update_fields=list(values))


def _nothing(kept: Procedure, step: ProcedureStep, by: Person, at: datetime) -> None:
    """A step that wrote nothing beside the procedure."""


def _undo_effect(kept: Procedure, step: ProcedureStep, by: Person, at: datetime) -> None:
    organisation, term = kept.organisation, kept.terms.get()
    assert organisation is not None
    settle_term(by=by, at=at, term=term)
    term.delete()
    kept.organisation = None
    kept.save(update_fields=["organisation"])
    take_back_body(
        by=by, at=at, cluster=kept.cluster, organisation=organisation,
        earlier=step.before["earlier_body"],
    )  # fmt: skip
    source = Source.objects.get(pk=step.before["source"])
    organisations.take_back_founding(by=by, at=at, organisation=organisation, source=source)


def _undo_re_election(kept: Procedure, step: ProcedureStep, by: Person, at: datetime) -> None:
    number = step.before["term"]
    term = kept.terms.get(number=number)
    settle_term(by=by, at=at, term=term)
    kept.seats.filter(term_number=number).delete()
    term.delete()


def _undo_extension(kept: Procedure, step: ProcedureStep, by: Person, at: datetime) -> None:
    term = kept.terms.get(number=step.before["term"])
    earlier = step.before["extended_to"]
    settle_term(by=by, at=at, term=term)
    term.extended_to = date.fromisoformat(earlier) if earlier else None
    term.save(update_fields=["extended_to"])


def _undo_dissolution(kept: Procedure, step: ProcedureStep, by: Person, at: datetime) -> None:
    assert kept.organisation is not None
    if step.before["was_body"]:
        reopen_body(by=by, at=at, cluster=kept.cluster, organisation=kept.organisation)
    organisations.take_back_end(
        by=by, at=at, organisation=kept.organisation, ended_on=step.day + timedelta(1),
        journal=Journal.unpacked(bytes(step.journal)),
    )  # fmt: skip


_UNDONE: dict[Step, Act] = {
    Step.TOOK_EFFECT: _undo_effect,
    Step.RE_ELECTED: _undo_re_election,
    Step.EXTENDED: _undo_extension,
    Step.DISSOLVED: _undo_dissolution,
}
