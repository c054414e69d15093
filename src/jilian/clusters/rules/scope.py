"""Which firms a formation run looks at: towns, places in them, industries, or a product chain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from jilian.base.errors import Refusal

MOST_OF_A_KIND = 40  # divisions, industries or products in one scope
MOST_STEPS = 4
LONGEST_PRODUCT = 60
DISTRICT_DIGITS, TOWN_DIGITS = 6, 9  # of a code (GB/T 2260 and the town codes)
# GB/T 4754-2017: the divisions (first two digits) of each section, first and last.
SECTIONS: Mapping[str, tuple[int, int]] = {
    "A": (1, 5), "B": (6, 12), "C": (13, 43), "D": (44, 46), "E": (47, 50), "F": (51, 52),
    "G": (53, 60), "H": (61, 62), "I": (63, 65), "J": (66, 69), "K": (70, 70), "L": (71, 72),
    "M": (73, 75), "N": (76, 79), "O": (80, 82), "P": (83, 83), "Q": (84, 85), "R": (86, 90),
    "S": (91, 96), "T": (97, 97),
}  # fmt: skip


class ProductSide(models.TextChoices):
    """Which firms a product of the scope brings in."""

    BOTH = "both", _("make or buy it")
    MAKES = "makes", _("make it")
    BUYS = "buys", _("buy it")


@dataclass(frozen=True)
class Scope:
    """What a run is narrowed to; a firm fits that fits one entry of every kind that is given.

    ``divisions`` are codes of any level, ``industries`` codes of GB/T 4754 of any level,
    ``products`` words that a product's name contains; ``steps`` links away from those firms others
    still belong to the chain. An empty scope is the whole network.
    """

    divisions: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    side: str = ProductSide.BOTH
    steps: int = 1

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left out."""
        return not (self.divisions or self.industries or self.products)

    @property
    def small_places(self) -> tuple[str, ...]:
        """Divisions below a town, which a snapshot does not tell apart."""
        return tuple(code for code in self.divisions if code[TOWN_DIGITS:].strip("0"))

    def as_dict(self) -> dict[str, Any]:
        """The scope as it is kept with a run: only what narrows it."""
        kept: dict[str, Any] = {
            name: list(values)
            for name in ("divisions", "industries", "products")
            if (values := getattr(self, name))
        }
        if self.products:
            kept |= {"side": str(self.side), "steps": self.steps}
        return kept

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> Scope:
        """Read what ``as_dict`` wrote."""
        lists = ("divisions", "industries", "products")
        divisions, industries, products = (tuple(kept.get(name, ())) for name in lists)
        return cls(divisions, industries, products, kept.get("side", ProductSide.BOTH),
                   kept.get("steps", 1))  # fmt: skip


WHOLE = Scope()


def scope_of(
    divisions: object = (), industries: object = (), products: object = (),
    side: str = ProductSide.BOTH, steps: int = 1,
) -> Scope:  # fmt: skip
    """The scope of these entries, each once and in order, so that the same scope is equal."""
    return Scope(
        _sorted(divisions), tuple(one.upper() for one in _sorted(industries)), _sorted(products),
        str(side), steps,
    )  # fmt: skip


def _sorted(values: object) -> tuple[str, ...]:
    assert isinstance(values, (list, tuple, set, frozenset))
    return tuple(sorted({text for value in values if (text := str(value).strip())}))


def division_prefix(code: str) -> str:
    """What the codes within a town, district, city or province begin with."""
    if len(code) > DISTRICT_DIGITS:
        return code[:TOWN_DIGITS]
    while len(code) > 2 and code.endswith("00"):
        code = code[:-2]
    return code


def industry_prefixes(code: str) -> tuple[str, ...]:
    """What the classes of an industry begin with: C gives 13 to 43, 39 stays 39."""
    if code in SECTIONS:
        first, last = SECTIONS[code]
        return tuple(f"{number:02d}" for number in range(first, last + 1))
    return (code,)


def check_scope(scope: Scope) -> None:
    """Refuse a scope that cannot be meant; whether its codes exist is asked elsewhere."""
    for values in (scope.divisions, scope.industries, scope.products):
        if len(values) > MOST_OF_A_KIND:
            raise Refusal(
                "scope_too_long",
                _("A scope names at most %(n)s entries of a kind.") % {"n": MOST_OF_A_KIND},
            )
    if any(len(word) > LONGEST_PRODUCT for word in scope.products):
        raise Refusal(
            "product_too_long",
            _("A product is named with at most %(n)s characters.") % {"n": LONGEST_PRODUCT},
        )
    if scope.side not in ProductSide.values:
        raise Refusal("scope_side_wrong", _("Firms make a product, buy it, or either."))
    if not 0 <= scope.steps <= MOST_STEPS:
        raise Refusal(
            "scope_steps_wrong",
            _("A product chain reaches 0 to %(n)s links away.") % {"n": MOST_STEPS},
        )
