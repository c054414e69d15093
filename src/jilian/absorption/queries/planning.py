"""What an absorption would do, worked out before it is decided; and what forbids it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from jilian.absorption.rules.moving import (
    absorbed,
    check_double_membership,
    check_rank,
    check_standing,
    released,
)
from jilian.base.dated import Held
from jilian.base.errors import Refusal
from jilian.clusters.models import Cluster, ClusterBody
from jilian.organisations.models import Organisation, Superior, TypeSpell
from jilian.organisations.queries.effects import threshold_refusal
from jilian.organisations.queries.planning import Planned, asked_of_rules, plan_move
from jilian.organisations.rules import Line
from jilian.organisations.rules.bodies import Body
from jilian.organisations.rules.explained import Explained, explain
from jilian.organisations.rules.spells import spell_on
from jilian.organisations.rules.thresholds import refusal_in
from jilian.organisations.rules.tree import TYPE_ORDER
from jilian.ui.values import day_text
from jilian_engine.rulebook import Check


@dataclass(frozen=True)
class PlannedAbsorption:
    """What moves on which day, what the rules say of the type, and what to warn of."""

    planned: Planned
    body: Organisation
    check: Check | None
    other_clusters: tuple[str, ...]

    @property
    def rules(self) -> tuple[Explained, ...]:
        """What the rules in force on the day say of the organisation's type, in words."""
        return explain(self.check)


def body_of(cluster: Cluster, day: date) -> Organisation | None:
    """The standing body of a cluster on the day."""
    row = (
        ClusterBody.objects.on(day)
        .filter(cluster=cluster)
        .select_related("organisation__world", "organisation__division")
        .order_by("known_by")
        .last()
    )
    return row.organisation if row else None


def present_superior(organisation: Organisation, day: date) -> Organisation | None:
    """Whom the organisation stands under in the territory line on the day."""
    row = (
        Superior.objects.on(day)
        .filter(organisation=organisation, line=Line.TERRITORY)
        .select_related("superior__division", "superior__world")
        .first()
    )
    return row.superior if row else None


def plan_absorption(
    cluster: Cluster, organisation: Organisation, mode: str, day: date, number: str = ""
) -> PlannedAbsorption:
    """The organisation under the cluster's body from the day on.

    Refuses: a cluster without a body, a body that does not stand on the day, a second cluster but
    functionally, a type that the rules forbid by the counts known, a circle on any day.
    """
    body = _standing_body(cluster, day)
    others = _bodies_of_others(cluster, day)
    warned: list[str] = []

    def move(held: Body) -> Body:
        warned.extend(check_double_membership(held, mode, day, others))
        return absorbed(held, body.key, mode, day, number)

    planned = plan_move(organisation, day, move)
    check = _check_types(planned.before, organisation, body, day)
    return PlannedAbsorption(planned, body, check, tuple(warned))


def plan_release(
    organisation: Organisation,
    body: Organisation,
    mode: str,
    day: date,
    back_under: Organisation | None,
    document: str = "",
) -> Planned | None:
    """The organisation without its place in the cluster from the day on.

    None where it has nothing left to end: it ended itself, or was moved by somebody else.
    """
    if organisation.held_on(day) is Held.NO:
        return None
    back = back_under.key if back_under else None
    planned = plan_move(
        organisation, day, lambda held: released(held, body.key, mode, day, back, document)
    )
    return planned if planned.after is not planned.before else None


def _standing_body(cluster: Cluster, day: date) -> Organisation:
    body = body_of(cluster, day)
    if body is None:
        raise Refusal(
            "cluster_without_body",
            _("The cluster has no organisation on %(day)s: it is set up first.")
            % {"day": day_text(day)},
        )
    check_standing(body.held_on(day), str(body), day_text(day))
    return body


def _bodies_of_others(cluster: Cluster, day: date) -> dict[str, str]:
    """The bodies of the other clusters that stand on the day or later, with the clusters' names."""
    rows = ClusterBody.objects.filter(cluster__world=cluster.world_id).exclude(cluster=cluster)
    rows = rows.exclude(valid_to__lte=day).select_related("cluster", "organisation")
    return {row.organisation.key: str(row.cluster) for row in rows}


def _check_types(
    held: Body, organisation: Organisation, body: Organisation, day: date
) -> Check | None:
    spell = spell_on(held.types, day)
    above = TypeSpell.objects.on(day).filter(organisation=body).first()
    own = str(spell.value) if spell else None
    check_rank(own, above.type if above else None, list(TYPE_ORDER))
    if own is None:
        return None
    excepted = TypeSpell.objects.on(day).filter(organisation=organisation, is_exception=True)
    paper = excepted.first()
    document = (paper.document or str(paper.source)) if paper else ""
    check = asked_of_rules(held, organisation, own, day, document)
    finding = refusal_in(check)
    if finding is not None:
        raise threshold_refusal(organisation, own, finding)
    return check
