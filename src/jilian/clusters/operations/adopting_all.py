"""The proposals of a run adopted together, under the names that are proposed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Literal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.base.errors import Refusal
from jilian.clusters.analysis import changes_of_run
from jilian.clusters.models import Cluster, ClusterName, FormationRun, ProposedCluster
from jilian.clusters.operations.adoption import adopt_proposal
from jilian.clusters.queries.adopting import departures_of
from jilian.clusters.rules import RunState

LONGEST_NAME = 120
Standing = Literal["leave", "into", "new"]


@transaction.atomic
def adopt_all(
    *,
    by: Person,
    at: datetime,
    run: FormationRun,
    reason: str,
    from_day: date,
    least_firms: int = 2,
    least_stability: float | None = None,
    numbers: Collection[int] | None = None,
    standing: Standing = "leave",
) -> list[Cluster]:
    """Adopt what a run proposes, from a day on, for one reason; the clusters by their numbers.

    Only proposals with so many firms, whose runs agree at least so far (an unknown stability does
    not), and of these ``numbers``. One that continues a cluster that stands on the day is left to a
    person ("leave"), adopted into it ("into") or nevertheless founded anew ("new"). What is noted
    about single firms is followed. A name that is borne already gets a number. Adopted already:
    left as it is.
    """
    allow(by, Permission.ADOPT_CLUSTERS, world_code=run.world.code)
    if run.state != RunState.DONE:
        raise Refusal("run_not_done", _("Only what a finished run proposes is adopted."))
    borne = set(
        ClusterName.objects.filter(cluster__world=run.world, valid_to__isnull=True).values_list(
            "text", flat=True
        )
    )
    continued = {} if standing == "new" else _continued(run, from_day)
    made = []
    for one in run.proposals.filter(adopted_as__isnull=True).order_by("number"):
        if not _is_wanted(one, least_firms, least_stability, numbers):
            continue
        into = continued.get(one.number)
        if into is not None and standing == "leave":
            continue
        name = _free(one.name, borne)
        made.append(
            adopt_proposal(
                by=by, at=at, proposal=one, name=name, name_en=one.name_en[:LONGEST_NAME],
                reason=reason, from_day=from_day, departures=departures_of(one), into=into,
            )
        )  # fmt: skip
        borne.add(name)
    return made


def _is_wanted(
    one: ProposedCluster,
    least_firms: int,
    least_stability: float | None,
    numbers: Collection[int] | None,
) -> bool:
    stability = one.measures.get("stability")
    return (
        one.size >= least_firms
        and (numbers is None or one.number in numbers)
        and (least_stability is None or (stability is not None and stability >= least_stability))
    )


def _continued(run: FormationRun, day: date) -> dict[int, Cluster]:
    """The standing cluster that each proposal continues, by the proposal's number."""
    pairs = {
        change.after.number: change.before.pk
        for change in changes_of_run(run, day).clusters
        if change.before is not None and change.after is not None
    }
    clusters = Cluster.objects.in_bulk(list(pairs.values()))
    return {number: clusters[pk] for number, pk in pairs.items() if number is not None}


def _free(name: str, borne: Collection[str]) -> str:
    """The name, with the first number under which nobody bears it."""
    free, number = name, 1
    while free in borne:
        number += 1
        free = f"{name[: LONGEST_NAME - 4]} {number}"
    return free
