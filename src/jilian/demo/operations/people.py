"""One person for each role, in both worlds."""

from __future__ import annotations

from datetime import datetime

from jilian.accounts import operations as accounts
from jilian.accounts.models import Person
from jilian.accounts.operations.demo import DemoPlace
from jilian.clusters.models import Cluster, Membership
from jilian.demo.operations.worlds import CORRIDOR, MADE

TOWN_CODE = "310117107"  # 九亭镇


def add_people(*, by: Person, at: datetime) -> None:
    """Add one person for each role, with a town, a cluster and a firm in both worlds."""
    published = Cluster.objects.filter(world__code=CORRIDOR, key="CL05").first()
    largest = Cluster.objects.filter(world__code=MADE).order_by("pk").first()
    accounts.add_demo_people(
        by=by, at=at, places=[_place(CORRIDOR, published), _place(MADE, largest)]
    )


def _place(world_code: str, cluster: Cluster | None) -> DemoPlace:
    """A town, the cluster and its leading firm, or the first that is named in it."""
    firms = cluster.memberships.order_by("role", "pk") if cluster else Membership.objects.none()
    return DemoPlace(
        world_code=world_code,
        town=TOWN_CODE,
        cluster=str(cluster.pk) if cluster else "",
        firm=str(firms.values_list("firm_id", flat=True).first() or ""),
        department="planning",
    )
