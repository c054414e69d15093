"""Printing: the bytes are kept when they are first made, and handed out again ever after."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.places.models import World
from jilian.reports.formats import Paper, SignedBy, SlipNote, render
from jilian.reports.models import PrintedFile, Report
from jilian.reports.queries import notes_of, signatures_of
from jilian.reports.rules.content import fingerprint
from jilian.reports.rules.signing import check_printable, damaged
from jilian.reports.rules.words import PrintKind


@transaction.atomic
def print_report(
    *, by: Person, at: datetime, report: Report, kind: str, with_notes: bool = False
) -> PrintedFile:
    """The file of a report signed by two; printed before, the same bytes again.

    ``with_notes`` adds the sheet with the notes of correction there are; the report without it
    stays the file that it was. Refuses what two people have not signed.
    """
    allow(by, Permission.SEE_REPORTS, world_code=report.world.code)
    kept = Report.objects.select_for_update(of=("self",)).select_related("world").get(pk=report.pk)
    check_printable(kept.signatures.count())
    notes = kept.notes.count() if with_notes else 0
    before = kept.printed_files.filter(kind=kind, notes=notes).first()
    if before is not None:
        if fingerprint(bytes(before.content)) != before.fingerprint:
            raise Refusal(*damaged("print"))
        return before
    content = rendered(kept, kind, notes)
    made = PrintedFile.objects.create(
        report=kept, kind=PrintKind(kind), notes=notes, content=content,
        fingerprint=fingerprint(content), at=at, by=by.username,
    )  # fmt: skip
    audit.record(
        "frozen_report.printed", by=by, at=at, world=kept.world, about=kept,
        after={"kind": str(kind), "notes": notes, "fingerprint": made.fingerprint},
    )  # fmt: skip
    return made


def rendered(report: Report, kind: str, notes: int) -> bytes:
    """The bytes of a report as they are made; drafts too, which are not kept."""
    paper = Paper(
        report.values,
        report.fingerprint,
        report.revision,
        [SignedBy(one.name, one.office, one.day) for one in signatures_of(report)],
        [
            SlipNote(one.number, one.day, one.words, one.name, one.about)
            for one in (notes_of(report, notes) if notes else [])
        ],
    )
    word = report.word_template
    return render(paper, kind, bytes(word.content) if word is not None else None)


@transaction.atomic
def note_taken_out(
    *, by: Person, at: datetime, report: Report, kind: str, is_draft: bool, purpose: str,
    recipient: str,
) -> None:  # fmt: skip
    """Leave a trace of a report taken out as a file."""
    allow(by, Permission.SEE_REPORTS, world_code=report.world.code)
    audit.record(
        "frozen_report.exported", by=by, at=at, world=report.world, about=report,
        after={"kind": kind, "draft": is_draft, "fingerprint": report.fingerprint},
        purpose=purpose, recipient=recipient,
    )  # fmt: skip


@transaction.atomic
def note_list_taken_out(
    *, by: Person, at: datetime, world: World, rows: int, kind: str, purpose: str, recipient: str
) -> None:
    """Leave a trace of the list of reports taken out as a file."""
    allow(by, Permission.EXPORT, world_code=world.code)
    audit.record(
        "frozen_reports.exported", by=by, at=at, world=world,
        after={"rows": rows, "format": kind}, purpose=purpose, recipient=recipient,
    )  # fmt: skip
