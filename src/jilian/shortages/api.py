"""The API of this area: calls as far as they are released to whoever asks, and the acts on them."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Path, Router, Schema, Status

from jilian.accounts.gate import Request, enter
from jilian.accounts.permissions import Permission
from jilian.firms.models import Firm
from jilian.shortages import operations, queries
from jilian.shortages.models import Call, Delivery, Helper, Reservation
from jilian.shortages.queries import CallView
from jilian.shortages.queries.helping import HelperView
from jilian.shortages.rules.calling import Said
from jilian.shortages.rules.disclosure import Reader
from jilian.shortages.rules.words import Cause, Hazard, Level

router = Router()
P = Permission


class DeliveryOut(Schema):
    """A part that was sent."""

    key: UUID
    amount: Decimal
    batch: str
    dispatched_at: datetime
    received_at: datetime | None
    accepted: Decimal | None


class ReservationOut(Schema):
    """What the caller accepted of an offer."""

    key: UUID
    amount: Decimal
    waiting: Decimal
    in_transit: Decimal
    received: Decimal
    released: Decimal
    expires_at: datetime
    end: str
    deliveries: list[DeliveryOut]


class HelperOut(Schema):
    """A firm that was asked, as far as the reader may see it."""

    key: UUID
    firm: int
    answer: str
    offered: Decimal | None
    open_offer: Decimal | None
    lead_hours: int | None
    reservations: list[ReservationOut]


class CallOut(Schema):
    """A call; what is not released to the reader is null."""

    key: UUID
    reader: str = Field(description="caller, delegate, officer, partner, office or asked")
    level: int = Field(description="1 need, 2 and size, 3 and sector and town, 4 and name")
    is_open: bool
    material: str
    unit: str
    hazard: str
    needed_by: datetime
    called_at: datetime
    stage: str | None
    state: str | None
    amount: Decimal | None
    band: list[Decimal] | None = Field(description="from, to below")
    reserved: Decimal | None
    received: Decimal | None
    town: str | None
    sector: str | None
    caller: int | None
    times: list[datetime | None] = Field(
        description="call, first answer, acceptance, dispatch, receipt"
    )
    own: HelperOut | None = Field(description="the reader's own part")
    helpers: list[HelperOut]


class CallIn(Schema):
    """What a firm is short of."""

    firm: int
    material: str
    amount: Decimal
    unit: str = Field(description="kg, g, t, L, mL, m3, piece, m, m2 or own")
    needed_by: datetime
    unit_word: str = ""
    hazard: str = Hazard.UNKNOWN
    stock_left: Decimal | None = None
    daily_use: Decimal | None = None
    cas: str = ""
    specification: str = ""
    substitutes: str = ""
    cause: str = Cause.UNKNOWN
    effect: str = ""


class AnswerIn(Schema):
    """What a firm that was asked can do."""

    answer: str = Field(description="can, in_part or cannot")
    offered: Decimal | None = None
    unit: str = ""
    lead_hours: int | None = None
    papers: list[str] = []
    cannot_reason: str = ""
    words: str = ""


class AmountIn(Schema):
    """An amount in the unit of the call."""

    amount: Decimal


class DispatchIn(Schema):
    """A part that is on its way."""

    amount: Decimal
    batch: str
    carrier: str = ""


class ReceiptIn(Schema):
    """What arrived well; less than was sent needs a reason."""

    accepted: Decimal
    return_reason: str = ""


class LevelIn(Schema):
    """The next level of disclosure."""

    level: int


@router.get("", response=list[CallOut])
def calls(request: HttpRequest, world_code: Path[str]) -> list[dict[str, Any]]:
    """List the calls that one may meet, each as far as it is released, the latest first."""
    asking = enter(request, world_code, Permission.SEE_CALLS)
    rows = queries.calls_seen(asking.person, asking.world)
    views = queries.views_of(rows, asking.person, timezone.now())
    operations.note_call_looks(by=asking.person, at=timezone.now(), views=views)
    return [_plain(one) for one in views]


@router.get("/{uuid:key}", response=CallOut)
def call(request: HttpRequest, world_code: Path[str], key: UUID) -> dict[str, Any]:
    """Show one call, as far as it is released."""
    asking = enter(request, world_code, Permission.SEE_CALLS)
    found, view = _seen(asking, key)
    if view.reader is not Reader.CALLER:
        operations.note_call_look(by=asking.person, at=timezone.now(), call=found, level=view.level)
    return _plain(view)


@router.post("", response={201: CallOut})
def raise_call(
    request: HttpRequest, world_code: Path[str], given: CallIn
) -> Status[dict[str, Any]]:
    """Call for help for the own firm."""
    asking = enter(request, world_code, Permission.RAISE_CALLS)
    own = Firm.objects.visible_to(asking.person, asking.world, P.RAISE_CALLS)
    firm = get_object_or_404(own, pk=given.firm) if abs(given.firm) < 2**63 else None
    if firm is None:
        raise Http404
    values = given.dict(exclude={"firm"})
    if timezone.is_naive(values["needed_by"]):
        values["needed_by"] = timezone.make_aware(values["needed_by"])
    made = operations.raise_call(
        by=asking.person, at=timezone.now(), firm=firm,
        said=Said(**values, substitutes_allowed=bool(given.substitutes.strip())),
    )  # fmt: skip
    return Status(201, _shown(asking, made.key))


@router.post("/{uuid:key}/answer", response=CallOut)
def answer(
    request: HttpRequest, world_code: Path[str], key: UUID, given: AnswerIn
) -> dict[str, Any]:
    """Answer for the own firm: can, in part, or cannot with a reason."""
    asking = enter(request, world_code, Permission.ANSWER_CALLS)
    _found, view = _seen(asking, key)
    if view.own is None:
        raise Http404
    helper = Helper.objects.select_related("call__world", "firm").get(pk=view.own.pk)
    operations.answer_call(by=asking.person, at=timezone.now(), helper=helper, **given.dict())
    return _shown(asking, key)


@router.post("/{uuid:key}/release", response=CallOut)
def release(
    request: HttpRequest, world_code: Path[str], key: UUID, given: LevelIn
) -> dict[str, Any]:
    """Release the next level; it is never taken back."""
    asking = enter(request, world_code, Permission.SEE_CALLS)
    found, view = _seen(asking, key)
    if view.reader not in (Reader.CALLER, Reader.DELEGATE):
        raise Http404
    level = min(max(given.level, Level.NEED), Level.NAME + 1)
    operations.release_level(by=asking.person, at=timezone.now(), call=found, level=level)
    return _shown(asking, key)


@router.post("/{uuid:key}/accept/{uuid:helper}", response=CallOut)
def accept(
    request: HttpRequest, world_code: Path[str], key: UUID, helper: UUID, given: AmountIn
) -> dict[str, Any]:
    """Accept an amount of an offer: the names open to the two."""
    asking = enter(request, world_code, Permission.RAISE_CALLS)
    found = _raised(asking, key)
    offer = get_object_or_404(Helper.objects.select_related("call__world"), call=found, key=helper)
    operations.accept_offer(by=asking.person, at=timezone.now(), helper=offer, amount=given.amount)
    return _shown(asking, key)


@router.post("/{uuid:key}/dispatch/{uuid:reservation}", response=CallOut)
def dispatch(
    request: HttpRequest, world_code: Path[str], key: UUID, reservation: UUID, given: DispatchIn
) -> dict[str, Any]:
    """Report a part that is on its way, with its batch number."""
    asking = enter(request, world_code, Permission.ANSWER_CALLS)
    _found, view = _seen(asking, key)
    if view.own is None:
        raise Http404
    row = get_object_or_404(
        Reservation.objects.select_related("helper__call__world", "helper__firm"),
        helper=view.own.pk, key=reservation,
    )  # fmt: skip
    operations.dispatch_part(by=asking.person, at=timezone.now(), reservation=row, **given.dict())
    return _shown(asking, key)


@router.post("/{uuid:key}/receive/{uuid:delivery}", response=CallOut)
def receive(
    request: HttpRequest, world_code: Path[str], key: UUID, delivery: UUID, given: ReceiptIn
) -> dict[str, Any]:
    """Sign for a delivery: what arrived well; the rest goes back."""
    asking = enter(request, world_code, Permission.RAISE_CALLS)
    found = _raised(asking, key)
    part = get_object_or_404(Delivery, reservation__helper__call=found, key=delivery)
    operations.receive_delivery(by=asking.person, at=timezone.now(), delivery=part, **given.dict())
    return _shown(asking, key)


@router.post("/{uuid:key}/close", response=CallOut)
def close(request: HttpRequest, world_code: Path[str], key: UUID) -> dict[str, Any]:
    """Close at exactly the amount received; refused at any difference."""
    asking = enter(request, world_code, Permission.RAISE_CALLS)
    operations.close_call(by=asking.person, at=timezone.now(), call=_raised(asking, key))
    return _shown(asking, key)


def _seen(asking: Request, key: UUID) -> tuple[Call, CallView]:
    found = get_object_or_404(queries.calls_seen(asking.person, asking.world), key=key)
    view = queries.view_of(found, asking.person, timezone.now())
    if view is None:
        raise Http404
    return found, view


def _raised(asking: Request, key: UUID) -> Call:
    found, view = _seen(asking, key)
    if view.reader is not Reader.CALLER:
        raise Http404
    return found


def _shown(asking: Request, key: UUID) -> dict[str, Any]:
    return _plain(_seen(asking, key)[1])


def _plain(view: CallView) -> dict[str, Any]:
    times = view.times.five if view.times else (view.called_at, None, None, None, None)
    return {
        "key": view.key, "reader": view.reader.value, "level": int(view.level),
        "is_open": view.is_open, "material": view.material,
        "unit": view.unit_word or view.unit, "hazard": view.hazard,
        "needed_by": view.needed_by, "called_at": view.called_at,
        "stage": view.stage.value if view.stage else None, "state": view.state,
        "amount": view.amount, "band": list(view.band) if view.band else None,
        "reserved": view.reserved, "received": view.received,
        "town": view.town.code if view.town else None,
        "sector": view.sector.code if view.sector else None,
        "caller": view.firm.pk if view.firm else None,
        "times": list(times),
        "own": _helper(view.own) if view.own else None,
        "helpers": [_helper(one) for one in view.helpers],
    }  # fmt: skip


def _helper(row: HelperView) -> dict[str, Any]:
    return {
        "key": row.key, "firm": row.firm.pk, "answer": row.answer.value, "offered": row.offered,
        "open_offer": row.open_offer, "lead_hours": row.lead_hours,
        "reservations": list(row.reservations),
    }  # fmt: skip
