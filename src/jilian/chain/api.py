"""The API of this area: what breaks, the critical list, single sources, scenarios."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Path, Router, Schema, Status

from jilian.accounts.gate import Request, enter
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.chain import analysis, operations, queries
from jilian.chain.formats import plain_answer
from jilian.chain.models import FirmIndex, Scenario, ScenarioResult, SingleSource
from jilian.chain.queries import Reader
from jilian.chain.rules import LinksUsed, Shock, ShockKind, check_shock

router = Router()
PER_PAGE = 200


class ShockIn(Schema):
    """What fails, and by how much."""

    kind: ShockKind
    keys: list[str] = Field(
        min_length=1, max_length=200,
        description="firms as scheme:identifier, codes of towns, words of products, or classes",
    )  # fmt: skip
    lost_percent: int = Field(100, ge=1, le=100)
    links: LinksUsed = LinksUsed.ALL
    replacement: bool = True


class ScenarioIn(Schema):
    """A scenario to be saved."""

    name: str = Field(max_length=80)
    reason: str = Field(max_length=300)
    shock: ShockIn
    cluster: int | None = Field(None, description="computed on the links of its firms")


class KnownOut(Schema):
    """How many of a whole are known."""

    known: int
    of: int


class HitOut(Schema):
    """A firm that is hit."""

    firm: int
    name: str
    step: int
    left: float
    fails: bool
    lacks_input: bool
    not_before_hours: float | None
    at_latest_hours: float | None


class AnswerOut(Schema):
    """What a failure comes to, with what is unknown."""

    index: float = Field(description="share of the network's output that is lost")
    down: float
    up: float
    epsilon: float
    iterations: int
    snapshot: str
    as_of: date
    firms: int
    stopped: int
    further: int
    not_listed: int
    output_yuan: str | None = Field(description="sum over the firms hit with a known output")
    jobs: str | None
    unknown: dict[str, KnownOut]
    hits: list[HitOut]


class CriticalOut(Schema):
    """A firm with its index."""

    firm: int
    name: str
    rank: int
    index: float
    down: float
    up: float
    known_index: float | None
    known_links: int
    inferred_links: int


class SingleOut(Schema):
    """An input with one supplier."""

    pk: int
    buyer: int
    supplier: int
    kind: str
    what: str
    is_inferred: bool
    is_essential: bool
    effect: float | None


class ResultOut(Schema):
    """What a scenario came to on one network."""

    as_of: date
    snapshot: str
    epsilon: float
    index: float
    down: float
    up: float
    stopped: int
    hit: int


class ScenarioOut(Schema):
    """A scenario and its results."""

    pk: int
    name: str
    reason: str
    what: str
    shock: dict[str, Any]
    results: list[ResultOut]


@router.get("/what-if", response=AnswerOut)
def what_if(
    request: HttpRequest,
    world_code: Path[str],
    kind: ShockKind,
    key: str,
    lost_percent: int = 100,
    links: LinksUsed = LinksUsed.ALL,
    replacement: bool = True,
    cluster: int | None = None,
) -> dict[str, Any]:
    """Ask what breaks if a firm, a town, an input or a class fails."""
    asking = enter(request, world_code, Permission.SEE_BREAKS)
    reader = _reader(asking, cluster)
    shock = Shock(kind, (key,), lost_percent, links, replacement)
    check_shock(shock)
    if kind is ShockKind.FIRM and not reader.lists(key):
        raise Http404
    snapshot = queries.latest_snapshot(asking.world, asking.as_of)
    if snapshot is None:
        raise Http404
    ground = analysis.ground_of(snapshot, shock.links, reader.seen)
    stocks = queries.stocks_for_offices(asking.world, asking.as_of, reader.seen)
    found = analysis.ask(ground, shock, stocks=stocks)
    answer = queries.answer_of(reader, found, snapshot.as_of.year)
    return plain_answer(answer) | {"snapshot": snapshot.fingerprint, "as_of": snapshot.as_of}


@router.get("/critical", response=list[CriticalOut])
def critical(
    request: HttpRequest, world_code: Path[str], cluster: int | None = None, page: int = 1
) -> list[dict[str, Any]]:
    """List the firms by how much they take down, 200 a page."""
    asking = enter(request, world_code, Permission.SEE_BREAKS)
    reader = _reader(asking, cluster)
    run = queries.latest_list(asking.person, asking.world).done
    if run is None:
        return []
    rows = queries.critical_rows(reader, run, cluster).order_by("rank")
    return [_critical(row) for row in rows[_slice(page)]]


def _critical(row: FirmIndex) -> dict[str, Any]:
    names = ("rank", "index", "down", "up", "known_index", "known_links", "inferred_links")
    return {"firm": row.firm.root_id, "name": row.firm.name} | {
        name: getattr(row, name) for name in names
    }


@router.get("/single-sources", response=list[SingleOut])
def single_sources(
    request: HttpRequest, world_code: Path[str], cluster: int | None = None, page: int = 1
) -> list[dict[str, Any]]:
    """List the inputs that a firm has from one supplier alone, 200 a page."""
    asking = enter(request, world_code, Permission.SEE_BREAKS)
    reader = _reader(asking, cluster)
    run = queries.latest_list(asking.person, asking.world).done
    if run is None:
        return []
    rows = queries.worst_first(queries.single_rows(reader, run))
    return [_single(row) for row in rows[_slice(page)]]


def _single(row: SingleSource) -> dict[str, Any]:
    names = ("pk", "kind", "what", "is_inferred", "is_essential", "effect")
    return {"buyer": row.buyer_id, "supplier": row.supplier_id} | {
        name: getattr(row, name) for name in names
    }


@router.get("/scenarios", response=list[ScenarioOut])
def scenarios(request: HttpRequest, world_code: Path[str]) -> list[dict[str, Any]]:
    """List the scenarios that one sees, with every result."""
    asking = enter(request, world_code, Permission.SEE_BREAKS)
    _reader(asking, None)
    rows = queries.scenarios_seen(asking.person, asking.world)[:PER_PAGE]
    return [_scenario(one) for one in rows]


@router.post("/scenarios", response={201: ScenarioOut})
def save_scenario(
    request: HttpRequest, world_code: Path[str], given: ScenarioIn
) -> Status[dict[str, Any]]:
    """Save a scenario with what it comes to on the latest network."""
    asking = enter(request, world_code, Permission.KEEP_SCENARIOS)
    reader = _reader(asking, given.cluster)
    shock = Shock(
        given.shock.kind, tuple(given.shock.keys), given.shock.lost_percent, given.shock.links,
        given.shock.replacement,
    )  # fmt: skip
    if shock.kind is ShockKind.FIRM and not all(map(reader.lists, shock.keys)):
        raise Refusal("shock_elsewhere", _("This firm is not in your cluster."))
    kept = operations.save_scenario(
        by=asking.person, at=timezone.now(), world=asking.world, name=given.name,
        reason=given.reason, shock=shock, cluster=reader.cluster,
    )  # fmt: skip
    return Status(201, _scenario(kept))


@router.post("/scenarios/{int:pk}/again", response=ResultOut)
def again(request: HttpRequest, world_code: Path[str], pk: int) -> dict[str, Any]:
    """Run a scenario on the latest network; older results stay."""
    asking = enter(request, world_code, Permission.KEEP_SCENARIOS)
    rows = Scenario.objects.visible_to(asking.person, asking.world, Permission.KEEP_SCENARIOS)
    found = get_object_or_404(rows.select_related("world", "cluster"), pk=pk)
    return _result(
        operations.run_scenario_again(by=asking.person, at=timezone.now(), scenario=found)
    )


def _scenario(one: Scenario) -> dict[str, Any]:
    return {
        "pk": one.pk, "name": one.name, "reason": one.reason, "what": one.what,
        "shock": one.shock, "results": [_result(result) for result in one.results.all()],
    }  # fmt: skip


def _result(one: ScenarioResult) -> dict[str, Any]:
    names = ("epsilon", "index", "down", "up", "stopped", "hit")
    return {"as_of": one.snapshot.as_of, "snapshot": one.snapshot.fingerprint} | {
        name: getattr(one, name) for name in names
    }


def _reader(asking: Request, cluster: int | None) -> Reader:
    found = queries.reader_of(asking.person, asking.world, cluster)
    if found is None:
        raise Http404
    return found


def _slice(page: int) -> slice:
    first = (max(1, min(page, 10_000)) - 1) * PER_PAGE
    return slice(first, first + PER_PAGE)
