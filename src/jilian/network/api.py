"""The API of this area: supply links as of a day (``?on=``), and frozen snapshots."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.forms import Form
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Path, Query, Router, Schema, Status

from jilian.accounts.gate import Request, enter
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.network import operations, queries
from jilian.network.lists import LinkFilter
from jilian.network.models import Snapshot, SupplyLink

router = Router()
SNAPSHOTS_AT_MOST = 100


class EndOut(Schema):
    """A firm at one end of a link."""

    pk: int
    scheme: str
    identifier: str
    name: str


class LinkOut(Schema):
    """A supply link; null is unknown, and where the value is withheld it is not shown."""

    pk: int
    supplier: EndOut
    buyer: EndOut
    product: str | None
    evidence: str = Field(description="order, declared, published or inferred")
    probability: float | None = Field(description="of an inferred link")
    reasons: dict[str, float] | None = Field(description="parts of an inferred probability")
    valid_from: date | None
    not_before: date | None
    known_by: date
    valid_to: date | None = Field(description="day after the last")
    last_seen_on: date | None
    source: str
    source_row: int | None
    value_withheld: bool
    amount_yuan: float | None
    band: str | None


class LinksOut(Schema):
    """Some links, the latest known first; ``next`` is the ``after`` of those that follow."""

    links: list[LinkOut]
    next: str | None


class NetworkWanted(Schema):
    """Filters as on the page, and where to go on."""

    evidence: list[str] = Field([], description="order, declared, published, inferred")
    product: str = Field("", description="part of a product's name")
    firm: str = Field("", description="key, identifier or whole name")
    side: str = Field("", description="what the firm is: supplier, buyer or either")
    supplier_place: str = Field("", description="code of a division, its parts included")
    buyer_place: str = Field("", description="code of a division, its parts included")
    held: str = Field("", description="perhaps: links whose start is not known")
    after: str = Field("", description="what the answer before gave as next")
    limit: int = Field(100, ge=1, le=1000)


class SnapshotOut(Schema):
    """A frozen network; a count is null where it is withheld."""

    pk: int
    as_of: date
    fingerprint: str
    counts: dict[str, int | None]
    frozen_at: datetime
    frozen_by: str


class FreezeIn(Schema):
    """Of which day the network is frozen."""

    as_of: date


@router.get("/", response=LinksOut)
def links(
    request: HttpRequest, world_code: Path[str], wanted: Query[NetworkWanted]
) -> dict[str, Any]:
    """List the links of a day, at most a thousand at once."""
    asking = enter(request, world_code, Permission.SEE_LINKS)
    chosen = LinkFilter(request.GET, asking)
    if not chosen.form.is_valid():
        raise Refusal("filter_odd", " ".join(_words(chosen.form)))
    rows = list(queries.links_after(chosen.qs, wanted.after)[: wanted.limit + 1])
    found = rows[: wanted.limit]
    return {
        "links": _shown(asking, found),
        "next": queries.place_of(found[-1]) if len(rows) > len(found) else None,
    }


@router.get("/snapshots", response=list[SnapshotOut])
def snapshots(request: HttpRequest, world_code: Path[str]) -> list[dict[str, Any]]:
    """List the frozen networks, the latest first (at most 100)."""
    asking = enter(request, world_code, Permission.SEE_LINKS)
    rows = queries.snapshots_seen(asking.person, asking.world)[:SNAPSHOTS_AT_MOST]
    return [_snapshot(asking, row) for row in rows]


@router.post("/snapshots", response={201: SnapshotOut})
def freeze(request: HttpRequest, world_code: Path[str], wanted: FreezeIn) -> Status[dict[str, Any]]:
    """Freeze the network of a day; the same content gives the snapshot there is."""
    asking = enter(request, world_code, Permission.FREEZE)
    made = operations.freeze_snapshot(
        by=asking.person, at=timezone.now(), world=asking.world, as_of=wanted.as_of
    )
    return Status(201, _snapshot(asking, made))


@router.get("/{int:pk}", response=LinkOut)
def link(request: HttpRequest, world_code: Path[str], pk: int) -> dict[str, Any]:
    """Show one link with its evidence and its source."""
    asking = enter(request, world_code, Permission.SEE_LINKS)
    seen = queries.links_seen(asking.person, asking.world)
    return _shown(asking, [get_object_or_404(seen, pk=pk)])[0]


def _words(form: Form) -> list[str]:
    return [str(words) for errors in form.errors.values() for words in errors]


def _shown(asking: Request, found: list[SupplyLink]) -> list[dict[str, Any]]:
    shown = queries.amounts_seen(asking.person, asking.world, [one.pk for one in found])
    plain = (
        "pk", "evidence", "probability", "reasons", "valid_from",
        "not_before", "known_by", "valid_to", "last_seen_on", "source_row",
    )  # fmt: skip
    return [
        {
            **{name: getattr(one, name) for name in plain},
            "supplier": one.sold_by,
            "buyer": one.bought_by,
            "product": one.product or None,
            "source": one.source.key,
            "value_withheld": one.pk not in shown,
            "amount_yuan": one.amount_yuan if one.pk in shown else None,
            "band": (one.band or None) if one.pk in shown else None,
        }
        for one in found
    ]


def _snapshot(asking: Request, row: Snapshot) -> dict[str, Any]:
    plain = ("pk", "as_of", "fingerprint", "frozen_at", "frozen_by")
    counts = queries.counts_of(asking.person, row)
    return {**{name: getattr(row, name) for name in plain}, "counts": counts}
