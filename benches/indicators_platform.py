"""Measures every indicator for every unit and month of a register of 226,000 firms, as it is used.

    python benches/indicators_platform.py [--firms 226000] [--months 72] [--home FOLDER]

Lays a made-up register (``indicators_register.py``) into the database of DATABASE_URL, which must
be empty, else into a fresh SQLite file; a --home that holds one already is measured as it is. Then
times ``measure_months`` in a process of its own: reading the tables, measuring, writing, with the
most memory it held; a second time, when nothing changed; and a page of the whole series. Wall
times are those of a machine that may have other work: the load and the process's own seconds stand
beside them. Nothing in it is real.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from itertools import takewhile
from pathlib import Path

NOON = datetime(2022, 3, 2, 4, 0, tzinfo=UTC)
INDICATOR, TIMES = "above_scale_output", 5
EXTRA_YEARS = 1  # the facts of a year count from its December on


def main() -> None:
    """Lay, then measure, each in a process of its own so that memory is told apart."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--firms", type=int, default=226_000)
    parser.add_argument("--months", type=int, default=72)
    parser.add_argument("--home", type=Path, help="folder of an installation to lay or reuse")
    parser.add_argument("--part", choices=("lay", "measure"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.part is None:
        home = asked.home or Path(tempfile.mkdtemp(prefix="jilian-bench-"))
        home.mkdir(exist_ok=True)
        os.environ["JILIAN_HOME"] = str(home)
        for part in ("lay", "measure"):
            subprocess.run([sys.executable, __file__, *sys.argv[1:], "--part", part], check=True)
        return
    os.environ["DJANGO_SETTINGS_MODULE"] = "jilian.settings"
    import django

    django.setup()
    if asked.part == "lay":
        lay(asked.firms, asked.months)
    else:
        measure(asked.months)


def lay(firms: int, months: int) -> None:
    """Make the tables and the register, unless they are there."""
    from django.core.management import call_command

    from indicators_register import lay_register
    from jilian.places.models import World

    began = time.perf_counter()
    call_command("migrate", verbosity=0)
    if World.objects.exists():
        return
    lay_register(firms, months // 12 + EXTRA_YEARS)
    print(f"laid in {time.perf_counter() - began:.0f} s", flush=True)


def measure(months: int) -> None:
    """Measure twice and ask for a page."""
    from django.conf import settings

    from jilian.accounts.models import Person
    from jilian.firms.models import Firm, YearlyFact
    from jilian.indicators.models import Value
    from jilian.places.models import World

    person, _ = Person.objects.get_or_create(
        username="command-line", defaults={"is_system": True, "is_active": False}
    )
    world = World.objects.get()
    engine = settings.DATABASES["default"]["ENGINE"].rsplit(".", 1)[-1]
    print(f"{engine}: {Firm.objects.count():,} firms, {YearlyFact.objects.count():,} facts;"
          f" memory at the start {most_memory():,} MB; {os.cpu_count()} cores,"
          f" load {os.getloadavg()[0]:.1f}", flush=True)  # fmt: skip
    for turn in ("first", "again"):
        run(turn, person, world, months)
    values = Value.objects.all()
    units = values.order_by().values("unit_kind", "unit_key").distinct().count()
    keys = values.order_by().values("indicator").distinct().count()
    print(f"{values.count():,} values of {keys} indicators, {units} units, {months} months")
    ask_for_page(world)


def run(turn: str, person: object, world: object, months: int) -> None:
    """Measure, and print the seconds of each part."""
    from jilian.indicators.analysis.tables import BUILDERS
    from jilian.indicators.operations import measure_months

    began, own, marks = time.perf_counter(), time.process_time(), []

    def told(what: str, _done: int, _whole: int) -> None:
        marks.append((what, time.perf_counter()))

    first = f"{2021 - (months - 1) // 12}-{13 - ((months - 1) % 12 + 1):02d}"
    found = measure_months(
        by=person, at=NOON, world=world, first=first, last="2021-12", told=told
    )  # fmt: skip
    ended = time.perf_counter()
    tables = list(takewhile(lambda mark: mark[0] in BUILDERS, marks))
    read, worked = tables[-1][1], marks[-1][1]
    print(f"{turn}: {found.written:,} written, {found.revised:,} revised, {found.same:,} the same;"
          f" read {read - began:.1f} s, measured {worked - read:.1f} s, written"
          f" {ended - worked:.1f} s, whole {ended - began:.1f} s (its own work"
          f" {time.process_time() - own:.1f} s); most memory {most_memory():,} MB,"
          f" load {os.getloadavg()[0]:.1f}", flush=True)  # fmt: skip
    last = began
    for what, moment in tables:
        if moment - last >= 0.5:
            print(f"  {what:<18} {moment - last:6.1f} s")
        last = moment


def most_memory() -> int:
    """The most that this process has held so far, in millions of bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 // 1_000_000


def ask_for_page(world: object) -> None:
    """The page of one indicator with its whole series: questions to the database and time."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from jilian.accounts.models import Appointment, Person

    settings.ALLOWED_HOSTS.append("testserver")
    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
    settings.CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    reader, _ = Person.objects.get_or_create(username="reader", defaults={"name": "Reader"})
    Appointment.objects.get_or_create(
        person=reader, role="data_steward", world_code=world.code, scope_kind="district",
        ended_at=None, defaults={"given_at": timezone.now(), "given_by": "bench"},
    )  # fmt: skip
    client = Client()
    client.force_login(reader, backend="allauth.account.auth_backends.AuthenticationBackend")
    spent = []
    for _turn in range(TIMES):
        began = time.perf_counter()
        with CaptureQueriesContext(
            connection,
        ) as asked:
            answer = client.get(f"/{world.code}/indicators/{INDICATOR}/")
        spent.append((time.perf_counter() - began) * 1000)
        assert answer.status_code == 200, answer.status_code
    print(f"page of the series: {len(asked)} questions to the database,"
          f" {sorted(spent)[TIMES // 2]:.0f} ms, {len(answer.content) // 1024} kB")  # fmt: skip


if __name__ == "__main__":
    main()
