"""How complete a month is, and for how much of last year its reported units stood."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from jilian.places.models import World
from jilian.returns.models import Duty, MonthlyReturn
from jilian.returns.models.duties import in_month
from jilian.returns.queries.reading import Unit, values_at
from jilian.returns.rules.cover import Coming, Cover, cover_of
from jilian.returns.rules.forms import form_of
from jilian.returns.rules.months import year_before
from jilian.returns.rules.words import REPORTED, SETTLED, Column, State


@dataclass(frozen=True)
class CoverFound:
    """The cover of a month, how many units stand in it, and which are missing, by name."""

    cover: Cover
    reported: int
    expected: int
    missing: list[str]


def duties_in(world: World, form: str, month: date) -> list[Duty]:
    """The units that report in a month, towns first; one query."""
    rows = Duty.objects.filter(in_month(month), world=world, form=form)
    rows = rows.select_related("world", "division", "cluster__host_division")
    found = {(duty.unit_kind, duty.unit_key): duty for duty in rows}
    return sorted(found.values(), key=lambda duty: (duty.unit_kind != "town", duty.unit_key))


def cover_if_released(world: World, form: str, month: date) -> CoverFound:
    """The cover once all locked returns are released: theirs and what is released already.

    Weights are last year's values of the form's weighing item, the year so far where it is stated.
    Towns and clusters overlap, so the cover is that of towns where towns report.
    """
    duties = duties_in(world, form, month)
    weighing = [duty for duty in duties if duty.unit_kind == "town"] or duties
    rows = MonthlyReturn.objects.filter(
        world=world, form=form, month=month, state__in=(State.LOCKED, State.RELEASED)
    )
    there = set(rows.values_list("unit_kind", "unit_key"))
    before = year_before(month)
    held = values_at(world, form, (before,))
    item = form_of(form, month).weight
    column = Column.MONTH if Column.MONTH in item.columns else item.columns[0]
    weights = {
        f"{kind}:{key}": held.get(((kind, key), before), {}).get((item.key, column))
        for kind, key in (_unit(duty) for duty in weighing)
    }
    cover = cover_of(weights, {f"{kind}:{key}" for kind, key in there})
    missing = [str(duty.unit) for duty in duties if _unit(duty) not in there]
    return CoverFound(cover, len(duties) - len(missing), len(duties), missing)


def _unit(duty: Duty) -> Unit:
    return (str(duty.unit_kind), duty.unit_key)


def coming(
    duties: list[Duty], rows: dict[Unit, MonthlyReturn], due: datetime, at: datetime
) -> Coming:
    """How many of the units have sent, in time or late, and how many are settled.

    What was sent back does not count as sent until it comes again; late is only who never sent.
    """
    held = [rows.get(_unit(duty)) for duty in duties]
    sent = [row for row in held if row and (row.state in REPORTED or row.revision > 1)]
    never = sum(row is None or row.first_sent_at is None for row in held)
    return Coming(
        expected=len(duties),
        sent=len(sent),
        in_time=sum(bool(row.was_in_time) for row in sent),
        late=never if due < at else 0,
        settled=sum(row is not None and row.state in SETTLED for row in held),
    )
