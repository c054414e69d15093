"""Commands that run the installation: tables, pages, later work."""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
from typing import Any

import click
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import DatabaseError, close_old_connections, connections
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.base.errors import Refusal
from jilian.base.outages import outage_of
from jilian.jobs.later import WORKER, note_life
from jilian.jobs.operations import take_up_abandoned
from jilian.jobs.queries import last_sign, pending_migrations
from jilian.jobs.rules import LONGEST_HOST, WorkerName, lives, read_name
from jilian.jobs.timetable import begin_due

SECONDS_BETWEEN_SIGNS = 20
SECONDS_BETWEEN_LOOKS, SECONDS_BEFORE_NEXT, SECONDS_TO_END = 0.5, 2, 15
log = logging.getLogger(__name__)


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
    connections.close_all()
    # Not forked: the threads of polars, once it has been used here (``jilian demo``), would be
    # missing in a copy of this process, and the first page that computes would wait for ever.
    multiprocessing.set_start_method("spawn", force=True)
    stopped = threading.Event()
    beside = threading.Thread(target=keep_worker, args=(stopped,)) if with_worker else None
    if beside is not None:
        beside.start()
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
        stopped.set()
        if beside is not None:
            beside.join(timeout=SECONDS_TO_END + 5)


def keep_worker(stopped: threading.Event) -> None:
    """Run a worker until told to stop; one that dies is followed by another."""
    while not stopped.is_set():
        running = start_worker()
        while running.poll() is None and not stopped.wait(SECONDS_BETWEEN_LOOKS):
            pass
        if running.poll() is None:
            running.send_signal(signal.SIGTERM)
            try:
                running.wait(timeout=SECONDS_TO_END)
            except subprocess.TimeoutExpired:
                running.kill()
                running.wait()
        elif not stopped.wait(SECONDS_BEFORE_NEXT):
            log.warning("the worker ended with code %s; another is started", running.returncode)


def start_worker() -> subprocess.Popen[Any]:
    """Start the worker as a process of its own, with this process's settings."""
    return subprocess.Popen([sys.executable, "-m", "jilian", "worker"], env=os.environ.copy())


def own_name() -> WorkerName:
    """The name under which the worker in this process takes up work."""
    host = socket.gethostname()[:LONGEST_HOST] or "here"
    return WorkerName(host, os.getpid(), secrets.token_hex(8))


def process_lives(number: int) -> bool:
    """Say whether a process of this machine runs; it may be another one by now."""
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def take_up(own: WorkerName) -> None:
    """Put back into the queue what a dead worker left behind."""

    def still_lives(name: str) -> bool:
        told = read_name(name)
        runs = told is not None and told.host == own.host and process_lives(told.process)
        return lives(told, own, process_lives=runs, sign=last_sign(name), at=timezone.now())

    person = get_user_model().objects.filter(username=WORKER).first()
    if person is not None:
        take_up_abandoned(by=person, at=timezone.now(), lives=still_lives)


def show_life(stopped: threading.Event, own: WorkerName | None = None) -> None:
    """Leave a sign of life in the database now and again, until told to stop.

    Each time, what a dead worker left behind is taken up, and what the timetable asks for begun.
    """
    while True:
        with contextlib.suppress(DatabaseError):  # a long write is under way: the next sign counts
            note_life(at=timezone.now(), worker=str(own or ""))
            if own is not None:
                take_up(own)
                begin_due(at=timezone.now())
        close_old_connections()
        if stopped.wait(SECONDS_BETWEEN_SIGNS):
            return


@click.command()
def worker() -> None:
    """Run later work from the database's queue until told to stop.

    Work that another worker left unfinished when it died is run again.
    """
    refuse_old_tables()
    stopped, own = threading.Event(), own_name()
    threading.Thread(target=show_life, args=(stopped, own), daemon=True).start()
    try:
        work_on(stopped, own)
    finally:
        stopped.set()


def work_on(stopped: threading.Event, own: WorkerName) -> None:
    """Run later work; while the database is gone or its disk full, wait and try again."""
    while True:
        try:
            call_command("db_worker", interval=0.5, verbosity=0, worker_id=str(own))
            return
        except Exception as error:
            outage = outage_of(error)
            if outage is None:
                raise
            log.warning("the worker waits: %s", outage.value)
        close_old_connections()
        if stopped.wait(SECONDS_BEFORE_NEXT):
            return
