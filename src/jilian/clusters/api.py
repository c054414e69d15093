"""The API of this area: clusters as of a day, runs, proposals, adoption."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Path, Router, Schema, Status

from jilian.accounts.gate import enter
from jilian.accounts.permissions import Permission
from jilian.clusters import analysis, operations, queries
from jilian.clusters.models import Adoption, Cluster, FormationRun, ProposedCluster
from jilian.clusters.rules import POSITIONS, run_note, scope_of

router = Router()


class ClusterOut(Schema):
    """A cluster as of a day."""

    pk: int
    key: str
    name: str = Field(description="as it was called on the day")
    name_en: str | None
    held: str = Field(description="yes, or unknown: its start is not known")
    members: int | None = Field(description="null: no record names one")
    perhaps_members: int
    positions: dict[str, int]
    leaders: list[str]
    body: str | None
    body_type: str | None


class MemberOut(Schema):
    """A member as of a day."""

    firm: int
    name: str
    scheme: str
    identifier: str
    position: str
    role: str
    town: str | None
    industry: str | None
    valid_from: date | None
    known_by: date
    reason: str
    source: str


class ScopeIn(Schema):
    """What a run looks at; empty: the whole network."""

    divisions: list[str] = Field([], description="codes of towns, or of places in them")
    industries: list[str] = Field([], description="codes of GB/T 4754 of any level")
    products: list[str] = Field([], description="words that a product's name contains")
    side: Literal["both", "makes", "buys"] = "both"
    steps: int = Field(1, description="links away from firms of the products")


class RunIn(Schema):
    """What a run is started with; no resolution: found by a stability scan."""

    as_of: date
    resolution: float | None = None
    seed: int = 7
    least_size: int = 3
    scope: ScopeIn | None = None
    from_existing: bool = Field(False, description="begin at the clusters that stand on the day")


class RunOut(Schema):
    """A run with what reproduces it."""

    pk: int
    state: str
    note: str
    as_of: date
    fingerprint: str
    input_fingerprint: str = Field(description="of snapshot, parameters and start together")
    outcome_fingerprint: str = Field(description="of what came out; empty before it is done")
    parameters: dict[str, Any]
    summary: dict[str, Any] | None


class RunChangeOut(Schema):
    """A firm that a run would put elsewhere than it stands on the day."""

    firm: int
    name: str
    change: str
    because: str
    before: int | None = Field(description="the standing cluster that it leaves")
    target: int | None = Field(description="the standing cluster that it joins")
    proposal: int | None
    position: str | None


class ClustersUndoIn(Schema):
    """Why an adoption is undone."""

    reason: str


class ProposalOut(Schema):
    """What a run proposes."""

    pk: int
    number: int
    name: str
    name_en: str
    size: int
    measures: dict[str, Any]
    adopted_as: int | None


class AdoptionIn(Schema):
    """How a proposal becomes a cluster; ``left_out`` are firms that do not become members."""

    name: str = Field("", description="of a new cluster")
    name_en: str = ""
    reason: str
    from_day: date
    left_out: list[int] = []
    left_out_reason: str = ""
    into: int | None = Field(None, description="the standing cluster that is adopted into")


@router.get("/", response=list[ClusterOut])
def clusters(request: HttpRequest, world_code: Path[str]) -> list[dict[str, Any]]:
    """List the clusters as of a day (``?on=``)."""
    asking = enter(request, world_code, Permission.SEE_REGISTER)
    rows = queries.listed_clusters(asking.person, asking.world, asking.as_of)
    return [_cluster(row) for row in rows]


@router.get("/{int:pk}", response=ClusterOut)
def cluster(request: HttpRequest, world_code: Path[str], pk: int) -> dict[str, Any]:
    """Show one cluster as of a day."""
    asking = enter(request, world_code, Permission.SEE_REGISTER)
    seen = Cluster.objects.visible_to(asking.person, asking.world)
    held = queries.listed_clusters(
        asking.person, asking.world, asking.as_of, (get_object_or_404(seen, pk=pk).pk,)
    )
    if not held:
        raise Http404
    return _cluster(held[0])


@router.get("/{int:pk}/members", response=list[MemberOut])
def members(request: HttpRequest, world_code: Path[str], pk: int) -> list[dict[str, Any]]:
    """List the members of a cluster as of a day, leading firms first, then along the chain."""
    asking = enter(request, world_code, Permission.SEE_REGISTER)
    seen = Cluster.objects.visible_to(asking.person, asking.world)
    rows = queries.member_rows(get_object_or_404(seen, pk=pk), asking.as_of)
    return [
        {
            "firm": row.firm.root_id, "name": row.firm.root.name, "scheme": row.firm.root.scheme,
            "identifier": row.firm.root.identifier, "position": row.position, "role": row.role,
            "town": row.town, "industry": row.industry, "valid_from": row.valid_from,
            "known_by": row.known_by, "reason": row.reason, "source": row.source.key,
        }
        for row in rows
    ]  # fmt: skip


@router.get("/runs", response=list[RunOut])
def runs(request: HttpRequest, world_code: Path[str]) -> list[dict[str, Any]]:
    """List the formation runs, the latest first (at most 100)."""
    asking = enter(request, world_code, Permission.SEE_PROPOSALS)
    return [_run(run) for run in queries.listed_runs(asking.person, asking.world)[:100]]


@router.post("/runs", response={202: RunOut})
def start_run(request: HttpRequest, world_code: Path[str], asked: RunIn) -> Status[dict[str, Any]]:
    """Freeze the network of a day and start a run on it."""
    asking = enter(request, world_code, Permission.FORM_CLUSTERS)
    typed = asked.dict()
    scope = scope_of(**(typed.pop("scope") or {}))
    run = operations.start_run(
        by=asking.person, at=timezone.now(), world=asking.world, scope=scope, **typed
    )
    return Status(202, _run(run))


@router.get("/runs/{int:pk}", response=RunOut)
def run(request: HttpRequest, world_code: Path[str], pk: int) -> dict[str, Any]:
    """Show one run."""
    asking = enter(request, world_code, Permission.SEE_PROPOSALS)
    return _run(get_object_or_404(queries.listed_runs(asking.person, asking.world), pk=pk))


@router.get("/runs/{int:pk}/proposals", response=list[ProposalOut])
def proposals(request: HttpRequest, world_code: Path[str], pk: int) -> list[dict[str, Any]]:
    """List what a run proposes."""
    asking = enter(request, world_code, Permission.SEE_PROPOSALS)
    found = get_object_or_404(queries.listed_runs(asking.person, asking.world), pk=pk)
    return [
        {
            "pk": one.pk, "number": one.number, "name": one.name, "name_en": one.name_en,
            "size": one.size, "measures": one.measures, "adopted_as": one.adopted_as_id,
        }
        for one in queries.run_page(found)
    ]  # fmt: skip


@router.get("/runs/{int:pk}/changes", response=list[RunChangeOut])
def changes(request: HttpRequest, world_code: Path[str], pk: int) -> list[dict[str, Any]]:
    """List what a run would change of the clusters that stand on a day (``?on=``)."""
    asking = enter(request, world_code, Permission.SEE_PROPOSALS)
    found = get_object_or_404(queries.listed_runs(asking.person, asking.world), pk=pk)
    return [
        {
            "firm": row.firm.pk, "name": row.firm.name, "change": row.kind.value,
            "because": row.because, "before": row.before.pk if row.before else None,
            "target": row.target.pk if row.target else None,
            "proposal": row.after.pk if row.after else None,
            "position": row.proposed.position if row.proposed else None,
        }
        for row in analysis.changes_of_run(found, asking.as_of).firms
    ]  # fmt: skip


@router.post("/adoptions/{int:pk}/undo", response={204: None})
def undo(
    request: HttpRequest, world_code: Path[str], pk: int, asked: ClustersUndoIn
) -> Status[None]:
    """Undo an adoption as long as nothing rests on it."""
    asking = enter(request, world_code, Permission.ADOPT_CLUSTERS)
    seen = Adoption.objects.visible_to(asking.person, asking.world)
    operations.undo_adoption(
        by=asking.person, at=timezone.now(), adoption=get_object_or_404(seen, pk=pk),
        reason=asked.reason,
    )  # fmt: skip
    return Status(204, None)


@router.post("/proposals/{int:pk}/adopt", response={201: ClusterOut})
def adopt(
    request: HttpRequest, world_code: Path[str], pk: int, asked: AdoptionIn
) -> Status[dict[str, Any]]:
    """Adopt a proposal: the only act besides a source that makes memberships."""
    asking = enter(request, world_code, Permission.ADOPT_CLUSTERS)
    seen = ProposedCluster.objects.visible_to(asking.person, asking.world)
    typed = asked.dict()
    clusters = Cluster.objects.visible_to(asking.person, asking.world)
    into = typed.pop("into")
    made = operations.adopt_proposal(
        by=asking.person, at=timezone.now(), proposal=get_object_or_404(seen, pk=pk),
        into=None if into is None else get_object_or_404(clusters, pk=into), **typed,
    )  # fmt: skip
    rows = queries.listed_clusters(asking.person, asking.world, asked.from_day, (made.pk,))
    return Status(201, _cluster(rows[0]))


def _cluster(row: queries.ListedCluster) -> dict[str, Any]:
    return {
        "pk": row.pk, "key": row.cluster.key, "name": row.called,
        "name_en": row.cluster.name_en or None, "held": row.held.value,
        "members": row.known_members,
        "perhaps_members": row.perhaps,
        "positions": {one.value: row.positions[one] for one in POSITIONS if one in row.positions},
        "leaders": [firm.name for firm in row.leaders],
        "body": row.body.name if row.body else None,
        "body_type": (row.body.type_code or None) if row.body else None,
    }  # fmt: skip


def _run(run: FormationRun) -> dict[str, Any]:
    return {
        "pk": run.pk, "state": run.state, "note": run_note(run.note), "as_of": run.snapshot.as_of,
        "fingerprint": run.snapshot.fingerprint, "input_fingerprint": run.fingerprint,
        "outcome_fingerprint": run.outcome, "parameters": run.parameters, "summary": run.summary,
    }  # fmt: skip
