"""Lines of rule sets in words, without any firm: for lists and for the pages of the rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache

from django.utils.translation import get_language, gettext as _

from jilian.policies.rules import fields
from jilian.policies.rules.sets import find_set
from jilian.policies.rules.wanted import has_review
from jilian_engine.rulebook.qualifications import RuleSet, load_rule_sets, load_rulebook
from jilian_engine.rulebook.qualifications.model import (
    ByBand,
    Compare,
    Group,
    Line,
    Over,
    Points,
)

SIGNS: Mapping[str, str] = {">=": "≥", "<=": "≤", ">": ">", "<": "<", "==": "", "!=": "≠", "in": ""}


@dataclass(frozen=True)
class LineWords:
    """What a line asks, in words, with its parts."""

    id: str
    words: str
    needed: str
    note: str
    is_for_people: bool
    parts: tuple[LineWords, ...] = ()


def lines_in_words(rule_set: RuleSet) -> list[LineWords]:
    """Every line of a rule set in words."""
    return [_in_words(line) for line in rule_set.lines]


def line_words(rule_set: str, line: str) -> str:
    """The words of a line by its id; the id where the rules no longer know it."""
    return _words_by_id(rule_set, get_language() == "en").get(line, line)


@cache
def _words_by_id(rule_set: str, _is_english: bool) -> Mapping[str, str]:
    found = find_set(rule_set)
    return {} if found is None else {line.id: _words(line) for line in found.all_lines()}


def _in_words(line: Line) -> LineWords:
    parts: tuple[LineWords, ...] = ()
    if isinstance(line, Group):
        parts = tuple(_in_words(part) for part in line.parts)
    elif isinstance(line, ByBand):
        parts = tuple(
            LineWords(
                band.ask.id,
                _("%(field)s %(sign)s %(limit)s: %(ask)s")
                % {
                    "field": fields.field_words(line.field),
                    "sign": SIGNS[band.op],
                    "limit": amount_words(band.limit, fields.unit_of(line.field)),
                    "ask": _words(band.ask),
                },
                needed_words(band.ask), band.ask.note, has_review(band.ask),
                _in_words(band.ask).parts,
            )
            for band in line.bands
        )  # fmt: skip
    return LineWords(
        line.id, _words(line), needed_words(line), shown_note(line.note), has_review(line), parts
    )


def _words(line: Line) -> str:
    is_english = get_language() == "en"
    if isinstance(line, Group | ByBand):
        return line.en if is_english else line.zh
    if isinstance(line, Points):
        if line.stated_in:
            return fields.field_words(line.stated_in)
        return _("points in total") if line.part == "total" else _("points: %s") % line.part
    return fields.field_words(line.field)


def needed_words(line: Line) -> str:
    """What a line asks for, in words; empty for a group and for a matter of judgement."""
    if isinstance(line, Points):
        return f"{SIGNS[line.op]} {amount_words(line.asked, 'points')}"
    if not isinstance(line, Compare):
        return ""
    asked = line.asked
    if isinstance(asked, bool):
        words = _("yes") if asked else _("no")
    elif isinstance(asked, tuple):
        words = _("one of: %s") % _(", ").join(str(fields.WORDS.get(one, one)) for one in asked)
    elif isinstance(asked, str):
        words = str(fields.WORDS.get(asked, asked))
    else:
        unit = load_rulebook().fields[line.field].unit
        words = f"{SIGNS[line.op]} {amount_words(asked, unit)}"
    return f"{words}{_over_words(line.over)}"


def amount_words(number: Fraction, unit: str) -> str:
    """A number of the rules with its unit."""
    return fields.number_words(Decimal(number.numerator) / Decimal(number.denominator), unit)


def over_words(line: str, years: int) -> str:
    """Over which years a line is asked, by its id."""
    for rule_set in load_rule_sets():
        for one in rule_set.all_lines():
            if one.id == line and isinstance(one, Compare):
                return _over_words(Over(one.over.each and one.over.years == years, years))
    return ""


def shown_note(note: str) -> str:
    """The note of a line; those in English only where the page is."""
    has_english = any(sign.isascii() and sign.isalpha() for sign in note)
    return note if get_language() == "en" or not has_english else ""


def _over_words(over: Over) -> str:
    if over.years == 1:
        return ""
    words = (
        _(" in each of the last %(n)d years") if over.each else _(" in any of the last %(n)d years")
    )
    return words % {"n": over.years}
