"""Every read of this area."""

from __future__ import annotations

from jilian.committees.queries.listing import (
    ORDER,
    bodies_without_term,
    due_soon,
    procedures_seen,
    terms_seen,
)
from jilian.committees.queries.page import ProcedurePage, procedure_page
from jilian.committees.queries.planning import PlannedStep, plan_step, plan_undo

__all__ = [
    "ORDER",
    "PlannedStep",
    "ProcedurePage",
    "bodies_without_term",
    "due_soon",
    "plan_step",
    "plan_undo",
    "procedure_page",
    "procedures_seen",
    "terms_seen",
]
