"""What a check finds: hard errors refuse, soft ones need a note, follow-ups are asked about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.returns.rules.words import Column

Key = tuple[str, str]  # item and column
Values = Mapping[Key, Decimal | None]


class Level(StrEnum):
    """What a finding asks for."""

    HARD = "hard"
    SOFT = "soft"
    FOLLOW_UP = "follow_up"


LEVEL_WORDS = {
    Level.HARD: pgettext_lazy("finding", "must be mended"),
    Level.SOFT: pgettext_lazy("finding", "mend it or add a note"),
    Level.FOLLOW_UP: pgettext_lazy("finding", "ask the reporter"),
}
LEVEL_MARKS = {Level.HARD: "refused", Level.SOFT: "soon", Level.FOLLOW_UP: "waiting"}

SENTENCES = {
    "not_cumulative": _(
        "cumulative %(value)s is not the month plus the cumulative value before it, %(sum)s"
    ),
    "unit_slip": _(
        "%(value)s is about %(times)s times the %(reference)s it is compared with: was it entered "
        "in another unit, or has the decimal point slipped?"
    ),
    "part_over_total": _(
        "%(value)s is more than “%(whole)s”, %(reference)s, of which it is a part"
    ),
    "changed_by_half": _(
        "%(value)s is more than 50%% away from last month's %(reference)s, and no note says why"
    ),
    "zero_or_missing": _(
        "0 is entered where %(reference)s stood before: leave it empty if it is not known, or say "
        "in a note that it is zero"
    ),
    "missing": _("no value is entered, which is not zero; a note says why it is missing"),
    "same_as_last_month": _("%(value)s is exactly last month's value again, and no note says why"),
    "unlike_the_others": _(
        "%(value)s after %(reference)s moves unlike the others (robust z %(z)s, more than "
        "%(least)s)"
    ),
    "negative": _("%(value)s is below zero"),
    "not_whole": _("%(value)s is not a whole number"),
    "too_many_places": _("%(value)s has more than %(places)s decimals"),
    "row_missing": _("%(firm)s is on the list and has no row"),
    "row_twice": _("the same firm stands in row %(first)s already"),
    "firm_not_on_list": _("%(code)s is not on the list of firms that report here"),
    "code_wrong": _("“%(code)s” is not a unified social credit code"),
    "number_odd": _("“%(text)s” cannot be read as a number"),
    "number_a_day": _("%(text)s is a day, not a number: the cell was turned into a date"),
    "note_odd": "%(why)s",
}


@dataclass(frozen=True)
class Finding:
    """One finding: where, what, and the values its sentence names; row 0 is no row of a file."""

    code: str
    level: Level
    item: str = ""
    column: str = ""
    details: Mapping[str, object] = field(default_factory=dict)
    row: int = 0
    heading: str = ""
    unit: str = ""  # the firm or unit it is about, where it is about one

    def at(self, row: int, heading: str, unit: str = "") -> Finding:
        """The same finding with its place in a file."""
        return replace(self, row=row, heading=heading, unit=unit or self.unit)

    @property
    def sentence(self) -> str:
        """What it says, in the present language."""
        return str(SENTENCES[self.code]) % {key: _plain(one) for key, one in self.details.items()}

    @property
    def level_words(self) -> str:
        """What it asks for, in words."""
        return str(LEVEL_WORDS[self.level])

    @property
    def mark(self) -> str:
        """The mark of its level on a page."""
        return LEVEL_MARKS[self.level]

    @property
    def column_words(self) -> str:
        """What the value is of, in words."""
        return str(Column(self.column).label) if self.column else ""

    @property
    def plain(self) -> dict[str, object]:
        """As plain values, for programs."""
        return {
            "row": self.row,
            "column": self.heading,
            "unit": self.unit,
            "code": self.code,
            "level": self.level.value,
            "item": self.item,
            "of": self.column,
            "sentence": self.sentence,
        }


def _plain(value: object) -> str:
    return f"{value:,f}" if isinstance(value, Decimal) else str(value)


def of_level(findings: Iterable[Finding], level: Level) -> list[Finding]:
    """Those of a level."""
    return [one for one in findings if one.level == level]
