"""Everything that the page of one procedure shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.committees.models import Procedure, ProcedureStep, Seat, Term
from jilian.committees.queries.around import Around, around, check_of, day_asked, seats_of
from jilian.committees.rules import (
    AMENDABLE,
    PERMISSION_OF,
    WITHOUT_OWN_MEMBERS,
    Standing,
    State,
    Step,
    TermSpan,
    next_steps,
    reply_due,
    standing_of,
    term_of,
)
from jilian.organisations.queries.counts import SMALL_BANDS
from jilian.organisations.rules.explained import Explained, explain
from jilian.organisations.rules.withholding import Shown
from jilian.ui.drawings import LineEvent
from jilian_engine.figures.bands import LEAST_SHOWN


@dataclass(frozen=True)
class CountsShown:
    """What was declared, as this reader may see it."""

    formal: Shown
    probationary: Shown
    members: Shown
    band: str
    counted_on: date | None


@dataclass(frozen=True)
class ProcedurePage:
    """One procedure with its steps, its seats, its terms, and what the rules say."""

    procedure: Procedure
    standing: Standing
    around: Around
    steps: tuple[ProcedureStep, ...]
    seats: tuple[Seat, ...]
    terms: tuple[Term, ...]
    planned_term: TermSpan | None
    rules: tuple[Explained, ...]
    rules_day: date
    is_number_asked: bool
    counts: CountsShown
    sees_counts: bool
    events: tuple[LineEvent, ...]
    next: tuple[Step, ...]
    may_amend: bool
    may_undo: bool
    may_set_seats: bool
    reply_due: date | None

    @property
    def usual(self) -> Step | None:
        """The one step that comes next for this reader; none while a term has long to run."""
        waits = self.procedure.is_open or self.standing.mark in ("soon", "late")
        return self.next[0] if self.next and waits else None

    @property
    def seat_total(self) -> int | None:
        """How many seats there are; None where none is recorded."""
        return sum(seat.seats for seat in self.seats) or None


def procedure_page(person: Person, procedure: Procedure, today: date) -> ProcedurePage:
    """Gather the page; the number of queries does not grow with steps or seats."""
    steps = tuple(procedure.steps.order_by("number"))
    live = tuple(step for step in steps if step.undone_at is None)
    terms = tuple(procedure.terms.order_by("number"))
    held = reach(person, procedure.world.code)
    may = {
        permission: held.may(permission, procedure.own_scopes)
        for permission in (Permission.PROPOSE_BODIES, Permission.APPROVE_BODIES)
    }
    sees_counts = held.may(Permission.SEE_COUNTS, procedure.count_scopes)
    day = day_asked(procedure, today)
    _asked, check = check_of(procedure, today)
    last = live[-1] if live else None
    return ProcedurePage(
        procedure=procedure,
        standing=standing_of(procedure.state, terms[-1].due_on if terms else None, today),
        around=around(procedure.cluster, day),
        steps=steps,
        seats=tuple(seats_of(procedure)),
        terms=terms,
        planned_term=None if terms or not procedure.is_open else _planned_term(procedure, today),
        rules=explain(check),
        rules_day=day,
        is_number_asked=procedure.relation_mode not in WITHOUT_OWN_MEMBERS,
        counts=_counts_shown(procedure, sees_counts),
        sees_counts=sees_counts,
        events=_events(procedure, live, terms, today),
        next=tuple(step for step in next_steps(procedure.state) if may[PERMISSION_OF[step]]),
        may_amend=procedure.state in AMENDABLE and may[Permission.PROPOSE_BODIES],
        may_undo=last is not None
        and last.kind != Step.DRAFTED
        and may[PERMISSION_OF[Step(last.kind)]],
        may_set_seats=_lacks_seats(procedure, terms) and may[Permission.PROPOSE_BODIES],
        reply_due=reply_due(procedure.applied_on)
        if procedure.state == State.APPLIED and procedure.applied_on
        else None,
    )


def _lacks_seats(procedure: Procedure, terms: tuple[Term, ...]) -> bool:
    """Whether the present term of a body that stands has no seats recorded yet."""
    if not procedure.is_standing or not terms:
        return False
    return not procedure.seats.filter(term_number=terms[-1].number).exists()


def _planned_term(procedure: Procedure, today: date) -> TermSpan:
    return term_of(procedure.type, procedure.elected_on or today)


def _counts_shown(procedure: Procedure, sees: bool) -> CountsShown:
    members = procedure.declared.counts.members
    if sees:
        return CountsShown(
            Shown(procedure.formal), Shown(procedure.probationary), Shown(members),
            procedure.get_band_display() if procedure.band else "", procedure.counted_on,
        )  # fmt: skip
    is_small = members is not None and members < LEAST_SHOWN
    hides_band = procedure.band in SMALL_BANDS
    withheld = Shown(withheld=True)
    return CountsShown(
        withheld if procedure.formal is not None else Shown(),
        withheld if procedure.probationary is not None else Shown(),
        withheld if is_small or hides_band else Shown(members),
        "" if hides_band or not procedure.band else procedure.get_band_display(),
        procedure.counted_on,
    )


def _events(
    procedure: Procedure,
    live: tuple[ProcedureStep, ...],
    terms: tuple[Term, ...],
    today: date,
) -> tuple[LineEvent, ...]:
    events = []
    for step in live:
        if step.kind == Step.DRAFTED:
            continue  # drafted here, perhaps long after the papers
        kind = "refused" if step.kind == Step.REFUSED else ""
        kind = "confirmed" if step.kind in (Step.APPROVED, Step.TOOK_EFFECT) else kind
        label = step.get_kind_display()
        if step.document_number:
            label = f"{label} {step.document_number}"
        events.append(LineEvent(step.day, label, kind))
    if procedure.is_open and procedure.effect_on:
        events.append(LineEvent(procedure.effect_on, _("wanted day of effect"), "planned"))
    if terms and procedure.is_standing and (due := terms[-1].due_on):
        mark = standing_of(procedure.state, due, today).mark
        kind = mark if mark in ("late", "soon") else "planned"
        events.append(LineEvent(due, _("term ends"), kind))
    return tuple(sorted(events, key=lambda one: one.day or date.min))
