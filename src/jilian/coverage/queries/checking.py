"""What may be drawn for a check, and which bodies have ended since."""

from __future__ import annotations

from datetime import date

from jilian.coverage.models import Campaign, Check, Target
from jilian.coverage.rules import CheckKind, CheckResult, Route


def to_draw_from(campaign: Campaign, stratum: str) -> list[tuple[int, int, str]]:
    """Key, number and stratum of what was done within the campaign and not drawn before."""
    drawn = Check.objects.filter(campaign=campaign, kind=CheckKind.SPOT).exclude(
        result=CheckResult.FAILED
    )  # a target that failed was done again since
    rows = (
        Target.objects.done()
        .filter(campaign=campaign)
        .exclude(route=Route.BEFORE)
        .exclude(pk__in=drawn.order_by().values("target"))
    )
    return list(rows.order_by("number").values_list("pk", "number", stratum))


def ended_bodies(campaign: Campaign, day: date) -> set[int]:
    """The done targets whose organisation itself has ended by a day."""
    rows = Target.objects.done().filter(campaign=campaign, cover__organisation__valid_to__lte=day)
    return set(rows.order_by().values_list("pk", flat=True))
