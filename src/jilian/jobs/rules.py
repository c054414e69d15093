"""Whether a worker that took up some work still lives, and what becomes of work it left behind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

SILENT_ELSEWHERE = timedelta(seconds=90)  # of a worker on another machine
SILENT_HERE = timedelta(minutes=15)  # a long write keeps a worker on SQLite from leaving signs
MOST_TRIES = 3
LONGEST_HOST = 30


@dataclass(frozen=True)
class WorkerName:
    """The name under which a worker takes up work: its machine, its process, and a random word."""

    host: str
    process: int
    word: str

    def __str__(self) -> str:
        return f"{self.host[:LONGEST_HOST]}:{self.process}:{self.word}"


def read_name(name: str) -> WorkerName | None:
    """Return what the name of a worker says; None for a name of another kind."""
    host, _, rest = name.rpartition(":")[0].rpartition(":")
    word = name.rpartition(":")[2]
    if not host or not rest.isdecimal():
        return None
    return WorkerName(host, int(rest), word)


def lives(
    name: WorkerName | None,
    own: WorkerName,
    *,
    process_lives: bool,
    sign: datetime | None,
    at: datetime,
) -> bool:
    """Say whether a worker is still at work.

    On this machine its process tells; on another its last sign of life.
    """
    if name is None:
        return False
    if name == own:
        return True
    if name.host != own.host:
        return sign is not None and at - sign < SILENT_ELSEWHERE
    if name.process == own.process or not process_lives:
        return False
    return sign is None or at - sign < SILENT_HERE
