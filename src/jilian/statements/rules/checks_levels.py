"""Checks of levels and growth: what a stated growth implies, and whether the claims can be true."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

from django.utils.translation import gettext as _

from jilian.statements.rules.checks_facts import Fact, Found, Given
from jilian_engine.figures import (
    Derived,
    compound_growth,
    counted,
    level_after,
    level_before,
    multiple_of,
    round_half_up,
    shorn,
    whole_bases,
)
from jilian_engine.figures.months import months_between

HUNDRED = Decimal(100)
BREAK_FACTOR = 2  # a yearly step that is more than so many times the largest seen


def implied_base(given: Given) -> Found:
    """A count and its growth: which whole numbers can have been the base."""
    now, growth = given.fact("now"), given.fact("growth")
    bases = whole_bases(int(now.stated), growth.stated)
    near = _near_bases(int(now.stated), bases)
    only = _("integer solutions: %(bases)s (%(near)s)") % {
        "bases": "、".join(map(str, bases)) or _("none"),
        "near": "; ".join(near),
    }
    return Found(
        formula=f"{now.text} / {_factor_text(growth)}",
        result=_shown(level_before(now.number, growth.stated), 2),
        verdict="consistent" if bases else "contradiction",
        note=only if bases else _("no whole number rounds to this growth"),
    )


def literal_multiple(given: Given) -> Found:
    """A multiple against a named base, where the base follows from the same sentence."""
    now, growth, times = given.fact("now"), given.fact("growth"), given.fact("times")
    bases = whole_bases(int(now.stated), growth.stated)
    if not bases:
        return Found("", "", "contradiction", _("no whole number rounds to this growth"))
    base = max(bases)
    real = multiple_of(counted(now.stated), counted(base), base_is=str(given.settings["base_is"]))
    reached = real.reaches(times.stated)
    return Found(
        formula=f"{base} * {times.text}",
        result=shorn(base * times.stated),
        verdict="consistent" if reached else "contradiction",
        note=_("%(now)s is %(real)s times %(base)s, the stated multiple is %(times)s")
        % {"now": now.text, "real": _shown(real.times, 2), "base": base, "times": times.text},
    )


def base_at_most(given: Given) -> Found:
    """A multiple of a base that nobody names: the most that the base can have been."""
    now, times, known = given.fact("now"), given.fact("times"), given.fact("base")
    limit = counted(now.stated) / times.stated
    fits = known.stated <= limit.value
    real = counted(now.stated) / known.stated
    return Found(
        formula=f"{now.text} / {times.text}",
        result=_shown(limit, 1),
        verdict="upper_bound" if fits else "contradiction",
        note=_("base at most %(most)d; the register holds %(base)s for it: %(real)s times")
        % {"most": int(limit.value), "base": known.text, "real": _shown(real, 1)},
    )


def doubled_within(given: Given) -> Found:
    """Whether a count had reached a multiple of an earlier one by a day in between."""
    base, now, growth = given.fact("base"), given.fact("now"), given.fact("growth")
    times = given.fact("times")
    bases = whole_bases(int(now.stated), growth.stated)
    if not bases:
        return Found("", "", "contradiction", _("no whole number rounds to this growth"))
    real = counted(max(bases)) / base.stated
    reached = real.value >= times.stated
    return Found(
        formula=f"{base.text} -> {max(bases)}",
        result=_("%(times)s times") % {"times": _shown(real, 2)},
        verdict="consistent" if reached else "not_reached",
        note=_("the multiple of %(times)s needs the year after") % {"times": times.text}
        if not reached
        else "",
    )


def implied_level(given: Given) -> Found:
    """The level after years of compound growth; where neighbours are named it must fit between."""
    base, growth, years = given.fact("base"), given.fact("growth"), given.count("years")
    level = level_after(base.number, growth.number, years)
    around = [_level(given, part) for part in ("before", "after") if given.has(part)]
    fits = all(one.low <= other.high for one, other in pairwise(_in_between(level, around)))
    verdict = "derived" if not around else ("consistent" if fits else "contradiction")
    note = _("range %(range)s; base %(base)s") % {"range": level.range_text(1), "base": base.text}
    if around:
        values = ", ".join(_shown(one, 1) for one in around)
        note += "; " + _("the years around it: %(values)s") % {"values": values}
    return Found(
        formula=f"{base.text} * {_factor_text(growth)}^{years}",
        result=_shown(level, 1),
        verdict=verdict,
        note=note,
    )


def implied_growth(given: Given) -> Found:
    """The growth of a year whose base follows from the compound growth before it."""
    now, base, growth = given.fact("now"), given.fact("base"), given.fact("growth")
    level = level_after(base.number, growth.number, given.count("years"))
    rise = (now.number / level - 1) * HUNDRED
    return Found(
        formula=f"{now.text} / {_shown(level, 1)} - 1",
        result=f"{_shown(rise, 1)} %",
        verdict="derived",
        note=_("range %(range)s %%") % {"range": rise.range_text(1)},
    )


def steps_of_series(given: Given) -> Found:
    """Yearly steps as first published against the steps that a later level would need."""
    levels = given.several("levels")
    steps = [(one.number / before.number - 1) * HUNDRED for before, one in pairwise(levels)]
    later = level_after(
        given.fact("base").number, given.fact("growth").number, given.count("years")
    )
    needed = compound_growth(levels[-1].number, later, given.count("further_years"))
    broken = needed.low > BREAK_FACTOR * max(step.high for step in steps)
    return Found(
        formula="; ".join(f"{one.text}/{before.text}" for before, one in pairwise(levels)),
        result="; ".join(f"{_shown(step, 1)} %" for step in steps),
        verdict="series_break" if broken else "consistent",
        note=_("the next years would need about %(needed)s %% a year to reach %(level)s")
        % {"needed": _shown(needed, 1), "level": _shown(later, 1)},
    )


def length_of_run(given: Given) -> Found:
    """Whether a stated number of months is the time between two months, and fits other texts."""
    stated, others = given.fact("run"), given.several("others")
    first, _end, last = stated.period.partition(" – ")
    months = months_between(_month(first), _month(last))
    agree = stated.stated == months and all(
        one.stated == months_between(_month(first), _month(one.period)) for one in others
    )
    return Found(
        formula=f"{first} .. {last}",
        result=str(months),
        verdict="consistent" if agree else "contradiction",
        note="; ".join(
            _("another text says %(months)s months up to %(period)s")
            % {"months": one.text, "period": one.period.split()[-1]}
            for one in others
        ),
    )


def _month(text: str) -> tuple[int, int]:
    """2016-01, "2021 2021-10" or "2021 year_end" as a month."""
    year, _dash, month = text.rsplit(maxsplit=1)[-1].partition("-")
    if not month:
        return int(text.split(maxsplit=1)[0]), 12
    return int(year), int(month)


def _level(given: Given, part: str) -> Derived:
    """A level that is published, or what a base and a yearly growth give."""
    names = given.parts[part]
    if isinstance(names, str):
        return given.fact(part).number
    base, growth = given.several(part)
    return level_after(base.number, growth.number, given.count(f"{part}_years"))


def _in_between(level: Derived, around: list[Derived]) -> list[Derived]:
    return [around[0], level, *around[1:]] if around else [level]


def _near_bases(now: int, bases: tuple[int, ...]) -> list[str]:
    """The growth that the numbers next to the solutions would give."""
    if not bases:
        return []
    beside = (bases[0] - 1, bases[-1] + 1)
    return [
        f"{base}: {round_half_up((Decimal(now) / base - 1) * HUNDRED, 1)} %"
        for base in beside
        if base > 0
    ]


def _factor_text(growth: Fact) -> str:
    return shorn(1 + growth.stated / HUNDRED)


def _shown(number: Derived, places: int) -> str:
    return format(number.rounded(places), "f")
