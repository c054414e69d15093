"""Measuring: one row an indicator, unit and month; what changed is a new revision with a reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeAlias

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.base.bulk import insert_rows
from jilian.base.errors import Refusal
from jilian.base.months import months_later
from jilian.indicators.analysis.measuring import (
    MeasuredRow,
    Told,
    computed_keys,
    measured_rows,
    nothing_told,
)
from jilian.indicators.models import Value
from jilian.indicators.queries.standing import Key, Standing, latest_values
from jilian.indicators.rules import PeriodKind, SourceKind
from jilian.indicators.rules.definitions import DEFINITIONS
from jilian.indicators.rules.periods import month_span, read_month
from jilian.indicators.rules.running import CHANGED
from jilian.places.models import World

LONGEST_REASON = 300
# Indicator, kind and key of the unit, value and bound before, value and bound now.
Change: TypeAlias = tuple[str, str, str, str, str, str, str]
COLUMNS = (
    "world", "indicator", "version", "unit_kind", "unit_key", "period_kind", "period_first",
    "period_last", "revision", "value", "bound", "numerator", "denominator", "contributors",
    "largest_share", "cover_pct", "growth_published", "growth_kind", "price_basis", "vintage",
    "source_kind", "source", "record_key", "published_on", "measured_at", "measured_by",
    "replaced_reason",
)  # fmt: skip


@dataclass(frozen=True)
class Measured:
    """What a run wrote: new values, values that replaced others, and those found the same."""

    written: int = 0
    revised: int = 0
    same: int = 0

    def __add__(self, other: Measured) -> Measured:
        return Measured(
            self.written + other.written, self.revised + other.revised, self.same + other.same
        )


class ValuesChanged(Refusal):
    """Values differ from what was measured before, and nobody says why."""

    def __init__(self, changes: Sequence[Change]) -> None:
        words = _(
            "%(count)d values differ from what was measured before; say why they are revised."
        )
        super().__init__(CHANGED, words % {"count": len(changes)})
        self.changes = changes


def measure_month(
    *, by: Person, at: datetime, world: World, month: str | date,
    keys: Sequence[str] | None = None, revise_reason: str = "",
) -> Measured:  # fmt: skip
    """Measure a month that is over; see ``measure_months``."""
    first = read_month(month)
    return measure_months(
        by=by, at=at, world=world, first=first, last=first, keys=keys, revise_reason=revise_reason
    )


def measure_months(
    *, by: Person, at: datetime, world: World, first: str | date, last: str | date,
    keys: Sequence[str] | None = None, revise_reason: str = "", told: Told = nothing_told,
) -> Measured:  # fmt: skip
    """Measure the months of a range for the world, its towns and its clusters.

    The same values again write nothing. Where any value changed, nothing is written without a
    reason (`measured_values_changed`); with one, each is a revision beside the one before. The
    records are read before the transaction, so that others go on writing meanwhile.
    """
    allow(by, Permission.KEEP_INDICATORS, world_code=world.code)
    begin, end = read_month(first), read_month(last)
    check_over(end, timezone.localtime(at).date())
    wanted = checked_keys(keys)
    rows = measured_rows(world, begin, end, at, wanted, told)
    return keep_measured(
        by=by, at=at, world=world, first=begin, last=end, keys=wanted, rows=rows,
        revise_reason=revise_reason,
    )  # fmt: skip


@transaction.atomic
def keep_measured(
    *, by: Person, at: datetime, world: World, first: date, last: date, keys: Sequence[str],
    rows: Sequence[MeasuredRow], revise_reason: str,
) -> Measured:  # fmt: skip
    """Append what was measured for the months, as far as it is new or changed."""
    allow(by, Permission.KEEP_INDICATORS, world_code=world.code)
    World.objects.select_for_update().get(pk=world.pk)
    held = latest_values(world, keys, first, month_span(last).last, SourceKind.COMPUTED)
    return write_rows(
        by=by, at=at, world=world, rows=rows, held=held, reason=revise_reason,
        action="indicators.measured",
        said={"first": f"{first:%Y-%m}", "last": f"{last:%Y-%m}", "reason": revise_reason.strip()},
    )  # fmt: skip


def checked_keys(keys: Sequence[str] | None) -> list[str]:
    """The indicators asked for, all computed ones without asking; refuses an unknown one."""
    known = computed_keys()
    if keys is None:
        return known
    for key in keys:
        if key not in DEFINITIONS or key not in known:
            raise Refusal(
                "indicator_unknown",
                _("No indicator “%(key)s” is computed from records.") % {"key": key[:60]},
            )
    return list(dict.fromkeys(keys))


def check_over(month: date, today: date) -> None:
    """Refuse a month that is not over yet."""
    if months_later(month, 1) > today:
        raise Refusal(
            "month_not_over",
            _("%(month)s is not over yet; it is measured from the day after its last.")
            % {"month": f"{month:%Y-%m}"},
        )


def write_rows(
    *, by: Person, at: datetime, world: World, rows: Iterable[MeasuredRow],
    held: Mapping[Key, Standing], reason: str, action: str, said: Mapping[str, Any],
    kind: SourceKind = SourceKind.COMPUTED,
) -> Measured:  # fmt: skip
    """Append what is new or changed, with one trace where there was anything."""
    fresh: list[tuple[MeasuredRow, int]] = []
    changed: list[tuple[MeasuredRow, Standing]] = []
    same = 0
    for row in rows:
        standing = held.get((row.indicator, row.unit_kind, row.unit_key, row.first, row.last))
        if standing is None:
            fresh.append((row, 1))
        elif standing.says(row):
            same += 1
        else:
            fresh.append((row, standing.revision + 1))
            changed.append((row, standing))
    reason, revised = checked_reason(reason, changed), len(changed)
    columns = [
        _columns(row, revision, kind, by=by, at=at, world=world, reason=reason)
        for row, revision in fresh
    ]
    insert_rows(Value, COLUMNS, columns)
    found = Measured(len(fresh) - revised, revised, same)
    if fresh:
        counts = {"written": found.written, "revised": found.revised}
        audit.record(action, by=by, at=at, world=world, after={**said, **counts})
    return found


def checked_reason(reason: str, changed: Sequence[tuple[MeasuredRow, Standing]]) -> str:
    """The reason of revisions; refuses revisions without one, with the list of them."""
    text = reason.strip()[:LONGEST_REASON]
    if changed and not text:
        raise ValuesChanged([_change(row, before) for row, before in changed])
    return text


def _change(row: MeasuredRow, before: Standing) -> Change:
    return (
        row.indicator, row.unit_kind, row.unit_key, _plain(before.value), before.bound,
        _plain(row.value), row.bound,
    )  # fmt: skip


def _plain(value: Decimal | None) -> str:
    return "" if value is None else str(value)


def _columns(
    row: MeasuredRow,
    revision: int,
    kind: SourceKind,
    *,
    by: Person,
    at: datetime,
    world: World,
    reason: str,
) -> tuple[Any, ...]:
    return (
        world.pk, row.indicator, row.version, row.unit_kind, row.unit_key,
        PeriodKind.MONTH.value, row.first, row.last, revision, row.value, row.bound,
        row.numerator, row.denominator, row.contributors, row.largest_share, row.cover_pct, None,
        "", row.price_basis, "", kind.value, None, "", None, at, by.username,
        reason if revision > 1 else "",
    )  # fmt: skip
