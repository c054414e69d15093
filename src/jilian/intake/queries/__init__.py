"""Every read of this area worth a name."""

from __future__ import annotations

from jilian.intake.queries.pages import Group, figures_of, groups_of, reading_of
from jilian.intake.queries.register import Register
from jilian.intake.queries.uploads import (
    earlier_upload,
    locked_upload,
    names_of,
    open_for_work,
    problem_rows,
    uploads_seen,
)

__all__ = [
    "Group",
    "Register",
    "earlier_upload",
    "figures_of",
    "groups_of",
    "locked_upload",
    "names_of",
    "open_for_work",
    "problem_rows",
    "reading_of",
    "uploads_seen",
]
