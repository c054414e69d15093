"""A unit enters its return, step by step, and sends it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.base.errors import Refusal
from jilian.base.free_text import checked_text
from jilian.cases.queries.offices import calendar_now
from jilian.places.models import World
from jilian.returns.models import Duty, MonthlyReturn, ReturnLine, ReturnStep
from jilian.returns.operations.steps import locked, note_step
from jilian.returns.operations.telling import settle_asked
from jilian.returns.queries.reading import return_seen
from jilian.returns.rules import months
from jilian.returns.rules.findings import Key
from jilian.returns.rules.flow import check_entry, check_ready
from jilian.returns.rules.forms import Form, form_of, version_of
from jilian.returns.rules.words import State, StepKind

P = Permission
LONGEST_NOTE = 300


@dataclass(frozen=True)
class Difference:
    """A value that somebody else saved meanwhile, beside the one that is being saved."""

    item: str
    column: str
    yours: Decimal | str | None
    theirs: Decimal | str | None
    by: str
    at: datetime


class Conflict(Refusal):
    """Somebody saved other values meanwhile: both are named, and nothing is written."""

    def __init__(self, differences: list[Difference], saves: int) -> None:
        super().__init__(
            "return_saved_meanwhile", _("Somebody else saved other values here meanwhile.")
        )
        self.differences, self.saves = differences, saves


@transaction.atomic
def begin_return(*, by: Person, at: datetime, duty: Duty, month: date) -> MonthlyReturn:
    """Begin the return of a unit for a month; one that was begun already is given back."""
    allow(by, P.ENTER_RETURNS, world_code=duty.world.code, scopes=duty.own_scopes)
    form = form_of(duty.form, month)
    months.check_month(form.due, month, timezone.localdate(at))
    if month < duty.from_month or (duty.until_month and month > duty.until_month):
        raise Refusal("no_duty", _("This unit does not report for this month."))
    World.objects.select_for_update().get(pk=duty.world_id)
    rows = MonthlyReturn.objects.filter(
        world=duty.world, form=duty.form, unit_kind=duty.unit_kind, unit_key=duty.unit_key,
        month=month,
    )  # fmt: skip
    held: MonthlyReturn | None = rows.order_by("-revision").first()
    if held is not None:
        return held
    row: MonthlyReturn = MonthlyReturn.objects.create(
        world=duty.world, form=duty.form, form_version=form.version, unit_kind=duty.unit_kind,
        unit_key=duty.unit_key, division=duty.division, cluster=duty.cluster, month=month,
        is_joint=months.is_joint(form.due, month),
        due_at=months.due_moment(form.due, month, calendar_now()),
    )  # fmt: skip
    note_step(by, at, row, StepKind.BEGUN)
    return row


@transaction.atomic
def save_values(
    *,
    by: Person,
    at: datetime,
    monthly_return: MonthlyReturn,
    values: Mapping[Key, Decimal | None],
    notes: Mapping[str, str],
    seen: int,
) -> MonthlyReturn:
    """Save some of the values as they are typed; checks are run when it is sent.

    ``seen`` is how often it had been saved when the person read it. Where somebody else changed
    one of these values since to another one, Conflict names both; other values are kept together.
    """
    kept = locked(monthly_return)
    allow(by, P.ENTER_RETURNS, world_code=kept.world.code, scopes=kept.own_scopes)
    check_entry(kept.state)
    form = version_of(kept.form, kept.form_version)
    given = _given(form, values, notes)
    lines = {(line.item, line.column): line for line in kept.lines.all()}
    if seen < kept.saves:
        _refuse_conflicts(kept, given, lines, seen)
    changes = _write(kept, given, lines)
    if changes:
        kept.saves += 1
        kept.save(update_fields=["saves"])
        note_step(by, at, kept, StepKind.SAVED, "", [
            {**one, "save": kept.saves} for one in changes
        ])  # fmt: skip
    return kept


Given = dict[tuple[str, str], tuple[Decimal | None, str]]


def _given(form: Form, values: Mapping[Key, Decimal | None], notes: Mapping[str, str]) -> Given:
    """Each cell that is given with its value and note; the note stands by an item's first."""
    found: Given = {}
    for (key, column), value in values.items():
        item = form.item(key)
        if column not in item.columns:
            raise Refusal("column_odd", _("This item is not stated so."))
        note = notes.get(key, "") if column == item.columns[0] else ""
        found[key, column] = (value, checked_text(note, longest=LONGEST_NOTE))
    return found


def _refuse_conflicts(
    kept: MonthlyReturn, given: Given, lines: Mapping[Key, ReturnLine], seen: int
) -> None:
    changed: dict[Key, ReturnStep] = {}
    for step in _saved(kept):
        for one in step.changes:
            if one["save"] > seen:
                changed[one["item"], one["column"]] = step
    found = []
    for key, step in changed.items():
        if key not in given:
            continue
        line, (value, note) = lines[key], given[key]
        if line.value != value:
            found.append(Difference(*key, value, line.value, step.office or step.by, step.at))
        elif line.note != note:
            found.append(Difference(*key, note, line.note, step.office or step.by, step.at))
    if found:
        raise Conflict(found, kept.saves)


def _saved(kept: MonthlyReturn) -> QuerySet[ReturnStep]:
    """The steps by which this revision was saved; not those of one that was taken back."""
    own = kept.course.filter(revision=kept.revision)
    begun = own.filter(kind__in=(StepKind.BEGUN, StepKind.CORRECTION)).order_by("-pk").first()
    return own.filter(kind=StepKind.SAVED, pk__gt=begun.pk if begun else 0)


def _write(
    kept: MonthlyReturn, given: Given, lines: Mapping[Key, ReturnLine]
) -> list[dict[str, object]]:
    changes: list[dict[str, object]] = []
    for (item, column), (value, note) in given.items():
        line = lines.get((item, column))
        if line is None:
            if value is None and not note:
                continue
            line = ReturnLine(monthly_return=kept, item=item, column=column)
        elif line.value == value and line.note == note:
            continue
        changes.append({"item": item, "column": column, "before": _plain(line.value),
                        "after": _plain(value)})  # fmt: skip
        line.value, line.note = value, note
        line.save()
    return changes


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.normalize():f}"


@transaction.atomic
def send_return(*, by: Person, at: datetime, monthly_return: MonthlyReturn) -> MonthlyReturn:
    """Send it to whoever checks it; refuses while errors stand or a note is missing."""
    kept = locked(monthly_return)
    allow(by, P.ENTER_RETURNS, world_code=kept.world.code, scopes=kept.own_scopes)
    check_entry(kept.state)
    check_ready(return_seen(kept).findings)
    kept.state, kept.sent_back_reason = State.SENT, ""
    kept.first_sent_at = kept.first_sent_at or at
    kept.save(update_fields=["state", "first_sent_at", "sent_back_reason"])
    note_step(by, at, kept, StepKind.SENT)
    settle_asked(by=by, at=at, row=kept)
    return kept
