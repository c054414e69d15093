"""The figures of a campaign: one count along one index, and every rate from it.

Rates are over the frozen list. What is left after removals with evidence is a second figure with
its own name; it never takes the place of the first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Q

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.accounts.rules import ScopeKind
from jilian.coverage.models import Campaign, ListedFirm, Move, Target
from jilian.coverage.rules import (
    DONE,
    STATES,
    Rate,
    Route,
    StrategicField,
    Tally,
    Week,
    added,
    by_week,
)
from jilian.organisations.rules.withholding import hidden_cells, hidden_parts
from jilian.places.models import Division


class Cell(NamedTuple):
    """So many targets of a town in a state by a route."""

    town: str
    state: str
    route: str
    is_removed: bool
    firms: int
    to_sign: int


@dataclass(frozen=True)
class Line:
    """One town, field or route with its tally."""

    key: str
    label: object
    tally: Tally


@dataclass(frozen=True)
class Figures:
    """The figures of a campaign as one reader may see them."""

    campaign: Campaign
    whole: Tally  # over the frozen list
    after: Tally  # over what is left after removals with evidence
    removed: int
    to_sign: int
    before: int  # covered before the campaign
    by_town: tuple[Line, ...]
    by_field: tuple[Line, ...]
    by_route: tuple[tuple[Route, Rate], ...]

    @property
    def is_whole_list(self) -> bool:
        """Whether the reader sees the whole list, not the part of a town."""
        return self.whole.whole == self.campaign.listed

    @property
    def is_withheld(self) -> bool:
        """Whether something is not shown to this reader."""
        tallies = [self.whole, self.after, *(one.tally for one in (*self.by_town, *self.by_field))]
        return any(tally.hidden for tally in tallies)

    def plain(self) -> dict[str, object]:
        """The figures for JSON; "withheld" stands for what is not shown."""
        return {
            "over_the_frozen_list": self.whole.plain(),
            "after_removals_with_evidence": self.after.plain(),
            "removed_with_evidence": self.removed,
            "waiting_for_signature": self.to_sign,
            "covered_before": self.before,
            "by_town": {one.key: one.tally.plain() for one in self.by_town},
            "by_field": {one.key: one.tally.plain() for one in self.by_field},
            "by_route": {route.value: rate.plain() for route, rate in self.by_route},
        }


def sees_list(person: Person, campaign: Campaign) -> bool:
    """Whether the person sees lists of targets: all of them, or those of a town."""
    held = reach(person, campaign.world.code)
    permission = Permission.SEE_CAMPAIGNS
    return held.may(permission) or bool(held.keys(permission, ScopeKind.TOWN))


def cells_of(person: Person, campaign: Campaign) -> list[Cell]:
    """The targets that the person sees, counted; one query."""
    rows = Target.objects.visible_to(person, campaign.world).filter(campaign=campaign)
    return [
        Cell(*row)
        for row in rows.order_by()
        .values("town", "state", "route", "is_removed")
        .annotate(n=Count("pk"), waiting=Count("pk", filter=~Q(said_state="")))
        .values_list("town", "state", "route", "is_removed", "n", "waiting")
    ]


def figures_of(person: Person, campaign: Campaign) -> Figures:
    """Every figure of a campaign for a reader; four queries however long the list."""
    cells = cells_of(person, campaign)
    opens = _opens(person, campaign)
    towns = _by(cells, lambda one: one.town)
    names = {one.code: one for one in Division.objects.filter(code__in=towns)}
    whole, shown = _withheld(towns, added((one.state, one.firms) for one in cells), opens)
    after = added((one.state, one.firms) for one in cells if not one.is_removed)
    if whole.hidden:
        after = replace(after, hidden=frozenset(STATES))
    return Figures(
        campaign=campaign,
        whole=whole,
        after=after,
        removed=sum(one.firms for one in cells if one.is_removed),
        to_sign=sum(one.to_sign for one in cells),
        before=sum(one.firms for one in cells if one.route == Route.BEFORE),
        by_town=tuple(Line(code, names.get(code), shown[code]) for code in sorted(shown)),
        by_field=_by_field(person, campaign, opens("")),
        by_route=_by_route(cells, opens("")),
    )


def _opens(person: Person, campaign: Campaign) -> Callable[[str], bool]:
    held = reach(person, campaign.world.code)

    def may(town: str) -> bool:
        scopes = ((ScopeKind.TOWN, town),) if town else ()
        return held.may(Permission.SEE_COUNTS, scopes)

    return may


def _by(cells: Sequence[Cell], key: Callable[[Cell], str]) -> dict[str, Tally]:
    found: dict[str, Counter[str]] = {}
    for one in cells:
        found.setdefault(key(one), Counter())[one.state] += one.firms
    return {name: added(counts.items()) for name, counts in found.items()}


def _withheld(
    towns: dict[str, Tally], whole: Tally, opens: Callable[[str], bool]
) -> tuple[Tally, dict[str, Tally]]:
    """The tallies with what the reader may not see marked; a state nobody is in hides nothing."""
    names = sorted(towns)
    open_rows = [at for at, name in enumerate(names) if opens(name)]
    is_own_town = bool(names) and len(open_rows) == len(names)
    if opens("") or is_own_town:
        return whole, towns
    used = [state for state in STATES if whole.counts[state]]
    table = [tuple(tally.counts[state] for state in used) for tally in
             (*(towns[name] for name in names), whole)]  # fmt: skip
    hidden = hidden_cells(table, open_rows)
    marked = [frozenset(used[at] for at in cells) for cells in hidden]
    shown = {name: replace(towns[name], hidden=marked[at]) for at, name in enumerate(names)}
    return replace(whole, hidden=marked[-1]), shown


def _by_field(person: Person, campaign: Campaign, is_open: bool) -> tuple[Line, ...]:
    """Each field with its own list: a firm in two fields stands in both."""
    seen = Target.objects.visible_to(person, campaign.world).filter(campaign=campaign)
    rows = (
        ListedFirm.objects.filter(campaign=campaign, firm__targets__in=seen)
        .exclude(field="")
        .order_by()
        .values("field", "firm__targets__state")
        .annotate(n=Count("firm", distinct=True))
        .values_list("field", "firm__targets__state", "n")
    )
    found: dict[str, Counter[str]] = {}
    for field, state, count in rows:
        found.setdefault(field, Counter())[state] += count
    return tuple(
        Line(field, StrategicField(field).label, shown_row(added(found[field].items()), is_open))
        for field in StrategicField.values
        if field in found
    )


def shown_row(tally: Tally, is_open: bool) -> Tally:
    """A tally by itself, with what its sum would give away marked for who sees no small counts."""
    if is_open:
        return tally
    used = [state for state in STATES if tally.counts[state]]
    hidden = hidden_parts([tally.counts[state] for state in used])
    return replace(tally, hidden=frozenset(used[at] for at in hidden))


def _by_route(cells: Sequence[Cell], is_open: bool) -> tuple[tuple[Route, Rate], ...]:
    counts: Counter[str] = Counter()
    for one in cells:
        if one.state in DONE:
            counts[one.route] += one.firms
    used = [route for route in Route if counts[route]]
    whole = sum(one.firms for one in cells)
    parts = [counts[route] for route in used]
    hidden: frozenset[int] = frozenset() if is_open else hidden_parts(parts)
    return tuple(
        (route, Rate(counts[route], whole, withheld=at in hidden)) for at, route in enumerate(used)
    )


def weeks_of(person: Person, campaign: Campaign, until: date, town: str = "") -> tuple[Week, ...]:
    """How many targets came into each state in each ISO week; one query over dated changes."""
    if campaign.started_on is None:
        return ()
    rows = Move.objects.filter(campaign=campaign, on__lte=until)
    held = reach(person, campaign.world.code)
    if not held.may(Permission.SEE_CAMPAIGNS):
        rows = rows.filter(town__in=held.keys(Permission.SEE_CAMPAIGNS, ScopeKind.TOWN))
    if town:
        rows = rows.filter(town=town)
    counted = rows.order_by().values("on", "after").annotate(n=Count("pk"))
    last = min(until, campaign.closed_on or until)
    return tuple(
        by_week(
            counted.values_list("on", "after", "n"),
            campaign.started_on,
            max(last, campaign.started_on),
        )
    )


def towns_moved(person: Person, campaign: Campaign, monday: date) -> dict[str, Counter[str]]:
    """Movement of one week by town; one query."""
    sunday = date.fromordinal(monday.toordinal() + 6)
    rows = Move.objects.filter(campaign=campaign, on__range=(monday, sunday))
    held = reach(person, campaign.world.code)
    if not held.may(Permission.SEE_CAMPAIGNS):
        rows = rows.filter(town__in=held.keys(Permission.SEE_CAMPAIGNS, ScopeKind.TOWN))
    found: dict[str, Counter[str]] = {}
    counted = rows.order_by().values("town", "after").annotate(n=Count("pk"))
    for town, state, count in counted.values_list("town", "after", "n"):
        found.setdefault(town, Counter())[state] += count
    return found
