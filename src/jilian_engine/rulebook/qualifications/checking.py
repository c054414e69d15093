"""The rule file checked as a whole: names exist, operators suit, bands leave no gap."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from itertools import pairwise

from jilian_engine.errors import RuleError
from jilian_engine.rulebook.qualifications.evidence import PLACES
from jilian_engine.rulebook.qualifications.formulas import FORMULAS, STARTED, YEARLY
from jilian_engine.rulebook.qualifications.model import (
    ByBand,
    Compare,
    Field,
    Item,
    Line,
    Points,
    Review,
    Rulebook,
    RuleSet,
    walk,
)

_OPPOSITE = {">=": "<", ">": "<=", "<=": ">", "<": ">="}
_OF_DAYS = ("days_since", "years_begun_since")
_COLUMNS = ("firm", "outcome", "unmet", "unknown", "manual_review", "score_least", "score_most")
MOST_DENOMINATOR = 10_000


def check_rulebook(book: Rulebook) -> None:
    """Raise RuleError for the first thing that does not hold together."""
    for field in book.fields.values():
        _check_field(field, book)
    doubled = [
        name for name, count in Counter(one.id for one in book.rule_sets).items() if count > 1
    ]
    if doubled:
        _refuse("two rule sets with one id", ", ".join(doubled))
    for one in book.rule_sets:
        _check_rule_set(one, book)
    _check_days(book)
    for notice in book.exceptions:
        if book.rule_set(notice.use).qualification != notice.qualification:
            _refuse("an exception of another qualification", notice.use)


def _refuse(what: str, where: str) -> None:
    raise RuleError("rule_set_malformed", f"{where}: {what}")


def _check_once(ids: Iterable[str], what: str) -> None:
    doubled = [name for name, count in Counter(ids).items() if count > 1]
    if doubled:
        _refuse(what, ", ".join(doubled))


def _check_field(field: Field, book: Rulebook) -> None:
    formula = field.formula
    if formula is None:
        return
    if formula.how not in FORMULAS:
        _refuse(f"no formula is called {formula.how}", field.name)
    if field.yearly or field.kind != "number":
        _refuse("a computed field is a number without a year", field.name)
    if len(formula.fields) != (2 if formula.how == "ratio" else 1):
        _refuse("the formula has another number of fields", field.name)
    for name in formula.fields:
        base = book.field(name)
        wanted = "day" if formula.how in _OF_DAYS else "number"
        if base.formula or base.kind != wanted or base.yearly != (wanted == "number"):
            _refuse(f"{name} cannot be computed with", field.name)
    if formula.how == "compound_growth" and formula.years != 2:
        _refuse("compound growth is of two years", field.name)
    started = book.fields.get(STARTED)
    if started is None or started.kind != "day":
        _refuse(f"a day {STARTED} is needed", field.name)


def _check_rule_set(one: RuleSet, book: Rulebook) -> None:
    if not one.sources:
        raise RuleError("rule_without_source", f"{one.id} rests on no source")
    lines = [*one.all_lines()]
    _check_once((line.id for line in lines), "two lines with one id")
    if any(line.id in _COLUMNS for line in lines):
        _refuse("a line has a name that a column of the answers has", one.id)
    parts = [part.id for part in one.score]
    if len(set(parts)) != len(parts) or "total" in parts:
        _refuse("parts of a score table have names of their own", one.id)
    for line in lines:
        _check_line(line, parts, book)
    for part in one.score:
        for item in part.items:
            _check_item(item, parts, book)


def _check_item(item: Item, parts: list[str], book: Rulebook) -> None:
    for name in item.count:
        if book.field(name).kind != "truth":
            _refuse(f"{name} cannot be counted", item.id)
    if item.expert:
        field = book.field(item.expert)
        if not field.proof or field.least != 0 or field.most != item.most:
            _refuse(f"{item.expert} needs proof and points from 0 to {item.most}", item.id)
    for way in item.ways:
        for case in way:
            for line in [] if case.when is None else walk(case.when):
                if isinstance(line, (Points, Review)):
                    _refuse("points do not hang on points or on people", line.id)
                _check_line(line, parts, book)


def _check_line(line: Line, parts: list[str], book: Rulebook) -> None:
    match line:
        case Compare():
            _check_compare(line, book.field(line.field))
        case Review():
            book.field(line.field)
        case Points():
            if line.part not in ("total", *parts) or not parts:
                _refuse(f"there is no part {line.part}", line.id)
            if line.op == "in" or (line.stated_in and not book.field(line.stated_in).proof):
                _refuse("points are compared, and stated with proof", line.id)
        case ByBand():
            field = book.field(line.field)
            if field.kind != "number" or not (field.yearly or field.formula):
                _refuse(f"{line.field} has no bands", line.id)
            _check_bands(line)
        case _:
            if not line.parts:
                _refuse("a group has parts", line.id)


def _check_bands(line: ByBand) -> None:
    *others, last = line.bands
    upward = line.bands[0].op in (">=", ">")
    if not others or last.op != _OPPOSITE[others[-1].op] or last.limit != others[-1].limit:
        raise RuleError("score_bands_gap", f"{line.id}: the last band is not what the others leave")
    for one, after in pairwise(others):
        turned = (after.op in (">=", ">")) != upward
        if turned or (after.limit >= one.limit if upward else after.limit <= one.limit):
            raise RuleError("score_bands_gap", f"{line.id}: the bands are not in order")


def _check_compare(line: Compare, field: Field) -> None:
    asked = line.asked
    words = asked if isinstance(asked, tuple) else (asked,)
    kinds: dict[str, type] = {"number": Fraction, "truth": bool, "word": str}
    if field.kind not in kinds or not all(type(one) is kinds[field.kind] for one in words):
        _refuse(f"{field.name} is not compared with {asked!r}", line.id)
    if field.kind == "word" and not field.words:
        _refuse(f"{field.name} has no list of words", line.id)
    strange = [one for one in words if field.words and one not in field.words]
    if strange:
        _refuse(f"{field.name} is never {strange[0]}", line.id)
    over = max(line.over.years, 0 if line.recheck is None else line.recheck.years)
    if over > 1 and not _asked_by_year(field):
        _refuse(f"{field.name} has no value for each year", line.id)
    if isinstance(asked, Fraction):
        _check_threshold(line, field, asked)


def _asked_by_year(field: Field) -> bool:
    formula = field.formula
    if formula is None:
        return field.yearly
    return formula.how in YEARLY and formula.years == 1


def _check_threshold(line: Compare, field: Field, asked: Fraction) -> None:
    if (asked * 10**PLACES).denominator != 1:
        _refuse("a threshold has six decimals at most", line.id)
    if field.formula is None:
        return
    if asked.denominator > MOST_DENOMINATOR:
        _refuse("a threshold of a computed field is too fine", line.id)
    if field.formula.how == "compound_growth" and line.op not in (">=", "<"):
        _refuse("compound growth is rounded down: only >= and < are exact", line.id)
    if "growth" in field.formula.how and (2 * (1 + asked)).denominator > 50:
        _refuse("a threshold of growth is too fine", line.id)


def _check_days(book: Rulebook) -> None:
    """Rule sets of one qualification follow each other and never overlap."""
    for name in book.qualifications:
        sets = [one for one in book.rule_sets if one.qualification == name]
        for one, after in pairwise(sets):
            if one.valid_to is None or after.valid_from is None or after.valid_from < one.valid_to:
                _refuse("rule sets of one qualification overlap", f"{one.id}, {after.id}")
