"""Measuring: one row an indicator, unit and month; what changed is a new revision with a reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.base.bulk import insert_rows
from jilian.base.errors import Refusal
from jilian.base.months import months_later
from jilian.indicators.analysis.measuring import MeasuredRow, computed_keys, measured_rows
from jilian.indicators.models import Value
from jilian.indicators.queries.standing import Key, Standing, latest_values
from jilian.indicators.rules import PeriodKind, SourceKind
from jilian.indicators.rules.definitions import DEFINITIONS
from jilian.indicators.rules.periods import month_span, read_month
from jilian.places.models import World

LONGEST_REASON = 300
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


def measure_month(
    *, by: Person, at: datetime, world: World, month: str | date,
    keys: Sequence[str] | None = None, revise_reason: str = "",
) -> Measured:  # fmt: skip
    """Measure a month that is over; see ``measure_months``."""
    first = read_month(month)
    return measure_months(
        by=by, at=at, world=world, first=first, last=first, keys=keys, revise_reason=revise_reason
    )


@transaction.atomic
def measure_months(
    *, by: Person, at: datetime, world: World, first: str | date, last: str | date,
    keys: Sequence[str] | None = None, revise_reason: str = "",
) -> Measured:  # fmt: skip
    """Measure the months of a range for the world, its towns and its clusters.

    The same values again write nothing. Where any value changed, nothing is written without a
    reason (`measured_values_changed`); with one, each is a revision beside the one before.
    """
    allow(by, Permission.KEEP_INDICATORS, world_code=world.code)
    begin, end = read_month(first), read_month(last)
    _check_over(end, timezone.localtime(at).date())
    wanted = checked_keys(keys)
    World.objects.select_for_update().get(pk=world.pk)
    rows = measured_rows(world, begin, end, at, wanted)
    held = latest_values(world, wanted, begin, month_span(end).last, SourceKind.COMPUTED)
    return write_rows(
        by=by, at=at, world=world, rows=rows, held=held, reason=revise_reason,
        action="indicators.measured",
        said={"first": f"{begin:%Y-%m}", "last": f"{end:%Y-%m}", "reason": revise_reason.strip()},
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


def _check_over(month: date, today: date) -> None:
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
    same = revised = 0
    for row in rows:
        standing = held.get((row.indicator, row.unit_kind, row.unit_key, row.first, row.last))
        if standing is None:
            fresh.append((row, 1))
        elif standing.says(row):
            same += 1
        else:
            fresh.append((row, standing.revision + 1))
            revised += 1
    reason = checked_reason(reason, revised)
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


def checked_reason(reason: str, revised: int) -> str:
    """The reason of revisions; refuses revisions without one."""
    text = reason.strip()[:LONGEST_REASON]
    if revised and not text:
        raise Refusal(
            "measured_values_changed",
            _("%(count)d values differ from what was measured before; say why they are revised.")
            % {"count": revised},
        )
    return text


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
