"""Cases that ran before they were kept here, taken over with all their events in bulk."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.cases.models import (
    Case,
    CaseEvent,
    Department,
    FormField,
    Hall,
    Holding,
    Matter,
    MatterStep,
    Paper,
    TemplateVersion,
    TimePiece,
    WrongDispatch,
)
from jilian.cases.operations.computing import pieces_of, put_results, wrong_of
from jilian.cases.operations.opening import steps_of
from jilian.cases.queries.offices import Offices, template_of
from jilian.cases.queries.replaying import Replay, replay
from jilian.cases.rules.course import Happened, effective
from jilian.cases.rules.dues import choose_limits
from jilian.cases.rules.saying import Said, check_said
from jilian.cases.rules.words import (
    CaseState,
    EnteredVia,
    EventKind,
    HandOverReason,
    PaperState,
)
from jilian.firms.models import Firm
from jilian.places.models import World
from jilian_engine.clocks import Office

K = EventKind


@dataclass(frozen=True)
class PastEvent:
    """One event of a past matter; ``holder`` is a department's key where a branch goes to one."""

    at: datetime
    event: str
    step: str = ""
    holder: str = ""
    ground: str = ""
    words: str = ""
    notice: str = ""


@dataclass(frozen=True)
class PastPaper:
    """A paper that was promised by a day for a branch, and when it came."""

    kind: str
    step: str
    promised_at: datetime
    due_on: date
    given_at: datetime | None = None


@dataclass(frozen=True)
class PastMatter:
    """A matter with its events in their order."""

    template: TemplateVersion
    events: Sequence[PastEvent]
    department: Department | None = None
    departments: Mapping[str, Department] = field(default_factory=dict)
    variant: str = ""
    steps: Collection[str] | None = None
    papers: Sequence[PastPaper] = ()


@dataclass(frozen=True)
class Judged:
    """What the firm said of a closed case: solved or not solved, when, and in words."""

    state: str
    at: datetime
    words: str = ""


@dataclass(frozen=True)
class PastCase:
    """A case as it was; ``fields`` of its form with value and origin."""

    firm: Firm
    title: str
    town: str
    officer: str
    opened_at: datetime
    matters: Sequence[PastMatter]
    hall: Hall | None = None
    closed_at: datetime | None = None
    judged: Judged | None = None
    fields: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass
class _Drawn:
    """A matter being taken over, with what hangs on it; nothing is saved yet."""

    matter: Matter
    past: PastMatter
    steps: list[MatterStep]
    found: Replay
    office: Office

    @property
    def by_step(self) -> dict[str, MatterStep]:
        """The branches by their keys in the template."""
        return {one.step: one for one in self.steps}


@transaction.atomic
def take_over_past(
    *, by: Person, at: datetime, world: World, cases: Sequence[PastCase]
) -> list[Case]:
    """Take over past cases (KEEP_TEMPLATES): their results are computed, none is taken.

    Everything passes the same clocks as what is recorded day by day; a case that contradicts itself
    refuses all, and is named.
    """
    allow(by, Permission.KEEP_TEMPLATES, world_code=world.code)
    offices = Offices.of(world)
    departments = {one.key: one.pk for one in Department.objects.filter(world=world)}
    rows = [_case(by, world, one) for one in cases]
    drawn = [
        _drawn(row, past, offices, departments, at)
        for row, one in zip(rows, cases, strict=True)
        for past in one.matters
    ]
    Case.objects.bulk_create(rows)
    for one in drawn:
        one.matter.case = one.matter.case  # its key is known only now
    Matter.objects.bulk_create([one.matter for one in drawn])
    for one in drawn:
        for step in one.steps:
            step.matter = one.matter
    MatterStep.objects.bulk_create([step for one in drawn for step in one.steps])
    TimePiece.objects.bulk_create(
        [piece for one in drawn for piece in pieces_of(one.matter, one.found.parts)]
    )
    WrongDispatch.objects.bulk_create(
        [wrong for one in drawn for wrong in wrong_of(one.matter, one.found, one.office)]
    )
    Paper.objects.bulk_create([paper for one in drawn for paper in _papers(by, one)])
    CaseEvent.objects.bulk_create(
        [
            *(
                event
                for row, one in zip(rows, cases, strict=True)
                for event in _frame(by, at, row, one)
            ),
            *(event for one in drawn for event in _events(by, at, one)),
        ]
    )
    _holdings(by, rows, cases)
    audit.record("cases.taken_over", by=by, at=at, world=world, after={"cases": len(rows)})
    return rows


def _case(by: Person, world: World, past: PastCase) -> Case:
    state = CaseState.OPEN if past.closed_at is None else CaseState.CLOSED
    if past.judged is not None:
        state = CaseState(past.judged.state)
    moments = [past.opened_at, *(one.at for matter in past.matters for one in matter.events)]
    return Case(
        world=world, firm=past.firm.root, title=past.title, town=past.town, officer=past.officer,
        hall=past.hall, opened_at=past.opened_at, opened_by=by.username, closed_at=past.closed_at,
        state=state, judged_at=past.judged.at if past.judged else None,
        last_event_at=max(moments),
    )  # fmt: skip


def _drawn(
    case: Case,
    past: PastMatter,
    offices: Offices,
    departments: Mapping[str, int],
    at: datetime,
) -> _Drawn:
    """Compute a matter from its events, in memory."""
    plan = template_of(past.template)
    statutory, promised = choose_limits(plan, past.variant)
    matter = Matter(
        case=case, template_version=past.template, department=past.department,
        variant=past.variant, name=past.template.name, name_en=past.template.name_en,
        statutory_key=statutory, promised_key=promised,
    )  # fmt: skip
    chosen = past.steps if past.steps is not None else [one.key for one in plan.steps]
    steps = steps_of(matter, plan, chosen, past.departments)
    held = {one.step: one.holder for one in steps}
    happened = []
    for place, one in enumerate(past.events):
        said = Said(one.event, one.step, _holder(one, held), one.ground, one.words, one.notice)
        check_said(said, holder_now=held.get(one.step, "") if one.event == K.REDIRECTED else "")
        happened.append(Happened(place, one.event, one.at, one.step, said.holder, one.ground))
        held[one.step] = said.holder or held.get(one.step, "")
    office = offices.for_matter(matter, case)
    try:
        found = replay(matter, effective(happened), office, at)
    except Refusal as refused:
        raise Refusal(
            refused.code,
            _("%(case)s: %(why)s") % {"case": case.title, "why": refused.sentence},
        ) from refused
    put_results(matter, steps, found, office, departments)
    return _Drawn(matter, past, steps, found, office)


def _holder(one: PastEvent, held: Mapping[str, str]) -> str:
    if one.event == K.BRANCH_STARTED:
        return one.holder or held.get(one.step, "")
    return one.holder if one.event == K.REDIRECTED else ""


def _events(by: Person, at: datetime, drawn: _Drawn) -> Iterator[CaseEvent]:
    """The events of a matter as they are kept, in the order in which they were given."""
    steps = drawn.by_step
    held = {one.pk: one.holder for one in drawn.found.events}
    for place, one in enumerate(drawn.past.events):
        yield CaseEvent(
            case=drawn.matter.case, matter=drawn.matter, step=steps.get(one.step), at=one.at,
            event=one.event, holder=held[place], ground=one.ground, words=one.words,
            notice=one.notice, by=by.username, recorded_at=max(at, one.at),
            entered_via=EnteredVia.FILE,
        )  # fmt: skip


def _frame(by: Person, at: datetime, case: Case, past: PastCase) -> Iterator[CaseEvent]:
    """What happened to the case as a whole."""

    def made(event: str, moment: datetime, words: str = "") -> CaseEvent:
        return CaseEvent(
            case=case, at=moment, event=event, words=words, by=by.username,
            recorded_at=max(at, moment), entered_via=EnteredVia.FILE,
        )  # fmt: skip

    yield made(K.OPENED, past.opened_at)
    if past.closed_at is not None:
        yield made(K.CLOSED, past.closed_at)
    if past.judged is not None:
        is_solved = past.judged.state == CaseState.SOLVED
        kind = K.CONFIRMED_SOLVED if is_solved else K.SAID_NOT_SOLVED
        yield made(kind, past.judged.at, past.judged.words)


def _papers(by: Person, drawn: _Drawn) -> Iterator[Paper]:
    steps = drawn.by_step
    for one in drawn.past.papers:
        yield Paper(
            case=drawn.matter.case, matter=drawn.matter, step=steps.get(one.step), kind=one.kind,
            state=PaperState.GIVEN if one.given_at else PaperState.PROMISED, due_on=one.due_on,
            promised_at=one.promised_at, given_at=one.given_at, entered_by=by.username,
        )  # fmt: skip


def _holdings(by: Person, rows: Sequence[Case], cases: Sequence[PastCase]) -> None:
    """Who held each case from its first day on, and what its form was filled in from."""
    Holding.objects.bulk_create(
        Holding(
            case=row, officer=row.officer, since=row.opened_at, reason=HandOverReason.OPENED,
            given_by=by.username,
        )
        for row in rows
        if row.officer
    )  # fmt: skip
    FormField.objects.bulk_create(
        FormField(case=row, field=field, value=value, origin=origin)
        for row, past in zip(rows, cases, strict=True)
        for field, (value, origin) in past.fields.items()
    )
