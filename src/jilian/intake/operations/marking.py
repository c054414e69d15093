"""The table that was sent with its cells marked: a reading, kept beside what reads tables."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from jilian.base.errors import Refusal
from jilian.intake import queries
from jilian.intake.formats import MarkedFile, format_of, marked_workbook, open_table
from jilian.intake.models import Upload


def marked_file(upload: Upload, *, only_bad: bool) -> MarkedFile:
    """Return the table of an upload as a workbook with its problems marked."""
    content = queries.content_of(upload)
    if not content:
        raise Refusal("upload_content_gone", _("The content of this table has been deleted."))
    table = open_table(
        format_of(upload.kind),
        upload.file_name,
        content,
        limit_mb=settings.UPLOAD_LIMIT_MB,
        sheet=upload.sheet,
        meanings=upload.told_meanings,
    )
    return marked_workbook(table, queries.problem_rows(upload), only_bad=only_bad)
