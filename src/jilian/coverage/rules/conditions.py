"""By which conditions the firms of a campaign are drawn from the register."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.base.errors import Refusal
from jilian.firms.rules import Measure

# What shows that a firm works: above zero in a year.
OPERATION = (Measure.EMPLOYEES, Measure.REVENUE, Measure.OUTPUT, Measure.TAX)


class Basis(models.TextChoices):
    """Where the firms of a campaign come from."""

    CONDITIONS = "conditions", pgettext_lazy("campaign", "the register, by conditions")
    LIST = "list", pgettext_lazy("campaign", "a list of firms")
    BOTH = "both", pgettext_lazy("campaign", "the register by conditions, and a list")


@dataclass(frozen=True)
class Conditions:
    """What a firm must fulfil on the day: every condition that is stated, one value of each.

    ``operating_year``: some yearly fact of that year or a later one shows operation; without it
    whoever stands in the register with a site on the day counts as operating, and shells leave the
    list with evidence. ``without_body``: no organisation covers the firm on the day.
    """

    basis: str = Basis.CONDITIONS
    towns: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    clusters: tuple[int, ...] = ()
    titles: tuple[str, ...] = ()
    measure: str = ""
    measure_year: int | None = None
    least: int | None = None
    most: int | None = None
    operating_year: int | None = None
    without_body: bool = False

    def plain(self) -> dict[str, Any]:
        """The conditions as plain values of JSON."""
        return {name: list(value) if isinstance(value, tuple) else value
                for name, value in asdict(self).items()}  # fmt: skip

    @classmethod
    def read(cls, plain: Mapping[str, Any]) -> Conditions:
        """Read what ``plain`` wrote."""
        kept: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in plain.items()
        }
        return cls(**kept)


def check_conditions(asked: Conditions) -> None:
    """Refuse conditions that contradict themselves."""
    if asked.basis not in Basis.values:
        raise Refusal("basis_unknown", _("Say where the firms come from."))
    sized = asked.least is not None or asked.most is not None
    if sized and (asked.measure not in Measure.values or asked.measure_year is None):
        raise Refusal("size_incomplete", _("A size needs a measure and a year."))
    if asked.least is not None and asked.most is not None and asked.least > asked.most:
        raise Refusal("size_reversed", _("The least size is larger than the greatest."))
