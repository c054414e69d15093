"""What stands around a body that is to be set up: the cluster, its leaders, their own bodies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from jilian.clusters.models import Cluster, ClusterBody, Membership
from jilian.clusters.queries.listing import Body, bodies_on
from jilian.clusters.rules import MemberRole, Position
from jilian.committees.models import Procedure, Seat
from jilian.committees.rules import Asked, SeatRow, check_body
from jilian.firms.models import Firm
from jilian.organisations.models import Cover, Organisation
from jilian.organisations.rules import CoverMode
from jilian_engine.rulebook import Check


@dataclass(frozen=True)
class Around:
    """The cluster on a day: its standing body, its leading firms and their own organisations."""

    body: Body | None
    leaders: tuple[Firm, ...]
    own_bodies: tuple[tuple[Firm, Organisation], ...]
    members: int
    along_chain: int


def around(cluster: Cluster, day: date) -> Around:
    """Return what stands around a cluster's body on the day; seven queries at most."""
    leading = Membership.objects.on(day).filter(cluster=cluster, role=MemberRole.LEADER)
    rows = leading.select_related("firm__merged_into").order_by("firm__sort_key")
    leaders = tuple({one.firm.root_id: one.firm.root for one in rows}.values())
    own = (
        Cover.objects.on(day)
        .filter(firm__in=leaders, mode=CoverMode.OWN, organisation__is_cluster_body=False)
        .select_related("firm", "organisation")
        .order_by("organisation__sort_key")
    )
    return Around(
        body=bodies_on(Q(cluster=cluster), day).get(cluster.pk),
        leaders=leaders,
        own_bodies=tuple((one.firm, one.organisation) for one in own),
        members=Membership.objects.on(day)
        .filter(cluster=cluster)
        .values("firm")
        .distinct()
        .count(),
        along_chain=_along_chain(cluster, day),
    )


def _along_chain(cluster: Cluster, day: date) -> int:
    beside = Membership.objects.on(day).filter(
        cluster=cluster, position__in=(Position.UPSTREAM, Position.DOWNSTREAM)
    )
    return beside.exclude(role=MemberRole.LEADER).values("firm").distinct().count()


def seats_of(procedure: Procedure, term_number: int | None = None) -> list[Seat]:
    """Return the seats of a term, the latest one where none is named; one query."""
    rows = list(procedure.seats.select_related("firm__merged_into"))
    number = (
        max((row.term_number for row in rows), default=1) if term_number is None else term_number
    )
    return [row for row in rows if row.term_number == number]


def seat_rows(seats: Sequence[Seat]) -> tuple[SeatRow, ...]:
    """The seats as plain values."""
    return tuple(SeatRow(seat.role, seat.firm_id, seat.seats) for seat in seats)


def asked_of(procedure: Procedure, day: date, seats: Sequence[SeatRow] | None = None) -> Asked:
    """What the rules are asked with: what was declared, and the cluster on the day."""
    leading = Membership.objects.on(day).filter(
        cluster=procedure.cluster_id, role=MemberRole.LEADER
    )
    kept = seat_rows(seats_of(procedure)) if seats is None else seats
    return Asked(
        name=procedure.name,
        type=procedure.type,
        relation_mode=procedure.relation_mode,
        declared=procedure.declared,
        seats=kept,
        leaders=leading.count() or None,
        along_chain=_along_chain(procedure.cluster, day) or None,
    )


def day_asked(procedure: Procedure, otherwise: date) -> date:
    """The day for which the rules are asked: that of effect, as far as it is known."""
    return procedure.effect_on or otherwise


def check_of(procedure: Procedure, otherwise: date) -> tuple[Asked, Check | None]:
    """What the rules in force on the day of effect say of the body."""
    day = day_asked(procedure, otherwise)
    asked = asked_of(procedure, day)
    return asked, check_body(asked, day)


def standing_body_of(cluster: Cluster) -> ClusterBody | None:
    """The record of the cluster's body while it lasts."""
    rows = ClusterBody.objects.filter(cluster=cluster, valid_to__isnull=True)
    return rows.select_related("organisation").first()
