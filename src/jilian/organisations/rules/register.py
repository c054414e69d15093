"""What a table would change in the register of organisations, row by row, without a database."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from jilian.base.errors import Refusal
from jilian.organisations.rules.bodies import (
    CONFLICTS,
    FIELDS,
    Body,
    Change,
    Conflict,
    FirmKey,
)
from jilian.organisations.rules.chains import Circle
from jilian.organisations.rules.circles import circle_refusal, find_circle
from jilian.organisations.rules.rows import OrganisationRow
from jilian.organisations.rules.spells import Line, Placement, Span, Spell, end, place, span_from
from jilian.organisations.rules.stated import Stated, check_row, merge_counts, row_refusal
from jilian.organisations.rules.thresholds import Counts
from jilian.organisations.rules.words import CoverMode

__all__ = [
    "CONFLICTS",
    "FIELDS",
    "Plan",
    "RowResult",
    "apply_row",
    "end_body",
    "learn_founding",
    "plan_rows",
]


@dataclass(frozen=True)
class RowResult:
    """What one row comes to: new, changed, same or conflicting."""

    row: OrganisationRow
    kind: str
    changes: tuple[Change, ...] = ()
    conflict: str = ""
    refusal: Refusal | None = None


@dataclass
class Plan:
    """The register as it then stands, and what each row came to."""

    bodies: dict[str, Body]
    results: list[RowResult]
    touched: dict[str, None]  # keys, in the order of the table
    circles: Mapping[str, Circle] = field(default_factory=dict)  # by key, what must not be

    @property
    def refusal(self) -> Refusal | None:
        """The first reason for which the table cannot be applied at all."""
        return next((one.refusal for one in self.results if one.refusal), None)


def plan_rows(
    bodies: Mapping[str, Body],
    rows: Sequence[OrganisationRow],
    day: date,
    divisions: Collection[str],
    firms: Collection[FirmKey],
) -> Plan:
    """Work out what the rows change; `day` stands where a row states no day."""
    known = {row.key for row in rows} | set(bodies)
    plan = Plan(dict(bodies), [], {})
    for row in rows:
        refusal = check_row(row, known, divisions, firms)
        if refusal is not None:
            plan.results.append(RowResult(row, "conflicting", refusal=refusal))
            continue
        plan.results.append(_plan_row(plan, row, day))
    _refuse_circles(plan)
    return plan


def _plan_row(plan: Plan, row: OrganisationRow, day: date) -> RowResult:
    span = span_from(day, row.valid_from, row.known_by, row.not_before)
    before = plan.bodies.get(row.key)
    body = before or Body(row.key, span, row=row.row)
    try:
        after, changes = apply_row(body, row, span)
    except Conflict as conflict:
        if before is None:
            refusal = row_refusal(row, conflict.code, CONFLICTS[conflict.code])
            return RowResult(row, "conflicting", refusal=refusal)
        return RowResult(row, "conflicting", (Change(conflict.field, None, None),), conflict.code)
    if before is None or changes:
        plan.bodies[row.key] = after
        plan.touched[row.key] = None
    return RowResult(row, "new" if before is None else "changed" if changes else "same", changes)


def apply_row(body: Body, row: OrganisationRow, span: Span) -> tuple[Body, tuple[Change, ...]]:
    """The organisation with what the row states; raises Conflict and then changes nothing."""
    if body.span.valid_to is not None and span.known_by >= body.span.valid_to:
        raise Conflict("end", "ended")
    stated = Stated(row)
    changes: list[Change] = []
    for name, line, value in (
        ("name", "names", stated.name),
        ("type", "types", stated.type),
        ("superior", "territory", stated.superior),
    ):
        if value is not None:
            placed = _placed(name, getattr(body, line), value, span, row, changes)
            moved: dict[str, Any] = {line: placed}
            body = replace(body, **moved)
    if stated.cluster_superior is not None:
        key = stated.cluster_superior
        placed = _placed("cluster_superior", body.cluster.get(key, ()), key, span, row, changes)
        body = replace(body, cluster={**body.cluster, key: placed})
    if row.firm is not None:
        mode = row.cover_mode or CoverMode.OWN.value
        placed = _placed("cover", body.covers.get(row.firm, ()), mode, span, row, changes)
        body = replace(body, covers={**body.covers, row.firm: placed})
    body = learn_founding(body, _founding_shown(span, changes), changes)
    body = _plain_fields(body, row, changes)
    body = _counted(body, row, span, changes)
    if row.valid_to is not None:
        body = end_body(body, row.valid_to, changes)
    return body, tuple(changes)


def end_body(body: Body, day: date, changes: list[Change] | None = None) -> Body:
    """The organisation and all that lasts about it, ended on this day (excluded)."""
    if body.span.valid_to == day:
        return body
    if body.span.valid_to is not None:
        raise Conflict("end", "ends_otherwise")

    def ended(line: Line) -> Line:
        placed = end(line, day)
        if placed.conflict:
            raise Conflict("end", placed.conflict)
        return placed.line

    if body.span.known_by >= day:
        raise Conflict("end", "starts_later")
    if changes is not None:
        changes.append(Change("end", None, day))
    return replace(
        body,
        span=replace(body.span, valid_to=day),
        names=ended(body.names),
        types=ended(body.types),
        territory=ended(body.territory),
        cluster={key: ended(line) for key, line in body.cluster.items()},
        covers={firm: ended(line) for firm, line in body.covers.items()},
    )


def _placed(
    name: str, line: Line, value: str, span: Span, row: OrganisationRow, changes: list[Change]
) -> Line:
    placement: Placement = place(line, value, span, row=row.row)
    if placement.conflict:
        raise Conflict(name, placement.conflict)
    if placement.changed:
        changes.append(Change(name, placement.before, value))
    return placement.line


def _founding_shown(span: Span, changes: Sequence[Change]) -> Span:
    """What the days of a row say of the founding: a day of change only shows that it stood then."""
    is_change = any(
        change.before is not None and change.before != change.after for change in changes
    )
    return Span(span.known_by) if is_change else span


def learn_founding(body: Body, span: Span, changes: list[Change] | None = None) -> Body:
    """A statement may show that the organisation stood earlier, or when it was founded.

    Raises Conflict where a source says otherwise.
    """
    placement = place((Spell(True, body.span),), True, span)
    if placement.conflict:
        raise Conflict("founding", placement.conflict)
    if not placement.changed:
        return body
    if changes is not None:
        changes.append(Change("founding", body.span.known_by, span.known_by))
    return replace(body, span=placement.line[0].span)


def _plain_fields(body: Body, row: OrganisationRow, changes: list[Change]) -> Body:
    for name, value in (
        ("division", row.division_code),
        ("is_cluster_body", row.is_cluster_body),
        ("founding_note", row.founding_note),
    ):
        before = getattr(body, name)
        if value is not None and value != before:
            changes.append(Change(name, before, value))
            stated: dict[str, Any] = {name: value}
            body = replace(body, **stated)
    return body


def _counted(body: Body, row: OrganisationRow, span: Span, changes: list[Change]) -> Body:
    stated = Counts(
        row.counted_on or span.known_by,
        row.formal_members,
        row.probationary_members,
        row.newly_developed,
        row.band or "",
    )
    assert stated.counted_on is not None
    before = body.counts.get(stated.counted_on)
    merged = merge_counts(before, stated)
    if merged is None:
        raise Conflict("counts", "counts_differ")
    if merged == (before or Counts(stated.counted_on)):
        return body
    changes.append(Change("counts", None, stated.counted_on))
    return replace(body, counts={**body.counts, stated.counted_on: merged})


def _refuse_circles(plan: Plan) -> None:
    plan.circles = circles = find_circle(plan.bodies, plan.touched)
    for at, result in enumerate(plan.results):
        if (circle := circles.get(result.row.key)) and result.refusal is None:
            refusal = circle_refusal(
                circle, lambda key: plan.bodies[key].name if plan.bodies[key].name else key
            )
            plan.results[at] = replace(result, kind="conflicting", refusal=refusal)
