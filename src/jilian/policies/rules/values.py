"""Values of a firm as a check reads them: each with its year, its source and whose word it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jilian.policies.rules.words import Origin

Value = Decimal | bool | str | date
Key = tuple[str, int | None]  # field, year

# Where several speak of the same field and year: a paper seen by an office, the register, the firm.
ORDER = (Origin.OFFICE, Origin.REGISTER, Origin.FIRM)


@dataclass(frozen=True)
class Stated:
    """One value that somebody states of a firm."""

    field: str
    year: int | None
    value: Value
    unit: str
    origin: str
    source: str
    day: date
    source_pk: int | None = None
    row: int | None = None
    document: str = ""
    entered_by: str = ""
    pk: int | None = None  # of the row of evidence, where it is one

    @property
    def key(self) -> Key:
        """What it is about."""
        return (self.field, self.year)

    @property
    def is_own_word(self) -> bool:
        """Whether nobody but the firm itself says so."""
        return self.origin == Origin.FIRM


@dataclass(frozen=True)
class Held:
    """The value that counts, and what others say of the same field and year."""

    stated: Stated
    others: tuple[Stated, ...] = ()


def counted(stated: Iterable[Stated], *, own_words: bool = True) -> Mapping[Key, Held]:
    """Choose of each field and year the statement that counts; the latest within an origin.

    ``own_words`` false: what only the firm says is left out, as for a benefit that is paid.
    """
    found: dict[Key, list[Stated]] = {}
    for one in stated:
        if own_words or not one.is_own_word:
            found.setdefault(one.key, []).append(one)
    held = {}
    for key, several in found.items():
        several.sort(key=lambda one: (ORDER.index(Origin(one.origin)), -one.day.toordinal()))
        held[key] = Held(several[0], tuple(several[1:]))
    return held
