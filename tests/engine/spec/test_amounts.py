from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from jilian_engine.amounts import Amount, band_around, exact_decimal, factor, hours_left
from jilian_engine.errors import EngineError


@pytest.mark.parametrize(
    ("number", "unit", "to", "density", "result"),
    [
        ("1.25", "t", "kg", None, "1250"),
        ("1", "m3", "mL", None, "1000000"),
        ("800", "L", "kg", "1.03", "824"),
        ("824", "kg", "L", "1.03", "800"),
        ("3", "g", "mL", "1.5", "2"),
        ("7", "piece", "piece", None, "7"),
    ],
)
def test_units_convert_exactly(number, unit, to, density, result):
    heavy = None if density is None else Decimal(density)
    assert Amount.of(Decimal(number), unit).to(to, heavy).decimal() == Decimal(result)


@pytest.mark.parametrize(
    ("unit", "to", "density", "code"),
    [
        ("L", "kg", None, "density_missing"),
        ("L", "kg", Decimal(0), "density_not_positive"),
        ("piece", "kg", Decimal(1), "units_do_not_meet"),
        ("m", "m2", None, "units_do_not_meet"),
    ],
)
def test_what_does_not_meet_is_refused(unit, to, density, code):
    with pytest.raises(EngineError) as error:
        factor(unit, to, density)
    assert error.value.code == code


def test_floats_and_roundings_are_refused():
    with pytest.raises(EngineError) as error:
        Amount.of(0.1, "kg")
    assert error.value.code == "amount_is_float"
    with pytest.raises(EngineError) as error:
        exact_decimal(Fraction(1, 3))
    assert error.value.code == "amount_not_exact"


@pytest.mark.parametrize(
    ("number", "low", "high"),
    [("1250", 1000, 2000), ("1", 1, 2), ("2", 2, 5), ("999", 500, 1000), ("0.03", "0.02", "0.05")],
)
def test_the_band_of_an_amount_has_round_ends(number, low, high):
    assert band_around(Decimal(number)) == (Fraction(str(low)), Fraction(str(high)))


def test_hours_left_stay_unknown_without_stock_or_use():
    assert hours_left(Decimal(100), Decimal(300)) == 8
    assert hours_left(None, Decimal(1)) is None
    assert hours_left(Decimal(1), None) is None
    with pytest.raises(EngineError):
        hours_left(Decimal(1), Decimal(0))
