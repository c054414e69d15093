"""The page "where the time went" over 10,000 cases with 30 events each, and a case page's queries.

    python benches/case_figures.py [--cases 10000] [--seed 7] [--repeat 7]

The database is that of DATABASE_URL (which must be empty), else a fresh SQLite file. Everything is
made up: each case has one matter with four branches, returned papers, a wrong dispatch now and
then and two pauses. Its times come from its events by the product's own rules, and a sample of
them is replayed from the stored events and compared. Exit 1 where the page takes two seconds or
more, where a replay differs, or where a case with thirty events asks other questions than a short
one.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

MOST_SECONDS = 2.0
EVENTS_A_CASE = 30
REPLAYED = 50
WORLD = "bench"
START = datetime(2023, 1, 3, 1, 0, tzinfo=UTC)
DAYS = 900  # over which cases are accepted; the last ends long before the known years do
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
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


def main() -> None:
    """Make, measure, and say whether it held."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--repeat", type=int, default=7)
    asked = parser.parse_args()
    os.environ.setdefault("JILIAN_HOME", tempfile.mkdtemp(prefix="jilian-bench-"))
    os.environ.setdefault("JILIAN_SECRET_KEY", "bench-only-abcdefghijklmnopqrstuvwxyz-0123456789")
    os.environ["DJANGO_SETTINGS_MODULE"] = "jilian.settings"
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    settings.ALLOWED_HOSTS.append("testserver")
    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
    settings.CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    print(f"database {settings.DATABASES['default']['ENGINE'].rsplit('.', 1)[-1]}")
    call_command("migrate", verbosity=0)
    begun = time.perf_counter()
    make(asked.cases, asked.seed)
    print(f"made in {time.perf_counter() - begun:.0f} s: {counts()}", flush=True)
    held = [replays_agree(asked.seed), page_is_quick(asked.repeat), case_page_is_constant()]
    raise SystemExit(0 if all(held) else 1)


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


# What is measured.


def replays_agree(seed: int) -> bool:
    """Replay some matters from their stored events and compare with what is stored."""
    from jilian.cases.models import Matter
    from jilian.cases.queries.offices import Offices
    from jilian.cases.queries.replaying import happened, replay

    keys = random.Random(seed).sample(range(1, Matter.objects.count() + 1), REPLAYED)
    differ = 0
    for matter in Matter.objects.filter(pk__in=keys).select_related("case__world", "department"):
        office = Offices.of(matter.case.world).for_matter(matter)
        matter.department = None
        found = replay(matter, happened(matter), office, START)
        stored = {(one.step, one.holder): (one.seconds, one.working_seconds)
                  for one in matter.time_pieces.all()}  # fmt: skip
        again = {(one.step, one.holder): (one.seconds, one.working_seconds) for one in found.parts}
        whole = sum(seconds for seconds, _working in stored.values())
        differ += stored != again or whole != matter.elapsed_seconds
    print(f"{REPLAYED} matters replayed from their events: {differ} differ from what is stored")
    return not differ


def page_is_quick(repeat: int) -> bool:
    """Ask for the page of figures, its filters, and the list behind a bar."""
    client, worst = reader(), 0.0
    page = f"/{WORLD}/cases/figures/"
    for label, address in {
        "where the time went": page,
        "one template": f"{page}?template=P-B",
        "one town": f"{page}?town={TOWNS[0]}",
        "one office": f"{page}?department=planning",
        "one year": f"{page}?since=2024-01-01&until=2024-12-31",
        "list behind a bar": f"{page}records/?holder=planning",
        "closed but not solved": f"{page}unsolved/",
    }.items():
        spent, own, queries = asked(client, address, repeat)
        median = statistics.median(spent)
        worst = max(worst, median)
        print(
            f"{label:<24} median {median:6.3f} s   most {max(spent):6.3f} s"
            f"   own {statistics.median(own):6.3f} s   {queries} queries",
            flush=True,
        )
    return worst < MOST_SECONDS


def case_page_is_constant() -> bool:
    """A case page asks as many questions for thirty events and four branches as for a short one."""
    from django.utils import timezone

    from jilian.cases.models import Case, CaseEvent, Matter

    client, now = reader(), timezone.now()
    full, short = Case.objects.order_by("pk")[:2]
    matter = Matter.objects.get(case=short)
    CaseEvent.objects.filter(matter=matter).exclude(event="received").delete()
    for rows in (matter.steps.all()[1:], ()):
        for row in rows:
            row.delete()
    matter.time_pieces.all().delete()
    Case.objects.filter(pk=short.pk).update(last_event_at=now)
    found = [asked(client, f"/{WORLD}/cases/{case.key}/", 2)[2] for case in (full, short)]
    print(f"case page: {found[0]} queries with 30 events, {found[1]} with {EVENTS_A_CASE - 25}")
    return found[0] == found[1]


def asked(client: Any, address: str, repeat: int) -> tuple[list[float], list[float], int]:
    """The seconds of each asking but the first, those of this process alone, and the queries."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    spent, own = [], []
    for _ in range(repeat + 1):
        start, worked = time.perf_counter(), time.process_time()
        answer = client.get(address)
        spent.append(time.perf_counter() - start)
        own.append(time.process_time() - worked)
        assert answer.status_code == 200, (address, answer.status_code)
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return spent[1:], own[1:], len(captured)


def reader() -> Any:
    """Somebody of the economy commission, signed in."""
    from django.test import Client
    from django.utils import timezone

    from jilian.accounts.models import Appointment, Person

    found, _ = Person.objects.get_or_create(username="reader", defaults={"name": "Reader"})
    Appointment.objects.get_or_create(
        person=found, role="economy_commission", world_code=WORLD, scope_kind="district",
        ended_at=None, defaults={"given_at": timezone.now(), "given_by": "bench"},
    )  # fmt: skip
    client = Client()
    client.force_login(found, backend=BACKEND)
    return client


if __name__ == "__main__":
    main()
