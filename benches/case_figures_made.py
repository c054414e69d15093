"""Made cases with their events, for `case_figures.py`: as plain values, and in the tables."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

EVENTS_A_CASE = 30
WORLD = "bench"
START = datetime(2023, 1, 3, 1, 0, tzinfo=UTC)
DAYS = 900  # over which cases are accepted; the last ends long before the known years do
OFFICES = (
    "planning", "housing", "registry", "tax", "environment", "water", "power", "fire", "market",
    "science",
)  # fmt: skip
TOWNS = tuple(f"999999{number:03d}" for number in range(1, 13))
STEPS = 4


@dataclass(frozen=True)
class Told:
    """One event as plain values; `step` is the place of the branch, None for the matter."""

    kind: str
    at: datetime
    step: int | None = None
    holder: str = ""
    ground: str = ""


# The cases as plain values.


def told_case(chance: random.Random, accepted: datetime) -> list[Told]:
    """Return what happens to one matter: 26 events, in their order; four more are the case's."""
    at = accepted

    def later(least: float, most: float) -> datetime:
        nonlocal at
        at += timedelta(seconds=round(3600 * chance.uniform(least, most)))
        return at

    before = accepted - timedelta(days=chance.randint(5, 60))
    told = [
        Told("pre_review_started", before),
        Told("received", accepted - timedelta(seconds=chance.randint(60, 3600))),
        Told("accepted", accepted),
    ]
    for pair in ((0, 1), (2, 3)):
        holders = {step: chance.choice(OFFICES) for step in pair}
        told += [Told("branch_started", later(0, 2), step, holders[step]) for step in pair]
        if pair == (0, 1):
            other = chance.choice([one for one in OFFICES if one != holders[0]])
            told.append(Told("redirected", later(1, 40), 0, other))
        for step in pair:
            told.append(Told("returned_to_firm", later(1, 30), step))
            told.append(Told("firm_answered", later(1, 60), step))
        told += [Told("branch_ended", later(2, 50), step) for step in pair]
        ground = chance.choice(("expert_review", "inspection", "hearing"))
        told.append(Told("paused", later(0, 3), ground=ground))
        told.append(Told("resumed", later(20, 120), ground=ground))
    told.append(Told("decided", later(0, 30), ground="granted"))
    told.append(Told("delivered", later(1, 60)))
    return told


def around_case(chance: random.Random, told: Sequence[Told]) -> list[Told]:
    """Return what happens to the case itself: opened, handed over, closed, judged by the firm."""
    last = told[-1].at + timedelta(hours=1)
    judged = "said_not_solved" if chance.random() < 0.06 else "confirmed_solved"
    return [
        Told("opened", told[0].at - timedelta(hours=1)),
        Told("handed_over", told[0].at + timedelta(hours=1)),
        Told("closed", last),
        Told(judged, last + timedelta(days=chance.randint(1, 9))),
    ]


# The same in the tables.


def make(cases: int, seed: int) -> None:
    """Fill the tables; what follows from the events is computed by the product's own rules."""
    from django.db import transaction

    from jilian.cases import models

    chance = random.Random(seed)
    with transaction.atomic():
        ground = lay_ground(seed)
        made: dict[type, list[Any]] = {
            one: []
            for one in (
                models.Case,
                models.Matter,
                models.MatterStep,
                models.CaseEvent,
                models.TimePiece,
                models.WrongDispatch,
                models.FormField,
            )
        }
        for number in range(cases):
            add_case(made, ground, chance, number)
        for model, rows in made.items():
            put(model, rows)


@dataclass(frozen=True)
class Ground:
    """What the cases stand on."""

    world: Any
    firms: Sequence[int]
    versions: Sequence[Any]
    offices: dict[str, int]
    office: Any


def lay_ground(seed: int) -> Ground:
    """A world with 2,000 firms, towns, departments and the templates of the product."""
    from jilian.cases.models import Department, TemplateVersion
    from jilian.firms.models import Firm
    from jilian.places.models import Division, World
    from jilian_engine.clocks import Office, china_calendar
    from jilian_engine.rulebook.process_files import load_processes, to_plain

    world = World.objects.create(code=WORLD, name="试验", name_en="Bench", invented=True)
    Division.objects.bulk_create(Division(code=one, name=f"镇{one}", level=4) for one in TOWNS)
    firms = Firm.objects.bulk_create(
        Firm(world=world, scheme="made", identifier=f"M{n}", name=f"企业{n}", sort_key=f"{n:06}")
        for n in range(2_000)
    )
    for one in load_processes():
        TemplateVersion.objects.get_or_create(
            world=None, key=one.key, version=one.version,
            defaults={"name": one.zh, "name_en": one.en, "content": to_plain(one),
                      "valid_from": one.valid_from, "made_at": START, "made_by": "bench"},
        )  # fmt: skip
    departments = Department.objects.bulk_create(
        Department(world=world, key=one, name=one) for one in OFFICES
    )
    return Ground(
        world, [one.pk for one in firms], list(TemplateVersion.objects.all()),
        {one.key: one.pk for one in departments}, Office(china_calendar()),
    )  # fmt: skip


def add_case(
    made: dict[type, list[Any]], ground: Ground, chance: random.Random, number: int
) -> None:
    """Add one case, its matter, branches and events, and what follows from these."""
    from jilian.cases import models

    accepted = START + timedelta(days=chance.randrange(DAYS), seconds=chance.randrange(8 * 3600))
    told = told_case(chance, accepted)
    around = around_case(chance, told)
    version = chance.choice(ground.versions)
    state = "not_solved" if around[3].kind == "said_not_solved" else "solved"
    case = models.Case(
        pk=number + 1, key=UUID(int=chance.getrandbits(128)), world_id=ground.world.pk,
        firm_id=chance.choice(ground.firms), title=f"示例办件{number}", town=chance.choice(TOWNS),
        officer=f"officer{number % 40}", state=state, opened_at=around[0].at, opened_by="bench",
        closed_at=around[2].at, judged_at=around[3].at, last_event_at=around[3].at,
    )  # fmt: skip
    matter = models.Matter(
        pk=number + 1, key=UUID(int=chance.getrandbits(128)), case_id=case.pk, name=version.name,
        template_version_id=version.pk, department_id=ground.offices[chance.choice(OFFICES)],
    )  # fmt: skip
    keys = [one["key"] for one in version.content["steps"]][:STEPS]
    keys += [f"more-{n}" for n in range(len(keys), STEPS)]
    steps = [
        models.MatterStep(
            pk=STEPS * number + place + 1, key=UUID(int=chance.getrandbits(128)),
            matter_id=matter.pk, step=key, order=place, name=key,
        )
        for place, key in enumerate(keys)
    ]  # fmt: skip
    made[models.Case].append(case)
    made[models.Matter].append(matter)
    made[models.MatterStep] += steps
    made[models.CaseEvent] += event_rows(case, matter, steps, told, around)
    made[models.FormField] += form_rows(case, chance)
    follow(made, ground, matter, steps, told)


def event_rows(
    case: Any, matter: Any, steps: Sequence[Any], told: Sequence[Told], around: Sequence[Told]
) -> Iterator[Any]:
    """Yield the events of a case as rows."""
    from jilian.cases.models import CaseEvent

    assert len(told) + len(around) == EVENTS_A_CASE, len(told) + len(around)
    for place, (one, of_matter) in enumerate(
        [(one, False) for one in around] + [(one, True) for one in told]
    ):
        yield CaseEvent(
            pk=EVENTS_A_CASE * (case.pk - 1) + place + 1, case_id=case.pk, at=one.at,
            matter_id=matter.pk if of_matter else None, event=one.kind, holder=one.holder,
            step_id=None if one.step is None else steps[one.step].pk, ground=one.ground,
            notice="2024-1" if one.kind == "paused" else "", by="bench", recorded_at=one.at,
        )  # fmt: skip


def form_rows(case: Any, chance: random.Random) -> Iterator[Any]:
    """Yield the fields of a case's form, most of them filled in beforehand."""
    from jilian.cases.models import FormField
    from jilian.cases.rules.words import AnswerField, Origin

    for place, field in enumerate(AnswerField.values):
        origin = chance.choices(Origin.values, (5, 2, 3))[0]
        yield FormField(
            pk=len(AnswerField.values) * (case.pk - 1) + place + 1, case_id=case.pk, field=field,
            value="示例", origin=origin,
        )  # fmt: skip


def follow(
    made: dict[type, list[Any]], ground: Ground, matter: Any, steps: Sequence[Any],
    told: Sequence[Told],
) -> None:  # fmt: skip
    """Set and add what follows from the events, by the product's own computing."""
    from jilian.cases.models import TimePiece, WrongDispatch
    from jilian.cases.operations.computing import pieces_of, put_results, wrong_of
    from jilian.cases.queries.replaying import replay
    from jilian.cases.rules.course import Happened

    names = [one.step for one in steps]
    happened = [
        Happened(place, one.kind, one.at, "" if one.step is None else names[one.step], one.holder,
                 one.ground)
        for place, one in enumerate(told)
    ]  # fmt: skip
    matter.template_version = next(
        one for one in ground.versions if one.pk == matter.template_version_id
    )
    matter.department = None
    found = replay(matter, happened, ground.office, told[-1].at)
    put_results(matter, steps, found, ground.office, ground.offices)
    for model, rows in (
        (TimePiece, pieces_of(matter, found.parts)),
        (WrongDispatch, wrong_of(matter, found, ground.office)),
    ):
        for row in rows:
            row.pk = len(made[model]) + 1
            made[model].append(row)


def put(model: Any, rows: Iterable[Any]) -> None:
    """Write rows by the names of all columns."""
    from jilian.base.bulk import insert_rows

    names = [one.attname for one in model._meta.concrete_fields]
    insert_rows(model, names, [tuple(getattr(row, name) for name in names) for row in rows])


def counts() -> str:
    """How much there is."""
    from jilian.cases.models import Case, CaseEvent, TimePiece

    return (
        f"{Case.objects.count():,} cases, {CaseEvent.objects.count():,} events,"
        f" {TimePiece.objects.count():,} stored pieces of time"
    )
