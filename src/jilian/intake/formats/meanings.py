"""What the words of a line mean in the register: one firm, one division, one class."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from jilian.base.reading import cells
from jilian.firms.rules import FirmKey, Scheme
from jilian.intake.formats.lines import Line
from jilian.intake.queries import Register

_SECTION_LETTER = re.compile(r"[A-T](\d{2,4})")


def known_division(line: Line, divisions: Mapping[str, tuple[str, ...]]) -> str | None:
    """Return the code of the division that the line names; refuses none or several."""
    word = line["division"]
    if not word:
        return None
    found = divisions.get(word, ())
    if len(found) == 1:
        return found[0]
    if found:
        line.refuse("division", "division_ambiguous", count=len(found))
    else:
        line.refuse("division", "division_unknown")
    return None


def known_industry(line: Line, register: Register) -> str | None:
    """Return the code of the class that the line names, with or without its section's letter."""
    word = line["industry"]
    if not word:
        return None
    lettered = _SECTION_LETTER.fullmatch(cells.plain(word).upper())
    code = register.industries.get(lettered[1] if lettered else word)
    if code is None:
        line.refuse("industry", "industry_unknown")
    return code


@dataclass(frozen=True)
class FirmFields:
    """The fields of a line by which it names a firm, the surest first."""

    credit_code: str
    scheme: str
    identifier: str
    name: str

    def key(self, line: Line) -> FirmKey | None:
        """The key that the line states, if it states one."""
        if line[self.credit_code]:
            return (Scheme.USCC.value, line[self.credit_code])
        if not line[self.identifier]:
            return None
        scheme, identifier = str(line[self.scheme] or ""), line[self.identifier]
        if not scheme:
            if not line.is_bad:
                line.refuse(self.identifier, "scheme_missing")
            return None
        if scheme == Scheme.USCC:
            identifier = line.reread(self.identifier, cells.credit_code) or identifier
        return (scheme, identifier)


class FirmsNamed:
    """The firms that some lines name; asks the register once for all of them."""

    def __init__(
        self, lines: Iterable[Line], sides: Iterable[FirmFields], register: Register
    ) -> None:
        self.keys = {
            (line.number, side): key for line in lines for side in sides if (key := side.key(line))
        }
        names = {
            line[side.name]
            for line in lines
            for side in sides
            if line[side.name] and (line.number, side) not in self.keys
        }
        self.held = register.firms_by_key(self.keys.values())
        self.named = register.firms_by_name(names)

    def one(self, line: Line, side: FirmFields, *, needed: bool = True) -> FirmKey | None:
        """Return the one firm that the line names; refuses none, several or an unknown one."""
        key = self.keys.get((line.number, side))
        if key is not None:
            if key not in self.held:
                stated = side.credit_code if line[side.credit_code] else side.identifier
                line.refuse(stated, "firm_unknown")
            return key
        if not line[side.name]:
            if needed and not line.is_bad:
                line.refuse(side.name, "firm_missing")
            return None
        found = self.named.get(line[side.name], ())
        if len(found) == 1:
            return found[0]
        if found:
            line.refuse(side.name, "firm_ambiguous", count=len(found))
        else:
            line.refuse(side.name, "firm_unknown")
        return None
