"""A request's page, as buyer, supplier, secretary and others each may see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts.models import Person
from jilian.firms.models import Firm
from jilian.firms.queries.groups import group_ids
from jilian.purchases.models import Award, Offer, OfferLine, Purchase, PurchaseLine, PurchaseOrder
from jilian.purchases.queries.listing import told_of
from jilian.purchases.queries.orders import orders_seen
from jilian.purchases.queries.people import (
    is_buyer,
    may_forward,
    offering_firms,
    submitted_of,
)
from jilian.purchases.queries.tender import finding_of
from jilian.purchases.rules import Finding, Phase, PurchaseState, Side, phase_of
from jilian.purchases.rules.states import BEFORE_ROUND, PHASE_MARKS, TOLD_MARKS, Told
from jilian.ui.drawings import LineEvent


@dataclass(frozen=True)
class OwnLine:
    """A line of the request with what the own firm offers on it, and what it was awarded."""

    line: PurchaseLine
    offered: OfferLine | None
    awarded: Decimal | None


@dataclass(frozen=True)
class OwnOffer:
    """The own firm's offer with its true state; nothing of any other offer."""

    firm: Firm
    offer: Offer | None
    told: Told | None
    lines: tuple[OwnLine, ...]

    @property
    def mark(self) -> str:
        """The mark of its state on a page."""
        return TOLD_MARKS[self.told] if self.told else ""

    @property
    def has_lines(self) -> bool:
        """Whether anything is offered."""
        return any(one.offered for one in self.lines)


@dataclass(frozen=True)
class AwardedLine:
    """A line of the own request with what goes to whom."""

    line: PurchaseLine
    awards: tuple[Award, ...]

    @property
    def left(self) -> Decimal:
        """What of the line goes to nobody."""
        return self.line.amount - sum((one.amount for one in self.awards), Decimal(0))


@dataclass(frozen=True)
class PurchasePage:
    """Everything that the page of a request shows to one reader."""

    purchase: Purchase
    phase: Phase
    is_buyer: bool
    may_forward: bool
    lines: tuple[AwardedLine, ...]
    own_offers: tuple[OwnOffer, ...]
    invited: tuple[Firm, ...]
    finding: Finding | None
    orders: tuple[PurchaseOrder, ...]
    suppliers: tuple[Firm, ...]
    events: tuple[LineEvent, ...]
    may_close_early: bool
    shows_closing: bool

    @property
    def mark(self) -> str:
        """The mark of the phase on a page."""
        return PHASE_MARKS[self.phase]

    @property
    def is_draft(self) -> bool:
        """Whether the buyer may still change it."""
        return self.is_buyer and self.purchase.state in BEFORE_ROUND


def purchase_page(person: Person, purchase: Purchase, at: datetime) -> PurchasePage:
    """Gather the page for this reader at this moment."""
    buys, forwards = is_buyer(person, purchase), may_forward(person, purchase)
    lines = list(purchase.lines.all())
    takes = purchase.takes_offers(at)
    awards = _awards(purchase) if buys and not takes else []
    invited = [one.firm for one in purchase.invited.select_related("firm")] if (
        buys or forwards) else []  # fmt: skip
    phase = phase_of(purchase.state, purchase.closes_at, at, is_buyer=buys)
    firms = [] if buys else offering_firms(person, purchase)
    shows = bool(purchase.closes_at) and (buys or forwards or takes)
    orders = tuple(orders_seen(person, purchase.world).filter(purchase=purchase))
    return PurchasePage(
        purchase=purchase,
        phase=phase,
        is_buyer=buys,
        may_forward=forwards,
        lines=tuple(
            AwardedLine(line, tuple(a for a in awards if a.offered.line_id == line.pk))
            for line in lines
        ),
        own_offers=tuple(own_offer(firm, purchase, lines, at) for firm in firms),
        invited=tuple(invited),
        finding=finding_of(purchase, timezone.localdate(at)) if buys else None,
        orders=orders,
        suppliers=_without_order(awards, orders),
        events=_events(purchase, buys, shows),
        may_close_early=buys and takes and _all_have_offered(purchase, len(invited)),
        shows_closing=shows,
    )  # fmt: skip


def own_offer(
    firm: Firm, purchase: Purchase, lines: Sequence[PurchaseLine], at: datetime
) -> OwnOffer:
    """The firm's own offer on a request; amounts awarded only once that is in force."""
    offer = (
        Offer.objects.filter(purchase=purchase, supplier__in=group_ids(firm))
        .prefetch_related("lines__award")
        .first()
    )
    offered = {one.line_id: one for one in offer.lines.all()} if offer else {}
    told = told_of(offer, purchase, at) if offer else None

    def awarded(line: PurchaseLine) -> Decimal | None:
        award = getattr(offered.get(line.pk), "award", None)
        return award.amount if award and told == Told.AWARDED else None

    own = tuple(OwnLine(line, offered.get(line.pk), awarded(line)) for line in lines)
    return OwnOffer(firm, offer, told, own)


def _awards(purchase: Purchase) -> list[Award]:
    rows = Award.objects.filter(offered__line__purchase=purchase)
    return list(rows.select_related("offered__offer__supplier__merged_into"))


def _without_order(awards: Sequence[Award], orders: Sequence[PurchaseOrder]) -> tuple[Firm, ...]:
    """The suppliers with an award of whom the buyer has not reported an order yet."""
    have = {one.supplier.root_id for one in orders if one.said_by(Side.BUYER)}
    found = {one.offered.offer.supplier.root_id: one.offered.offer.supplier.root for one in awards}
    return tuple(firm for key, firm in found.items() if key not in have)


def _all_have_offered(purchase: Purchase, invited: int) -> bool:
    if purchase.open_to_cluster or not invited:
        return False
    return purchase.offers.filter(state="submitted").count() >= invited


def _events(purchase: Purchase, buys: bool, shows_closing: bool) -> tuple[LineEvent, ...]:
    events = []
    if purchase.put_round_at:
        events.append(LineEvent(_day(purchase.put_round_at), _("put round")))
    if shows_closing and purchase.closes_at:
        events.append(LineEvent(_day(purchase.closes_at), _("offers close"), kind="planned"))
    if buys and purchase.decided_at:
        words = purchase.get_state_display()
        kind = "confirmed" if purchase.state == PurchaseState.AWARDED else ""
        events.append(LineEvent(_day(purchase.decided_at), str(words), kind=kind))
    last = max((line.needed_on for line in purchase.lines.all()), default=None)
    if last:
        events.append(LineEvent(last, _("last delivery"), kind="planned"))
    return tuple(sorted(events, key=lambda one: one.day or date.max))


def _day(moment: datetime) -> date:
    return timezone.localtime(moment).date()


def find_offers(purchase: Purchase, at: datetime) -> list[Any]:
    """The offers that the buyer opens after the closing moment, with their lines."""
    rows = submitted_of(purchase, at).select_related("supplier__merged_into")
    return list(rows.prefetch_related("lines__line", "lines__award").order_by("supplier__sort_key"))
