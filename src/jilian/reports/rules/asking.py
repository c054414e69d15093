"""A figure in place, read: 【规上工业产值·松江区·本月】 is asked for by name, unit and period.

The first word is the indicator, by name or key. The others stand in any order and each may be left
out: the unit (the whole world), the period (this month), what of it (the value) and the words that
go with the number (as it stands).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from jilian.reports.rules.periods import RELATIVE, period_meant
from jilian_engine.figures import Wording

TOKEN = re.compile(r"【([^【】\n]{1,200})】")
_BETWEEN = re.compile(r"\s*[·・|｜]\s*")


class Part(StrEnum):
    """What of an indicator is printed."""

    VALUE = "value"
    YEAR_ON_YEAR = "year_growth"
    MONTH_ON_MONTH = "month_growth"
    RANK = "rank"


class Field(StrEnum):
    """What a Word file may ask for besides figures."""

    TITLE = "title"
    MONTH = "month"
    SIGNED = "signed"
    FINGERPRINT = "fingerprint"
    TEXT = "text"


PART_WORDS: dict[Part, tuple[str, str]] = {
    Part.VALUE: ("数值", "value"),
    Part.YEAR_ON_YEAR: ("同比", "growth on the year before"),
    Part.MONTH_ON_MONTH: ("环比", "growth on the month before"),
    Part.RANK: ("位次", "rank"),
}
FIELD_WORDS: dict[Field, tuple[str, str]] = {
    Field.TITLE: ("标题", "title"),
    Field.MONTH: ("月份", "month"),
    Field.SIGNED: ("签发", "signed by"),
    Field.FINGERPRINT: ("指纹", "fingerprint"),
    Field.TEXT: ("正文", "text"),
}
WORDING_WORDS: dict[Wording | None, tuple[str, str]] = {
    None: ("自动", "in round words"),
    Wording.EXACT: ("准确", "exact"),
    Wording.NEARLY: ("近", "nearly"),
    Wording.ODD: ("余", "over a round number"),
    Wording.MORE_THAN: ("超过", "more than"),
    Wording.AT_LEAST: ("以上", "at least"),
    Wording.ABOUT: ("约", "about"),
    Wording.BELOW: ("不足", "below"),
    Wording.AT_MOST: ("不超过", "at most"),
}
_PARTS = {word: part for part, words in PART_WORDS.items() for word in words} | {"排名": Part.RANK}
_FIELDS = {word: field for field, words in FIELD_WORDS.items() for word in words}
_WORDINGS = {word: wording for wording, words in WORDING_WORDS.items() for word in words} | {
    "多": Wording.ODD
}
_WITH_NUMBER = re.compile(
    r"(近|超过|约|不足|不超过|nearly|more than|about|below|at most)\s*([\d.]+)$"
    r"|([\d.]+)\s*(余|多|以上|at least)$"
)
_IN_ENGLISH = re.compile(r"(at least)\s*([\d.]+)$")


@dataclass(frozen=True)
class Qualifier:
    """The words asked for; in round words where ``wording`` is None; perhaps with their number."""

    wording: Wording | None
    number: Decimal | None = None


@dataclass(frozen=True)
class Asked:
    """A figure in place as somebody wrote it; ``unit`` is a name or key, "" the whole world."""

    token: str
    indicator: str
    unit: str = ""
    period: str = ""
    part: Part = Part.VALUE
    qualifier: Qualifier | None = None
    more: tuple[str, ...] = ()  # what could not be read besides

    def period_of(self, month: date) -> str:
        """The period meant for the month of the report."""
        return period_meant(self.period or RELATIVE["month"][0], month) or ""


def tokens_of(text: str) -> Iterator[str]:
    """What stands between 【 and 】, in order."""
    for found in TOKEN.finditer(text):
        yield found[1].strip()


def field_of(token: str) -> Field | None:
    """The field of a Word file that the words mean, if they mean one."""
    return _FIELDS.get(token.strip())


def read_asked(token: str) -> Asked:
    """Read a figure in place; every word finds its place by what it says."""
    indicator, *rest = _BETWEEN.split(token.strip())
    found = Found()
    for word in rest:
        if word:
            found.take(word)
    return Asked(
        token.strip(), indicator, found.unit, found.period, found.part, found.qualifier,
        tuple(found.more),
    )  # fmt: skip


class Found:
    """The words of a figure in place as they are read, one after another."""

    def __init__(self) -> None:
        self.unit, self.period = "", ""
        self.part = Part.VALUE
        self.qualifier: Qualifier | None = None
        self.more: list[str] = []

    def take(self, word: str) -> None:
        """Put a word where it belongs; a second unit belongs nowhere."""
        if word in _PARTS:
            self.part = _PARTS[word]
        elif (said := read_qualifier(word)) is not None:
            self.qualifier = said
        elif period_meant(word, date(2000, 1, 1)) is not None:
            self.period = word
        elif self.unit:
            self.more.append(word)
        else:
            self.unit = word


def read_qualifier(word: str) -> Qualifier | None:
    """近, 余, 超过63, 2000余, 自动 …; None for anything else."""
    if word in _WORDINGS:
        return Qualifier(_WORDINGS[word])
    if found := _IN_ENGLISH.match(word) or _WITH_NUMBER.match(word):
        groups = [one for one in found.groups() if one]
        number, said = sorted(groups, key=lambda one: not one[0].isdecimal())
        return Qualifier(_WORDINGS[said], Decimal(number)) if _is_number(number) else None
    return None


def _is_number(words: str) -> bool:
    return words.count(".") <= 1 and words.strip(".") == words and words != ""
