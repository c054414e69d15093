"""The API of this area: supply links as of a day (`?on=`), frozen snapshots."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from jilian.accounts.gate import enter
from jilian.accounts.permissions import Permission
from jilian.network import operations, queries
from jilian.network.models import Snapshot, SupplyLink
from jilian.places.models import Division

router = Router()


class EndOut(Schema):
    """A firm at one end of a link."""

    pk: int
    scheme: str
    identifier: str
    name: str


class LinkOut(Schema):
    """A supply link; ``amount_yuan`` and ``band`` only where the reader may see amounts."""

    pk: int
    supplier: EndOut
    buyer: EndOut
    product: str | None
    evidence: str
    probability: float | None
    reasons: dict[str, float | None] | None
    valid_from: date | None
    known_by: date
    not_before: date | None
    valid_to: date | None
    last_seen_on: date | None
    source: str
    row: int | None
    amount_yuan: float | None = None
    band: str | None = None


class LinksOut(Schema):
    """A page of links."""

    links: list[LinkOut]
    has_more: bool


class Wanted(Schema):
    """Filters of the list."""

    evidence: str = ""
    firm: str = Field("", description="part of the name of either end")
    product: str = ""
    place: str = Field("", description="code of a division; sites of either end, parts included")
    limit: int = Field(20, ge=1, le=200)
    offset: int = Field(0, ge=0, le=10_000)


class SnapshotOut(Schema):
    """A frozen network."""

    pk: int
    as_of: date
    fingerprint: str
    manifest: dict[str, Any]
    frozen_at: datetime
    frozen_by: str


class FreezeIn(Schema):
    """Which day to freeze."""

    as_of: date


class InferIn(Schema):
    """How to infer links."""

    as_of: date
    expected_links: int = Field(ge=1)
    least_probability: float = Field(0.05, ge=0, le=1)


@router.get("", response=LinksOut)
def links(request: HttpRequest, world_code: str, wanted: Query[Wanted]) -> dict[str, object]:
    """The links of the day that the reader may see, the latest known first."""
    asking = enter(request, world_code, Permission.SEE_LINKS)
    rows: Any = queries.listed_links(asking.person, asking.world, asking.as_of)
    if wanted.evidence:
        rows = rows.filter(evidence=wanted.evidence)
    if wanted.place:
        place = get_object_or_404(Division, code=wanted.place)
        rows = queries.in_place(rows, place, asking.as_of)
    rows = queries.with_product(queries.with_firm(rows, wanted.firm), wanted.product)
    found = list(rows[wanted.offset : wanted.offset + wanted.limit + 1])
    everywhere = asking.reach.may(Permission.SEE_AMOUNTS)
    return {
        "links": [link_parts(link, amounts=everywhere) for link in found[: wanted.limit]],
        "has_more": len(found) > wanted.limit,
    }


@router.get("/counts", response=dict[str, int])
def counts(request: HttpRequest, world_code: str) -> dict[str, int]:
    """How many links of the day are known by which evidence."""
    asking = enter(request, world_code, Permission.SEE_LINKS)
    return queries.counts_by_evidence(asking.person, asking.world, asking.as_of)


@router.get("/snapshots", response=list[SnapshotOut])
def snapshots(request: HttpRequest, world_code: str) -> list[Snapshot]:
    """The frozen networks, the latest day first."""
    asking = enter(request, world_code, Permission.SEE_PROPOSALS)
    return list(queries.snapshots(asking.world)[:100])


@router.post("/snapshots", response=SnapshotOut)
def freeze(request: HttpRequest, world_code: str, wanted: FreezeIn) -> Snapshot:
    """Freeze the network of a day; the same content gives the snapshot there is."""
    asking = enter(request, world_code, Permission.FREEZE)
    return operations.freeze_snapshot(
        by=asking.person, at=timezone.now(), world=asking.world, as_of=wanted.as_of
    )


@router.post("/infer", response=dict[str, int])
def infer(request: HttpRequest, world_code: str, wanted: InferIn) -> dict[str, int]:
    """Infer links as of a day and put them in the place of the inference before."""
    asking = enter(request, world_code, Permission.CHANGE_LINKS)
    difference = operations.infer_supply_links(
        by=asking.person, at=timezone.now(), world=asking.world, **wanted.dict()
    )
    return difference.counts


@router.get("/{int:pk}", response=LinkOut)
def link(request: HttpRequest, world_code: str, pk: int) -> dict[str, object]:
    """One link with its evidence and source."""
    asking = enter(request, world_code, Permission.SEE_LINKS)
    rows = SupplyLink.objects.visible_to(asking.person, asking.world)
    found = get_object_or_404(rows.select_related("supplier", "buyer", "source"), pk=pk)
    ends = (found.supplier_id, found.buyer_id)
    amounts = queries.may_see_amounts(asking.person, asking.world, ends)
    return link_parts(found, amounts=amounts)


def link_parts(link: SupplyLink, *, amounts: bool) -> dict[str, object]:
    """A link as plain values."""
    ends = {
        side: {"pk": firm.pk, "scheme": firm.scheme, "identifier": firm.identifier,
               "name": firm.name}
        for side, firm in (("supplier", link.supplier), ("buyer", link.buyer))
    }  # fmt: skip
    shown = amounts and link.amount_yuan is not None
    return {
        **ends,
        "pk": link.pk,
        "product": link.product or None,
        "evidence": link.evidence,
        "probability": link.probability,
        "reasons": link.reasons,
        "valid_from": link.valid_from,
        "known_by": link.known_by,
        "not_before": link.not_before,
        "valid_to": link.valid_to,
        "last_seen_on": link.last_seen_on,
        "source": link.source.title,
        "row": link.source_row,
        "amount_yuan": float(link.amount_yuan or 0) if shown else None,
        "band": (link.band or None) if amounts else None,
    }
