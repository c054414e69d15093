"""Every write of this area."""

from __future__ import annotations

from jilian.organisations.operations.changes import (
    change_superior,
    end_organisation,
    rename,
    set_type,
)
from jilian.organisations.operations.records import (
    attest,
    cover_firm,
    record_counts,
    record_export,
)
from jilian.organisations.operations.saving import save_organisations

__all__ = [
    "attest",
    "change_superior",
    "cover_firm",
    "end_organisation",
    "record_counts",
    "record_export",
    "rename",
    "save_organisations",
    "set_type",
]
