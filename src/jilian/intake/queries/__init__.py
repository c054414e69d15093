"""Every read of this area worth a name."""

from __future__ import annotations

from jilian.intake.queries.pages import Group, figures_of, groups_of, reading_of, told_of
from jilian.intake.queries.register import Register
from jilian.intake.queries.undoing import obstacle_lines
from jilian.intake.queries.uploads import (
    applied_upload,
    content_of,
    earlier_upload,
    kept_meanings,
    locked_upload,
    meanings_seen,
    name_of_sender,
    names_of,
    open_for_work,
    problem_rows,
    senders_of,
    uploaders_of,
    uploads_seen,
)

__all__ = [
    "Group",
    "Register",
    "applied_upload",
    "content_of",
    "earlier_upload",
    "figures_of",
    "groups_of",
    "kept_meanings",
    "locked_upload",
    "meanings_seen",
    "name_of_sender",
    "names_of",
    "obstacle_lines",
    "open_for_work",
    "problem_rows",
    "reading_of",
    "senders_of",
    "told_of",
    "uploaders_of",
    "uploads_seen",
]
