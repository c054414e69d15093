"""Words of this area: audiences, languages, how far a report has come, kinds of print."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy


class Audience(models.TextChoices):
    """For whom a report is compiled."""

    INSIDE = "inside", _("inside the offices")
    PUBLIC = "public", _("public: released values alone")


class ReportLanguage(models.TextChoices):
    """The language that a report is written in."""

    ZH = "zh", _("Chinese")
    EN = "en", _("English")


class ReportState(models.TextChoices):
    """How far a report has come; printed is what was kept as a file after two signed."""

    COMPILED = "compiled", pgettext_lazy("report", "compiled")
    SIGNED_ONCE = "signed_once", _("signed by one")
    SIGNED_TWICE = "signed_twice", _("signed by two")
    PRINTED = "printed", pgettext_lazy("report", "printed")


class PrintKind(models.TextChoices):
    """The files that a report is printed to."""

    PDF = "pdf", "PDF"
    DOCX = "docx", "Word"
    XLSX = "xlsx", "Excel"


SIGNERS = 2


def state_of(signatures: int, prints: int) -> ReportState:
    """How far a report has come, from how many signed it and how many files are kept."""
    if signatures >= SIGNERS:
        return ReportState.PRINTED if prints else ReportState.SIGNED_TWICE
    return ReportState.SIGNED_ONCE if signatures else ReportState.COMPILED
