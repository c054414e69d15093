"""Every write of this area: templates, compiling, signing, printing, notes of correction."""

from __future__ import annotations

from jilian.reports.operations.compiling import Compiled, ReportRefused, compile_report
from jilian.reports.operations.correcting import add_note
from jilian.reports.operations.printing import (
    note_list_taken_out,
    note_taken_out,
    print_report,
    rendered,
)
from jilian.reports.operations.signing import sign_report
from jilian.reports.operations.templates import PlaceholdersUnknown, save_template, upload_word

__all__ = [
    "Compiled",
    "PlaceholdersUnknown",
    "ReportRefused",
    "add_note",
    "compile_report",
    "note_list_taken_out",
    "note_taken_out",
    "print_report",
    "rendered",
    "save_template",
    "sign_report",
    "upload_word",
]
