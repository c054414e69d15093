"""A call as its page shows it: amounts in words, five times, what may be done next."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts.rules import Role
from jilian.cases.models import Case
from jilian.shortages.analysis import Offer, split_amount
from jilian.shortages.formats import amount_text, band_text, number_text, unit_text
from jilian.shortages.models import Delivery, Permit
from jilian.shortages.queries import CallView, HelperView, ReservationView
from jilian.shortages.rules.words import (
    PERMIT_MARKS,
    USEFUL,
    CannotReason,
    Level,
    Paper,
    PermitKind,
    PermitState,
    ReservationEnd,
    needs_permits,
)
from jilian.shortages.views.seen import Seen

ZERO = Decimal(0)


@dataclass(frozen=True)
class PartLine:
    """A delivery in words."""

    row: Delivery
    amount: str
    accepted: str
    returned: str


@dataclass(frozen=True)
class ReservationLine:
    """A reservation in words."""

    row: ReservationView
    amount: str
    waiting: str
    in_transit: str
    received: str
    parts: tuple[PartLine, ...]
    end: str


@dataclass(frozen=True)
class HelperLine:
    """A firm that was asked, in words."""

    row: HelperView
    offered: str
    open_offer: str
    can_accept: bool
    reason: str
    papers: tuple[str, ...]
    reservations: tuple[ReservationLine, ...]


def helper_line(view: CallView, row: HelperView) -> HelperLine:
    """The words of one firm that was asked."""

    def words(number: Any) -> str:
        return amount_text(number, view.unit, view.unit_word)

    def part(one: Delivery) -> PartLine:
        returned = words(one.returned) if one.returned else ""
        came = one.received_at is not None
        return PartLine(one, words(one.amount), words(one.accepted) if came else "", returned)

    return HelperLine(
        row=row,
        offered=words(row.offered) if row.offered else "",
        open_offer=words(row.open_offer) if row.open_offer else "",
        can_accept=bool(view.is_open and row.open_offer),
        reason=str(CannotReason(row.cannot_reason).label) if row.cannot_reason else "",
        papers=tuple(str(Paper(one).label) for one in row.papers),
        reservations=tuple(
            ReservationLine(
                one, words(one.amount), words(one.waiting), words(one.in_transit),
                words(one.received), tuple(part(each) for each in one.deliveries),
                str(ReservationEnd(one.end).label) if one.end else "",
            )
            for one in row.reservations
        ),
    )  # fmt: skip


def five_times(view: CallView) -> list[dict[str, Any]]:
    """Call, first answer, acceptance, dispatch, receipt."""
    labels = (
        _("Call"), _("First answer"), _("Acceptance"), _("Dispatch"), _("Receipt"),
    )  # fmt: skip
    moments = view.times.five if view.times else (view.called_at, None, None, None, None)
    return [
        {"label": label, "moment": moment, "kind": "confirmed" if moment else ""}
        for label, moment in zip(labels, moments, strict=True)
    ]


def split_of(found: Seen) -> dict[str, Any] | None:
    """How the rest that is open could be split among the offers, exactly; None without offers."""
    view = found.view
    open_need = found.call.amount - (view.reserved or ZERO)
    offers = [
        Offer(one.key, one.open_offer, Decimal(one.lead_hours or 0))
        for one in view.helpers
        if one.answer in USEFUL and one.open_offer
    ]
    if open_need <= 0 or not offers or not view.is_open:
        return None
    hours = (found.call.needed_by - timezone.now()).total_seconds() / 3600
    split = split_amount(open_need, offers, by_hours=Decimal(max(0, int(hours))))
    firms: dict[Hashable, HelperView] = {one.key: one for one in view.helpers}
    return {
        "shares": [
            {"helper": firms[one.helper], "amount": found.amount(one.amount), "hours": one.hours}
            for one in split.shares
        ],
        "short": found.amount(split.short) if split.short else "",
    }


def permit_lines(found: Seen, towns: frozenset[str]) -> list[dict[str, Any]]:
    """Each kind of paper that dangerous goods need, with how far it has come."""
    kept: dict[str, Any] = {one.kind: one for one in found.view.permits}
    lines = []
    for kind in PermitKind:
        row = kept.get(kind)
        if row is None and not needs_permits(found.call.hazard):
            continue
        refused = row is not None and row.state == PermitState.REFUSED
        lines.append(
            {
                "kind": kind.value, "label": kind.label, "row": row,
                "mark": PERMIT_MARKS[row.state] if row else "waiting",
                "words": row.get_state_display() if row else _("not asked for yet"),
                "case": _case_of(found, row, towns),
                "can_ask": found.is_caller and found.view.is_open and (row is None or refused),
            }
        )  # fmt: skip
    return lines


def _case_of(found: Seen, row: Permit | None, towns: frozenset[str]) -> Case | None:
    """The case by whose clock it runs, for the caller and for the officers of its town."""
    if row is None or row.matter is None:
        return None
    return row.matter.case if found.is_caller or row.town in towns else None


def levels(found: Seen) -> list[dict[str, Any]]:
    """The four levels: which are released, when and by whom; which is next."""
    released = {one.level: one for one in found.view.releases}
    next_level = found.call.level + 1
    return [
        {"level": one, "label": one.label, "release": released.get(one.value),
         "is_next": one.value == next_level and found.view.is_open}
        for one in Level
    ]  # fmt: skip


def page_of(found: Seen, towns: frozenset[str]) -> dict[str, Any]:
    """Everything that the part of the page shows; nothing beyond what the view holds.

    ``towns`` are those whose passes and permits the reader handles.
    """
    view = found.view
    on_the_way = sum(
        (one.in_transit for helper in view.helpers for one in helper.reservations), ZERO
    )
    page: dict[str, Any] = {
        "found": found,
        "view": view,
        "band": band_text(view),
        "times": five_times(view),
        "own": helper_line(view, view.own) if view.own else None,
        "helpers": [
            helper_line(view, one) for one in view.helpers if one.firm.pk != found.call.firm_id
        ],
        "level_label": Level(view.level).label,
        "needs_permits": needs_permits(found.call.hazard),
        "permits": permit_lines(found, towns) if "permits" in view.shown else [],
    }
    if not found.is_inside:
        return page | {"officer_amount": found.amount(view.amount)}
    missing = found.call.missing_amount
    reserved, unit = view.reserved or ZERO, found.call.unit
    amounts = (
        (_("amount needed"), found.call.amount), (_("reserved"), reserved),
        (_("on the way"), on_the_way), (_("received"), found.call.received),
        (_("still missing"), missing),
    )  # fmt: skip
    return page | {
        "numbers": [(label, number_text(number, unit)) for label, number in amounts],
        "unit": unit_text(unit, found.call.unit_word),
        "is_whole": missing == 0,
        "split": split_of(found),
        "levels": levels(found),
        "stock": found.amount(view.stock_left) if view.stock_left is not None else "",
        "use": found.amount(view.daily_use) if view.daily_use is not None else "",
        "stops_at": view.line_stops_at,
        "looks": [
            (str(one.firm) if one.firm else str(Role(one.office).label), one) for one in view.looks
        ],
    }
