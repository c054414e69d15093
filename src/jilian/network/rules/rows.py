"""Supply links as tables bring them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from jilian.base.errors import Refusal
from jilian.firms.rules.checking import fault
from jilian.network.rules.words import Evidence, ValueBand

_EVIDENCES, _BANDS = frozenset(Evidence.values), frozenset(ValueBand.values)
FirmKey = tuple[str, str]  # scheme, identifier


@dataclass(frozen=True)
class LinkRow:
    """One supply link as a table brings it."""

    supplier: FirmKey
    buyer: FirmKey
    evidence: str
    product: str = ""
    amount_yuan: Decimal | None = None
    band: str = ""
    probability: float | None = None
    reasons: dict[str, float] | None = None
    valid_from: date | None = None
    known_by: date | None = None  # None: the day of the upload
    not_before: date | None = None
    valid_to: date | None = None
    last_seen_on: date | None = None
    row: int | None = None

    def start(self, day: date) -> date:
        """The latest possible first day; ``day`` is the day of the upload."""
        return self.valid_from or self.known_by or day


def unknown_end(row: LinkRow, key: FirmKey, *, is_supplier: bool) -> Refusal:
    """The refusal of a row that names a firm outside the register."""
    column = _("supplier") if is_supplier else _("buyer")
    return fault("firm_unknown", row.row, column, " ".join(key), _("not in the register."))


def checked_link(row: LinkRow, day: date) -> LinkRow:
    """Return the row if it can be held, or refuse it by row and column."""
    if row.evidence not in _EVIDENCES:
        raise fault("evidence_unknown", row.row, _("evidence"), row.evidence, _("not known."))
    if row.band and row.band not in _BANDS:
        raise fault("band_unknown", row.row, _("band of yearly value"), row.band, _("not known."))
    if row.amount_yuan is not None and row.amount_yuan < 0:
        why = _("a value is not below zero.")
        raise fault("amount_negative", row.row, _("yearly value (yuan)"), row.amount_yuan, why)
    has_probability = row.probability is not None and 0 < row.probability <= 1
    if has_probability != (row.evidence == Evidence.INFERRED):
        why = _("an inferred link has a probability above 0 and at most 1, no other has one.")
        raise fault("probability_odd", row.row, _("probability"), row.probability, why)
    if row.valid_to is not None and row.valid_to <= row.start(day):
        why = _("a link ends after the day on which it starts.")
        raise fault("link_ends_first", row.row, _("to"), row.valid_to, why)
    return row
