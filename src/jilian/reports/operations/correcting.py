"""Notes of correction: added after, on a sheet of their own; the report stays as it was."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.base.free_text import checked_text
from jilian.reports.models import Note, Report
from jilian.reports.rules.signing import check_printable


@transaction.atomic
def add_note(
    *, by: Person, at: datetime, report: Report, words: str, figure_number: int | None = None
) -> Note:
    """Add a note of correction to a report signed by two; refuses one that says nothing."""
    allow(by, Permission.COMPILE_REPORTS, world_code=report.world.code)
    kept = Report.objects.select_for_update(of=("self",)).select_related("world").get(pk=report.pk)
    check_printable(kept.signatures.count())
    said = checked_text(words)
    if not said:
        raise Refusal("note_empty", _("Say what is corrected, and why."))
    if figure_number is not None and not kept.figures.filter(number=figure_number).exists():
        raise Refusal("figure_unknown", _("The report has no such figure."))
    made = Note.objects.create(
        report=kept, number=kept.notes.count() + 1, figure_number=figure_number, words=said,
        at=at, by=by.username, name=by.display_name,
    )  # fmt: skip
    audit.record(
        "frozen_report.note_added", by=by, at=at, world=kept.world, about=kept,
        after={"number": made.number, "figure": figure_number, "words": said},
    )  # fmt: skip
    return made
