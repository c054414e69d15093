"""What naming leading firms from a day on would do to the memberships of a cluster."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from jilian.base.errors import Refusal
from jilian.clusters.models import Cluster, Membership
from jilian.clusters.queries.together import joined_members
from jilian.clusters.rules import MemberRole
from jilian.firms.models import Firm
from jilian.firms.queries.groups import records_of


@dataclass(frozen=True)
class PlannedRole:
    """A membership that changes its role: its spell ends and a new one begins, or, where it begins
    on the very day, it is only named anew.
    """

    membership: Membership
    firm: Firm
    role: str
    in_place: bool


def leaders_on(cluster: Cluster, day: date) -> list[Membership]:
    """Return the memberships of the leading firms on the day, each firm once."""
    rows = joined_members(cluster.world, day, (cluster.pk,)).shown(cluster.memberships.on(day))
    leading = rows.filter(role=MemberRole.LEADER).select_related("firm__merged_into", "source")
    return list(leading.order_by("known_by", "firm__sort_key", "pk"))


def plan_leaders(cluster: Cluster, leaders: Collection[int], from_day: date) -> list[PlannedRole]:
    """Return what would change if these firms, and no others, led from the day on.

    ``leaders`` are keys of firms. Refuses a firm that is no member on the day, a day on which a
    firm's membership is not certain to have begun before, and a day before a later naming.
    """
    joined = joined_members(cluster.world, from_day, (cluster.pk,))
    wanted = {joined.merged.get(pk, pk) for pk in leaders}
    rows = joined.shown(cluster.memberships.on(from_day)).select_related("firm__merged_into")
    member_of = {row.firm.root_id: row for row in rows.order_by("firm__sort_key", "pk")}
    if strangers := wanted - member_of.keys():
        names = Firm.objects.filter(pk__in=strangers).order_by("sort_key")
        raise Refusal(
            "not_a_member",
            _("%(firm)s is no member of this cluster on that day.") % {"firm": names.first()},
        )
    _refuse_before_later_naming(cluster, wanted, joined.merged, from_day)
    planned = []
    for root, row in member_of.items():
        role = MemberRole.LEADER if root in wanted else MemberRole.MEMBER
        if row.role == role:
            continue
        in_place = row.known_by == from_day
        if in_place and row.valid_from is None:
            raise Refusal(
                "start_unknown",
                _("The membership of %(firm)s is first known on that day: choose a later one.")
                % {"firm": row.firm.root},
            )
        planned.append(PlannedRole(row, row.firm.root, role, in_place))
    return planned


def _refuse_before_later_naming(
    cluster: Cluster, wanted: Collection[int], merged: Mapping[int, int], from_day: date
) -> None:
    later = cluster.memberships.filter(known_by__gt=from_day)
    leading = later.filter(role=MemberRole.LEADER)
    if leading.exists() or later.filter(firm__in=records_of(wanted, merged)).exists():
        raise Refusal(
            "later_naming", _("On a later day a membership changes again: choose a day after it.")
        )
