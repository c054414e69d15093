"""Who came near in the latest check, and who of them has not applied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from jilian.accounts.models import Person
from jilian.firms.models import Title
from jilian.firms.queries.groups import merged_firms
from jilian.places.models import World
from jilian.policies.models import Application, CheckResult, CheckRun
from jilian.policies.rules.register import qualification_of_title
from jilian.policies.rules.sets import is_applied_for, set_words
from jilian.policies.rules.words import ApplicationState, RunState, Standing
from jilian_engine.rulebook.qualifications import RuleSet, load_rule_sets

NEAR = (Standing.QUALIFIES, Standing.PEOPLE, Standing.ONE_SHORT)


def latest_run(world: World) -> CheckRun | None:
    """The latest check of all firms, whatever became of it."""
    return CheckRun.objects.filter(world=world).defer("outcomes").first()


def latest_done(world: World) -> CheckRun | None:
    """The latest check that was completed."""
    done = CheckRun.objects.filter(world=world, state=RunState.DONE)
    return done.defer("outcomes").first()


def results_seen(person: Person, world: World, run: CheckRun | None) -> QuerySet[CheckResult]:
    """The results of a check, for firms of which the person may see checks."""
    if run is None:
        return CheckResult.objects.none()
    rows: QuerySet[CheckResult] = CheckResult.objects.visible_to(person, world).filter(run=run)
    return rows.select_related("firm", "world")


def without_applicants(
    rows: QuerySet[CheckResult], world: World, rule_set: RuleSet, day: date
) -> QuerySet[CheckResult]:
    """Leave out firms that have applied for the qualification, or hold it on the day."""
    applied = Application.objects.filter(
        world=world, qualification=rule_set.qualification,
        state=ApplicationState.RECORDED,
    )  # fmt: skip
    kept = rows.exclude(firm__in=applied.order_by().values("firm"))
    kinds = [
        kind
        for kind in Title.objects.filter(world=world).order_by().values_list("kind", flat=True)
        .distinct()
        if qualification_of_title(kind) == rule_set.qualification
    ]  # fmt: skip
    if not kinds:
        return kept
    held = Title.objects.on(day).filter(world=world, kind__in=kinds, firm__isnull=False)
    kept = kept.exclude(firm__in=held.order_by().values("firm"))
    if merged := merged_firms(world):
        behind = held.filter(firm__in=list(merged)).values_list("firm_id", flat=True)
        kept = kept.exclude(firm__in=[merged[pk] for pk in behind if pk is not None])
    return kept


@dataclass(frozen=True)
class SetCounts:
    """What the latest check says of a rule set in numbers."""

    rule_set: RuleSet
    standing: Mapping[str, int]
    firms: int

    @property
    def words(self) -> str:
        """The rule set in words."""
        return set_words(self.rule_set)

    @property
    def is_applied_for(self) -> bool:
        """Whether firms apply for it at all."""
        return is_applied_for(self.rule_set)

    def count(self, standing: Standing) -> int:
        """How many firms stand so."""
        return self.standing.get(standing.value, 0)

    @property
    def qualifies(self) -> int:
        """Firms that meet every line."""
        return self.count(Standing.QUALIFIES)

    @property
    def people(self) -> int:
        """Firms of which only lines for people are open."""
        return self.count(Standing.PEOPLE)

    @property
    def one_short(self) -> int:
        """Firms that one line keeps from it."""
        return self.count(Standing.ONE_SHORT)

    @property
    def unknown(self) -> int:
        """Firms of which values are missing."""
        return self.count(Standing.UNKNOWN)

    @property
    def short(self) -> int:
        """Firms that miss several lines."""
        return self.count(Standing.SHORT)


def counts_of(run: CheckRun | None) -> list[SetCounts]:
    """The numbers of a check by rule set, in the order of the rule file."""
    if run is None or run.firms is None:
        return []
    return [
        SetCounts(one, run.counts[one.id]["standing"], run.firms)
        for one in load_rule_sets()
        if one.id in run.counts
    ]


def line_counts(run: CheckRun | None, rule_set: RuleSet) -> list[dict[str, Any]]:
    """How many firms came to what at each line of a rule set; what most firms lack, shown first."""
    if run is None or rule_set.id not in run.counts:
        return []
    lines: Mapping[str, Mapping[str, int]] = run.counts[rule_set.id]["lines"]
    return [{"id": line, **counts} for line, counts in lines.items()]


def applications_seen(person: Person, world: World) -> QuerySet[Application]:
    """Applications of firms of which the person may see checks."""
    rows: QuerySet[Application] = Application.objects.visible_to(person, world)
    return rows.select_related("firm__merged_into", "world", "title")
