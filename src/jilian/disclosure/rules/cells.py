"""Cells as they come in and as they are shown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from jilian.base.errors import Refusal

_PERIOD = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_CODE = re.compile(r"[^|\s]{1,60}")


@dataclass(frozen=True)
class PartIn:
    """What stands above or below the line of a ratio.

    ``key``: the cell that shows it, if one does. ``contributors`` None: taken as known to
    everybody. ``value``: as that cell would show it, whether it does or not.
    """

    value: Decimal
    key: tuple[str, ...] = ()
    contributors: int | None = None
    largest: Decimal | None = None
    people: bool = False
    count: bool = False


@dataclass(frozen=True)
class RatioIn:
    """A ratio is ``times`` x above / below - ``less``, give or take ``half`` by rounding."""

    above: PartIn
    below: PartIn
    times: Decimal = Decimal(1)
    less: Decimal = Decimal(0)
    half: Decimal = Decimal(0)


@dataclass(frozen=True)
class CellIn:
    """One cell before it is decided whether it is shown.

    ``value`` None: missing, which is no secret. ``contributors``: firms (or other respondents) it
    is made of; None where it is made of none, because somebody else published it. ``largest``: the
    largest contribution. ``people``: a count of people. ``count``: a whole number. ``adds``: False
    for shares and growth, which take part in no sum; ``ratio_of``: what they are made of.
    """

    key: tuple[str, ...]
    value: Decimal | None
    contributors: int | None
    largest: Decimal | None = None
    people: bool = False
    count: bool = False
    adds: bool = True
    ratio_of: RatioIn | None = None


@dataclass(frozen=True)
class MemberIn:
    """One member of a dimension; ``parent``: the member into which it adds up, "" for a top."""

    code: str
    name: str
    name_en: str = ""
    parent: str = ""


@dataclass(frozen=True)
class DimensionIn:
    """A dimension with its members in the order in which they are printed."""

    name: str
    members: tuple[MemberIn, ...]


@dataclass(frozen=True)
class ShownCell:
    """What others get of a cell: its value (None: unknown), or that it is hidden."""

    value: Decimal | None
    hidden: bool


def neighbours(period: str) -> tuple[str, str]:
    """The month before and the month after, as "2026-03"; a Refusal where it is no month."""
    year, month = _months(period)
    before = f"{year - 1}-12" if month == 1 else f"{year}-{month - 1:02}"
    return before, f"{year + 1}-01" if month == 12 else f"{year}-{month + 1:02}"


def check_cells(cells: Sequence[CellIn], dimensions: Sequence[DimensionIn]) -> None:
    """Refuse cells that name no member, name one twice, or are negative."""
    known = [{member.code for member in one.members} for one in dimensions]
    for one in dimensions:
        codes = [member.code for member in one.members]
        parents = {member.parent for member in one.members if member.parent}
        if len(codes) != len(set(codes)) or not parents <= set(codes):
            raise Refusal("bad_dimension", _("A dimension names a member twice or an unknown one."))
        if not all(_CODE.fullmatch(code) for code in codes):
            raise Refusal("bad_dimension", _("Codes of members have no blanks and no “|”."))
    seen = set()
    for cell in cells:
        fits = len(cell.key) == len(known) and all(
            code in codes for code, codes in zip(cell.key, known, strict=True)
        )
        if not fits or cell.key in seen:
            raise Refusal("bad_cell", _("A cell names an unknown member or stands there twice."))
        if cell.adds and cell.value is not None and cell.value < 0:
            raise Refusal("negative_cell", _("A cell that adds up is not below zero."))
        seen.add(cell.key)


def _months(period: str) -> tuple[int, int]:
    found = _PERIOD.fullmatch(period)
    if not found:
        raise Refusal("bad_period", _("A period is a month, written as 2026-03."))
    return int(found[1]), int(found[2])
