"""What a firm may correct in its record, in which manner, and how a proposal is put in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from jilian.base.errors import Refusal
from jilian.base.free_text import checked_text
from jilian.firms.rules import FirmKey, FirmRow, Measure, NameKind, SiteRow
from jilian.firms.rules.corrections import Change

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Field(models.TextChoices):
    """The values of a record, each corrected alone."""

    REGISTERED_NAME = "registered_name", _("registered name")
    SHORT_NAME = "short_name", _("short name")
    ENGLISH_NAME = "english_name", _("English name")
    FORMER_NAME = "former_name", _("former name")
    IDENTIFIER = "identifier", _("identifier")
    MAIN_SITE = "main_site", _("main site")
    OTHER_SITE = "other_site", _("further site")
    INDUSTRY = "industry", _("main industry")
    MAKES = "makes", _("makes")
    BUYS = "buys", _("buys")
    FACT = "fact", _("yearly fact")


class Manner(models.TextChoices):
    """What the firm says about a value."""

    ADD = "add", _("this is missing")
    CHANGE = "change", _("this has changed")
    WRONG = "wrong", _("this was recorded wrongly")
    END = "end", _("this no longer holds")
    QUESTION = "question", _("I question this")


NAMES: Mapping[str, NameKind] = {
    Field.REGISTERED_NAME: NameKind.REGISTERED,
    Field.SHORT_NAME: NameKind.SHORT,
    Field.ENGLISH_NAME: NameKind.ENGLISH,
    Field.FORMER_NAME: NameKind.FORMER,
}
TABLES: Mapping[str, str] = {
    **dict.fromkeys(NAMES, "name"),
    Field.MAIN_SITE: "site",
    Field.OTHER_SITE: "other_site",
    Field.INDUSTRY: "industry",
    Field.MAKES: "product",
    Field.BUYS: "product",
    Field.FACT: "fact",
}
# With a value in the register; what holds once is also added where none is.
_OF_VALUE: Mapping[str, tuple[Manner, ...]] = {
    Field.REGISTERED_NAME: (Manner.CHANGE, Manner.WRONG),
    Field.SHORT_NAME: (Manner.WRONG, Manner.END),
    Field.ENGLISH_NAME: (Manner.WRONG, Manner.END),
    Field.FORMER_NAME: (Manner.WRONG,),
    Field.IDENTIFIER: (),
    Field.MAIN_SITE: (Manner.CHANGE, Manner.WRONG),
    Field.OTHER_SITE: (Manner.WRONG, Manner.END),
    Field.INDUSTRY: (Manner.CHANGE, Manner.WRONG),
    Field.MAKES: (Manner.END, Manner.WRONG),
    Field.BUYS: (Manner.END, Manner.WRONG),
    Field.FACT: (Manner.WRONG,),
}
_NEVER_ADDED = frozenset({Field.IDENTIFIER})


def manners_of(field: str, *, held: bool, authoritative: bool) -> tuple[Manner, ...]:
    """Return what the firm may say of a value: one that is authoritative is only questioned."""
    if not held:
        return () if field in _NEVER_ADDED else (Manner.ADD,)
    if authoritative or field == Field.IDENTIFIER:
        return (Manner.QUESTION,)
    return (*_OF_VALUE[field], Manner.QUESTION)


def check_manner(field: str, manner: str, *, held: bool, authoritative: bool) -> None:
    """Refuse a manner that does not fit the value."""
    allowed = manners_of(field, held=held, authoritative=authoritative)
    if manner in allowed:
        return
    if authoritative and held:
        raise Refusal(
            "value_authoritative",
            _("This value comes from an authoritative source. It is not overwritten, but"
              " questioned."),
        )  # fmt: skip
    raise Refusal("manner_unfit", _("This cannot be said of this value."))


def checked_value(field: str, manner: str, value: Mapping[str, Any]) -> dict[str, Any]:
    """Return the proposed value as plain values of JSON, or refuse what cannot be held."""
    if manner in (Manner.END, Manner.QUESTION):
        return {}
    if field in NAMES:
        return {"text": _words(value.get("text"), 200)}
    if field in (Field.MAKES, Field.BUYS):
        return {"name": _words(value.get("name"), 120)}
    if field == Field.INDUSTRY:
        return {"code": _words(value.get("code"), 4)}
    if field == Field.FACT:
        return _checked_fact(value)
    return {
        "division": _words(value.get("division"), 12),
        "address": checked_text(str(value.get("address") or ""), longest=300),
        **_checked_point(value.get("lon"), value.get("lat")),
    }


def _words(value: object, longest: int) -> str:
    words = " ".join(str(value or "").split())
    if not words:
        raise Refusal("value_missing", _("Say what the value should be."))
    return checked_text(words, longest=longest)


def _checked_point(lon: object, lat: object) -> dict[str, float | None]:
    if lon in (None, "") and lat in (None, ""):
        return {"lon": None, "lat": None}
    try:
        point = (float(str(lon)), float(str(lat)))
    except ValueError:
        point = (999.0, 999.0)
    if not (abs(point[0]) <= 180 and abs(point[1]) <= 90):
        raise Refusal(
            "point_odd", _("A point has a longitude and a latitude in degrees: 121.23, 31.03.")
        )
    return {"lon": point[0], "lat": point[1]}


def _checked_fact(value: Mapping[str, Any]) -> dict[str, Any]:
    measure = str(value.get("measure") or "")
    if measure not in Measure.values:
        raise Refusal("measure_unknown", _("Choose a measure."))
    try:
        year, amount = int(str(value.get("year"))), Decimal(str(value.get("value")))
        whole = amount.quantize(Decimal("0.01"))
    except (ValueError, InvalidOperation) as odd:
        raise Refusal("fact_odd", _("A fact has a year and a number.")) from odd
    if not (1949 <= year <= 2100 and amount.is_finite() and 0 <= whole < Decimal(10) ** 16):
        raise Refusal("fact_odd", _("A fact has a year and a number."))
    return {"year": year, "measure": measure, "value": str(whole)}


def check_day(manner: str, from_day: date | None, today: date) -> None:
    """Refuse a missing or future first day."""
    if manner in (Manner.CHANGE, Manner.END) and from_day is None:
        raise Refusal("day_missing", _("Say from which day on."))
    if from_day is not None and from_day > today:
        raise Refusal("day_in_future", _("The day lies in the future."))


def change_of(
    field: str,
    manner: str,
    value: Mapping[str, Any],
    *,
    key: FirmKey,
    name: str,
    pk: int,
    from_day: date | None,
) -> Change:
    """Return what a proposal asks of the register; ``key`` and ``name`` are the firm's own."""
    table, kind = TABLES[field], str(NAMES.get(field, ""))
    if manner == Manner.END:
        return Change(table, pk=pk, kind=kind, end_on=from_day)
    if manner == Manner.WRONG and field != Field.FACT:
        return Change(table, pk=pk, kind=kind, values=value)
    row = FirmRow(scheme=key[0], identifier=key[1], name=name, valid_from=from_day)
    return Change(table, pk=pk, kind=kind, row=_stated(row, field, value))


def _stated(row: FirmRow, field: str, value: Mapping[str, Any]) -> FirmRow:
    match field:
        case Field.REGISTERED_NAME:
            return row._replace(name=value["text"])
        case Field.SHORT_NAME:
            return row._replace(short_name=value["text"])
        case Field.ENGLISH_NAME:
            return row._replace(english_name=value["text"])
        case Field.FORMER_NAME:
            return row._replace(former_names=(value["text"],))
        case Field.MAIN_SITE:
            return row._replace(
                division_code=value["division"],
                address=value["address"] or None,
                lon=value["lon"],
                lat=value["lat"],
            )
        case Field.OTHER_SITE:
            return row._replace(sites=(SiteRow(value["division"], value["address"]),))
        case Field.INDUSTRY:
            return row._replace(industry_code=value["code"])
        case Field.FACT:
            return row._replace(facts=((value["year"], value["measure"], Decimal(value["value"])),))
    stated = (str(value["name"]),)
    return row._replace(makes=stated) if field == Field.MAKES else row._replace(buys=stated)


def value_words(field: str, value: Mapping[str, Any], names: Mapping[str, str]) -> StrOrPromise:
    """A proposed or held value in words; ``names`` of places and classes by code."""
    if not value:
        return ""
    if field == Field.FACT:
        measure = Measure(value["measure"]).label
        return f"{value['year']} {measure}: {Decimal(str(value['value'])).normalize():f}"
    if "division" in value:
        place = names.get(value["division"], value["division"])
        point = f"({value['lon']}, {value['lat']})" if value.get("lon") is not None else ""
        return " ".join(filter(None, (place, value.get("address") or "", point)))
    if "code" in value:
        return f"{value['code']} {names.get(value['code'], '')}".strip()
    return str(value.get("text", value.get("name", value.get("identifier", ""))))
