"""Multiples and doublings of one text, against each base that their words may name."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from jilian.statements.rules.amounts import amount_words, is_counted, number_of, short
from jilian.statements.rules.growths import Text, base_of, level_of_growth
from jilian.statements.rules.measures import sentence_of
from jilian.statements.rules.periods import base_named, plan_years
from jilian.statements.rules.said import (
    DOUBLING,
    GROWTH,
    LEVEL,
    MULTIPLE,
    Finding,
    Reading,
    Said,
    Verdict,
)
from jilian_engine.figures import Derived, derived

FAR = 40
POSSIBLE, IMPOSSIBLE, OPEN = Verdict.CONSISTENT, Verdict.CONTRADICTORY, Verdict.UNCHECKABLE


def multiples(text: Text) -> Iterator[Finding]:
    """Each multiple or doubling with the bases it may mean, and what they would have to be."""
    for place, said in enumerate(text.figures):
        if said.kind not in (DOUBLING, MULTIPLE) or said.value is None:
            continue
        named = _named(text, said)
        level = _level(text, said)
        if named is None:
            yield Finding("multiple_without_base", Verdict.UNCHECKABLE, (place,), _(
                "A multiple without its base: of which year is not said."
            ))  # fmt: skip
        elif level is not None:
            yield _judged(text, place, level, named)


def _named(text: Text, said: Said) -> tuple[str, bool] | None:
    begin, _end, _number = sentence_of(text.words, said.start)
    return base_named(text.words[begin : said.end])


def _level(text: Text, said: Said) -> int | None:
    near = [
        (len(text.between(level, said)), place)
        for place, level in enumerate(text.figures)
        if level.kind == LEVEL and level.value is not None and level.measure == said.measure
        and level.sentence == said.sentence and len(text.between(level, said)) <= FAR
    ]  # fmt: skip
    return min(near)[1] if near else None


def _judged(text: Text, place: int, level: int, named: tuple[str, bool]) -> Finding:
    what, is_end = named
    readings = _readings(text, place, level, what, is_end=is_end)
    possible = [one for one in readings if one.verdict is not IMPOSSIBLE]
    said = {"figure": text.figures[place].text, "base": what}
    if not possible:
        verdict, why = IMPOSSIBLE, _("“%(figure)s” against %(base)s is impossible.")
    elif len(readings) == 1:
        verdict = possible[0].verdict
        why = _("“%(figure)s” against %(base)s is possible.")
    else:
        verdict = Verdict.AMBIGUOUS
        why = _("“%(figure)s” against %(base)s has several readings; not each is possible.")
        if len(possible) == len(readings):
            why = _("“%(figure)s” against %(base)s has several readings, and the text names none.")
    return Finding("multiple", verdict, (place, level), why % said, tuple(readings))


def _readings(text: Text, place: int, level: int, what: str, *, is_end: bool) -> list[Reading]:
    if what.isdigit():
        return [_against(text, place, level, int(what))]
    first, last = plan_years(what)
    whole = [_against(text, place, level, last)]
    if not is_end:
        whole.append(_against(text, place, level, first - 1))
        during = _during(text, place, level, first - 1, last)
        whole += [during] if during is not None else []
    return whole


def _against(text: Text, place: int, level_place: int, year: int) -> Reading:
    said, level = text.figures[place], text.figures[level_place]
    assert said.value is not None
    most = _most(level, said.value)
    words = _("of the end of %(year)s") % {"year": year}
    base, from_text = _base_in(text, level_place, year)
    if base is None:
        return Reading(words, OPEN, _(
            "The base must be at most %(most)s; neither the text nor the records hold it."
        ) % {"most": most})  # fmt: skip
    times = number_of(level) / base
    told = {"most": most, "base": amount_words(base.value, level.unit), "times": short(times.value),
            "asked": short(said.value)}  # fmt: skip
    if times.high < said.value and said.bound not in ("below", "at_most"):
        why = (
            _("Impossible: the growth in the same text implies a base of %(base)s, and %(times)s"
              " times that is not %(asked)s times; the base must be at most %(most)s.")
            if from_text
            else _("Impossible: the records hold a base of %(base)s, which gives %(times)s times,"
                   " not %(asked)s; the base must be at most %(most)s.")
        )  # fmt: skip
        return Reading(words, IMPOSSIBLE, why % told)
    return Reading(words, POSSIBLE, _(
        "Possible: the base must be at most %(most)s; %(base)s gives %(times)s times."
    ) % told)  # fmt: skip


def _during(text: Text, place: int, level: int, first: int, last: int) -> Reading | None:
    """Whether the multiple was reached inside the plan: the last year on the one before it."""
    said, unit = text.figures[place], text.figures[level].unit
    end, _from_text = _base_in(text, level, last)
    if end is None or said.value is None:
        return None
    words = _("during the plan, end of %(last)s on end of %(first)s") % {
        "first": first, "last": last,
    }  # fmt: skip
    base, _from_text = _base_in(text, level, first)
    if base is None:
        most = amount_words(Decimal(int(end.value / said.value)), unit)
        return Reading(words, OPEN, _("The base must be at most %(most)s.") % {"most": most})
    times = end / base
    told = {"last": amount_words(end.value, unit), "first": amount_words(base.value, unit),
            "times": short(times.value)}  # fmt: skip
    if times.high < said.value:
        return Reading(words, IMPOSSIBLE, _(
            "Not reached: %(first)s to %(last)s is %(times)s times."
        ) % told)  # fmt: skip
    return Reading(words, POSSIBLE, _("Reached: %(first)s to %(last)s is %(times)s times.") % told)


def _base_in(text: Text, level_place: int, year: int) -> tuple[Derived | None, bool]:
    """The level of a year: from the growth in the text, a level in it, or the records."""
    level = text.figures[level_place]
    for place, growth in enumerate(text.figures):
        fits = growth.kind == GROWTH and growth.is_exact and text.year == year + 1
        if fits and level_of_growth(text, place) == level_place:
            return base_of(text, place, level_place)[0], True
    for other in text.figures:
        same = other.kind == LEVEL and other.unit == level.unit and other.measure == level.measure
        if same and other.period == str(year) and other is not level and other.is_exact:
            return number_of(other), True
    return (text.held or {}).get((level.measure, year)), False


def _most(level: Said, times: Decimal) -> str:
    number = derived(number_of(level)) / times
    if is_counted(level):
        return amount_words(Decimal(int(number.value)), level.unit)
    return amount_words(number.high, level.unit)
