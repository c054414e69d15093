"""What an adoption would write, worked out before it is confirmed and again when it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from jilian.clusters.models import Cluster, Departure, Membership, ProposedCluster, ProposedMember
from jilian.clusters.queries.changes import proposed_rows, unplaced_firms
from jilian.clusters.rules import Added, Adjustment, DepartureKind, Departures, Placed, Position
from jilian.firms.models import Firm


@dataclass(frozen=True)
class PlannedMember:
    """A firm that becomes a member; ``adjustment`` is empty where it is as the run proposed."""

    firm: Firm
    position: str
    adjustment: str = ""
    adjustment_reason: str = ""


@dataclass(frozen=True)
class Plan:
    """What an adoption does to which firms.

    ``already`` are members of the cluster that is adopted into; ``leaves`` those of its members
    that the run puts elsewhere or nowhere, ``staying`` those of them that stay for a reason.
    """

    proposed: int
    joins: list[PlannedMember] = field(default_factory=list)
    already: list[PlannedMember] = field(default_factory=list)
    leaves: list[Membership] = field(default_factory=list)
    staying: list[Membership] = field(default_factory=list)
    left_out: list[Firm] = field(default_factory=list)

    @property
    def members(self) -> int:
        """How many firms of the proposal or added to it are members then."""
        return len(self.joins) + len(self.already)

    @property
    def adjusted(self) -> list[PlannedMember]:
        """Those who join otherwise than the run proposed."""
        return [member for member in self.joins if member.adjustment]


def departures_of(proposal: ProposedCluster) -> Departures:
    """Return what has been noted about a proposal so far, firms by the record that stands."""
    rows = list(proposal.departures.select_related("firm"))

    def of(kind: DepartureKind) -> list[Departure]:
        return [row for row in rows if row.kind == kind]

    return Departures(
        left_out={row.firm.root_id: row.reason for row in of(DepartureKind.LEFT_OUT)},
        added={
            row.firm.root_id: Added(row.reason, row.position or Position.UNKNOWN)
            for row in of(DepartureKind.ADDED)
        },
        placed={
            row.firm.root_id: Placed(row.position, row.reason) for row in of(DepartureKind.POSITION)
        },
    )


def each_once(members: Sequence[ProposedMember]) -> list[ProposedMember]:
    """Members whose records were merged since the run count once, by the firm's own record."""
    once: dict[int, ProposedMember] = {}
    for member in members:
        if member.firm.root_id not in once or member.firm.merged_into_id is None:
            once[member.firm.root_id] = member
    return list(once.values())


def plan_of(proposal: ProposedCluster, departures: Departures, into: Cluster | None = None) -> Plan:
    """Return what adopting the proposal with these departures would do; nine queries at most."""
    firms = each_once(list(proposal.members.select_related("firm__merged_into")))
    left_out = [one for one in firms if _named(one.firm, departures.left_out)]
    planned = {
        one.firm.root_id: _planned(one, departures)
        for one in firms
        if not _named(one.firm, departures.left_out)
    }
    added = Firm.objects.filter(pk__in=list(departures.added)).select_related("merged_into")
    for firm in added.order_by("sort_key", "pk"):
        said = departures.added[firm.pk]
        planned.setdefault(
            firm.root_id,
            PlannedMember(firm.root, said.position, Adjustment.ADDED, said.reason.strip()),
        )
    plan = Plan(len(firms), left_out=[one.firm.root for one in left_out])
    held = _held(into) if into is not None else {}
    for root, member in planned.items():
        (plan.already if root in held else plan.joins).append(member)
    if into is not None:
        _sort_out(plan, proposal, held, set(planned), departures)
    return plan


def _named(firm: Firm, firms: Mapping[int, object]) -> bool:
    return firm.pk in firms or firm.root_id in firms


def _planned(member: ProposedMember, departures: Departures) -> PlannedMember:
    placed = departures.placed.get(member.firm.root_id) or departures.placed.get(member.firm_id)
    if placed is None or placed.position == member.position:
        return PlannedMember(member.firm.root, member.position)
    return PlannedMember(
        member.firm.root, placed.position, Adjustment.POSITION, placed.reason.strip()
    )


def _held(into: Cluster) -> dict[int, list[Membership]]:
    """Memberships that last, by firm; one firm can have several by its merged records."""
    rows = into.memberships.filter(valid_to__isnull=True).select_related("firm__merged_into")
    held: dict[int, list[Membership]] = {}
    for row in rows.order_by("firm__sort_key", "pk"):
        held.setdefault(row.firm.root_id, []).append(row)
    return held


def _sort_out(
    plan: Plan,
    proposal: ProposedCluster,
    held: Mapping[int, list[Membership]],
    planned: set[int],
    departures: Departures,
) -> None:
    """Who leaves the cluster that is adopted into: members that the run looked at and put away."""
    seen = {row.firm for row in proposed_rows(proposal.run)} | unplaced_firms(proposal.run)
    for root, rows in held.items():
        if root in planned or root not in seen:
            continue
        stays = any(_named(row.firm, departures.staying) for row in rows)
        (plan.staying if stays else plan.leaves).extend(rows)
