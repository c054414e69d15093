"""What a row may hold before it is compared: the first fault is refused by row and column."""

from __future__ import annotations

from collections.abc import Collection, Container, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from jilian.base.errors import Refusal
from jilian.firms.rules.codes import fitting
from jilian.firms.rules.rows import FirmRow, checked_identifier
from jilian.firms.rules.words import Measure, NameKind, Scheme

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

LONGEST_NAME = 200
_MEASURES = frozenset(Measure.values)
_NAME_KINDS = frozenset({NameKind.SHORT, NameKind.ENGLISH, NameKind.FORMER})
_SCHEMES = frozenset(Scheme.values)


def fault(
    code: str, row: int | None, column: StrPromise, value: object, why: StrPromise
) -> Refusal:
    """A refusal that names row, column, value and reason."""
    return Refusal(
        code,
        _("Row %(row)s, column %(column)s, “%(value)s”: %(why)s")
        % {"row": "–" if row is None else row, "column": column, "value": value, "why": why},
    )


def all_plain(
    rows: Sequence[FirmRow], divisions: Collection[str], industries: Collection[str]
) -> bool:
    """Say whether every row passes ``checked_row`` as it is, by looking at whole columns.

    False only says that the rows must be looked at one by one.
    """
    if not rows:
        return True
    names, identifiers = _column(rows, "name"), _column(rows, "identifier")
    schemes = _column(rows, "scheme")
    return (
        set(schemes) <= _SCHEMES
        and set(_column(rows, "division_code")) <= {None, "", *divisions}
        and set(_column(rows, "industry_code")) <= {None, "", *industries}
        and set(map(len, names)) <= set(range(1, LONGEST_NAME + 1))
        and all(map(str.strip, names))
        and all(identifiers)
        and list(map(str.strip, identifiers)) == identifiers
        and _credit_codes_fit(schemes, identifiers)
        and all(set(_column(rows, field)) == {default} for field, default in _SELDOM.items())
    )


def _column(rows: Sequence[FirmRow], field: str) -> list[Any]:
    return list(map(itemgetter(FirmRow._fields.index(field)), rows))


_SELDOM = {"lon": None, "lat": None, "other_industry_codes": (), "sites": (), "other_names": (),
           "facts": ()}  # fmt: skip


def _credit_codes_fit(schemes: Sequence[str], identifiers: Sequence[str]) -> bool:
    codes = [
        identifier
        for scheme, identifier in zip(schemes, identifiers, strict=True)
        if scheme == Scheme.USCC
    ]
    return bool(fitting(codes).all())


def checked_row(row: FirmRow, divisions: Container[str], industries: Container[str]) -> FirmRow:
    """Return the row with its identifier in its one way of writing, or refuse it in words."""
    if row.scheme not in _SCHEMES:
        raise fault("scheme_unknown", row.row, _("identified by"), row.scheme, _("not known."))
    try:
        identifier = checked_identifier(row.scheme, row.identifier)
    except Refusal as refusal:
        raise Refusal(
            refusal.code,
            _("Row %(row)s, column %(column)s: %(why)s")
            % {"row": "–" if row.row is None else row.row, "column": _("identifier"),
               "why": refusal.sentence},
        ) from refusal  # fmt: skip
    if not row.name.strip() or len(row.name) > LONGEST_NAME:
        why = _("a name has 1 to 200 characters.")
        raise fault("name_odd", row.row, _("name"), row.name[:40], why)
    if row.division_code and row.division_code not in divisions:
        why = _("no such division.")
        raise fault("division_unknown", row.row, _("division code"), row.division_code, why)
    _check_others(row, divisions, industries)
    _check_point(row)
    for _year, measure, _value in row.facts:
        if measure not in _MEASURES:
            raise fault("measure_unknown", row.row, _("yearly fact"), measure, _("not known."))
    return row if identifier == row.identifier else row._replace(identifier=identifier)


def _check_others(row: FirmRow, divisions: Container[str], industries: Container[str]) -> None:
    for code in (row.industry_code, *row.other_industry_codes):
        if code and code not in industries:
            why = _("no such class in GB/T 4754-2017.")
            raise fault("industry_unknown", row.row, _("industry code"), code, why)
    for site in row.sites:
        if site.division_code not in divisions:
            why = _("no such division.")
            raise fault("division_unknown", row.row, _("division code"), site.division_code, why)
    for kind, _text in row.other_names:
        if kind not in _NAME_KINDS:
            raise fault("name_kind_unknown", row.row, _("kind"), kind, _("not known."))


def _check_point(row: FirmRow) -> None:
    if row.lon is None and row.lat is None:
        return
    if row.lon is None or row.lat is None or not (abs(row.lon) <= 180 and abs(row.lat) <= 90):
        point = f"{row.lon}, {row.lat}"
        why = _("a point has a longitude and a latitude in degrees.")
        raise fault("point_odd", row.row, _("longitude and latitude"), point, why)
