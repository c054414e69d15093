"""What is due from a unit; who has sent for a month, who is late, whom to ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, Reach, reach
from jilian.cases.queries.offices import calendar_now
from jilian.places.models import World
from jilian.returns.models import Duty, MonthlyReturn, MonthRelease
from jilian.returns.models.units import seen, within
from jilian.returns.queries.covering import CoverFound, coming, cover_if_released, duties_in
from jilian.returns.queries.reading import Unit, lines_of, values_at
from jilian.returns.rules import months
from jilian.returns.rules.cover import Coming
from jilian.returns.rules.forms import Form, Item, form_keys, form_of, latest_form
from jilian.returns.rules.outliers import changes, limit_for, robust_scores
from jilian.returns.rules.words import REPORTED, State

P = Permission
SHOWN_BACK = 3
CHOICE_OF_MONTHS = 12


@dataclass(frozen=True)
class UnitRow:
    """A unit and its return for a month, if it has begun one."""

    duty: Duty
    form: Form
    month: date
    due_at: datetime
    row: MonthlyReturn | None
    at: datetime

    @property
    def is_late(self) -> bool:
        """Whether nothing was sent though it is due."""
        return self.due_at < self.at and (self.row is None or self.row.first_sent_at is None)

    @property
    def is_sent(self) -> bool:
        """Whether it was sent and not sent back, or came again after it was."""
        return self.row is not None and (self.row.state in REPORTED or self.row.revision > 1)

    @property
    def was_late(self) -> bool:
        """Whether it was sent after it was due."""
        return self.row is not None and self.row.was_in_time is False

    @property
    def unit_text(self) -> str:
        """The unit's name, for searching and sorting."""
        return str(self.duty.unit)

    @property
    def state(self) -> str:
        """How far its return has come; empty where it was not begun."""
        return str(self.row.state) if self.row else ""

    @property
    def state_place(self) -> int:
        """The place of its state from not begun to released."""
        return [str(one) for one in State].index(self.state) + 1 if self.row else 0

    @property
    def sent_place(self) -> float:
        """When it was first sent, for sorting; after all others where it was not."""
        sent = self.row.first_sent_at if self.row else None
        return sent.timestamp() if sent else float("inf")

    @property
    def revision(self) -> int:
        """The revision of its return; 0 for none."""
        return self.row.revision if self.row else 0

    @property
    def is_open(self) -> bool:
        """Whether the unit has to do something."""
        return self.row is None or self.row.is_open

    @property
    def period(self) -> str:
        """The months it covers."""
        first = f"{self.month:%Y}-01.." if months.is_joint(self.form.due, self.month) else ""
        return f"{first}{self.month:%m}" if first else f"{self.month:%Y-%m}"


def due_rows(person: Person, world: World, at: datetime) -> list[UnitRow]:
    """What the units for which a person enters have to report: the last months; three queries."""
    held = reach(person, world.code)
    duties = Duty.objects.filter(world=world).select_related("world", "division", "cluster")
    if not held.may(P.ENTER_RETURNS):
        duties = duties.filter(within(held, P.ENTER_RETURNS))
    kept = [one for one in duties if held.may(P.ENTER_RETURNS, one.own_scopes)]
    today, calendar = timezone.localdate(at), calendar_now()
    wanted: list[tuple[Duty, Form, date]] = []
    for duty in kept:
        form = latest_form(duty.form)
        month = months.latest_ended(form.due, today)
        for _ in range(SHOWN_BACK):
            if duty.from_month <= month and (duty.until_month is None or month <= duty.until_month):
                wanted.append((duty, form, month))
            month = months.month_before(form.due, month)
    rows = MonthlyReturn.objects.filter(world=world, month__in={one[2] for one in wanted})
    rows = rows.select_related("world", "division", "cluster").order_by("revision")
    latest = {(row.form, row.unit_kind, row.unit_key, row.month): row for row in rows}
    found = []
    for duty, form, month in wanted:
        row = latest.get((duty.form, duty.unit_kind, duty.unit_key, month))
        due = row.due_at if row else months.due_moment(form.due, month, calendar)
        found.append(UnitRow(duty, form, month, due, row, at))
    return sorted(found, key=lambda one: (not one.is_open, -one.month.toordinal()))


@dataclass(frozen=True)
class FollowUp:
    """A unit's value that moves unlike those of the others."""

    unit: str
    item: Item
    value: Decimal
    last: Decimal
    z: Decimal
    row: MonthlyReturn


@dataclass(frozen=True)
class MonthPage:
    """A form's month as a reviewer or leader sees it."""

    form: Form
    month: date
    is_joint: bool
    due_at: datetime
    rows: list[UnitRow]
    coming: Coming
    follow_ups: list[FollowUp]
    accepted: int
    locked: int
    releases: list[MonthRelease]
    cover: CoverFound
    sees_all: bool

    @property
    def missing(self) -> list[UnitRow]:
        """The units that have sent nothing."""
        return [one for one in self.rows if one.row is None or one.row.first_sent_at is None]


def month_page(person: Person, world: World, form_key: str, month: date, at: datetime) -> MonthPage:
    """Who has sent, who is late, whom to ask; a fixed number of queries."""
    form, held = form_of(form_key, month), reach(person, world.code)
    looked_at = seen(person, world)
    duties = duties_in(world, form_key, month)
    sees_all = held.may(P.SEE_RETURNS)
    if not sees_all:
        duties = [one for one in duties if _is_seen(held, one)]
    rows = MonthlyReturn.objects.filter(world=world, form=form_key, month=month)
    if looked_at is not None:
        rows = rows.filter(looked_at)
    rows = rows.select_related("world", "division", "cluster__host_division").order_by("revision")
    latest: dict[Unit, MonthlyReturn] = {(str(one.unit_kind), one.unit_key): one for one in rows}
    due = months.due_moment(form.due, month, calendar_now())
    listed = [
        UnitRow(one, form, month, due, latest.get((str(one.unit_kind), one.unit_key)), at)
        for one in duties
    ]  # fmt: skip
    standing = [one.row for one in listed if one.row is not None]
    return MonthPage(
        form, month, months.is_joint(form.due, month), due, listed,
        coming(duties, latest, due, at), _follow_ups(world, form, month, standing),
        sum(one.state == State.ACCEPTED for one in standing),
        sum(one.state == State.LOCKED for one in standing),
        list(MonthRelease.objects.filter(world=world, form=form_key, month=month)),
        cover_if_released(world, form_key, month), sees_all,
    )  # fmt: skip


def _is_seen(held: Reach, duty: Duty) -> bool:
    return held.may(P.SEE_RETURNS, (*duty.own_scopes, *duty.town_scopes))


def _follow_ups(world: World, form: Form, month: date, rows: list[MonthlyReturn]) -> list[FollowUp]:
    """Units of one kind beside each other; two queries for their values, two for last month's."""
    sent = [row for row in rows if row.state in REPORTED]
    now = lines_of(row.pk for row in sent)
    last = months.month_before(form.due, month)
    before = values_at(world, form.key, (last,))
    alike, found = months.months_alike(form.due, month), []
    for kind in form.units:
        ones = [row for row in sent if row.unit_kind == kind]
        for item in form.items:
            column = item.columns[0].value
            if column == "month" and not alike:
                continue
            key = (item.key, column)
            values = {row.pk: now.get(row.pk, ({}, {}))[0].get(key) for row in ones}
            was = {row.pk: before.get(((kind, row.unit_key), last), {}).get(key) for row in ones}
            moved = changes(values, was, counts=bool(item.count))
            least = limit_for(len(moved) * len(form.items))
            for row in ones:
                z = robust_scores(moved).get(row.pk)
                value, stood = values[row.pk], was[row.pk]
                if z is not None and abs(z) > least and value is not None and stood is not None:
                    score = z.quantize(Decimal("0.1"))
                    found.append(FollowUp(str(row.unit), item, value, stood, score, row))
    return found


def months_to_choose(form: Form, today: date) -> list[date]:
    """The last reported months of a form, the latest first."""
    found = [months.latest_ended(form.due, today)]
    while len(found) < CHOICE_OF_MONTHS:
        found.append(months.month_before(form.due, found[-1]))
    return found


def forms_reported(world: World) -> list[Form]:
    """The forms by which somebody reports here; one query."""
    used = set(Duty.objects.filter(world=world).order_by().values_list("form", flat=True))
    return [latest_form(key) for key in form_keys() if key in used]
