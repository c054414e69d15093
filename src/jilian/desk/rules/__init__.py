"""What is measured of a register's quality, how data may be shared, what is due."""

from __future__ import annotations

from jilian.desk.rules.agreements import Sharing, standing_of
from jilian.desk.rules.changes import changes_between
from jilian.desk.rules.findings import finding_from, finding_words
from jilian.desk.rules.quality import COMPLETENESS, STALE_DAYS, QualityMeasure

__all__ = [
    "COMPLETENESS",
    "STALE_DAYS",
    "QualityMeasure",
    "Sharing",
    "changes_between",
    "finding_from",
    "finding_words",
    "standing_of",
]
