"""The engine's catalogue as definitions of the platform."""

from __future__ import annotations

from jilian.indicators.rules.definitions import Definition
from jilian_engine.indicators import CATALOGUE, Indicator


def definitions() -> dict[str, Definition]:
    """Every indicator's definition by key, in the order of the catalogue."""
    return {one.key: _definition(one) for one in CATALOGUE}


def _definition(one: Indicator) -> Definition:
    return Definition(
        key=one.key, version=one.version, theme=one.theme.en, theme_zh=one.theme.zh,
        theme_en=one.theme.en, name_zh=one.name.zh, name_en=one.name.en, unit=one.unit.key,
        unit_zh=one.unit.words.zh, unit_en=one.unit.words.en, places=one.unit.places,
        period_kind=one.period, measured=one.select.window.value if one.select else "stated",
        boundary_zh=one.boundary.zh, boundary_en=one.boundary.en, formula_zh=one.formula.zh,
        formula_en=one.formula.en, price_basis=one.price, source_kind=one.source,
        unit_kinds=one.unit_kinds, people=one.people, additive=one.additive, better=one.better,
        recipe=recipe(one), numerator_zh=one.numerator.zh, numerator_en=one.numerator.en,
        denominator_zh=one.denominator.zh, denominator_en=one.denominator.en,
        checks=tuple((check.zh, check.en) for check in one.checks),
    )  # fmt: skip


def recipe(one: Indicator) -> str:
    """How a value is made of its records: sum, ratio, growth, median, or stated elsewhere."""
    if one.select is None:
        return "stated"
    if one.of is not None:
        return "growth" if one.growth else "ratio"
    return "median" if one.select.how == "median" else "sum"
