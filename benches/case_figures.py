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
from typing import Any

from case_figures_made import EVENTS_A_CASE, START, TOWNS, WORLD, counts, make

MOST_SECONDS = 2.0
REPLAYED = 50
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


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
