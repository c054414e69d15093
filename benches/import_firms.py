"""Import 226,000 firms from a CSV file, twice, take it back, and do the same with a peer.

    python benches/import_firms.py [--firms 226000] [--without-peer]

Times ``jilian import firms FILE --apply all`` as a person runs it, start of the program included,
on the database of DATABASE_URL (which must be empty), else on a fresh SQLite file: reading, checks,
comparison, firm, name with sort key, site, source by row and one chained trace a row. Beside it
django-import-export writes the same file, in its fastest way, into a single table of the same
database without names, sites, sources or traces. Everything in the file is made up.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
TOWNS = {"310117105": "新桥镇", "310117107": "九亭镇", "310117106": "洞泾镇"}
HEADINGS = ("统一社会信用代码", "企业名称", "所属街镇", "地址")
WORLD = "bench"
TIMES_AT_MOST = 40  # of our time, after which a peer that looks up row by row is stopped


def main() -> None:
    """Write the file, then time each step in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--firms", type=int, default=226_000)
    parser.add_argument("--without-peer", action="store_true")
    parser.add_argument("--step", choices=sorted(STEPS), help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.step:
        start()
        STEPS[asked.step](asked.file)
        return
    home = Path(tempfile.mkdtemp(prefix="jilian-bench-"))
    os.environ["JILIAN_HOME"] = str(home)
    file = home / "firms.csv"
    write_file(file, asked.firms)
    print(f"{asked.firms:,} rows, {file.stat().st_size / 2**20:.1f} MB", flush=True)
    own(["jilian", "migrate"], say=False)
    step("lay", file)
    before = step("fingerprint", file)
    imports = ["jilian", "import", "firms", str(file), "--apply", "all"]
    first = own(imports)
    print(step("fingerprint", file, cut=16))
    print(step("apart", file), flush=True)
    second = own(imports)
    own(["jilian", "undo-import", str(file)])
    print("tables as before:", step("fingerprint", file) == before, flush=True)
    if not asked.without_peer:
        peer_first = float(step("peer-first", file))
        compare("first import, bulk, differences skipped", first, peer_first)
        cached = float(step("peer-second-cached", file))
        compare("second import, skip_unchanged, all looked up at once", second, cached)
        label, patience = "second import, skip_unchanged", TIMES_AT_MOST * second
        try:
            compare(label, second, float(step("peer-second", file, patience=patience)))
        except subprocess.TimeoutExpired:
            print(f"{label}: {second:.1f} s, peer stopped unfinished: over {TIMES_AT_MOST} x")


def compare(label: str, own_seconds: float, peer_seconds: float) -> None:
    """Print both times, and how often ours goes into the peer's."""
    print(
        f"{label}: {own_seconds:.1f} s, peer {peer_seconds:.1f} s:"
        f" {peer_seconds / own_seconds:.1f} x",
        flush=True,
    )


def write_file(file: Path, firms: int) -> None:
    """The made-up firms of a district with credit codes whose check digits fit."""
    from jilian_engine.worlds import make_district

    chance = random.Random(7)
    district = make_district(7, firms=firms, links=1_000)
    names = district.names.filter(district.names["kind"] != "short").unique(
        "firm", keep="last", maintain_order=True
    )
    with file.open("w", newline="", encoding="utf-8") as opened:
        written = csv.writer(opened)
        written.writerow(HEADINGS)
        for number, name in enumerate(names["name"]):
            address = f"示例路{chance.randrange(1, 3000)}号{chance.randrange(1, 40)}幢"
            town = chance.choice(list(TOWNS.values()))
            written.writerow((credit_code(f"91310117MA{number:07d}"), name, town, address))


def credit_code(stem: str) -> str:
    """Seventeen signs and the check digit of GB 32100-2015."""
    weighed = sum(SIGNS.index(sign) * pow(3, at, 31) for at, sign in enumerate(stem))
    return stem + SIGNS[-weighed % 31]


def own(command: Sequence[str], *, say: bool = True) -> float:
    """Run a command of the product; print and return its seconds."""
    program = [str(Path(sys.executable).with_name(command[0])), *command[1:]]
    with tempfile.TemporaryFile("w+") as said:
        started = time.perf_counter()
        running = subprocess.Popen(program, stdout=said, stderr=subprocess.STDOUT)
        _pid, status, used = os.wait4(running.pid, 0)
        seconds = time.perf_counter() - started
        said.seek(0)
        told = said.read().strip()
    if code := os.waitstatus_to_exitcode(status):
        raise SystemExit(f"{told[-4000:]}\n{command}: exit code {code}")
    if say:
        told = " | ".join(told.splitlines()[-3:])
        most = used.ru_maxrss // 1024
        print(
            f"{' '.join(command[:2]):<20} {seconds:6.1f} s, {most:,} MB at most: {told}", flush=True
        )
    return seconds


def step(name: str, file: Path, *, cut: int | None = None, patience: float | None = None) -> str:
    """Run one step of this file in a process of its own and return what it prints.

    Raises TimeoutExpired after so many seconds of ``patience``.
    """
    done = subprocess.run(
        [sys.executable, __file__, "--step", name, "--file", str(file)],
        check=False,
        capture_output=True,
        text=True,
        timeout=patience,
    )
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    return done.stdout.strip()[:cut]


def start() -> None:
    """Django, as the product sets it up."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "jilian.settings"
    django.setup()


def lay(file: Path) -> None:
    """A world with the towns of the file."""
    from jilian.places.models import Division, World, WorldArea

    world = World.objects.create(code=WORLD, name="试验", name_en="Bench", invented=True)
    home = Division.objects.create(code="310117", name="松江区", level=3)
    WorldArea.objects.create(world=world, division=home)
    for code, name in TOWNS.items():
        Division.objects.create(code=code, name=name, level=4, parent=home)


def fingerprint(file: Path) -> None:
    """One digest of all rows of the register's tables."""
    from hashlib import sha256

    from jilian.firms import models

    found = sha256()
    for name in ("Firm", "FirmName", "FirmIdentity", "Site", "FirmIndustry", "FirmProduct"):
        rows = getattr(models, name).objects.order_by("pk").values_list().iterator()
        for row in rows:
            found.update(repr(row).encode())
    print(found.hexdigest())


def apart(file: Path) -> None:
    """What follows an import: the index of names for search, and proposals of duplicates."""
    from django.db import transaction
    from django.utils import timezone

    from jilian.accounts.queries import system_person
    from jilian.duplicates.operations import ask_for_search, propose_duplicates
    from jilian.firms.queries import name_index
    from jilian.places.models import World

    world, by, at = World.objects.get(code=WORLD), system_person("command-line"), timezone.now()
    started = time.perf_counter()
    index = name_index(world)
    built = time.perf_counter()
    print(f"index for search     {built - started:6.1f} s: {len(index.names):,} names")
    with transaction.atomic():
        asked = ask_for_search(by=by, at=at, world=world)
        done = propose_duplicates(by=by, at=at, search_id=asked.pk)
        seconds = time.perf_counter() - built
        transaction.set_rollback(True)  # the second import finds what the first one left
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"proposals            {seconds:6.1f} s, {most:,} MB at most: {done.found:,} pairs")


def peer_first(file: Path) -> None:
    """The peer's bulk mode with differences skipped, looking nothing up."""
    peer(
        file,
        {"use_bulk": True, "batch_size": 2_000, "skip_diff": True, "force_init_instance": True},
    )


SKIP_UNCHANGED = {
    "use_bulk": True, "batch_size": 2_000, "skip_unchanged": True, "skip_diff": False,
    "report_skipped": False,
}  # fmt: skip


def peer_second(file: Path) -> None:
    """The peer's ``skip_unchanged`` as it comes: it looks up row by row, by the unique index."""
    peer(file, {**SKIP_UNCHANGED, "import_id_fields": ("world", "scheme", "identifier")})


def peer_second_cached(file: Path) -> None:
    """The same with all instances looked up at once, for whoever knows of that option.

    It knows records by one column alone.
    """
    from import_export.instance_loaders import CachedInstanceLoader

    peer(
        file,
        {
            **SKIP_UNCHANGED,
            "import_id_fields": ("identifier",),
            "instance_loader_class": CachedInstanceLoader,
        },
    )


def peer(file: Path, options: dict[str, Any]) -> None:
    """Import the file with django-import-export and print the seconds."""
    from import_export import resources
    from tablib import Dataset

    from jilian.firms.models import Firm
    from jilian.places.models import World

    world = World.objects.get(code=WORLD)
    meta = {
        "model": Firm,
        "fields": ("identifier", "name", "scheme", "world", "sort_key"),
        "import_id_fields": ("identifier",),
        "use_transactions": True,
        **options,
    }
    resource_class = type(
        "FirmResource", (resources.ModelResource,), {"Meta": type("Meta", (), meta)}
    )
    started = time.perf_counter()
    with file.open(newline="", encoding="utf-8") as opened:
        rows = list(csv.reader(opened))
    dataset = Dataset(
        *((row[0], row[1], "uscc", world.pk, row[1][:64]) for row in rows[1:]),
        headers=["identifier", "name", "scheme", "world", "sort_key"],
    )
    result = resource_class().import_data(dataset, raise_errors=True)
    assert result.totals["skip" if options.get("skip_unchanged") else "new"] == len(rows) - 1
    print(time.perf_counter() - started)


STEPS = {
    "lay": lay,
    "apart": apart,
    "fingerprint": fingerprint,
    "peer-first": peer_first,
    "peer-second": peer_second,
    "peer-second-cached": peer_second_cached,
}

if __name__ == "__main__":
    main()
