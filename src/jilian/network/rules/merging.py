"""What a row changes in the links that are held between the same two firms.

A link is the same if supplier, buyer, product and evidence are the same and the days overlap. A
new yearly value ends the old link on the day it starts and opens one with the new value; what was
not known is filled in; a later last day seen is taken over.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from django.utils.translation import gettext_lazy as _

from jilian.network.rules.rows import LinkRow

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

REASONS: Mapping[str, StrPromise] = {
    "older_value": _("The register holds another value from the same day or later."),
    "ends_first": _("The link would end before the day from which it is known."),
    "same_firm": _("Supplier and buyer are the same firm."),
}


@dataclass(slots=True)
class HeldLink:
    """A link that is held."""

    pk: int
    known_by: date
    valid_from: date | None
    not_before: date | None
    valid_to: date | None
    amount_yuan: Decimal | None
    band: str
    probability: float | None
    last_seen_on: date | None


@dataclass(slots=True)
class LinkOutcome:
    """What one row comes to. ``ends`` is the day on which the held link gives way to the row's."""

    kind: Literal["new", "changed", "same", "conflicting"]
    pk: int = 0
    values: dict[str, object] = field(default_factory=dict)
    ends: date | None = None
    reason: str = ""
    held: HeldLink | None = None  # what the row was compared with, as it was


def decide_link(held: Sequence[HeldLink], row: LinkRow, day: date) -> LinkOutcome:
    """Compare a row with the links of the same ends, product and evidence, latest first."""
    start = row.start(day)
    for link in held:
        if _meet(link, row, start):
            return _merge(link, row, start)
    return LinkOutcome("new")


def _meet(link: HeldLink, row: LinkRow, start: date) -> bool:
    begins_in_time = link.valid_to is None or start < link.valid_to
    return begins_in_time and (row.valid_to is None or link.known_by < row.valid_to)


def _merge(link: HeldLink, row: LinkRow, start: date) -> LinkOutcome:
    outcome = LinkOutcome("same", link.pk)
    if _value_differs(link, row):
        if start <= link.known_by:
            return LinkOutcome("conflicting", link.pk, reason="older_value")
        return LinkOutcome("changed", link.pk, ends=start)
    values = outcome.values
    if row.amount_yuan is not None and link.amount_yuan is None:
        values["amount_yuan"] = row.amount_yuan
    if row.band and not link.band:
        values["band"] = row.band
    if row.last_seen_on and (link.last_seen_on is None or row.last_seen_on > link.last_seen_on):
        values["last_seen_on"] = row.last_seen_on
    known_by = _start_earlier(link, row, values)
    if row.valid_to is not None and row.valid_to != link.valid_to:
        if row.valid_to <= known_by:
            return LinkOutcome("conflicting", link.pk, reason="ends_first")
        values["valid_to"] = row.valid_to
    if values:
        outcome.kind = "changed"
    return outcome


def _value_differs(link: HeldLink, row: LinkRow) -> bool:
    pairs = (
        (link.amount_yuan, row.amount_yuan),
        (link.band or None, row.band or None),
        (link.probability, row.probability),
    )
    return any(held is not None and new is not None and held != new for held, new in pairs)


def _start_earlier(link: HeldLink, row: LinkRow, values: dict[str, object]) -> date:
    """A source that shows the link on an earlier day, or states its first day."""
    stated = row.valid_from or row.known_by
    if link.valid_from is not None or stated is None or stated > link.known_by:
        return link.known_by
    if row.valid_from is not None:
        values |= {"valid_from": row.valid_from, "not_before": None}
    if stated < link.known_by:
        values["known_by"] = stated
        if link.not_before is not None and link.not_before > stated:
            values["not_before"] = None
    return stated
