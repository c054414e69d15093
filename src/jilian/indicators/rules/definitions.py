"""The definitions of indicators as the platform's pages, queries and reports read them.

The engine's catalogue fills ``DEFINITIONS`` when the applications start, in its own order.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from jilian.ui.values import in_chinese


@dataclass(frozen=True)
class Definition:
    """What an indicator is, in words; the engine keeps how it is taken from records."""

    key: str
    version: int
    theme: str
    theme_zh: str
    theme_en: str
    name_zh: str
    name_en: str
    unit: str
    unit_zh: str
    unit_en: str
    places: int
    period_kind: str
    measured: str
    boundary_zh: str
    boundary_en: str
    formula_zh: str
    formula_en: str
    price_basis: str
    source_kind: str
    unit_kinds: tuple[str, ...]
    people: bool
    additive: bool
    better: str
    recipe: str
    numerator_zh: str = ""
    numerator_en: str = ""
    denominator_zh: str = ""
    denominator_en: str = ""
    checks: tuple[tuple[str, str], ...] = field(default=())

    @property
    def name(self) -> str:
        """Its name in the reader's language."""
        return self.name_zh if in_chinese() else self.name_en

    @property
    def unit_word(self) -> str:
        """The measure word."""
        return self.unit_zh if in_chinese() else self.unit_en

    @property
    def theme_word(self) -> str:
        """What it belongs to."""
        return self.theme_zh if in_chinese() else self.theme_en

    @property
    def boundary(self) -> str:
        """What is counted."""
        return self.boundary_zh if in_chinese() else self.boundary_en

    @property
    def formula(self) -> str:
        """How it is worked out."""
        return self.formula_zh if in_chinese() else self.formula_en

    @property
    def numerator(self) -> str:
        """What stands above the line; empty where there is none."""
        return self.numerator_zh if in_chinese() else self.numerator_en

    @property
    def denominator(self) -> str:
        """What stands below it."""
        return self.denominator_zh if in_chinese() else self.denominator_en

    @property
    def check_words(self) -> tuple[str, ...]:
        """What must hold of its values."""
        return tuple(zh if in_chinese() else en for zh, en in self.checks)


DEFINITIONS: dict[str, Definition] = {}


def definition_of(key: str) -> Definition | None:
    """The definition of this key; None where there is none."""
    return DEFINITIONS.get(key)
