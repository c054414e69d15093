"""Commands that run the installation: tables, pages, later work."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
from typing import Any

import click
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import DatabaseError, close_old_connections
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.base.errors import Refusal
from jilian.jobs.later import note_life
from jilian.jobs.queries import pending_migrations

SECONDS_BETWEEN_SIGNS = 20


def bring_up_to_date() -> None:
    """Make the tables what this version needs; nothing happens when they are."""
    if pending_migrations():
        call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)


def collect_static() -> None:
    """Gather and compress the static files unless those of this version are there."""
    manifest = settings.STATIC_ROOT / "staticfiles.json"
    newest = max(
        (storage.get_modified_time(name).timestamp()
         for finder in get_finders() for name, storage in finder.list([])),
        default=0.0,
    )  # fmt: skip
    if not manifest.exists() or manifest.stat().st_mtime < newest:
        call_command("collectstatic", verbosity=0, interactive=False)


@click.command()
def migrate() -> None:
    """Bring the database and the static files to this version."""
    bring_up_to_date()
    collect_static()
    click.echo(_("The database is up to date."))


def refuse_old_tables() -> None:
    """Refuse to start on tables of another version."""
    if count := pending_migrations():
        raise Refusal(
            "tables_not_current",
            _("The database lacks %(count)d changes of this version. Run: jilian migrate")
            % {"count": count},
        )


def split_address(address: str) -> tuple[str, int]:
    """Return host and port of "host:port"; refuses anything else."""
    host, _colon, port = address.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 65536:
        raise Refusal("address_odd", _("“%(address)s” is not host:port.") % {"address": address})
    return host.strip("[]"), int(port)


@click.command()
@click.option("--address", default="127.0.0.1:8000", show_default=True, help="host:port")
@click.option("--processes", default=1, show_default=True, help="Web processes.")
@click.option("--worker/--no-worker", default=True, help="Also run later work in this command.")
def serve(address: str, processes: int, worker: bool) -> None:
    """Serve the pages with the production server, and run the worker beside it."""
    refuse_old_tables()
    collect_static()
    run_server(address, processes, worker)


def run_server(address: str, processes: int, with_worker: bool) -> None:
    """Run Granian until it is told to stop; the worker is a process of its own."""
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    host, port = split_address(address)
    beside = start_worker() if with_worker else None
    try:
        Server(
            "jilian.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=processes,
            blocking_threads=4,
            respawn_failed_workers=True,
            log_level=LogLevels.warning,
        ).serve()
    finally:
        if beside is not None:
            beside.send_signal(signal.SIGTERM)
            try:
                beside.wait(timeout=15)
            except subprocess.TimeoutExpired:
                beside.kill()


def start_worker() -> subprocess.Popen[Any]:
    """Start the worker as a process of its own, with this process's settings."""
    return subprocess.Popen([sys.executable, "-m", "jilian", "worker"], env=os.environ.copy())


def show_life(stopped: threading.Event) -> None:
    """Leave a sign of life in the database now and again, until told to stop."""
    while True:
        with contextlib.suppress(DatabaseError):  # a long write is under way: the next sign counts
            note_life(at=timezone.now())
        close_old_connections()
        if stopped.wait(SECONDS_BETWEEN_SIGNS):
            return


@click.command()
def worker() -> None:
    """Run later work from the database's queue until told to stop."""
    refuse_old_tables()
    stopped = threading.Event()
    threading.Thread(target=show_life, args=(stopped,), daemon=True).start()
    try:
        call_command("db_worker", interval=0.5, verbosity=0)
    finally:
        stopped.set()
