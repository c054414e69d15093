"""Scenarios: saved with their first result, run again on a later network, put away."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.accounts.rules import Scope, ScopeKind
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.base.free_text import checked_text
from jilian.chain import analysis
from jilian.chain.models import Scenario, ScenarioResult
from jilian.chain.queries.readers import members_of
from jilian.chain.queries.shock_words import shock_words
from jilian.chain.queries.snapshots import latest_snapshot
from jilian.chain.queries.stocks import stocks_for_offices
from jilian.chain.rules import CONVERGED, Shock, check_epsilon, check_shock, shock_of
from jilian.clusters.models import Cluster
from jilian.places.models import World

LONGEST_NAME, LONGEST_REASON, DIGITS = 80, 300, 6


@transaction.atomic
def save_scenario(
    *,
    by: Person,
    at: datetime,
    world: World,
    name: str,
    reason: str,
    shock: Shock,
    cluster: Cluster | None = None,
    epsilon: float = CONVERGED,
) -> Scenario:
    """Save a what-if with its name and reason, and what it comes to on the latest network."""
    allow(by, Permission.KEEP_SCENARIOS, world_code=world.code, scopes=_scopes(cluster))
    check_shock(shock)
    check_epsilon(epsilon)
    scenario = Scenario.objects.create(
        world=world, cluster=cluster, shock=shock.plain(), what=shock_words(world, shock),
        name=_required(name, LONGEST_NAME), reason=_required(reason, LONGEST_REASON),
        made_at=at, made_by=by.username,
    )  # fmt: skip
    result = _result(scenario, epsilon, by, at)
    audit.record(
        "scenario.saved", by=by, at=at, about=scenario, world=world,
        after={"name": scenario.name, "reason": scenario.reason, **shock.plain(),
               "snapshot": result.snapshot.fingerprint},
    )  # fmt: skip
    return scenario


@transaction.atomic
def run_scenario_again(
    *, by: Person, at: datetime, scenario: Scenario, epsilon: float = CONVERGED
) -> ScenarioResult:
    """Run a scenario on the latest network; the old results stay. The same network: the same row.

    Refuses where no later network was frozen since the last run.
    """
    held = _held(by, scenario)
    result = _result(held, epsilon, by, at)
    audit.record(
        "scenario.run_again", by=by, at=at, about=held, world=held.world,
        after={"snapshot": result.snapshot.fingerprint},
    )  # fmt: skip
    return result


@transaction.atomic
def put_scenario_away(*, by: Person, at: datetime, scenario: Scenario) -> Scenario:
    """Take a scenario off the list; it and its results stay kept."""
    held = _held(by, scenario)
    held.put_away_at, held.put_away_by = at, by.username
    held.save(update_fields=("put_away_at", "put_away_by"))
    audit.record("scenario.put_away", by=by, at=at, about=held, world=held.world)
    return held


@transaction.atomic
def take_scenario_back(*, by: Person, at: datetime, scenario: Scenario) -> Scenario:
    """Put a scenario back on the list."""
    held = _held(by, scenario)
    held.put_away_at, held.put_away_by = None, ""
    held.save(update_fields=("put_away_at", "put_away_by"))
    audit.record("scenario.taken_back", by=by, at=at, about=held, world=held.world)
    return held


def _held(by: Person, scenario: Scenario) -> Scenario:
    rows = Scenario.objects.select_for_update(of=("self",)).select_related("world", "cluster")
    held = rows.get(pk=scenario.pk)
    allow(by, Permission.KEEP_SCENARIOS, world_code=held.world.code, scopes=_scopes(held.cluster))
    return held


def _scopes(cluster: Cluster | None) -> list[Scope]:
    return [] if cluster is None else [(ScopeKind.CLUSTER, str(cluster.pk))]


def _required(text: str, longest: int) -> str:
    words = checked_text(text, longest=longest)
    if not words:
        raise Refusal("words_missing", _("Give the scenario a name and a reason."))
    return words


def _result(scenario: Scenario, epsilon: float, by: Person, at: datetime) -> ScenarioResult:
    """Compute it on the latest network; a result that is kept for that network stays as it is."""
    day = timezone.localdate(at)
    snapshot = latest_snapshot(scenario.world, day)
    if snapshot is None:
        raise Refusal("no_snapshot", _("No network has been frozen yet."))
    kept = scenario.results.filter(snapshot=snapshot, epsilon=epsilon).first()
    if kept is not None:
        return kept
    seen = None if scenario.cluster is None else members_of(scenario.cluster)
    shock = shock_of(scenario.shock)
    ground = analysis.ground_of(snapshot, shock.links, seen)
    stocks = stocks_for_offices(scenario.world, day, seen)
    found = analysis.ask(ground, shock, epsilon=epsilon, stocks=stocks)
    return ScenarioResult.objects.create(
        scenario=scenario, snapshot=snapshot, epsilon=epsilon, index=found.index,
        down=found.down, up=found.up, stopped=found.stopped, hit=found.further,
        firms=found.firms, unknown=found.unknown.plain(),
        hits=[[one.firm, one.step, round(one.left, DIGITS)] for one in found.hits
              if seen is None or one.firm in seen],
        computed_at=at, computed_by=by.username,
    )  # fmt: skip
