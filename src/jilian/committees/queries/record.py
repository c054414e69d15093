"""What is recorded of a procedure, as its papers need it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jilian.committees.models import Procedure, ProcedureStep, Seat, Term
from jilian.committees.queries.around import around, seats_of
from jilian.committees.rules import Step


@dataclass(frozen=True)
class Record:
    """A procedure with its steps, seats, latest term, and the cluster around it."""

    procedure: Procedure
    steps: Sequence[ProcedureStep]
    seats: Sequence[Seat]
    term: Term | None
    leaders: Sequence[str]
    members: int

    def step(self, kind: Step) -> ProcedureStep | None:
        """The last step of this kind that has not been taken back."""
        kept = [one for one in self.steps if one.kind == kind and one.undone_at is None]
        return kept[-1] if kept else None


def record_of(procedure: Procedure) -> Record:
    """Gather the record as of the day of the application, or of the draft."""
    day = procedure.applied_on or procedure.state_since
    beside = around(procedure.cluster, day)
    return Record(
        procedure=procedure,
        steps=tuple(procedure.steps.order_by("number")),
        seats=tuple(seats_of(procedure, 1)),
        term=procedure.terms.order_by("number").first(),
        leaders=tuple(firm.name for firm in beside.leaders),
        members=beside.members,
    )
