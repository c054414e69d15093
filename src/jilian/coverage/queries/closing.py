"""What stands between a campaign and its close, and what the close deletes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Q, QuerySet, When

from jilian.coverage.models import (
    Campaign,
    Check,
    PlanLine,
    Removal,
    Target,
    TargetCount,
)
from jilian.coverage.rules import (
    CheckKind,
    CheckResult,
    RemovalState,
    Route,
    TargetState,
    sample_size,
)

DONE_WITHIN = Q(state__in=(TargetState.OWN, TargetState.JOINT, TargetState.WORK)) & ~Q(
    route=Route.BEFORE
)


@dataclass(frozen=True)
class Closing:
    """What waits, how far the sample goes, and what is deleted."""

    to_sign: int
    removals: int
    checks: int
    done: int
    drawn: int
    wanted: int
    open: int
    counts: int
    lines: int
    planned: int

    @property
    def drawn_short(self) -> bool:
        """Whether fewer were drawn than the campaign's share of the done."""
        return self.drawn < self.wanted

    @property
    def is_ready(self) -> bool:
        """Whether nothing stands in the way."""
        return not (self.to_sign or self.removals or self.checks or self.drawn_short)


def checks_of(checks: QuerySet[Check, Any], result: str) -> QuerySet[Check, Any]:
    """Checks with their firms, those that wait first; ``result``: "drawn", "waiting" or all."""
    if result == "drawn":  # what failed is drawn anew
        checks = checks.exclude(result=CheckResult.FAILED)
    elif result == "waiting":
        checks = checks.filter(result=CheckResult.WAITING)
    waits_first = Case(When(result=CheckResult.WAITING, then=0), default=1)
    return checks.select_related("target__firm").order_by(waits_first, "target__number", "pk")


def closing_of(campaign: Campaign) -> Closing:
    """Five queries."""
    of_targets = Target.objects.filter(campaign=campaign).aggregate(
        to_sign=Count("pk", filter=~Q(said_state="")),
        done=Count("pk", filter=DONE_WITHIN),
        open=Count("pk", filter=Q(state=TargetState.OPEN)),
        planned=Count("pk", filter=~Q(planned_route="")),
    )
    of_checks = Check.objects.filter(campaign=campaign, kind=CheckKind.SPOT).aggregate(
        drawn=Count("pk", filter=~Q(result=CheckResult.FAILED)),
        waiting=Count("pk", filter=Q(result=CheckResult.WAITING)),
    )
    removals = Removal.objects.filter(target__campaign=campaign, state=RemovalState.WAITING)
    return Closing(
        to_sign=of_targets["to_sign"],
        removals=removals.count(),
        checks=of_checks["waiting"],
        done=of_targets["done"],
        drawn=of_checks["drawn"],
        wanted=sample_size(of_targets["done"], campaign.spot_percent),
        open=of_targets["open"],
        counts=TargetCount.objects.filter(target__campaign=campaign).count(),
        lines=PlanLine.objects.filter(plan__campaign=campaign).count(),
        planned=of_targets["planned"],
    )
