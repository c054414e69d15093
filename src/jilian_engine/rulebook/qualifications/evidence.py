"""What is stated of a firm: values with year, source and day, checked before they are used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field as data_field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from jilian_engine.errors import EngineError
from jilian_engine.rulebook.qualifications.model import Field

Stated = bool | int | Decimal | Fraction | str | date | None
Value = bool | Fraction | str | date
PLACES = 6  # decimals that are kept
LIMIT = 10**12  # a stated number is nearer to zero
_SCALES: Mapping[tuple[str, str], Fraction] = {
    ("yuan", "10k_yuan"): Fraction(1, 10_000),
    ("percent", "share"): Fraction(1, 100),
}


@dataclass(frozen=True)
class Evidence:
    """One value of one firm.

    `year` goes with yearly fields and with no others. `unit` may be empty (the field's own),
    `yuan` for amounts, `percent` for shares. `proof` says who stated a value that only they can
    state: `platform`, `expert`, `province`. A value of None is the same as none stated. Two
    different values of one field and year leave it unknown.
    """

    field: str
    value: Stated
    year: int | None = None
    unit: str = ""
    source: str = ""
    on: date | None = None
    proof: str = ""


@dataclass(frozen=True)
class Found:
    """A value with the evidence behind it; where it is None, `why` says so in a code."""

    value: Value | None
    why: str = ""
    used: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class Statements:
    """The evidence of one firm, by field and year."""

    fields: Mapping[str, Field]
    rows: Mapping[tuple[str, int | None], tuple[tuple[Value, Evidence], ...]] = data_field(
        default_factory=dict
    )

    @classmethod
    def of(cls, fields: Mapping[str, Field], evidence: Iterable[Evidence]) -> Statements:
        """Check and sort evidence; raises EngineError on what cannot be stated so."""
        rows: dict[tuple[str, int | None], tuple[tuple[Value, Evidence], ...]] = {}
        for one in evidence:
            value = checked(fields, one)
            if value is not None:
                key = (one.field, one.year)
                rows[key] = (*rows.get(key, ()), (value, one))
        return cls(fields, rows)

    def find(self, name: str, year: int | None) -> Found:
        """The value of a stated field; proof is asked where the field asks it."""
        proof = self.fields[name].proof
        rows = self.rows.get((name, year), ())
        used = tuple(one for _value, one in rows)
        if proof:
            rows = tuple(row for row in rows if row[1].proof == proof)
        values = {value for value, _one in rows}
        if len(values) == 1:
            (value,) = values
            return Found(value, "", tuple(one for _value, one in rows))
        if values:
            return Found(None, "sources_disagree", used)
        return Found(None, "not_proved" if proof else "not_stated", used)


def checked(fields: Mapping[str, Field], one: Evidence) -> Value | None:
    """The value as it is compared, exact and in the field's own unit."""
    asked = check_place(fields, one.field, one.year)
    if one.value is None:
        return None
    match asked.kind:
        case "truth":
            if isinstance(one.value, bool):
                return one.value
        case "word":
            if isinstance(one.value, str) and (not asked.words or one.value in asked.words):
                return one.value
        case "day":
            if type(one.value) is date:
                return one.value
        case "number":
            if isinstance(one.value, (int, Decimal, Fraction)) and not isinstance(one.value, bool):
                return check_number(asked, _scaled(asked, one))
    raise EngineError("evidence_of_wrong_kind", f"{one.field} cannot be {one.value!r}")


def check_place(fields: Mapping[str, Field], name: str, year: int | None) -> Field:
    """The field, if it can be stated so: known, not computed, with a year where it is yearly."""
    if name not in fields:
        raise EngineError("field_unknown", f"no rule set asks for {name!r}")
    asked = fields[name]
    if asked.formula is not None:
        raise EngineError("field_computed", f"{name} is computed and cannot be stated")
    if asked.yearly != (year is not None):
        word = "needs its year" if asked.yearly else "has no year"
        raise EngineError("evidence_year_odd", f"{name} {word}")
    return asked


def check_number(asked: Field, number: Fraction) -> Fraction:
    """The number, if it may be stated of this field."""
    if abs(number) >= LIMIT or (number * 10**PLACES).denominator != 1:
        raise EngineError("evidence_number_odd", f"{asked.name}: 12 digits and 6 decimals at most")
    low = asked.least is not None and number < asked.least
    high = asked.most is not None and number > asked.most
    if low or high or (asked.whole and number.denominator != 1):
        raise EngineError("evidence_out_of_range", f"{asked.name} cannot be {number}")
    return number


def _scaled(asked: Field, one: Evidence) -> Fraction:
    assert isinstance(one.value, (int, Decimal, Fraction))
    if isinstance(one.value, Decimal) and not one.value.is_finite():
        raise EngineError("evidence_number_odd", f"{asked.name} cannot be {one.value}")
    number = Fraction(one.value)
    if one.unit in ("", asked.unit):
        return number
    scale = _SCALES.get((one.unit, asked.unit))
    if scale is None:
        raise EngineError("evidence_unit_odd", f"{asked.name} is not counted in {one.unit}")
    return number * scale
