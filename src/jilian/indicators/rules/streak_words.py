"""Sentences about a series of growth: what is wrong with its table, and how its runs are told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _, gettext_lazy

from jilian_engine.figures import Ending, Month, Run, Runs, Spell, month_text

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

SENTENCES: Mapping[str, StrPromise] = {
    "period_odd": gettext_lazy(
        "This is not a month. Write 2016-03, or 2016-01..02 for January and February together."
    ),
    "period_zero_lost": gettext_lazy(
        "January or October? The spreadsheet may have lost a zero. Write 2016-01 or 2016-10."
    ),
    "period_is_a_day": gettext_lazy(
        "This is a day, not a month. January and February together are written 2016-01..02."
    ),
    "period_not_joint": gettext_lazy(
        "Only January and February are published together. For growth since January write the"
        " last month alone: 2016-05."
    ),
    "growth_odd": gettext_lazy(
        "This is not a growth in per cent. Write a number such as 5.2, 0 or -0.1; leave the cell"
        " empty where nothing was published."
    ),
    "kind_odd": gettext_lazy(
        "Write monthly (of the month alone) or cumulative (since the year's beginning)."
    ),
    "growth_differs": gettext_lazy(
        "Row %(row)s gives this month another growth, and nothing says which was published first."
        " Fill in published_on or vintage (first, revised)."
    ),
    "order_contradicts": gettext_lazy(
        "Row %(row)s holds the same month: day and vintage tell two different orders."
    ),
    "months_overlap": gettext_lazy(
        "Row %(row)s holds this month too: a month is published alone or together with another."
    ),
    "published_early": gettext_lazy("Published before the month was over; taken all the same."),
}

ENDED: Mapping[Ending, StrPromise] = {
    Ending.ZERO: gettext_lazy("ended by zero in %(month)s"),
    Ending.BELOW: gettext_lazy("ended by a fall in %(month)s"),
    Ending.MISSING: gettext_lazy("known until %(known)s; %(month)s is missing"),
    Ending.OPEN: gettext_lazy("not ended within the series"),
}
BEFORE: Mapping[Ending, StrPromise] = {
    Ending.ZERO: gettext_lazy("before it zero in %(month)s"),
    Ending.BELOW: gettext_lazy("before it a fall in %(month)s"),
    Ending.MISSING: gettext_lazy(
        "at least: %(month)s is missing; before the gap known until %(known)s"
    ),
    Ending.OPEN: gettext_lazy("the series begins there"),
}
NONE: Mapping[Ending, StrPromise] = {
    Ending.ZERO: gettext_lazy("no run: zero in %(month)s"),
    Ending.BELOW: gettext_lazy("no run: a fall in %(month)s"),
    Ending.MISSING: gettext_lazy("not known: nothing is published up to %(month)s"),
    Ending.OPEN: gettext_lazy("not ended within the series"),
}


def run_lines(runs: Runs) -> list[str]:
    """Both runs of one kind as lines of text."""
    kinds = {
        "monthly": _("Growth of the month on the year before"),
        "cumulative": _("Growth since the year's beginning on the year before"),
    }
    asked = runs.as_published.asked
    head = kinds[runs.kind]
    if asked is not None:
        head += _(", at %(month)s") % {"month": month_text(asked)}
    lines = [head]
    told = ((_("as published"), runs.as_published), (_("as revised"), runs.as_revised))
    for name, run in told:
        lines += [f"  {name}: {run_words(run)}", *_spell_lines(run)]
    if runs.revised:
        lines.append(
            "  " + _("revised: %(months)s") % {"months": ", ".join(map(str, runs.revised))}
        )
    return lines


def run_words(run: Run) -> str:
    """One run in a sentence: how long, from when to when, what stands before it."""
    if run.first is None or run.last is None:
        text = str(NONE[run.ended_by]) % {"month": _text(run.ended_at)}
        if run.known_until is not None:
            text += "; " + _("known until %(month)s") % {"month": _text(run.known_until)}
        return text
    before = str(BEFORE[run.ended_by]) % {
        "month": _text(run.ended_at),
        "known": _text(_before_gap(run)),
    }
    words = _("%(months)d months, %(first)s to %(last)s") % {
        "months": run.months,
        "first": _text(run.first),
        "last": _text(run.last),
    }
    if run.known_until == run.last:
        words += "; " + _("known until %(month)s") % {"month": _text(run.last)}
    return f"{words}; {before}"


def _spell_lines(run: Run) -> list[str]:
    """The earlier runs of the series, where there was more than one."""
    if not run.spells or (len(run.spells) == 1 and run.months):
        return []
    return [f"    {spell_words(one)}" for one in run.spells]


def spell_words(spell: Spell) -> str:
    """One stretch of months above zero and what ended it."""
    ended = str(ENDED[spell.ending]) % {"month": _text(spell.at), "known": _text(spell.last)}
    months = _("%(months)d months") % {"months": spell.months}
    return f"{month_text(spell.first)} – {month_text(spell.last)}  {months}  {ended}"


def _before_gap(run: Run) -> Month | None:
    earlier = [one.last for one in run.spells if run.first is not None and one.last < run.first]
    known = run.known_until if run.known_until != run.last else None
    return known or (earlier[-1] if earlier else None)


def _text(month: Month | None) -> str:
    return "" if month is None else month_text(month)


def plain_runs(runs: Runs) -> dict[str, object]:
    """Both runs as plain values for programs; growth as text, exact to the digit."""
    return {
        "kind": runs.kind,
        "as_published": plain_run(runs.as_published),
        "as_revised": plain_run(runs.as_revised),
        "differ": runs.differ,
        "revised": [str(span) for span in runs.revised],
    }


def plain_run(run: Run) -> dict[str, object]:
    """One run as plain values."""
    return {
        "months": run.months,
        "first": _text(run.first) or None,
        "last": _text(run.last) or None,
        "ended_by": "series_begins" if run.ended_by is Ending.OPEN else run.ended_by,
        "ended_at": _text(run.ended_at) or None,
        "known_until": _text(run.known_until) or None,
        "at_least": run.at_least,
        "rows": len(run.rows),
        "spells": [
            {
                "months": one.months,
                "first": month_text(one.first),
                "last": month_text(one.last),
                "ended_by": "series_ends" if one.ending is Ending.OPEN else one.ending,
                "ended_at": _text(one.at) or None,
                "known_until": _text(one.known_until) or None,
            }
            for one in run.spells
        ],
    }
