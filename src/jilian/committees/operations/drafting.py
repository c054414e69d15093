"""Drafting a body: what it is to be, what is declared, who has which seats; applying for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.clusters.models import Cluster, Membership
from jilian.committees.models import Procedure, Seat
from jilian.committees.operations.steps import begin, keep, locked, may_step, note_step
from jilian.committees.operations.telling import tell_next
from jilian.committees.queries.around import check_of
from jilian.committees.rules import (
    AMENDABLE,
    OPEN,
    Contents,
    Declared,
    PaperFact,
    SeatRow,
    State,
    Step,
    check_contents,
    check_declared,
    check_seats,
    exception_used,
    refuse_broken,
)
from jilian.committees.rules.checks import ask_reason
from jilian.organisations.models import Organisation
from jilian.places.models import World


@transaction.atomic
def draft_procedure(*, by: Person, at: datetime, cluster: Cluster, contents: Contents) -> Procedure:
    """Begin the setting up of a body; refuses a second one while another is under way."""
    today = timezone.localdate(at)
    procedure = Procedure(
        world=cluster.world, cluster=cluster, state=State.DRAFT, state_since=today,
        drafted_at=at, drafted_by=by.username, **_plain(cluster.world, contents),
    )  # fmt: skip
    may_step(by, procedure, Step.DRAFTED)
    Cluster.objects.select_for_update(of=("self",)).get(pk=cluster.pk)
    if Procedure.objects.filter(cluster=cluster, state__in=sorted(OPEN)).exists():
        raise Refusal("procedure_under_way", _("A body of this cluster is being set up already."))
    procedure.save()
    note_step(procedure, Step.DRAFTED, PaperFact(today), by=by, at=at)
    audit.record(
        "procedure.drafted", by=by, at=at, about=procedure, world=cluster.world,
        after={"cluster": cluster.key, **_said(procedure)},
    )  # fmt: skip
    return procedure


@transaction.atomic
def amend_draft(*, by: Person, at: datetime, procedure: Procedure, contents: Contents) -> Procedure:
    """Change what the body is to be while it is a draft or has been returned."""
    kept = _amendable(by, procedure)
    before, values = _said(kept), _plain(kept.world, contents)
    return _amended(kept, before, values, by=by, at=at)


@transaction.atomic
def declare(*, by: Person, at: datetime, procedure: Procedure, declared: Declared) -> Procedure:
    """Say how many members are counted, from when the body is wanted, and the exception."""
    kept = _amendable(by, procedure)
    stated = check_declared(declared)
    values = {
        "formal": stated.formal, "probationary": stated.probationary, "band": stated.band,
        "counted_on": stated.counted_on, "effect_on": stated.effect_on,
        "exception_document": stated.exception_document, "is_exception": False,
    }  # fmt: skip
    return _amended(kept, {name: getattr(kept, name) for name in values}, values, by=by, at=at)


@transaction.atomic
def set_seats(
    *, by: Person, at: datetime, procedure: Procedure, seats: Sequence[SeatRow]
) -> Procedure:
    """Say how many seats of which role each firm fills; nobody's name.

    While it is a draft or has been returned, and after a re-election that brought none.
    """
    kept, rows = locked(procedure), check_seats(seats)
    may_step(by, kept, Step.DRAFTED)
    number = _term_of_seats(kept)
    known = Membership.objects.filter(cluster=kept.cluster, firm__in=[row.firm for row in rows])
    strange = {row.firm for row in rows} - {None} - set(known.values_list("firm", flat=True))
    if strange:
        raise Refusal(
            "firm_not_of_cluster", _("A seat is of a firm of the cluster, or of another unit.")
        )
    held = kept.seats.filter(term_number=number)
    before = [(one.role, one.firm_id, one.seats) for one in held]
    Seat.objects.filter(pk__in=[one.pk for one in held]).delete()
    Seat.objects.bulk_create(
        Seat(procedure=kept, term_number=number, role=row.role, firm_id=row.firm, seats=row.seats)
        for row in rows
    )
    audit.record(
        "procedure.seats_set", by=by, at=at, about=kept, world=kept.world,
        before={"seats": before},
        after={"term": number, "seats": [(row.role, row.firm, row.seats) for row in rows]},
    )  # fmt: skip
    return kept


def _term_of_seats(kept: Procedure) -> int:
    if kept.state in AMENDABLE:
        return 1
    newest = kept.terms.order_by("-number").first()
    is_open = kept.is_standing and newest is not None
    if not is_open or newest is None or kept.seats.filter(term_number=newest.number).exists():
        raise Refusal("seats_are_set", _("The seats of this term are recorded and stay."))
    return newest.number


@transaction.atomic
def apply_for(*, by: Person, at: datetime, procedure: Procedure, paper: PaperFact) -> Procedure:
    """Hand the application in; the day, number and title of its paper are kept, nothing else.

    Refuses, quoting the rule in force on the wanted day of effect, where the declared count is
    below its number and no document of an exception is given. What departs from what holds in
    general needs ``paper.reason``. What is unknown refuses nothing.
    """
    begun = begin(procedure, Step.APPLIED, by=by, at=at, paper=paper)
    kept = begun.procedure
    asked, check = check_of(kept, begun.paper.day)
    refuse_broken(check, asked)
    ask_reason(check, begun.paper.reason)
    changes = {
        "applied_on": begun.paper.day,
        "is_exception": exception_used(check, kept.declared),
        "departure": begun.paper.reason,
    }
    keep(begun, changes, check=check)
    tell_next(by=by, at=at, procedure=kept)
    return kept


@transaction.atomic
def withdraw(*, by: Person, at: datetime, procedure: Procedure, paper: PaperFact) -> Procedure:
    """Give the setting up up before the body stands; needs a reason."""
    begun = begin(procedure, Step.WITHDRAWN, by=by, at=at, paper=paper, after=procedure.approved_on)
    if not begun.paper.reason:
        raise Refusal("reason_missing", _("Give the reason."))
    keep(begun, {})
    tell_next(by=by, at=at, procedure=begun.procedure)
    return begun.procedure


def _amendable(by: Person, procedure: Procedure) -> Procedure:
    may_step(by, procedure, Step.DRAFTED)
    kept = locked(procedure)
    if kept.state not in AMENDABLE:
        raise Refusal(
            "not_amendable",
            _("It is no draft any more: it is %(state)s.") % {"state": kept.get_state_display()},
        )
    return kept


def _amended(
    kept: Procedure,
    before: Mapping[str, object],
    values: Mapping[str, object],
    *,
    by: Person,
    at: datetime,
) -> Procedure:
    for name, value in values.items():
        setattr(kept, name, value)
    kept.save(update_fields=list(values))
    audit.record(
        "procedure.amended", by=by, at=at, about=kept, world=kept.world, before=before,
        after=values,
    )  # fmt: skip
    return kept


def _plain(world: World, contents: Contents) -> dict[str, object]:
    stated = check_contents(contents)
    asked = {pk for pk in (stated.superior, stated.applying_body) if pk is not None}
    known = Organisation.objects.filter(world=world, pk__in=asked).count()
    if known != len(asked):
        raise Refusal("organisation_unknown", _("There is no such organisation in the register."))
    return {
        "name": stated.name, "type": stated.type, "relation_mode": stated.relation_mode,
        "superior_id": stated.superior, "superior_line": stated.superior_line,
        "applying_body_id": stated.applying_body,
    }  # fmt: skip


def _said(procedure: Procedure) -> dict[str, object]:
    names = ("name", "type", "relation_mode", "superior_id", "superior_line", "applying_body_id")
    return {name: getattr(procedure, name) for name in names}
