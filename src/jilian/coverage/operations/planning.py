"""Asking the planner, keeping its answer, and deciding on it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import F, OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.base.bulk import insert_rows
from jilian.base.errors import Refusal
from jilian.base.search import among
from jilian.coverage import analysis
from jilian.coverage.models import Campaign, CoveragePlan, PlanGroup, PlanLine, Target
from jilian.coverage.operations.drawing import held_campaign
from jilian.coverage.operations.moving import required
from jilian.coverage.rules import CampaignState, PlanRoute, PlanState, TargetState, check_in_state
from jilian.jobs.later import after_commit

AT_ONCE = 1_000  # open targets that are planned well within two seconds
_OPEN = (PlanState.WAITING, PlanState.RUNNING)


def ask_plan(*, by: Person, at: datetime, campaign: Campaign) -> CoveragePlan:
    """Ask for a plan of the open targets; few are planned at once, many later, with progress."""
    plan = begin_plan(by=by, at=at, campaign=campaign)
    if plan.state == PlanState.WAITING and not plan.summary.get("later"):
        return complete_plan(plan_id=plan.pk, by=by, at=at)
    return plan


@transaction.atomic
def begin_plan(*, by: Person, at: datetime, campaign: Campaign) -> CoveragePlan:
    """Note that a plan is asked for; one that is under way is given back."""
    allow(by, Permission.RUN_CAMPAIGNS, world_code=campaign.world.code)
    held = held_campaign(campaign)
    check_in_state(held.state, CampaignState.FROZEN, CampaignState.RUNNING)
    under_way = CoveragePlan.objects.filter(campaign=held, state__in=_OPEN).first()
    if under_way is not None:
        return under_way
    targets = Target.objects.filter(
        campaign=held, state__in=(TargetState.OPEN, TargetState.NOT_YET)
    ).count()
    plan = CoveragePlan.objects.create(
        campaign=held, asked_at=at, asked_by=by.username,
        summary={"targets": targets, "later": targets > AT_ONCE},
    )  # fmt: skip
    audit.record("campaign.plan_asked", by=by, at=at, world=held.world, about=held,
                 after={"targets": targets})  # fmt: skip
    if targets > AT_ONCE:
        after_commit(complete_plan, plan_id=plan.pk)
    return plan


def complete_plan(*, plan_id: int, by: Person, at: datetime) -> CoveragePlan:
    """Plan and keep the answer; may run twice. A refusal leaves the plan stopped, with its code."""
    plan = _take_up(plan_id=plan_id, by=by, at=at)
    if plan.state not in _OPEN:
        return plan
    try:
        planned = analysis.plan_campaign(plan.campaign, timezone.localdate(at))
    except Refusal as refusal:
        return _fail(plan_id=plan_id, code=refusal.code, by=by, at=at)
    except Exception:
        _fail(plan_id=plan_id, code="defect", by=by, at=at)
        raise
    return keep_plan(plan_id=plan_id, planned=planned, by=by, at=at)


@transaction.atomic
def _take_up(*, plan_id: int, by: Person, at: datetime) -> CoveragePlan:
    plan = _held_plan(plan_id)
    if plan.state == PlanState.WAITING:
        plan.state = PlanState.RUNNING
        plan.save(update_fields=("state",))
        audit.record("campaign.plan_taken_up", by=by, at=at, world=plan.campaign.world,
                     about=plan.campaign)  # fmt: skip
    return plan


@transaction.atomic
def _fail(*, plan_id: int, code: str, by: Person, at: datetime) -> CoveragePlan:
    plan = _held_plan(plan_id)
    plan.state, plan.note, plan.ended_at = PlanState.FAILED, code, at
    plan.save(update_fields=("state", "note", "ended_at"))
    audit.record("campaign.plan_failed", by=by, at=at, world=plan.campaign.world,
                 about=plan.campaign, after={"code": code})  # fmt: skip
    return plan


@transaction.atomic
def keep_plan(*, plan_id: int, planned: analysis.Planned, by: Person, at: datetime) -> CoveragePlan:
    """Keep what the planner proposes; no count goes into it, nor into the trace."""
    plan = _held_plan(plan_id)
    campaign = held_campaign(plan.campaign)
    if plan.state not in _OPEN or not campaign.is_open:
        return plan
    insert_rows(PlanGroup, ("plan", "number", "route", "units", "details"), [
        (plan.pk, one.number, one.route, one.units, dict(one.details)) for one in planned.groups
    ])  # fmt: skip
    insert_rows(
        PlanLine,
        ("plan", "target", "route", "group", "reasons", "is_certain", "decided_route",
         "decided_words", "decided_by"),
        [
            (plan.pk, one.target, one.route, one.group, list(one.reasons), one.is_certain, "", "",
             "")
            for one in planned.lines
        ],
    )  # fmt: skip
    plan.state, plan.ended_at, plan.summary = PlanState.DONE, at, dict(planned.summary)
    plan.save(update_fields=("state", "ended_at", "summary"))
    audit.record("campaign.planned", by=by, at=at, world=campaign.world, about=campaign,
                 after={"plan": plan.pk, "targets": len(planned.lines)})  # fmt: skip
    return plan


def _held_plan(plan_id: int) -> CoveragePlan:
    rows = CoveragePlan.objects.select_for_update(of=("self",))
    return rows.select_related("campaign__world").get(pk=plan_id)


@transaction.atomic
def accept_plan(
    *,
    by: Person,
    at: datetime,
    plan: CoveragePlan,
    lines: Collection[int] | None = None,
) -> int:
    """Take over the proposed routes, wholly or of some lines (by their keys); returns how many."""
    campaign = _may_decide(by, plan)
    kept = PlanLine.objects.filter(plan=plan, decided_route="")
    if lines is not None:
        kept = kept.filter(pk__in=among(lines))
    pks = list(kept.order_by().values_list("pk", flat=True))
    taken = PlanLine.objects.filter(pk__in=among(pks))
    proposed = PlanLine.objects.filter(plan=plan, target=OuterRef("pk"))
    for route in PlanRoute:
        of_route = taken.filter(route=route).order_by().values("target")
        Target.objects.filter(pk__in=of_route).update(
            planned_route="" if route == PlanRoute.NOT_YET else route.value,
            planned_group=Subquery(proposed.values("group")[:1]),
        )
    taken.update(decided_route=F("route"), decided_by=by.username)
    audit.record("campaign.plan_accepted", by=by, at=at, world=campaign.world, about=campaign,
                 after={"plan": plan.pk, "targets": len(pks), "wholly": lines is None})  # fmt: skip
    return len(pks)


@transaction.atomic
def decide_line(
    *, by: Person, at: datetime, line: PlanLine, route: str, words: str = ""
) -> PlanLine:
    """Decide on one target: as proposed, or otherwise, with a reason."""
    campaign = _may_decide(by, line.plan)
    if route not in PlanRoute.values:
        raise Refusal("route_missing", _("Say which route led there: one of the four."))
    departs = route != line.route
    line.decided_route, line.decided_by = route, by.username
    line.decided_words = required(words) if departs else ""
    line.save(update_fields=("decided_route", "decided_words", "decided_by"))
    Target.objects.filter(pk=line.target_id).update(
        planned_route="" if route == PlanRoute.NOT_YET else route,
        planned_group=None if departs else line.group,
    )
    audit.record("target.planned", by=by, at=at, world=campaign.world, about=line.target,
                 after={"plan": line.plan_id, "departs": departs,
                        "words": line.decided_words})  # fmt: skip
    return line


def _may_decide(by: Person, plan: CoveragePlan) -> Campaign:
    allow(by, Permission.RUN_CAMPAIGNS, world_code=plan.campaign.world.code)
    campaign = held_campaign(plan.campaign)
    check_in_state(campaign.state, CampaignState.FROZEN, CampaignState.RUNNING)
    if CoveragePlan.objects.get(pk=plan.pk).state != PlanState.DONE:
        raise Refusal("plan_not_done", _("The plan is not ready."))
    return campaign
