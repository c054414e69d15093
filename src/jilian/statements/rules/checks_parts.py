"""Checks of shares, ratios, durations and series of different sources."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from itertools import pairwise

from django.utils.translation import gettext as _

from jilian.statements.rules.checks_facts import Fact, FactMissing, Found, Given
from jilian_engine.clocks import Limit
from jilian_engine.figures import Bound, counted, round_half_up, share_of
from jilian_engine.rulebook import load_processes

HUNDRED = Decimal(100)
UNSTABLE_POINTS = Decimal(5)
"""A share that falls by more between two sources is not one series."""
HOURS = {"cd": 24, "wd": 24, "h": 1, "wh": 1}
HOURS_OF = {"hour": 1, "day": 24}
_FROM_TO = re.compile(r"由(\d+)\S*?[减增升降]\S*?(\d+)")
_SIDES = {
    Bound.MORE_THAN: "lower_bound", Bound.AT_LEAST: "lower_bound",
    Bound.BELOW: "upper_bound", Bound.AT_MOST: "upper_bound",
}  # fmt: skip


def amount_of_share(given: Given) -> Found:
    """A whole and a share: the amount, which is a bound where the share is one."""
    whole, share = given.fact("whole"), given.fact("share")
    amount = counted(whole.stated) * share.stated / HUNDRED
    return Found(
        formula=f"{whole.text} * {share.stated / HUNDRED}",
        result=str(amount.rounded(1)),
        verdict=_SIDES.get(share.bound, "derived"),
        note=_("the share is itself a bound; the amount must lie above %(amount)s")
        % {"amount": amount.value.normalize()}
        if _SIDES.get(share.bound) == "lower_bound"
        else "",
    )


def amount_each(given: Given) -> Found:
    """A total over a count: it cannot lie below what each must have to be counted."""
    total, count = given.fact("total"), given.fact("count")
    each = total.number / count.number
    least = Decimal(given.settings["least_each"])
    possible = each.low >= least
    return Found(
        formula=f"{total.text} / {count.text}",
        result=str(each.rounded(2)),
        verdict="plausible" if possible else "contradiction",
        note=_("in 100 million yuan; a firm that is counted has at least %(least)s")
        % {"least": least},
    )


def subset(given: Given) -> Found:
    """A part of which the sentence says that it belongs to the whole."""
    part, whole = given.fact("part"), given.fact("whole")
    within = part.stated <= whole.stated
    share = share_of(part.stated, whole.stated, whole_is=whole.measure or whole.key)
    return Found(
        formula=f"{part.text} / {whole.text}",
        result="" if share is None else f"{share.rounded(1)} %",
        verdict="plausible" if within else "contradiction",
        note=_("subset check: %(part)s of %(whole)s") % {"part": part.text, "whole": whole.text},
    )


def ratio_of_bounds(given: Given) -> Found:
    """The ratio of two numbers that are only bounds: never printed as if it were exact."""
    above, below = given.fact("above"), given.fact("below")
    ratio = above.stated / below.stated
    bounded = Bound.EXACT not in (above.bound, below.bound)
    shown = round_half_up(ratio)
    return Found(
        formula=f"{above.text} / {below.text}",
        result=_("about %(ratio)s") % {"ratio": shown} if bounded else str(round_half_up(ratio, 1)),
        verdict="ratio_of_bounds" if bounded else "derived",
        note=_("both are bounds, the ratio can be anything near; not printed as %(ratio)s")
        % {"ratio": round_half_up(ratio, 1)}
        if bounded
        else "",
    )


def combined_factor(given: Given) -> Found:
    """More output by fewer hands: the factors multiply and are never added."""
    growth, change = given.fact("growth"), given.fact("change")
    told = _FROM_TO.search(change.quote)
    if told is None:
        raise FactMissing(change.key)
    before, after = Decimal(told[1]), Decimal(told[2])
    factor = (1 + growth.stated / HUNDRED) * before / after
    each = f"{1 + growth.stated / HUNDRED}"
    return Found(
        formula=f"{each} * {before} / {after}",
        result=_("%(times)s times") % {"times": round_half_up(factor, 1)},
        verdict="derived" if change.stated == after else "contradiction",
        note=_("the two changes multiply; they must not be added"),
    )


def least_of_limits(given: Given) -> Found:
    """What the law makes steps last at least, one after the other, against a stated time."""
    stated = given.fact("stated")
    limits = [_limit(name) for name in given.parts["steps"]]
    if any(one.kind != "min" or one.unit != "cd" for one in limits):
        raise FactMissing(str(given.parts["steps"]))
    least = sum(one.amount for one in limits)
    return Found(
        formula=" + ".join(str(one.amount) for one in limits),
        result=_("%(days)d calendar days") % {"days": least},
        verdict="contradiction_if_stop_is_deal" if stated.stated < least else "consistent",
        note=_("%(stated)s days are possible only if the clock stops before the listing closes")
        % {"stated": stated.text}
        if stated.stated < least
        else "",
    )


def within_limit(given: Given) -> Found:
    """A stated duration against the limit that the law sets the authority."""
    stated, name = given.fact("stated"), str(given.parts["step"])
    limit, article = _limit(name), str(given.settings["article"])
    taken = stated.stated * HOURS_OF[stated.unit]
    faster = taken < limit.amount * HOURS[limit.unit]
    words = {"cd": _("%(days)d days"), "wd": _("%(days)d working days")}[limit.unit]
    return Found(
        formula=article,
        result=words % {"days": limit.amount},
        verdict="faster_than_limit" if faster else "slower_than_limit",
        note=_("start, stop and kind of day are not named in the sentence"),
    )


def one_series(given: Given) -> Found:
    """Shares of several sources: a fall that no economy makes says that the basis changed."""
    shares = given.several("shares")
    part, whole = given.fact("part"), given.fact("whole")
    last = part.stated * HUNDRED / whole.stated
    values = [*(one.stated for one in shares), last]
    falls = [before - after for before, after in pairwise(values)]
    written = [f"{one.text} ({_when(one)})" for one in shares]
    written.append(f"{round_half_up(last, 1)} ({_when(part)}, {part.text}/{whole.text})")
    unstable = max(falls) > UNSTABLE_POINTS
    return Found(
        formula="; ".join(written),
        result="",
        verdict="scope_unstable" if unstable else "consistent",
        note=_("falls by %(points)s points between two sources; not to be drawn as one line")
        % {"points": max(falls)}
        if unstable
        else "",
    )


def rising_counts(given: Given) -> Found:
    """Counts of several days that should carry on from each other."""
    counts = given.several("counts")
    rising = all(before.stated <= after.stated for before, after in pairwise(counts))
    return Found(
        formula="; ".join(f"{one.text} ({_when(one)})" for one in counts),
        result="",
        verdict="consistent" if rising else "check_basis",
    )


def level_and_basis(given: Given) -> Found:
    """Yearly levels that fall while no source names one basis: the basis must be asked for."""
    years, later = given.several("years"), given.fact("later")
    falls = any(after.stated < before.stated for before, after in pairwise(years))
    written = [f"{_about(one)}{one.text} ({_when(one)})" for one in (*years, later)]
    return Found(
        formula="; ".join(written),
        result="",
        verdict="check_basis" if falls else "consistent",
        note=_("the fall needs the basis: by location or by legal person") if falls else "",
    )


def _about(fact: Fact) -> str:
    return _("about") + " " if fact.bound is Bound.ABOUT else ""


def _when(fact: Fact) -> str:
    """A period without the year that it repeats: "2022 2022 Q1-Q3" → 2022 Q1-Q3."""
    year, _gap, rest = fact.period.partition(" ")
    if rest.startswith(year):
        return rest
    if not rest and (len(year) == 4 or "–" not in fact.period):
        return year
    if rest.startswith("–"):
        return year[:4]
    return year if rest in ("year", "year_end") else f"{year} {rest}"


@cache
def _limits() -> dict[str, Limit]:
    return {
        f"{template.key}.{step.key}": step.limit
        for template in load_processes()
        for step in template.steps
        if step.limit is not None
    }


def _limit(name: str) -> Limit:
    if name not in _limits():
        raise FactMissing(name)
    return _limits()[name]
