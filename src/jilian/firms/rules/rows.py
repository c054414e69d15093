"""Rows as tables bring them, and how an identifier is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _
from stdnum.cn import uscc

from jilian.base.errors import Refusal
from jilian.firms.rules.words import NameKind, Scheme

FirmKey = tuple[str, str]  # scheme, identifier


@dataclass(frozen=True)
class SiteRow:
    """One further site of a firm as a table brings it."""

    division_code: str
    address: str = ""
    known_by: date | None = None  # None: as the firm's row
    valid_from: date | None = None
    valid_to: date | None = None


class FirmRow(NamedTuple):
    """One firm as a table brings it. None and () mean "not stated", and change nothing.

    A tuple, because a register's worth of them is made at once.
    """

    scheme: str
    identifier: str
    name: str
    name_kind: str = NameKind.REGISTERED  # another kind where the registered name is not known
    short_name: str | None = None
    english_name: str | None = None
    former_names: tuple[str, ...] = ()
    other_names: tuple[tuple[str, str], ...] = ()  # kind, name: further short or English names
    other_identities: tuple[tuple[str, str], ...] = ()  # scheme, identifier
    division_code: str | None = None
    address: str | None = None
    lon: float | None = None
    lat: float | None = None
    industry_code: str | None = None
    industry_basis: str = ""
    other_industry_codes: tuple[str, ...] = ()
    sites: tuple[SiteRow, ...] = ()  # further sites, beside the main one (division_code … lat)
    makes: tuple[str, ...] = ()
    buys: tuple[str, ...] = ()
    facts: tuple[tuple[int, str, Decimal], ...] = ()  # year, measure, value
    known_by: date | None = None  # None: the day of the upload
    valid_from: date | None = None
    products_verified: bool = True
    row: int | None = None

    @property
    def key(self) -> FirmKey:
        """By what the firm is found."""
        return (self.scheme, self.identifier)


@dataclass(frozen=True)
class CarrierRow:
    """One carrier as a table brings it. None means "not stated", and changes nothing."""

    name: str
    operator: FirmKey | None = None
    division_code: str | None = None
    row: int | None = None


@dataclass(frozen=True)
class TitleRow:
    """One title as a table brings it, held by a firm or by a carrier (by name), never both."""

    kind: str
    level: int
    firm: FirmKey | None = None
    carrier: str | None = None
    document: str = ""
    valid_from: date | None = None
    known_by: date | None = None  # None: the day of the upload
    not_before: date | None = None
    valid_to: date | None = None
    row: int | None = None


def checked_identifier(scheme: str, identifier: str) -> str:
    """Return the identifier in its one way of writing, or refuse it in words.

    Source of the check digit: GB 32100-2015, through python-stdnum.
    """
    value = identifier.strip().upper() if scheme == Scheme.USCC else identifier.strip()
    if not value:
        raise Refusal("identifier_missing", _("The identifier is empty."))
    if scheme == Scheme.USCC and not uscc.is_valid(value):
        raise Refusal(
            "credit_code_wrong",
            _("%(code)s is not a unified social credit code: its length or check digit is wrong.")
            % {"code": value},
        )
    return value
