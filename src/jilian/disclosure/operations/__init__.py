"""Every write of this area."""

from __future__ import annotations

from jilian.disclosure.operations.declaring import declare_recipe
from jilian.disclosure.operations.releasing import declare_table, note_export, release_table
from jilian.disclosure.operations.runs import (
    complete_preparation,
    complete_release,
    confirm_release,
    drop_release,
    give_up_release,
    start_release,
)

__all__ = [
    "GIVEN_UP",
    "complete_preparation",
    "complete_release",
    "confirm_release",
    "declare_recipe",
    "declare_table",
    "drop_release",
    "note_export",
    "release_table",
    "start_release",
]

GIVEN_UP = {"complete_preparation": give_up_release, "complete_release": give_up_release}
