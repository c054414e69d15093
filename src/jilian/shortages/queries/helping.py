"""A firm that was asked, as the caller, an office or the firm itself may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from jilian.firms.models import Firm
from jilian.shortages.models import Delivery, Helper, Reservation
from jilian.shortages.rules.words import ANSWER_MARKS, Answer, Circle


@dataclass(frozen=True)
class ReservationView:
    """A reservation as of a moment: what has expired is let go whether it was noted or not."""

    pk: int
    key: UUID
    amount: Decimal
    waiting: Decimal
    in_transit: Decimal
    received: Decimal
    released: Decimal
    accepted_at: datetime
    due_at: datetime
    expires_at: datetime
    end: str
    end_reason: str
    deliveries: tuple[Delivery, ...]

    @property
    def is_running(self) -> bool:
        """Whether something may still be dispatched under it."""
        return not self.end and self.waiting > 0


@dataclass(frozen=True)
class HelperView:
    """A firm that was asked. For an office a refusal looks like an answer that is awaited."""

    pk: int
    key: UUID
    firm: Firm
    circle: Circle
    rank: int | None
    answer: Answer
    asked_at: datetime
    lead_hours: int | None = None
    offered: Decimal | None = None
    reserved: Decimal | None = None
    open_offer: Decimal | None = None
    papers: tuple[str, ...] = ()
    paper_numbers: str = ""
    cannot_reason: str = ""
    words: str = ""
    answered_at: datetime | None = None
    reservations: tuple[ReservationView, ...] = ()

    @property
    def mark(self) -> str:
        """The mark of the answer on a page."""
        return ANSWER_MARKS[self.answer]


def helper_view(helper: Helper, at: datetime, *, inside: bool = True) -> HelperView:
    """Return the firm as the caller and itself see it, or (not ``inside``) as an office does."""
    firm, circle, answer = helper.firm, Circle(helper.circle), Answer(helper.answer)
    if not inside:
        seen = Answer.WAITING if answer == Answer.CANNOT else answer
        return HelperView(
            pk=helper.pk, key=helper.key, firm=firm, circle=circle, rank=helper.rank, answer=seen,
            asked_at=helper.asked_at, lead_hours=helper.lead_hours,
        )  # fmt: skip
    rows = tuple(reservation_view(one, at) for one in helper.reservations.all())
    live = sum((one.amount - one.released for one in rows), Decimal(0))
    return HelperView(
        pk=helper.pk, key=helper.key, firm=firm, circle=circle, rank=helper.rank, answer=answer,
        asked_at=helper.asked_at, lead_hours=helper.lead_hours, offered=helper.offered,
        reserved=live, open_offer=(helper.offered or Decimal(0)) - live,
        papers=tuple(helper.papers), paper_numbers=helper.paper_numbers,
        cannot_reason=helper.cannot_reason, words=helper.words, answered_at=helper.answered_at,
        reservations=rows,
    )  # fmt: skip


def reservation_view(row: Reservation, at: datetime) -> ReservationView:
    """Return a reservation as it stands at a moment."""
    expired = row.waiting if row.has_expired(at) else Decimal(0)
    return ReservationView(
        pk=row.pk, key=row.key, amount=row.amount, waiting=row.waiting - expired,
        in_transit=row.in_transit,
        received=row.received, released=row.released + expired, accepted_at=row.accepted_at,
        due_at=row.due_at, expires_at=row.expires_at,
        end="expired" if expired else row.end, end_reason=row.end_reason,
        deliveries=tuple(row.deliveries.all()),
    )  # fmt: skip
