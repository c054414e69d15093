"""What the demo has set up."""

from __future__ import annotations

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from jilian.accounts.models import Person
from jilian.accounts.rules import Role
from jilian.clusters.models import FormationRun
from jilian.clusters.rules import RunState
from jilian.network.rules import Evidence
from jilian.places.models import World


def is_complete() -> bool:
    """Say whether both worlds stand with formed clusters and the demo's people are there."""
    formed = FormationRun.objects.filter(state=RunState.DONE).values("world").distinct().count()
    return formed >= 2 and Person.objects.filter(is_demo=True).exists()


def demo_person(role: Role) -> Person:
    """Return the person of the demo who holds a role."""
    return Person.objects.filter(is_demo=True, appointments__role=role).distinct().get()


def summary_lines() -> list[str]:
    """Return one line a world: firms, links, clusters, organisations."""
    lines = []
    for world in World.objects.order_by("order"):
        firms = world.firms.count()
        links = world.links.aggregate(
            known=Count("pk", filter=~Q(evidence=Evidence.INFERRED)),
            inferred=Count("pk", filter=Q(evidence=Evidence.INFERRED)),
        )
        run = world.runs.filter(state=RunState.DONE).first()
        lines.append(
            _(
                "%(world)s: %(firms)d firms, %(known)d known and %(inferred)d inferred supply"
                " links, %(clusters)d clusters, %(proposed)d proposed by the formation run,"
                " %(organisations)d organisations"
            )
            % {
                "world": world,
                "firms": firms,
                "known": links["known"],
                "inferred": links["inferred"],
                "clusters": world.clusters.count(),
                "proposed": run.proposals.count() if run else 0,
                "organisations": world.organisations.count(),
            }
        )
    return lines
