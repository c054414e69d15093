"""Search a register of a district's size for duplicates, judge some, and search again.

    python benches/duplicates.py [--firms 226000] [--share 0.02]

The database is that of DATABASE_URL (which must be empty), else a fresh SQLite file. Firms are made
up; of a share of them a second record is made under another writing of the name: another legal
form, the place before it, brackets of the other width, the same in traditional characters. Prints
seconds, most memory of the process, and how many of the second records were found.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
LIMIT_S = 120
WORLD = "bench"
WRITINGS: tuple[Callable[[str], str], ...] = (
    lambda name: name.replace("有限公司", "有限责任公司"),
    lambda name: f"上海{name}",
    lambda name: name.replace("（", "(").replace("）", ") "),
    lambda name: name.replace("业", "業").replace("软", "軟").replace("装", "裝"),
    lambda name: f"上海松江{name}".replace("有限公司", "股份有限公司"),
)


def main() -> None:
    """Load, search, judge, search again."""
    asked = arguments()
    os.environ.setdefault("JILIAN_HOME", tempfile.mkdtemp(prefix="jilian-bench-"))
    os.environ.setdefault("JILIAN_SECRET_KEY", "bench-only-abcdefghijklmnopqrstuvwxyz-0123456789")
    os.environ["DJANGO_SETTINGS_MODULE"] = "jilian.settings"
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    if asked.only_load:
        call_command("migrate", verbosity=0)
        load(asked.firms, asked.share)
        return
    print(f"database {settings.DATABASES['default']['ENGINE'].rsplit('.', 1)[-1]}")
    command = [sys.executable, __file__, "--only-load", "--firms", str(asked.firms)]
    subprocess.run([*command, "--share", str(asked.share)], check=True)  # memory apart
    measure()


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--firms", type=int, default=226_000)
    parser.add_argument("--share", type=float, default=0.02, help="of firms with a second record")
    parser.add_argument("--only-load", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def load(firms: int, share: float) -> None:
    """Make a district with its firms and the second records."""
    from jilian.accounts.models import Person
    from jilian.firms.operations import save_firms
    from jilian.places.models import World
    from jilian.sources.models import Source
    from jilian_engine.worlds import make_district
    from register_load import firm_rows, lay_places

    district = make_district(7, firms=firms, links=1_000)
    person, _ = Person.objects.get_or_create(
        username="command-line", defaults={"is_system": True, "is_active": False}
    )
    world = World.objects.create(code=WORLD, name="试验", name_en="Bench", invented=True)
    source = Source.objects.create(
        key="BENCH", kind="made", title="made", recorded_at=NOON, recorded_by="bench"
    )
    lay_places(world, district)
    rows = list(firm_rows(district))
    twice = list(second_records(rows, share))
    for some in (rows, twice):
        save_firms(by=person, at=NOON, world=world, source=source, rows=some)
    print(f"{len(rows):,} firms, {len(twice):,} of them with a second record", flush=True)


def second_records(rows: list[Any], share: float) -> Iterator[Any]:
    """The same firms under another writing of their names."""
    chance = random.Random(7)
    for number, row in enumerate(chance.sample(rows, int(len(rows) * share))):
        name = WRITINGS[number % len(WRITINGS)](row.name)
        yield row._replace(
            identifier=f"{row.identifier}-B", name=name, short_name=None, former_names=(),
            facts=(), row=number + 2,
        )  # fmt: skip


def measure() -> None:
    """Search, judge a hundred pairs, search again, look a few new names up."""
    from jilian.accounts.queries import system_person
    from jilian.duplicates.models import DuplicatePair
    from jilian.duplicates.operations import ask_for_search, judge_pairs, propose_duplicates
    from jilian.duplicates.queries import NewName, likely_twins
    from jilian.firms.models import Firm
    from jilian.places.models import World

    world, by = World.objects.get(code=WORLD), system_person("command-line")

    timed("nothing yet", lambda: None)

    def search(at: datetime) -> Any:
        made = ask_for_search(by=by, at=at, world=world)
        return propose_duplicates(by=by, at=at, search_id=made.pk)

    done = timed("first search", lambda: search(NOON))
    paired = DuplicatePair.objects.filter(right__identifier__endswith="-B")
    found = paired.values("right").distinct().count()
    doubled = Firm.objects.filter(identifier__endswith="-B").count()
    print(f"  {done.firms:,} firms, {done.found:,} pairs, {done.fresh:,} new")
    print(f"  second records found: {found:,} of {doubled:,}")
    pks = list(DuplicatePair.objects.values_list("pk", flat=True)[:100])
    timed("50 merged", lambda: judge_pairs(
        by=by, at=NOON, world=world, pks=pks[:50], verdict="same"))  # fmt: skip
    timed("50 told apart", lambda: judge_pairs(
        by=by, at=NOON, world=world, pks=pks[50:], verdict="different"))  # fmt: skip
    done = timed("search again", lambda: search(NOON + timedelta(days=1)))
    print(f"  {done.fresh:,} new, {done.again:,} asked again, {done.withdrawn:,} withdrawn")
    names = [NewName(f"上海{pair.left_name}") for pair in DuplicatePair.objects.all()[:50]]
    timed("50 new names, index built", lambda: likely_twins(world, names))
    found = timed("50 new names again", lambda: likely_twins(world, names))
    print(f"  {len(found)} of {len(names)} found")
    timed("1,501 new names", lambda: likely_twins(world, (names * 31)[:1501]))


def timed(label: str, act: Callable[[], Any]) -> Any:
    """Run it and print its seconds."""
    start, worked = time.perf_counter(), time.process_time()
    result = act()
    spent, own = time.perf_counter() - start, time.process_time() - worked
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    mark = "   too slow" if spent > LIMIT_S else ""
    print(f"{label:<28} {spent:8.2f} s   own time {own:8.2f} s   most memory {most:,} MB{mark}",
          flush=True)  # fmt: skip
    return result


if __name__ == "__main__":
    main()
