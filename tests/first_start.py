"""A first start in a folder and database of its own, for the tests of one file.

It takes half a minute. Where ``KEPT_STARTS`` names a folder, and ``KEPT_DATABASE`` a database
of the test server, the first one is kept as it was when it was done; later ones are its copies.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit


@dataclass(frozen=True)
class FirstStart:
    """A demo that has been set up; its commands run as processes of their own."""

    home: Path
    database: str

    @property
    def env(self) -> dict[str, str]:
        """The settings of its commands."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("JILIAN_", "DATABASE_"))}
        return {**kept, "JILIAN_HOME": str(self.home), "DATABASE_URL": self.database, "LANG": "C"}

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run one command to its end."""
        return subprocess.run(
            [sys.executable, "-m", "jilian", *arguments],
            env=self.env, capture_output=True, text=True, timeout=300,
        )  # fmt: skip

    def answer(self, *arguments: str) -> Any:
        """Run one command with --json and return what it answers."""
        done = self.run(*arguments, "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    @contextmanager
    def served(self, *, demo: bool = True) -> Iterator[str]:
        """Serve the pages while the block runs; yields their address."""
        with socket.socket() as found:
            found.bind(("127.0.0.1", 0))
            port = found.getsockname()[1]
        command = ["demo"] if demo else ["serve", "--no-worker"]
        serving = subprocess.Popen(
            [sys.executable, "-m", "jilian", *command, "--address", f"127.0.0.1:{port}"],
            env=self.env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        address = f"http://127.0.0.1:{port}"
        try:
            wait_for(address, serving)
            yield address
        finally:
            serving.terminate()
            try:
                serving.wait(timeout=20)
            except subprocess.TimeoutExpired:
                serving.kill()
                serving.wait()
            if serving.stdout is not None:
                serving.stdout.close()


def wait_for(address: str, serving: subprocess.Popen[str], seconds: float = 180) -> None:
    """Return when the pages answer."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if serving.poll() is not None:
            raise AssertionError(serving.stdout.read() if serving.stdout else "ended")
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise AssertionError(f"no answer at {address} within {seconds} s")


@contextmanager
def first_start(folder: Path, server: str | None = None) -> Iterator[FirstStart]:
    """Set up the demo in this folder: on SQLite (""), or in a fresh database of the test server."""
    server = os.environ.get("DATABASE_URL", "") if server is None else server
    kept = Path(os.environ["KEPT_STARTS"]) if "KEPT_STARTS" in os.environ else None
    kind = "postgresql" if server else "sqlite"
    if kept is None:
        with fresh_database(server) as database:
            yield set_up(FirstStart(folder, database))
        return
    with locked(kept / f"{kind}.lock"):
        if not (kept / kind).is_dir():
            database = make_database(server, os.environ["KEPT_DATABASE"])
            made = set_up(FirstStart(kept / f"{kind}.made", database))
            made.home.rename(kept / kind)
    shutil.copytree(kept / kind, folder, dirs_exist_ok=True)
    with fresh_database(server, template=os.environ["KEPT_DATABASE"]) as database:
        yield FirstStart(folder, database)


def set_up(start: FirstStart) -> FirstStart:
    """Set up the demo and end."""
    start.home.mkdir(parents=True, exist_ok=True)
    done = start.run("demo", "--no-serve")
    assert done.returncode == 0, done.stderr
    return start


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Let one process at a time go on."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


@contextmanager
def fresh_database(server: str, template: str = "template0") -> Iterator[str]:
    """Yield the address of a database made for the block, or "" for SQLite."""
    name = f"jilian_first_start_{uuid.uuid4().hex[:12]}"
    try:
        yield make_database(server, name, template)
    finally:
        drop_database(server, name)


def make_database(server: str, name: str, template: str = "template0") -> str:
    """Make a database on the test server and return its address; "" for SQLite."""
    if not server:
        return ""
    drop_database(server, name)
    administer(server, f'create database "{name}" encoding \'UTF8\' template "{template}"')
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))


def drop_database(server: str, name: str) -> None:
    """Take a database away, if it is there."""
    if not server:
        return
    import psycopg

    try:
        administer(server, f'drop database if exists "{name}" with (force)')
    except psycopg.errors.InsufficientPrivilege:  # the server vacuums it: without force it waits
        administer(server, f'drop database if exists "{name}"')


def administer(server: str, command: str) -> None:
    """Run one command on the test server."""
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(command)
