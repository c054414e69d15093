"""The report of a campaign: its list and fingerprint, every figure, every removal as a line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet

from jilian.accounts.models import Person
from jilian.coverage.models import Campaign, Check, Draw, Removal, Target
from jilian.coverage.queries.figures import Figures, figures_of, weeks_of
from jilian.coverage.rules import (
    CheckKind,
    CheckResult,
    RemovalState,
    Week,
    fingerprint_of,
)


@dataclass(frozen=True)
class Checked:
    """What the checks of one kind found."""

    stands: int = 0
    failed: int = 0
    waiting: int = 0

    @property
    def whole(self) -> int:
        """All checks of the kind."""
        return self.stands + self.failed + self.waiting

    def plain(self) -> dict[str, int]:
        """The counts for JSON."""
        return {"checks": self.whole, "stand": self.stands, "failed": self.failed,
                "waiting": self.waiting}  # fmt: skip


@dataclass(frozen=True)
class Report:
    """What is printed of a campaign."""

    campaign: Campaign
    figures: Figures
    removals: tuple[Removal, ...]
    spot: Checked
    recheck: Checked
    draws: tuple[Draw, ...]
    failed: tuple[Check, ...]
    weeks: tuple[Week, ...]

    @property
    def adds_up(self) -> bool:
        """Whether the states add up to the frozen list."""
        return self.figures.whole.whole == self.campaign.listed

    def plain(self) -> dict[str, Any]:
        """The report for JSON."""
        found = self.campaign
        return {
            "campaign": found.pk,
            "title": found.title,
            "round": found.round,
            "state": found.state,
            "drawn_on": found.drawn_on.isoformat(),
            "listed": found.listed,
            "fingerprint": found.fingerprint,
            "conditions": found.conditions,
            "closes_on": found.closes_on.isoformat(),
            "closed_on": found.closed_on and found.closed_on.isoformat(),
            "recheck_on": found.recheck_on.isoformat(),
            **self.figures.plain(),
            "removals": [
                {
                    "number": one.target.number, "firm": one.target.name,
                    "identifier": one.target.key, "why": one.kind, "document": one.document,
                    "day": one.on.isoformat(),
                }
                for one in self.removals
            ],
            "spot_check": {
                **self.spot.plain(),
                "draws": [
                    {"seed": one.seed, "of": one.done, "drawn": one.drawn, "by": one.stratum}
                    for one in self.draws
                ],
            },
            "recheck": self.recheck.plain(),
            "weeks": [week.plain() for week in self.weeks],
        }  # fmt: skip


def report_of(person: Person, campaign: Campaign, until: date) -> Report:
    """The report for a reader; ten queries however long the list."""
    checks = Check.objects.visible_to(person, campaign.world).filter(campaign=campaign)
    counted = {
        (kind, result): count
        for kind, result, count in checks.order_by()
        .values("kind", "result")
        .annotate(n=Count("pk"))
        .values_list("kind", "result", "n")
    }
    failed = checks.filter(result=CheckResult.FAILED).select_related("target")
    return Report(
        campaign=campaign,
        figures=figures_of(person, campaign),
        removals=tuple(removals_of(person, campaign).filter(state=RemovalState.SIGNED)),
        spot=_checked(counted, CheckKind.SPOT),
        recheck=_checked(counted, CheckKind.RECHECK),
        draws=tuple(campaign.draws.all()),
        failed=tuple(failed.order_by("target__number")[:200]),
        weeks=weeks_of(person, campaign, until),
    )


def removals_of(person: Person, campaign: Campaign) -> QuerySet[Removal]:
    """The removals of the campaign that the person sees, in the order of the list."""
    seen = Removal.objects.visible_to(person, campaign.world).filter(target__campaign=campaign)
    return seen.select_related("target__firm").order_by("target__number")


def _checked(counted: dict[tuple[str, str], int], kind: str) -> Checked:
    return Checked(
        counted.get((kind, CheckResult.STANDS), 0),
        counted.get((kind, CheckResult.FAILED), 0),
        counted.get((kind, CheckResult.WAITING), 0),
    )


def list_is_as_frozen(campaign: Campaign) -> bool:
    """Whether the rows of the list still give the fingerprint that was taken at the freeze."""
    rows = Target.objects.filter(campaign=campaign).order_by("number")
    found = rows.values_list("number", "key", "town")
    return campaign.fingerprint == fingerprint_of(
        (number, *key.split(" ", 1), town) for number, key, town in found
    )
