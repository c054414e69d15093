"""Shares of newly developed members in clusters, and claims about them that are checked.

各…30%以上 says that every unit reaches 30 per cent; 以上 includes the number itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import get_language, gettext as _, pgettext

from jilian.base.errors import Refusal
from jilian_engine.errors import EngineError
from jilian_engine.figures import (
    Share,
    Wording,
    check_wording,
    in_chinese,
    in_english,
    round_half_up,
)

WHOLE_IS = "newly developed members of the unit in the year"
EVERY = "各街镇"
EVERY_WORDS = (EVERY, "各镇街", "各街道镇", "各镇（街道）", "各单位", "every town")
BEFORE = {
    "超过": Wording.MORE_THAN, "不超过": Wording.AT_MOST, "不足": Wording.BELOW,
    "近": Wording.NEARLY, "约": Wording.ABOUT, "高达": Wording.EXACT, "达到": Wording.EXACT,
    "达": Wording.EXACT, "at least": Wording.AT_LEAST, "more than": Wording.MORE_THAN,
    "about": Wording.ABOUT,
}  # fmt: skip
AFTER = {"以上": Wording.AT_LEAST, "左右": Wording.ABOUT, "or more": Wording.AT_LEAST}
PLAIN = (Wording.EXACT, None)
_CLAIM = re.compile(
    rf"(?P<subject>.*?)\s*(?P<before>{'|'.join(sorted(BEFORE, key=len, reverse=True))})?\s*"
    rf"(?P<number>\d{{1,3}}(?:\.\d{{1,3}})?)\s*[%％]\s*(?P<after>{'|'.join(AFTER)})?"
)


@dataclass(frozen=True)
class UnitShare:
    """A unit of a year: how many newly developed in clusters, of how many in all; None unknown."""

    code: str
    name: str
    part: int | None
    whole: int | None

    @property
    def is_town(self) -> bool:
        """Whether it is a street, town or township, by the last digits of its code.

        Statistics bureau's rules of division codes: 001-399 are those, 400-599 zones and the like.
        """
        return self.code[6:9].isdecimal() and int(self.code[6:9]) < 400

    @property
    def share(self) -> Share:
        """The share with its denominator."""
        return Share(self.part, self.whole, WHOLE_IS)

    @property
    def percent(self) -> Decimal | None:
        """The share in per cent; None where it is not known."""
        return self.share.percent

    @property
    def fraction(self) -> Fraction | None:
        """The exact share."""
        return (
            Fraction(self.part or 0, self.whole) if self.part is not None and self.whole else None
        )

    @property
    def words(self) -> str:
        """The unit with its share and both numbers."""
        if self.percent is None:
            return _("%(unit)s: unknown") % {"unit": self.name}
        return _("%(unit)s %(percent)s %% (%(part)s/%(whole)s)") % {
            "unit": self.name,
            "percent": f"{round_half_up(self.percent, 1):f}".removesuffix(".0"),
            "part": self.part,
            "whole": self.whole,
        }


@dataclass(frozen=True)
class Claim:
    """A sentence about shares: of every street and town (no code), or of one unit."""

    code: str
    subject: str
    wording: Wording
    number: Decimal

    @property
    def words(self) -> str:
        """The claim in the reader's language."""
        if (get_language() or "").startswith("zh"):
            return f"{self.subject}{in_chinese(self.wording, self.number, '%')}"
        subject = self.subject if self.code else _("every street and town")
        return f"{subject} {in_english(self.wording, self.number, '%')}"


@dataclass(frozen=True)
class Checked:
    """What became of a claim: the units that it is about, those that it is false of, unknown."""

    claim: Claim
    units: tuple[UnitShare, ...]
    false_of: tuple[UnitShare, ...]
    unknown: tuple[UnitShare, ...]

    @property
    def holds(self) -> bool:
        """Whether the claim is true of every unit that it is about."""
        return bool(self.units) and not self.false_of and not self.unknown


def read_claim(text: str, units: Sequence[UnitShare]) -> Claim:
    """A claim as it is typed: 各街镇30%以上, 经开区90%; refuses what cannot be read."""
    found = _CLAIM.fullmatch(text.strip())
    if found is None:
        raise Refusal("claim_unreadable", _("Write the claim like 各街镇30%以上 or 经开区90%."))
    before, after = BEFORE.get(found["before"] or ""), AFTER.get(found["after"] or "")
    if after is not None and before not in PLAIN:
        raise Refusal("claim_unreadable", _("The claim has two bounds: leave one."))
    wording, number = after or before or Wording.EXACT, Decimal(found["number"])
    subject = found["subject"].strip(" ，,：:的")
    if subject.casefold() in EVERY_WORDS:
        return Claim("", EVERY, wording, number)
    unit = _unit_called(subject, units)
    return Claim(unit.code, subject, wording, number)


def check_claim(claim: Claim, units: Sequence[UnitShare]) -> Checked:
    """Ask every unit that the claim is about; a share that is not known supports nothing."""
    about = tuple(
        unit for unit in units if (unit.code == claim.code if claim.code else unit.is_town)
    )
    return Checked(
        claim,
        about,
        tuple(one for one in about if one.percent is not None and not _is_true(claim, one.percent)),
        tuple(one for one in about if one.percent is None),
    )


def printed_claim(checked: Checked) -> str:
    """The claim, where it holds; else a refusal that names the units of which it is false."""
    if checked.holds:
        return checked.claim.words
    comma = pgettext("in a list", ", ")
    told = []
    if not checked.units:
        told.append(_("no unit is entered for the year"))
    if checked.false_of:
        told.append(
            _("not so: %(units)s") % {"units": comma.join(one.words for one in checked.false_of)}
        )
    if checked.unknown:
        told.append(
            _("not known: %(units)s") % {"units": comma.join(one.name for one in checked.unknown)}
        )
    raise Refusal(
        "claim_false",
        _("“%(claim)s” cannot be said; %(why)s.")
        % {"claim": checked.claim.words, "why": "; ".join(told)},
    )


def _is_true(claim: Claim, percent: Decimal) -> bool:
    """An exact wording means the share rounded to as many places as are said."""
    value = percent
    if claim.wording is Wording.EXACT:
        exponent = claim.number.as_tuple().exponent
        value = round_half_up(percent, max(0, -int(exponent)))
    try:
        check_wording(value, claim.wording, claim.number)
    except EngineError:
        return False
    return True


def _unit_called(subject: str, units: Sequence[UnitShare]) -> UnitShare:
    exact = [unit for unit in units if unit.name == subject]
    near = exact or [unit for unit in units if subject and subject in unit.name]
    if len(near) == 1:
        return near[0]
    raise Refusal(
        "unit_unknown",
        _("No single unit of the year is called “%(subject)s”.") % {"subject": subject},
    )
