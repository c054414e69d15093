"""Search by name over a register of a district's size, kind by kind of what people type.

    python benches/search_names.py [--firms 226000] [--requests 60] [--keep] [--world bench]

The database is that of DATABASE_URL (which must be empty, unless --keep measures what it holds),
else a fresh SQLite file. Firms are made up; beside them stand the real names of listed firms from
benches/names/listed.csv. Prints p50 and p95 of the search below the pages, in one process.
"""

from __future__ import annotations

import argparse
import csv
import os
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
DAY = date(2026, 3, 2)
LIMIT_MS = 50
LISTED = Path(__file__).parent / "names" / "listed.csv"
KINDS: dict[str, tuple[str, ...]] = {
    "Chinese, part of a name": ("移为通信", "示例硅", "茅台", "半导体", "云南白药", "九一"),
    "Chinese, whole name": ("上海移为通信技术股份有限公司", "云南白药集团股份有限公司"),
    "Chinese, most names fit": ("示例", "有限公司", "上海", "科技", "股份"),
    "pinyin": ("yunnanbaiyao", "chongqing", "yiweitongxin", "guizhoumaotai", "shilixinpian"),
    "pinyin, unfinished": ("yunnanb", "guizhoumaot", "shiliru", "zhongx"),
    "initials": ("ynby", "gzmt", "zxgj", "sl", "xx"),
    "mixed": ("yunnan白药", "gzmaotai", "上海yiwei"),
    "traditional, full width": ("移為通信", "雲南白藥", "ＴＣＬ", "示例軟件"),
    "typing errors": ("移为通迅", "贵州矛台酒", "guizhoumaptai", "zhejianghaizen", "示例软见一五一",
                      "上海移为通信枝术", "queclnik wireless"),
    "nothing fits": ("水獭鲸鱼", "zzzzzz", "qqwwxx", "鑫淼焱垚"),
    "identifier": ("MADE-000417", "600519"),
}  # fmt: skip


def main() -> None:
    """Load, build, ask."""
    asked = arguments()
    os.environ.setdefault("JILIAN_HOME", tempfile.mkdtemp(prefix="jilian-bench-"))
    os.environ.setdefault("JILIAN_SECRET_KEY", "bench-only-abcdefghijklmnopqrstuvwxyz-0123456789")
    os.environ["DJANGO_SETTINGS_MODULE"] = "jilian.settings"
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    print(f"database {settings.DATABASES['default']['ENGINE'].rsplit('.', 1)[-1]}")
    if not asked.keep:
        call_command("migrate", verbosity=0)
        load(asked.firms, asked.world)
    measure(asked.world, asked.requests)


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--firms", type=int, default=226_000)
    parser.add_argument("--requests", type=int, default=60)
    parser.add_argument("--keep", action="store_true", help="measure what the database holds")
    parser.add_argument("--world", default="bench")
    return parser.parse_args()


def load(firms: int, world_code: str) -> None:
    """Make a district with its firms, and the listed firms beside it."""
    from jilian.accounts.models import Person
    from jilian.firms.operations import save_firms
    from jilian.firms.rules import FirmRow
    from jilian.places.models import World
    from jilian.sources.models import Source
    from jilian_engine.worlds import make_district
    from register_load import firm_rows, lay_places

    district = make_district(7, firms=firms, links=1_000)
    person, _ = Person.objects.get_or_create(
        username="command-line", defaults={"is_system": True, "is_active": False}
    )
    world = World.objects.create(code=world_code, name="试验", name_en="Bench", invented=True)
    source = Source.objects.create(
        key="BENCH", kind="made", title="made", recorded_at=NOON, recorded_by="bench"
    )
    lay_places(world, district)
    with LISTED.open(encoding="utf-8", newline="") as opened:
        listed = [
            FirmRow(scheme="stock_code", identifier=row["code"], name=row["full_name"],
                    short_name=row["name"], english_name=row["name_en"], known_by=DAY, row=number)
            for number, row in enumerate(csv.DictReader(opened), start=2)
            if row["full_name"] and row["name"]
        ]  # fmt: skip
    start = time.perf_counter()
    for rows in (list(firm_rows(district)), listed):
        save_firms(by=person, at=NOON, world=world, source=source, rows=rows)
    print(f"{firms + len(listed):,} firms saved in {time.perf_counter() - start:.1f} s")


def measure(world_code: str, requests: int) -> None:
    """Build the index, then ask for each kind of text many times."""
    from django.utils import timezone

    from jilian.accounts.models import Appointment, Person
    from jilian.firms.models import FirmName
    from jilian.firms.operations.names_changed import note_names_changed
    from jilian.firms.queries import name_index, search_firms
    from jilian.places.models import World

    world = World.objects.get(code=world_code)
    reader, _ = Person.objects.get_or_create(username="reader", defaults={"name": "Reader"})
    Appointment.objects.get_or_create(
        person=reader, role="data_steward", world_code=world_code, scope_kind="district",
        ended_at=None, defaults={"given_at": timezone.now(), "given_by": "bench"},
    )  # fmt: skip
    index = timed("index built", lambda: name_index(world))
    print(f"{len(index.names):,} names, arrays {index.bytes_held / 1e6:.0f} MB")
    every: list[tuple[float, float]] = []
    for kind, texts in KINDS.items():
        spent = []
        for number in range(requests):
            start, worked = time.perf_counter(), time.process_time()
            search_firms(reader, world, texts[number % len(texts)], DAY, 20)
            spent.append(((time.perf_counter() - start) * 1000,
                          (time.process_time() - worked) * 1000))  # fmt: skip
        every += spent
        print_times(kind, spent)
    print_times("all kinds", every)
    first = FirmName.objects.filter(firm__world=world).order_by("pk")[0]
    note_names_changed(world, [first.firm_id])
    timed("index after one changed firm", lambda: name_index(world))


def timed(label: str, act: Callable[[], Any]) -> Any:
    """Run it and print its seconds."""
    start = time.perf_counter()
    result = act()
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{label:<28} {time.perf_counter() - start:8.3f} s   most memory {most:,} MB", flush=True)
    return result


def print_times(kind: str, spent: list[tuple[float, float]]) -> None:
    """Print the median and the 95th percentile, and those of this process's own time."""
    (half, p95), (own_half, own_p95) = (
        (statistics.median(some), sorted(some)[int(len(some) * 0.95)])
        for some in zip(*spent, strict=True)
    )
    mark = "" if p95 < LIMIT_MS else "   too slow"
    print(f"{kind:<28} p50 {half:6.1f} ms   p95 {p95:6.1f} ms   own p50 {own_half:6.1f} ms"
          f"   own p95 {own_p95:6.1f} ms{mark}", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
