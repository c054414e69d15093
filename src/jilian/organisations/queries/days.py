"""The days on which the tree changed: foundings, ends, and what came into the cluster line."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F
from django.utils.translation import gettext as _, ngettext

from jilian.accounts.models import Person
from jilian.organisations.models import Organisation, Superior
from jilian.organisations.rules import Line
from jilian.places.models import World
from jilian.ui.drawings import LineEvent
from jilian.ui.values import month_text

MOST_MARKS = 24
FOUNDED, SHOWN, ENDED, CAME, WENT = "founded", "shown", "ended", "came", "went"


@dataclass(frozen=True)
class DayOfChange:
    """What happened to the tree on a day, or in the month or year that ends its marks' days."""

    day: date
    words: tuple[str, ...]
    when: str = ""  # where several days stand together

    @property
    def event(self) -> LineEvent:
        """The day as a mark."""
        return LineEvent(day=self.day, label=_(", ").join(self.words), when=self.when)


def days_of_change(person: Person, world: World) -> list[DayOfChange]:
    """Return the days on which the tree that the person may see changed; three queries.

    Where they are more than fit on a line, a month or a year stands for its days, at the last of
    them. What a source first shows without saying when it began stands at that day, and says so.
    """
    counts = _counts(person, world)
    for grain in (_day, _month, _year):
        groups: defaultdict[object, list[date]] = defaultdict(list)
        for day in sorted(counts):
            groups[grain(day)].append(day)
        if len(groups) <= MOST_MARKS:
            break
    return [_together(days, counts, grain) for days in groups.values()]


def _counts(person: Person, world: World) -> dict[date, Counter[str]]:
    found: defaultdict[date, Counter[str]] = defaultdict(Counter)
    seen = Organisation.objects.visible_to(person, world).order_by()
    begun = seen.values_list("valid_from", "known_by").annotate(n=Count("pk"))
    for valid_from, known_by, count in begun:
        found[known_by][FOUNDED if valid_from else SHOWN] += count
    for day, count in (
        seen.filter(valid_to__isnull=False).values_list("valid_to").annotate(n=Count("pk"))
    ):
        found[day][ENDED] += count
    under = Superior.objects.filter(line=Line.CLUSTER, organisation__in=seen.values("pk"))
    came = under.exclude(organisation__known_by=F("known_by")).order_by()
    for known_by, valid_to, count in came.values_list("known_by", "valid_to").annotate(
        n=Count("pk")
    ):
        found[known_by][CAME] += count
        if valid_to:
            found[valid_to][WENT] += count
    return found


def _day(day: date) -> object:
    return day


def _month(day: date) -> object:
    return day.year, day.month


def _year(day: date) -> object:
    return day.year


def _together(
    days: list[date], counts: dict[date, Counter[str]], grain: Callable[[date], object]
) -> DayOfChange:
    whole: Counter[str] = Counter()
    for day in days:
        whole.update(counts[day])
    when = ""
    if len(days) > 1:
        when = str(days[0].year) if grain is _year else month_text(days[0])
    return DayOfChange(days[-1], _words(whole), when)


def _words(counts: Counter[str]) -> tuple[str, ...]:
    n = {kind: counts[kind] for kind in (FOUNDED, SHOWN, CAME, WENT, ENDED)}
    said = {
        FOUNDED: ngettext("%(n)s founded", "%(n)s founded", n[FOUNDED]),
        SHOWN: ngettext("%(n)s first known", "%(n)s first known", n[SHOWN]),
        CAME: ngettext("%(n)s into a cluster line", "%(n)s into a cluster line", n[CAME]),
        WENT: ngettext("%(n)s out of a cluster line", "%(n)s out of a cluster line", n[WENT]),
        ENDED: ngettext("%(n)s ended", "%(n)s ended", n[ENDED]),
    }
    return tuple(words % {"n": f"{n[kind]:,}"} for kind, words in said.items() if n[kind])
