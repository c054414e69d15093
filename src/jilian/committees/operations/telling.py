"""Telling offices what waits for them: the organisation office, the cluster's secretary."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from jilian.accounts.models import Appointment, Person
from jilian.accounts.permissions import Permission, people_who_may
from jilian.accounts.rules import Role, ScopeKind
from jilian.clusters.models import Cluster
from jilian.committees.models import Procedure, Term
from jilian.committees.rules import State
from jilian.notices import operations as notices
from jilian.notices.models import Notice

OFFICE, SECRETARY = "office", "secretary"
# Who is told when a procedure has come to a state, and by which kind of notice.
TOLD: dict[str, tuple[str, str]] = {
    State.APPLIED: (OFFICE, "body_applied"),
    State.RETURNED: (SECRETARY, "body_returned"),
    State.REFUSED: (SECRETARY, "body_refused"),
    State.APPROVED: (SECRETARY, "body_approved"),
    State.ELECTED: (OFFICE, "body_elected"),
    State.ACTIVE: (SECRETARY, "body_stands"),
}


def secretaries_of(cluster: Cluster) -> list[Person]:
    """Who holds the office of the cluster's secretary and may sign in."""
    held = Appointment.objects.current().filter(
        role=Role.CLUSTER_SECRETARY,
        world_code=cluster.world.code,
        scope_kind=ScopeKind.CLUSTER,
        scope_key=str(cluster.pk),
    )
    people = {one.person_id: one.person for one in held.select_related("person").order_by("pk")}
    return [person for person in people.values() if person.is_active]


def people_of(office: str, procedure: Procedure) -> list[Person]:
    """Who holds an office for a procedure."""
    if office == SECRETARY:
        return secretaries_of(procedure.cluster)
    return people_who_may(Permission.APPROVE_BODIES, procedure.world.code)


def tell_next(*, by: Person, at: datetime, procedure: Procedure) -> None:
    """Settle what the step before asked for, and tell whose turn it is now."""
    start = f"procedure:{procedure.pk}:"
    _settle(by=by, at=at, start=start)
    if procedure.state not in TOLD:
        return
    office, kind = TOLD[procedure.state]
    number = procedure.steps.count()
    for person in people_of(office, procedure):
        notices.tell(
            by=by, at=at, to=person, world=procedure.world, kind=kind,
            key=f"{start}{number}:{at.isoformat()}", url=address_of(procedure),
            details={"body": procedure.name},
        )  # fmt: skip


def settle_term(*, by: Person, at: datetime, term: Term) -> None:
    """Take the reminders of a term off all lists."""
    _settle(by=by, at=at, start=term_key(term))


def term_key(term: Term) -> str:
    """How the keys of a term's reminders begin; an extension begins anew."""
    return f"term:{term.procedure_id}:{term.number}:"


def address_of(procedure: Procedure) -> str:
    """The page of a procedure."""
    return reverse("committees:detail", args=(procedure.world.code, procedure.pk))


def _settle(*, by: Person, at: datetime, start: str) -> None:
    waiting = Notice.objects.filter(key__startswith=start, done_at__isnull=True)
    for key in sorted(set(waiting.values_list("key", flat=True))):
        notices.settle(by=by, at=at, key=key)
