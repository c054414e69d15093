"""Every write of this area."""

from __future__ import annotations

from jilian.organisations.operations.changes import (
    change_superior,
    end_organisation,
    move_organisation,
    rename,
    set_type,
)
from jilian.organisations.operations.founding import take_back_end, take_back_founding
from jilian.organisations.operations.records import (
    attest,
    cover_firm,
    record_counts,
    record_export,
)
from jilian.organisations.operations.reorganising import (
    merge_organisations,
    split_organisation,
    undo_reorganisation,
)
from jilian.organisations.operations.saving import save_organisations
from jilian.organisations.operations.undoing import noted, take_back

__all__ = [
    "attest",
    "change_superior",
    "cover_firm",
    "end_organisation",
    "merge_organisations",
    "move_organisation",
    "noted",
    "record_counts",
    "record_export",
    "rename",
    "save_organisations",
    "set_type",
    "split_organisation",
    "take_back",
    "take_back_end",
    "take_back_founding",
    "undo_reorganisation",
]
