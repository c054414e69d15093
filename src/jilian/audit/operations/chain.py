"""Writing traces: the only door into the chain."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from itertools import chain
from typing import Protocol

from django.db import models, transaction

from jilian.audit.models import ChainHead, Trace
from jilian.audit.rules import START, Entry, chained, check_taken_out, exact_text
from jilian.base.bulk import chunks, insert_rows
from jilian.base.copying import sent_beside

LONGEST_NAME = 300
_COLUMNS = (
    "number", "at", "by", "action", "world", "about_kind", "about_key", "about_name",
    "before_text", "after_text", "purpose", "recipient", "digest",
)  # fmt: skip
_WRITTEN_AT_ONCE = 20_000
_gathering = threading.local()


class Doer(Protocol):
    """Whoever acts: a person or a named system person."""

    username: str


class Register(Protocol):
    """The world in which it happened."""

    code: str


def record(
    action: str,
    *,
    by: Doer,
    at: datetime,
    about: models.Model | None = None,
    world: Register | None = None,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
    purpose: str = "",
    recipient: str = "",
) -> None:
    """Write one trace, inside the transaction of the write that it tells of.

    What leaves the house names its ``purpose`` and ``recipient``, or is refused. Raises
    RuntimeError outside a transaction: a trace without its write, or a write without its trace,
    must be impossible.
    """
    check_taken_out(action, purpose, recipient)
    entry = Entry(
        action=action,
        by=by.username,
        at=at,
        world=world.code if world else "",
        about_kind=about._meta.label_lower if about else "",
        about_key=str(about.pk) if about else "",
        about_name=str(about)[:LONGEST_NAME] if about else "",
        before=exact_text(before),
        after=exact_text(after),
        purpose=purpose.strip(),
        recipient=recipient.strip(),
    )
    _take(action, [entry])


def record_many(
    action: str,
    *,
    by: Doer,
    at: datetime,
    world: Register | None,
    about: type[models.Model],
    rows: Iterable[tuple[int, str, str, str]],
) -> None:
    """Write one trace a row: key and name of the record, its values before and after.

    The values come as ``rules.exact_text`` writes them; hundreds of thousands take seconds.
    """
    who, where, kind = by.username, world.code if world else "", about._meta.label_lower
    _take(
        action,
        (
            Entry(action, who, at, where, kind, str(key), name[:LONGEST_NAME], before, after)
            for key, name, before, after in rows
        ),
    )


@contextmanager
def gathered() -> Iterator[None]:
    """Keep the traces of a long transaction together and write them at its end.

    Whoever adds to the chain makes all others wait until his transaction ends; what takes long
    works first and traces last. Belongs directly within the transaction that it serves.
    """
    if getattr(_gathering, "entries", None) is not None:
        yield
        return
    _gathering.entries = []
    try:
        yield
        kept, _gathering.entries = _gathering.entries, None
        append(chain.from_iterable(kept))
    finally:
        _gathering.entries = None


def _take(action: str, entries: Iterable[Entry]) -> None:
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"{action}: a trace is written in the transaction of its write")
    kept: list[Iterable[Entry]] | None = getattr(_gathering, "entries", None)
    if kept is not None:
        kept.append(entries)
    else:
        append(entries)


def append(entries: Iterable[Entry]) -> None:
    """Give the entries their places at the end of the chain; the door for what has no doer."""
    head = held_head()
    with sent_beside():
        for part in chunks(chained(head.number, head.digest, entries), _WRITTEN_AT_ONCE):
            rows = [
                (
                    number, one.at, one.by, one.action, one.world, one.about_kind, one.about_key,
                    one.about_name, one.before, one.after, one.purpose, one.recipient, digest,
                )
                for number, digest, one in part
            ]  # fmt: skip
            insert_rows(Trace, _COLUMNS, rows)
            head.number, head.digest = part[-1][0], part[-1][1]
    head.save(update_fields=["number", "digest"])


def held_head() -> ChainHead:
    """Return the end of the chain, held until the transaction ends: nobody else adds a trace."""
    heads = ChainHead.objects.select_for_update()
    head = heads.filter(pk=ChainHead.ONLY).first()
    if head is None:
        start = {"number": 0, "digest": START}
        ChainHead.objects.get_or_create(pk=ChainHead.ONLY, defaults=start)
        head = heads.get(pk=ChainHead.ONLY)
    return head
