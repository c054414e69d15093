"""Moments, limits and holders as the pages of cases say them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _, ngettext, pgettext

from jilian.cases.queries.offices import template_of
from jilian.cases.rules.held import Held
from jilian.cases.rules.words import (
    EXCLUDED,
    EXCLUDED_WORDS,
    HOLDER_WORDS,
    SILENCE,
    Ground,
    HandOverReason,
    Outcome,
)
from jilian.ui.values import clock_text, in_chinese, moment_text, short_day_text


@dataclass(frozen=True)
class HeldShown:
    """A holder as a line of a page."""

    holder: str
    words: str
    what: str
    is_stuck: bool
    verb: str = ""
    url: str = ""


def moment_words(at: datetime, now: datetime) -> str:
    """The time of day alone for a moment of today, with its day this year, or else in full."""
    here, today = timezone.localtime(at), timezone.localtime(now)
    if here.date() == today.date():
        return f"{here:%H:%M}"
    if here.year == today.year:
        return f"{short_day_text(here)} {here:%H:%M}"
    return moment_text(at)


def length_words(start: datetime, end: datetime) -> str:
    """How long: by the clock within a day, else in calendar days; neither is made of the other."""
    one, other = timezone.localtime(start), timezone.localtime(max(start, end))
    days = (other.date() - one.date()).days
    if not days:
        return clock_text(int((other - one).total_seconds()) // 60 * 60)
    return ngettext("%(n)s calendar day", "%(n)s calendar days", days) % {"n": days}


def since_words(since: datetime | None, now: datetime) -> str:
    """Since when, and how long that is."""
    if since is None:
        return _("since when is not known")
    return _("since %(moment)s (%(length)s)") % {
        "moment": moment_words(since, now), "length": length_words(since, now),
    }  # fmt: skip


def actor_words(one: Held) -> str:
    """An office by its name; one that is no department of this world as the template calls it."""
    if one.step is None or one.step.department is not None:
        return one.name
    actors = {each.key: each for each in template_of(one.matter.template_version).actors}
    actor = actors.get(one.name)
    if actor is None:
        return str(HOLDER_WORDS.get(one.name, one.name))
    return actor.zh if in_chinese() else actor.en


def held_shown(one: Held, now: datetime) -> HeldShown:
    """A holder in words: who, since when, and whether the branch is overdue."""
    name = {
        "office": actor_words(one), "firm": str(HOLDER_WORDS["firm"]),
        "paused": _("the clock stands"), "nobody": str(HOLDER_WORDS["unassigned"]),
    }[one.kind]  # fmt: skip
    late = one.is_late(now)
    words = since_words(one.since, now)
    if late and one.due_at is not None:
        words = _("%(since)s, was due %(moment)s") % {
            "since": words, "moment": moment_words(one.due_at, now),
        }  # fmt: skip
    return HeldShown(name, words, one.what, late)


def due_words(due: datetime | None, now: datetime) -> tuple[str, str]:
    """The mark and the words of a running clock: overdue, soon, or in time."""
    if due is None:
        return "", ""
    if due < now:
        return "late", pgettext("due", "overdue")
    if timezone.localtime(due).date() == timezone.localtime(now).date():
        return "soon", _("due today %(time)s") % {"time": f"{timezone.localtime(due):%H:%M}"}
    return "open", pgettext("due", "in time")


def ground_words(ground: str) -> str:
    """The ground of an event in words: of a pause, a decision, a hand-over, an acceptance."""
    for known in (Ground, Outcome, HandOverReason):
        if ground in known.values:
            return str(known(ground).label)
    return _("nobody asked for anything within five working days") if ground == SILENCE else ground


def holder_words(key: str, departments: Mapping[str, str]) -> str:
    """A holder of time in words, as the clocks key it."""
    if key.startswith(f"{EXCLUDED}:"):
        return str(EXCLUDED_WORDS) % {"ground": ground_words(key.partition(":")[2])}
    return str(HOLDER_WORDS.get(key) or departments.get(key) or key)


@dataclass(frozen=True)
class Words:
    """Names in the reader's language: of steps, of departments and of actors."""

    steps: Mapping[str, str]
    holders: Mapping[str, str]

    def holder(self, key: str) -> str:
        """A holder as the clocks key it."""
        return holder_words(key, self.holders)

    def step(self, key: str) -> str:
        """A step of the matter."""
        return self.steps.get(key, key)
