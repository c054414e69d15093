"""Reading the state of the installation: fingerprints, manifests of backups, figures to watch."""

from __future__ import annotations

from jilian.upkeep.queries.checks import upkeep_checks
from jilian.upkeep.queries.register import Kept, kept_data
from jilian.upkeep.queries.tables import LEFT_OUT, fingerprint_of, kept_models, whole_fingerprint
from jilian.upkeep.queries.watching import Watched, last_backup_at, readiness, watched

__all__ = [
    "LEFT_OUT",
    "Kept",
    "Watched",
    "fingerprint_of",
    "kept_data",
    "kept_models",
    "last_backup_at",
    "readiness",
    "upkeep_checks",
    "watched",
    "whole_fingerprint",
]
