"""Which values a rule set asks for, and of which years: what to enter where one is unknown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from jilian_engine.rulebook.qualifications import Field, RuleSet, load_rulebook
from jilian_engine.rulebook.qualifications.model import (
    ByBand,
    Compare,
    Line,
    Points,
    Review,
    walk,
)

# How many years each way of computing looks back over, besides those that it names itself.
_LOOKS_BACK = {"growth": 2, "mean_growth": 3, "guide_growth": 3}
Wanted = dict[str, set[int | None]]


def wanted_of(rule_set: RuleSet, year0: int) -> Wanted:
    """Return the stated fields that a rule set reads, each with its years (None: of no year)."""
    found: Wanted = defaultdict(set)
    for line in (*rule_set.all_lines(), *_conditions(rule_set)):
        for name, years_over in _asked(line):
            for field, year in _stated(name, year0, years_over):
                found[field].add(year)
    for name in _of_points(rule_set):
        for field, year in _stated(name, year0, 1):
            found[field].add(year)
    return dict(found)


def wanted_of_all(rule_sets: Iterable[RuleSet], year0: int) -> Wanted:
    """Return the same of several rule sets together."""
    found: Wanted = defaultdict(set)
    for one in rule_sets:
        for field, years in wanted_of(one, year0).items():
            found[field] |= years
    return dict(found)


def has_review(line: Line) -> bool:
    """Whether a line, or a part of it, is a matter of judgement that only people decide."""
    return any(isinstance(one, Review) for one in walk(line))


def _conditions(rule_set: RuleSet) -> Iterator[Line]:
    for part in rule_set.score:
        for item in part.items:
            for way in item.ways:
                for case in way:
                    if case.when is not None:
                        yield from walk(case.when)


def _of_points(rule_set: RuleSet) -> Iterator[str]:
    for part in rule_set.score:
        for item in part.items:
            yield from item.count
            if item.expert:
                yield item.expert


def _asked(line: Line) -> Iterator[tuple[str, int]]:
    if isinstance(line, Compare):
        yield line.field, max(line.over.years, line.recheck.years if line.recheck else 1)
    elif isinstance(line, ByBand | Review):
        yield line.field, 1
    elif isinstance(line, Points) and line.stated_in:
        yield line.stated_in, 1


def _stated(name: str, year0: int, years_over: int) -> Iterator[tuple[str, int | None]]:
    fields = load_rulebook().fields
    asked = fields[name]
    formula = asked.formula
    if formula is None:
        yield from _years(asked, name, year0, range(years_over))
        return
    if formula.how == "earlier":
        back = range(formula.years, formula.years + 1)
    elif formula.how == "compound_growth":
        back = range(formula.years + 1)
    else:
        back = range(_LOOKS_BACK.get(formula.how, formula.years) + years_over - 1)
    for part in formula.fields:
        yield from _years(fields[part], part, year0, back)


def _years(
    field: Field, name: str, year0: int, back: Iterable[int]
) -> Iterator[tuple[str, int | None]]:
    if not field.yearly:
        yield name, None
        return
    for one in back:
        yield name, year0 - one
