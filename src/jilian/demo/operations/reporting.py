"""Invented monthly returns of a few towns: one late, one sent back, one corrected."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from jilian.accounts.models import Person
from jilian.clusters.models import Cluster
from jilian.demo.operations.people import TOWN_CODE
from jilian.growth.queries.units import units_of
from jilian.places.models import Division, World
from jilian.returns import operations as returns
from jilian.returns.models import Duty, MonthlyReturn
from jilian.returns.queries import cover_if_released
from jilian.returns.rules import months
from jilian.returns.rules.findings import Values
from jilian.returns.rules.forms import latest_form

FORM, UNITS, SHOWN = "industry", 6, 3
INVENTED = "（虚构）"
TENTH = Decimal("0.1")
SHARES = {"output": "1", "strategic_output": "0.41", "sales": "0.98", "exports": "0.17"}


@dataclass
class _Ground:
    """Who reports, and what has added up since the first month shown."""

    by: Person
    at: datetime
    world: World
    duties: list[Duty]
    sums: dict[tuple[str, int, str], Decimal] = field(default_factory=dict)


def report_months(*, by: Person, at: datetime, world: World) -> None:
    """Make them through the same steps as everybody; once."""
    if Duty.objects.filter(world=world).exists():
        return
    rule = latest_form(FORM).due
    shown = [months.latest_ended(rule, timezone.localdate(at))]
    while len(shown) < SHOWN:
        shown.append(months.month_before(rule, shown[-1]))
    shown.reverse()
    ground = _Ground(by, at, world, _duties(by, at, world, months.year_before(shown[0])))
    if len(ground.duties) < SHOWN:
        return
    for month in shown:
        before = months.year_before(month)
        _report(ground, before, ground.duties)
        _release(ground, before)
    for month in shown[:-1]:
        _report(ground, month, ground.duties)
        _release(ground, month)
    _correct(ground, shown[-2])
    _report(ground, shown[-1], ground.duties[:-1])
    _send_back_and_lock(ground, shown[-1])


def _duties(by: Person, at: datetime, world: World, first: date) -> list[Duty]:
    """Some towns, the demo's own last but one; and a cluster that has not begun."""
    towns = [one for one in units_of(world) if one.code[:9] != TOWN_CODE][: UNITS - 1]
    own = Division.objects.filter(code__startswith=TOWN_CODE, level=Division.Level.TOWN).first()
    units = [*towns[:-1], *([own] if own else []), *towns[-1:]]
    duties = [
        returns.begin_duty(by=by, at=at, world=world, form=FORM, unit=unit, month=first)
        for unit in units
    ]
    if cluster := Cluster.objects.filter(world=world).order_by("pk").first():  # its secretary's
        latest = months.latest_ended(latest_form(FORM).due, timezone.localdate(at))
        returns.begin_duty(by=by, at=at, world=world, form=FORM, unit=cluster, month=latest)
    return duties


def _values(ground: _Ground, month: date, place: int, row: MonthlyReturn) -> Values:
    """Invented values; what they add up to is kept for the next month."""
    size = Decimal(180_000 + 37_000 * place) * (100 + 7 * (month.year % 10) + month.month) / 100
    size = size * (100 + (place * 5 + month.month * 3) % 7) / 100 * (2 if row.is_joint else 1)
    found: dict[tuple[str, str], Decimal | None] = {}
    for item, share in SHARES.items():
        value = (size * Decimal(share)).quantize(TENTH)
        key = (f"{month.year}", place, item)
        starts = months.starts_year(latest_form(FORM).due, month)
        earlier = Decimal(0) if starts else ground.sums.get(key, value * (month.month - 1))
        ground.sums[key] = earlier + value
        found[item, "month"], found[item, "cumulative"] = value, earlier + value
    found["firms", "as_of"] = Decimal(24 + 3 * place)
    found["firms_growing", "as_of"] = Decimal(15 + 2 * place)
    found["people", "as_of"] = Decimal(5_200 + 830 * place + month.month)
    return found


def _report(ground: _Ground, month: date, duties: list[Duty]) -> None:
    for place, duty in enumerate(duties):
        begun = returns.begin_return(by=ground.by, at=ground.at, duty=duty, month=month)
        sent_at = min(begun.due_at - timedelta(days=3), ground.at)
        saved = returns.save_values(
            by=ground.by, at=sent_at, monthly_return=begun, notes={}, seen=begun.saves,
            values=_values(ground, month, place, begun),
        )  # fmt: skip
        returns.send_return(by=ground.by, at=sent_at, monthly_return=saved)


def _accept(ground: _Ground, month: date) -> list[MonthlyReturn]:
    rows = MonthlyReturn.objects.filter(world=ground.world, month=month, state="sent")
    kept = list(rows)
    for row in kept:
        at = ground.at if row.revision > 1 else min(row.due_at, ground.at)
        returns.accept_return(by=ground.by, at=at, monthly_return=row)
    return kept


def _release(ground: _Ground, month: date) -> None:
    """Lock what was accepted and release it with its cover."""
    accepted = _accept(ground, month)
    at = min(max(one.due_at for one in accepted) + timedelta(days=1), ground.at)
    if any(one.revision > 1 for one in accepted):
        at = ground.at
    returns.lock_month(by=ground.by, at=at, world=ground.world, form=FORM, month=month)
    cover = cover_if_released(ground.world, FORM, month).cover.percent
    returns.release_month(
        by=ground.by, at=at, world=ground.world, form=FORM, month=month, cover=cover
    )


def _correct(ground: _Ground, month: date) -> None:
    """The first town corrects its exports of the month before the last."""
    first = ground.duties[0]
    row = MonthlyReturn.objects.get(world=ground.world, month=month, unit_key=first.unit_key)
    made = returns.begin_correction(
        by=ground.by, at=ground.at, monthly_return=row, reason=f"一家企业的出口重复计算{INVENTED}"
    )
    lines = {(one.item, one.column): one.value for one in made.lines.all()}
    values = {
        key: (value - Decimal(1200) if value is not None else None)
        for key, value in lines.items()
        if key[0] == "exports"
    }
    year = f"{month.year}"
    ground.sums[year, 0, "exports"] -= Decimal(1200)
    saved = returns.save_values(
        by=ground.by, at=ground.at, monthly_return=made, values=values, notes={}, seen=0
    )
    returns.send_return(by=ground.by, at=ground.at, monthly_return=saved)
    _release(ground, month)


def _send_back_and_lock(ground: _Ground, month: date) -> None:
    """The demo's own town gets its return back; the others wait for the leader."""
    rows = MonthlyReturn.objects.filter(world=ground.world, month=month, state="sent")
    back = rows.filter(unit_key=TOWN_CODE).first()
    if back is not None:
        returns.send_back(
            by=ground.by, at=ground.at, monthly_return=back,
            reason=f"战略性新兴产业产值与上月口径不一致，请核对{INVENTED}",
        )  # fmt: skip
    _accept(ground, month)
    returns.lock_month(by=ground.by, at=ground.at, world=ground.world, form=FORM, month=month)
