"""Yearly growth over several years, and pairs of levels that a growth stands beside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from jilian.statements.rules.amounts import amount_words, as_printed, number_of, short
from jilian.statements.rules.growths import Text
from jilian.statements.rules.periods import plan_years, plans_named, years_spanned
from jilian.statements.rules.said import COMPOUND, GROWTH, LEVEL, Finding, Reading, Said, Verdict
from jilian_engine.figures import Derived, compound_growth, growth_factor, rounding_interval

_TO = re.compile(
    r"(?:增|减|提高|提升|上升|增长|增加|降|压缩|缩短|减少|扩大)[^，。；]{0,2}(?:至|到)"
)


def compound_growths(text: Text) -> Iterator[Finding]:
    """A yearly growth with the years it may run over, and the multiple they give."""
    for place, said in enumerate(text.figures):
        if said.kind != COMPOUND or not said.is_exact or (said.value or 0) <= -100:
            continue
        spans = _spans(text, said)
        if not spans:
            yield Finding("years_not_named", Verdict.UNCHECKABLE, (place,), _(
                "A yearly growth without its first and last year."
            ))  # fmt: skip
            continue
        readings = [_reading(text, said, first, last) for first, last in spans]
        sure = years_spanned(said.period) is not None
        verdict = readings[0].verdict if sure and len(readings) == 1 else Verdict.AMBIGUOUS
        if any(one.verdict is Verdict.CONTRADICTORY for one in readings) and len(readings) == 1:
            verdict = Verdict.CONTRADICTORY
        why = readings[0].why if len(readings) == 1 else _(
            "The years of this growth are not said; the text names several spans."
        )  # fmt: skip
        yield Finding("compound_growth", verdict, (place,), why, tuple(readings))


def _spans(text: Text, said: Said) -> list[tuple[int, int]]:
    own = years_spanned(said.period)
    return [own] if own else [plan_years(name) for name in plans_named(text.words)]


def _reading(text: Text, said: Said, first: int, last: int) -> Reading:
    years = last - first + 1
    factor = growth_factor(number_of(said), years)
    told = {
        "growth": short(said.value or Decimal(0)), "years": years,
        "times": short(factor.value, 3), "base": first - 1, "last": last,
    }  # fmt: skip
    words = _("%(first)s to %(last)s, base %(base)s") % {**told, "first": first}
    why = _("%(growth)s per cent a year over %(years)s years is ×%(times)s of %(base)s.") % told
    held = text.held or {}
    base, end = held.get((said.measure, first - 1)), held.get((said.measure, last))
    if base is None:
        return Reading(words, Verdict.CONSISTENT, why)
    unit = "yuan" if said.measure in ("gdp", "local_fiscal", "total_fiscal") else ""
    after = base * factor
    why += " " + _("The records' %(first)s gives %(after)s in %(last)s.") % {
        "first": amount_words(base.value, unit), "after": amount_words(after.value, unit, 1),
        "last": last,
    }  # fmt: skip
    if end is None:
        return Reading(words, Verdict.CONSISTENT, why)
    agrees = after.allows(end)
    why += " " + (
        _("The records hold %(end)s, which agrees.")
        if agrees
        else _("The records hold %(end)s, which does not agree.")
    ) % {"end": amount_words(end.value, unit)}
    return Reading(words, Verdict.CONSISTENT if agrees else Verdict.CONTRADICTORY, why)


def pairs(text: Text) -> Iterator[Finding]:
    """From one level to another, with the growth beside them: 12 to 15 is a growth of 25 %."""
    for place in range(1, len(text.figures)):
        first, last = text.figures[place - 1], text.figures[place]
        if not _is_pair(text, first, last):
            continue
        following = text.figures[place + 1] if place + 1 < len(text.figures) else None
        if following is None or following.sentence != last.sentence or not following.is_exact:
            continue
        if following.kind in (GROWTH, COMPOUND):
            found = _pair(text, place, following)
            if found is not None:
                yield found


def _is_pair(text: Text, first: Said, last: Said) -> bool:
    same = first.kind == last.kind and first.unit == last.unit and first.kind in (LEVEL, "duration")
    positive = bool(first.is_exact and last.is_exact and first.value and last.value)
    near = first.sentence == last.sentence and len(text.between(first, last)) <= 12
    return same and positive and near and _TO.search(text.between(first, last)) is not None


def _pair(text: Text, place: int, growth: Said) -> Finding | None:
    first, last = text.figures[place - 1], text.figures[place]
    before, after = number_of(first), number_of(last)
    if before.low <= 0:
        return None
    if growth.kind == COMPOUND:
        years = _years_between(first, last)
        if years is None or after.low < 0:
            return None
        found = compound_growth(before, after, years)
    else:
        found = (after / before - 1) * Decimal(100)
    said = rounding_interval(as_printed(growth))
    agrees = found.allows(_span(said.low, said.high))
    told = {"first": first.text, "last": last.text, "growth": growth.text,
            "found": short(found.value, 1)}  # fmt: skip
    why = (
        _("%(first)s to %(last)s is a growth of %(found)s per cent; the text's %(growth)s agrees.")
        if agrees
        else _("%(first)s to %(last)s is a growth of %(found)s per cent, not %(growth)s.")
    )
    verdict = Verdict.CONSISTENT if agrees else Verdict.CONTRADICTORY
    return Finding("from_to", verdict, (place + 1, place - 1, place), why % told)


def _span(low: Decimal | None, high: Decimal | None) -> Derived:
    assert low is not None and high is not None
    return Derived((low + high) / 2, low, high)


def _years_between(first: Said, last: Said) -> int | None:
    if len(first.period) != 4 or len(last.period) != 4:
        return None
    years = int(last.period) - int(first.period)
    return years if years > 0 else None
