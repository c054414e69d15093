"""What every act on a return does: lock it, note the step, leave a trace."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from jilian.accounts.models import Person
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.base.free_text import checked_text
from jilian.returns.models import MonthlyReturn, ReturnStep
from jilian.returns.rules.words import StepKind

Changes = Sequence[dict[str, object]]


def locked(row: MonthlyReturn) -> MonthlyReturn:
    """The return as it stands, locked."""
    rows = MonthlyReturn.objects.select_for_update(of=("self",))
    rows = rows.select_related("world", "division", "cluster__host_division")
    found: MonthlyReturn = rows.get(pk=row.pk)
    return found


def note_step(
    by: Person, at: datetime, row: MonthlyReturn, kind: StepKind, words: str = "",
    changes: Changes = (),
) -> None:  # fmt: skip
    """Add a step to the course of a unit's month, and a trace of the same name."""
    ReturnStep.objects.create(
        monthly_return=_first(row), revision=row.revision, kind=kind, words=words,
        changes=list(changes), at=at, by=by.username, office=by.office,
    )  # fmt: skip
    audit.record(
        f"return.{kind.value}", by=by, at=at, world=row.world, about=row,
        after={"state": row.state, "revision": row.revision, "words": words,
               "changes": list(changes)},
    )  # fmt: skip


def _first(row: MonthlyReturn) -> MonthlyReturn:
    """The first revision, which is never deleted: the steps of a correction outlive it."""
    if row.revision == 1:
        return row
    found: MonthlyReturn = MonthlyReturn.objects.get(
        world=row.world, form=row.form, unit_kind=row.unit_kind, unit_key=row.unit_key,
        month=row.month, revision=1,
    )  # fmt: skip
    return found


def needed(words: str) -> str:
    """The reason as it is kept; refuses an empty one."""
    said = checked_text(words)
    if not said:
        raise Refusal("reason_missing", _("Say why."))
    return said
