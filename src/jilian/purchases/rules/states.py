"""States of requests, offers and orders, and in which words whom they are told."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.base.errors import Refusal


class PurchaseState(models.TextChoices):
    """How far a request has come; only its buyer is told the state as it stands here."""

    DRAFT = "draft", pgettext_lazy("purchase", "draft")
    HANDED = "handed", pgettext_lazy("purchase", "handed to the cluster's secretary")
    OPEN = "open", pgettext_lazy("purchase", "put round")
    AWARDED = "awarded", pgettext_lazy("purchase", "awarded")
    CANCELLED = "cancelled", pgettext_lazy("purchase", "cancelled")
    STOPPED = "stopped", pgettext_lazy("purchase", "not put round: a tender is required")


BEFORE_ROUND = frozenset({PurchaseState.DRAFT, PurchaseState.HANDED})


class Phase(models.TextChoices):
    """What a reader is told of a request that was put round.

    Who neither buys nor offers hears only whether offers are taken: that nothing was bought, or
    that nobody offered, leaves no mark.
    """

    DRAFT = "draft", pgettext_lazy("purchase", "draft")
    HANDED = "handed", pgettext_lazy("purchase", "handed to the cluster's secretary")
    TAKING = "taking", pgettext_lazy("purchase", "takes offers")
    CLOSED = "closed", pgettext_lazy("purchase", "closed")
    COMPARING = "comparing", pgettext_lazy("purchase", "to be compared and awarded")
    AWARDED = "awarded", pgettext_lazy("purchase", "awarded")
    CANCELLED = "cancelled", pgettext_lazy("purchase", "cancelled")
    STOPPED = "stopped", pgettext_lazy("purchase", "not put round: a tender is required")


PHASE_MARKS: Mapping[str, str] = {
    Phase.DRAFT: "waiting", Phase.HANDED: "waiting", Phase.TAKING: "open",
    Phase.CLOSED: "closed", Phase.COMPARING: "soon", Phase.AWARDED: "closed",
    Phase.CANCELLED: "closed", Phase.STOPPED: "refused",
}  # fmt: skip


def takes_offers(state: str, closes_at: datetime | None, at: datetime) -> bool:
    """Whether offers may be handed in, revised and withdrawn at this moment."""
    return state == PurchaseState.OPEN and closes_at is not None and at < closes_at


def phase_of(state: str, closes_at: datetime | None, at: datetime, *, is_buyer: bool) -> Phase:
    """What this reader is told of how far the request is."""
    if takes_offers(state, closes_at, at):
        return Phase.TAKING
    if not is_buyer:
        return Phase.HANDED if state == PurchaseState.HANDED else Phase.CLOSED
    return Phase.COMPARING if state == PurchaseState.OPEN else Phase(state)


class OfferState(models.TextChoices):
    """How far an offer has come, as its supplier left it."""

    DRAFT = "draft", pgettext_lazy("offer", "draft")
    SUBMITTED = "submitted", pgettext_lazy("offer", "submitted")
    WITHDRAWN = "withdrawn", pgettext_lazy("offer", "withdrawn")


class Told(models.TextChoices):
    """The true state of an offer, as its own supplier is told."""

    DRAFT = "draft", pgettext_lazy("offer", "draft")
    SUBMITTED = "submitted", pgettext_lazy("offer", "submitted")
    WITHDRAWN = "withdrawn", pgettext_lazy("offer", "withdrawn")
    TOO_LATE = "too_late", pgettext_lazy("offer", "not submitted in time")
    COMPARED = "compared", pgettext_lazy("offer", "being compared")
    AWARDED = "awarded", pgettext_lazy("offer", "awarded")
    NOT_AWARDED = "not_awarded", pgettext_lazy("offer", "not awarded")
    CANCELLED = "cancelled", pgettext_lazy("offer", "the purchase was cancelled")


TOLD_MARKS: Mapping[str, str] = {
    Told.DRAFT: "soon", Told.SUBMITTED: "open", Told.WITHDRAWN: "closed", Told.TOO_LATE: "closed",
    Told.COMPARED: "waiting", Told.AWARDED: "confirmed", Told.NOT_AWARDED: "closed",
    Told.CANCELLED: "closed",
}  # fmt: skip


def told_of_offer(
    offer: str, purchase: str, *, takes: bool, awarded: bool
) -> Told:  # one supplier, no other's offer changes it
    """The state of an own offer: never more than what became of it, never less."""
    if offer == OfferState.WITHDRAWN:
        return Told.WITHDRAWN
    if purchase == PurchaseState.CANCELLED:
        return Told.CANCELLED
    if offer == OfferState.DRAFT:
        return Told.DRAFT if takes else Told.TOO_LATE
    if takes:
        return Told.SUBMITTED
    if purchase != PurchaseState.AWARDED:
        return Told.COMPARED
    return Told.AWARDED if awarded else Told.NOT_AWARDED


class Conflict(models.TextChoices):
    """What a side has declared about conflicts of interest."""

    NONE = "none", pgettext_lazy("conflict", "declared: none")
    DECLARED = "declared", pgettext_lazy("conflict", "declared: there is one")


class Unit(models.TextChoices):
    """Units in which amounts are asked for."""

    PIECE = "piece", pgettext_lazy("unit", "piece")
    SET = "set", pgettext_lazy("unit", "set")
    LOT = "lot", pgettext_lazy("unit", "lot")
    KG = "kg", pgettext_lazy("unit", "kg")
    TONNE = "t", pgettext_lazy("unit", "t")
    LITRE = "L", pgettext_lazy("unit", "L")
    METRE = "m", pgettext_lazy("unit", "m")
    SQUARE_METRE = "m2", pgettext_lazy("unit", "m²")
    CUBIC_METRE = "m3", pgettext_lazy("unit", "m³")


class Side(models.TextChoices):
    """Who reports an order."""

    BUYER = "buyer", pgettext_lazy("order", "buyer")
    SUPPLIER = "supplier", pgettext_lazy("order", "supplier")


class ReportState(models.TextChoices):
    """Whether a side still says so."""

    STANDING = "standing", pgettext_lazy("report", "stands")
    WITHDRAWN = "withdrawn", pgettext_lazy("report", "withdrawn")


def check_before_round(state: str) -> None:
    """Refuse to change what has been put round: suppliers rely on it."""
    if state not in BEFORE_ROUND:
        raise Refusal("put_round_already", _("It has been put round and is not changed any more."))


def check_takes_offers(state: str, closes_at: datetime | None, at: datetime) -> None:
    """Refuse what comes after the closing moment."""
    if not takes_offers(state, closes_at, at):
        raise Refusal("offers_closed", _("Offers are no longer taken."))


def check_comparable_now(state: str, closes_at: datetime | None, at: datetime) -> None:
    """Refuse to open offers before the closing moment, and to award twice."""
    if state != PurchaseState.OPEN:
        raise Refusal("not_to_award", _("There is nothing to award."))
    if takes_offers(state, closes_at, at):
        raise Refusal("offers_open", _("Offers are opened after the closing moment, not before."))


def check_may_close_early(open_to_cluster: bool, invited: int, submitted: int) -> None:
    """Refuse to close early unless everyone who may offer has done so."""
    if open_to_cluster or not invited or submitted < invited:
        raise Refusal(
            "not_all_have_offered",
            _("It can be closed early only when it went to invited firms alone and each of them"
              " has submitted an offer."),
        )  # fmt: skip


def check_declared(buyer: str, suppliers: Collection[str]) -> None:
    """Refuse to award before both sides have declared whether interests conflict."""
    if not buyer:
        raise Refusal(
            "buyer_not_declared",
            _("Say first who evaluates, by function, and whether interests conflict."),
        )
    if not all(suppliers):
        raise Refusal(
            "supplier_not_declared",
            _("A supplier has not declared whether interests conflict: it cannot be awarded."),
        )
