"""Twenty people at once on a register of a district's size.

    python benches/load.py [--firms 226000 --links 500000 --seconds 120 --users 20]

Loads a made-up register through the operations (or takes the one of an earlier run with --keep),
starts the production server on it, and lets people search, open firms and clusters and unfold the
tree of organisations, with 1 to 3 seconds between two of a person's acts. Locust makes the
requests, in a process of its own on the same machine. Prints p50, p95 and the slowest of each kind
beside the figures of the release before (figures.toml); exits 1 at an error or a p95 of 300 ms.

The database is that of DATABASE_URL (empty, or that of an earlier run with --keep), else SQLite in
the folder of --home.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import tomllib
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import register_load
from load_told import what_users_ask

HERE = Path(__file__).parent
FIGURES = HERE / "figures.toml"
LIMIT_MS = 300
NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


def main() -> None:
    """Load, serve, ask, print."""
    asked = arguments()
    prepare(asked)
    where = database_named()
    if not asked.keep:
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        district = register_load.load(asked.firms, asked.links)
        add_organisations_and_clusters(district)
    told = Path(os.environ["JILIAN_HOME"]) / "load-told.json"
    told.write_text(json.dumps(what_users_ask(asked.users)))
    records = serve_and_ask(asked, told)
    sys.exit(0 if report(asked, where, records) else 1)


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--firms", type=int, default=226_000)
    parser.add_argument("--links", type=int, default=500_000)
    parser.add_argument("--seconds", type=int, default=120)
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--processes", type=int, default=2, help="web processes of the server")
    parser.add_argument("--port", type=int, default=0, help="0: any that is free")
    parser.add_argument("--home", help="folder of the installation; a new one if not given")
    parser.add_argument("--keep", action="store_true", help="ask what an earlier run loaded")
    parser.add_argument("--note", metavar="VERSION", help="keep the figures as those of a release")
    asked = parser.parse_args()
    if asked.keep and not (asked.home or os.environ.get("DATABASE_URL")):
        parser.error("--keep needs the --home of the earlier run, or its DATABASE_URL")
    return asked


def prepare(asked: argparse.Namespace) -> None:
    """Set the environment for this process and for the server."""
    home = asked.home or tempfile.mkdtemp(prefix="jilian-load-")
    Path(home).mkdir(parents=True, exist_ok=True)
    print(f"home {home}")
    os.environ["JILIAN_HOME"] = home
    os.environ.setdefault("JILIAN_SECRET_KEY", "bench-only-abcdefghijklmnopqrstuvwxyz-0123456789")
    os.environ["DJANGO_SETTINGS_MODULE"] = "jilian.settings"
    os.environ["JILIAN_REQUIRE_SECOND_FACTOR"] = "no"
    import django

    django.setup()


def database_named() -> str:
    """Say which database this is."""
    from django.conf import settings

    return str(settings.DATABASES["default"]["ENGINE"].rsplit(".", 1)[-1])


def add_organisations_and_clusters(district: Any) -> None:
    """Save the district's organisations and clusters through the operations, as the demo does."""
    from jilian.accounts.models import Person
    from jilian.clusters import operations as clusters
    from jilian.demo import analysis
    from jilian.organisations import operations as organisations
    from jilian.places.models import World
    from jilian.sources.models import Source

    world = World.objects.get(code=register_load.WORLD)
    source = Source.objects.get(key="BENCH")
    by = Person.objects.get(username="command-line")
    said = {"by": by, "at": NOON, "source": source}
    rows = analysis._organisations(district)
    register_load.timed(
        "save_organisations",
        lambda: organisations.save_organisations(**said, world=world, rows=rows),
    )

    def save_clusters() -> None:
        for made in analysis._clusters(district):
            cluster = clusters.save_cluster(**said, world=world, row=made.row)
            clusters.save_memberships(**said, cluster=cluster, rows=made.members)
        clusters.place_in_chain(by=by, at=NOON, world=world, as_of=date(2026, 3, 2))

    register_load.timed("save_clusters", save_clusters)


def serve_and_ask(asked: argparse.Namespace, told: Path) -> list[dict[str, Any]]:
    """Start the server, let the users at it, and return what each request took."""
    from django.db import connections

    connections.close_all()
    port = asked.port or free_port()
    home = f"http://127.0.0.1:{port}"
    result = told.with_name("load-records.json")
    result.unlink(missing_ok=True)
    command = ["serve", "--address", f"127.0.0.1:{port}", "--processes", str(asked.processes)]
    server = subprocess.Popen([sys.executable, "-m", "jilian", *command])
    try:
        wait_for(f"{home}/ready", server)
        environment = {**os.environ, "LOAD_TOLD": str(told), "LOAD_RECORDS": str(result)}
        subprocess.run(
            [
                sys.executable, "-m", "locust", "-f", str(HERE / "load_users.py"), "--headless",
                "--host", home, "-u", str(asked.users), "-r", "2", "-t", f"{asked.seconds}s",
                "--only-summary", "--loglevel", "WARNING", "--exit-code-on-error", "0",
            ],
            env=environment, check=True, capture_output=True,
        )  # fmt: skip
    finally:
        server.terminate()
        server.wait(timeout=60)
    records: list[dict[str, Any]] = json.loads(result.read_text())
    return records


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    """Wait until the server says that it is ready."""
    until = time.monotonic() + 120
    while time.monotonic() < until:
        if server.poll() is not None:
            raise SystemExit("the server ended before it was ready")
        try:
            with urlopen(url, timeout=5) as answer:  # noqa: S310
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.5)
    raise SystemExit("the server was not ready within two minutes")


def report(asked: argparse.Namespace, where: str, records: list[dict[str, Any]]) -> bool:
    """Print the figures; return whether they are good."""
    counted = [one for one in records if one["kind"] != "sign-in"]
    kinds = sorted({one["kind"] for one in counted})
    last, bad = previous(where), [one for one in records if one["error"]]
    seconds = max((one["at"] for one in counted), default=0.0) or 1.0
    print(
        f"\n{where}, {asked.firms:,} firms, {asked.links:,} links, {asked.users} users, "
        f"{asked.seconds} s, {asked.processes} web processes, {os.cpu_count()} cores"
    )
    head = f"{'':<24}{'n':>7}{'p50':>9}{'p95':>9}{'max':>9}{'errors':>8}"
    print(f"{head}   p95 of {last['version']}" if last else head + "   no release before")
    figures = {}
    for kind in [*kinds, "all"]:
        rows = [one for one in counted if kind in (one["kind"], "all")]
        figures[kind] = p50, p95, most = spread_of([one["ms"] for one in rows])
        before = last.get("kinds", {}).get(kind, {}).get("p95")
        print(
            f"{kind:<24}{len(rows):>7}{p50:>9.1f}{p95:>9.1f}{most:>9.1f}"
            f"{sum(1 for one in rows if one['error']):>8}"
            + (f"{before:>12.1f}" if before is not None else "")
        )
    rate = len(counted) / seconds
    print(f"{rate:.1f} requests a second; {len(bad)} errors in all, signing in among them")
    for one in bad[:10]:
        print(f"  {one['kind']} {one['url']}: {one['error']}")
    good = bool(counted) and not bad and figures["all"][1] < LIMIT_MS
    print(f"p95 {figures['all'][1]:.1f} ms of {LIMIT_MS} ms: {'good' if good else 'NOT good'}")
    if asked.note:
        keep(asked, where, figures, rate)
    return good


def spread_of(times: list[float]) -> tuple[float, float, float]:
    """Return median, 95th percentile and the longest, in ms."""
    if not times:
        return 0.0, 0.0, 0.0
    ordered = sorted(times)
    at = min(len(ordered) - 1, int(len(ordered) * 0.95))
    return statistics.median(ordered), ordered[at], ordered[-1]


def previous(where: str) -> dict[str, Any]:
    """Return the latest figures that are kept for this database; empty where there are none."""
    kept = tomllib.loads(FIGURES.read_text(encoding="utf-8")).get("load", [])
    found: list[dict[str, Any]] = [one for one in kept if one["database"] == where]
    return found[-1] if found else {}


def keep(
    asked: argparse.Namespace,
    where: str,
    figures: dict[str, tuple[float, float, float]],
    rate: float,
) -> None:
    """Add the figures to those of earlier releases."""
    lines = [
        "", "[[load]]", f'version = "{asked.note}"', f'database = "{where}"',
        f"measured_on = {datetime.now(UTC).date().isoformat()}",
        f'machine = "{os.cpu_count()} cores, Python {platform.python_version()}"',
        f"firms = {asked.firms}", f"links = {asked.links}", f"users = {asked.users}",
        f"seconds = {asked.seconds}", f"requests_per_second = {rate:.1f}",
    ]  # fmt: skip
    for kind, (p50, p95, most) in figures.items():
        lines.append(f'kinds."{kind}" = {{ p50 = {p50:.1f}, p95 = {p95:.1f}, max = {most:.1f} }}')
    with FIGURES.open("a", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
