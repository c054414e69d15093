"""The measures of a register's quality."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

STALE_DAYS = 365


class QualityMeasure(models.TextChoices):
    """What is measured of the register each day."""

    CREDIT_CODE = "credit_code", _("Firms with a credit code")
    INDUSTRY = "industry", _("Firms with an industry")
    SITE = "site", _("Firms with a site")
    COORDINATES = "coordinates", _("Firms with coordinates")
    STALE = "stale", _("Firms not confirmed for a year")
    DUPLICATES = "duplicates", _("Possible duplicates open")
    CONFLICTS = "conflicts", _("Contradictions between sources")
    PROBLEMS = "problems", _("Rows with problems in uploads")


COMPLETENESS = (
    QualityMeasure.CREDIT_CODE,
    QualityMeasure.INDUSTRY,
    QualityMeasure.SITE,
    QualityMeasure.COORDINATES,
)
