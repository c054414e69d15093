"""Clusters formed from the network, adopted, and joined with the bodies that stand over them."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

from django.db import transaction

from jilian.accounts.models import Person
from jilian.clusters import operations as clusters
from jilian.clusters.models import Cluster, FormationRun, Membership
from jilian.clusters.rules import RunState, Spell
from jilian.demo import analysis
from jilian.organisations.models import Cover, Organisation, Superior
from jilian.organisations.rules import CoverMode, Line
from jilian.places.models import World

# Adopted as they are proposed: groups of this size on which resampled runs agree this far.
LEAST_FIRMS, LEAST_STABILITY = 10, 0.6
REASON = "演示：按形成运行的拟议结果采纳，仅供试用，不代表任何机关的决定"


def form_clusters(*, by: Person, at: datetime, world: World, as_of: date) -> FormationRun:
    """Form clusters of the network of a day once, and adopt what is large and firm enough."""
    done = FormationRun.objects.filter(world=world, state=RunState.DONE).order_by("pk").first()
    if done is not None:
        return done
    clusters.place_in_chain(by=by, at=at, world=world, as_of=as_of)
    run = clusters.start_run(
        by=by, at=at, world=world, as_of=as_of, resolution=None, seed=analysis.SEED
    )
    run = clusters.complete_run(run_id=run.pk, by=by, at=at)
    clusters.adopt_all(
        by=by, at=at, run=run, reason=REASON, from_day=as_of,
        least_firms=LEAST_FIRMS, least_stability=LEAST_STABILITY, standing="new",
    )  # fmt: skip
    return run


def form_again(
    *, by: Person, at: datetime, world: World, as_of: date, first: FormationRun
) -> FormationRun:
    """Form clusters of a later day at the same resolution, beginning with those that stand."""
    assert first.summary is not None
    run = clusters.start_run(
        by=by, at=at, world=world, as_of=as_of, resolution=first.summary["resolution"],
        seed=first.seed, from_existing=True,
    )  # fmt: skip
    return clusters.complete_run(run_id=run.pk, by=by, at=at)


@transaction.atomic
def give_bodies(*, by: Person, at: datetime, world: World, from_day: date) -> int:
    """Let each body of the cluster line stand over the cluster that holds most of its firms."""
    given = 0
    taken: set[int] = set()
    for body in Organisation.objects.filter(world=world, is_cluster_body=True).order_by("key"):
        cluster = _cluster_under(body, from_day, taken)
        if cluster is None:
            continue
        taken.add(cluster.pk)
        clusters.set_body(
            by=by, at=at, cluster=cluster, organisation=body, source=body.source,
            spell=Spell(valid_from=from_day, known_by=from_day),
        )  # fmt: skip
        given += 1
    return given


def _cluster_under(body: Organisation, day: date, taken: set[int]) -> Cluster | None:
    """The cluster, not taken yet, in which most firms of the bodies under this one are members."""
    under = Superior.objects.on(day).filter(superior=body, line=Line.CLUSTER)
    firms = Cover.objects.on(day).filter(
        organisation__in=under.values("organisation"), mode=CoverMode.OWN
    )
    held = Membership.objects.on(day).filter(firm__in=firms.values("firm"))
    counted = Counter(held.exclude(cluster__in=taken).values_list("cluster_id", flat=True))
    if not counted:
        return None
    return Cluster.objects.get(pk=min(counted, key=lambda key: (-counted[key], key)))
