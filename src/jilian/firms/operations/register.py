"""Writing firms: many rows in one call, in sets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from datetime import datetime
from itertools import islice
from json.encoder import encode_basestring
from typing import Any

from django.db import transaction
from django.utils import timezone

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.audit.rules import exact_text
from jilian.base.bulk import reserve_keys, rows_held
from jilian.base.copying import sent_beside
from jilian.base.database import filling_empty_tables, refresh_statistics
from jilian.firms.models import Firm
from jilian.firms.operations.names_changed import note_names_changed
from jilian.firms.operations.writing import MODELS, Writing
from jilian.firms.queries.lookup import division_ids
from jilian.firms.queries.register import Compared, Tally, checked_rows, codes_of, compared
from jilian.firms.queries.straight import Sorted, sorted_rows
from jilian.firms.rules import FirmRow
from jilian.firms.rules.merging import place_words
from jilian.places.models import World
from jilian.sources.models import Source
from jilian.sources.rules import Difference

Progress = Callable[[int, int], None]  # rows done, rows in all
Traced = tuple[int, str, str, str]  # key and name of a record, its values before and after
MANY = 1_000  # rows written after which the database looks at its tables anew
VERY_MANY = 50_000  # rows for which it looks at what they refer to all at once
_TABLES = tuple(dict.fromkeys(MODELS.values()))


@transaction.atomic
def save_firms(
    *,
    by: Person,
    at: datetime,
    world: World,
    source: Source,
    rows: Sequence[FirmRow],
    progress: Progress | None = None,
) -> Difference:
    """Bring the register up to date with the rows: update, never replace (``rules.merging``).

    Refuses the first row that cannot be held, by row and column, and then writes nothing. Rows
    that contradict the register are counted as conflicting and left alone. Every firm that is new
    or changed gets a trace of its own. The same rows a second time are all "same" and write
    nothing but the trace of the call.
    """
    allow(by, Permission.CHANGE_FIRMS, world_code=world.code)
    day = timezone.localtime(at).date()
    checked = checked_rows(rows)
    writing = Writing(world, source, day, division_ids(codes_of(checked)))
    run = _Run({"by": by, "at": at, "world": world}, len(rows), progress)
    first_filling = filling_empty_tables(*_TABLES) if len(rows) >= VERY_MANY else nullcontext()
    with rows_held(), first_filling, sent_beside(), audit.gathered():
        to_weigh = run.write_straight(writing, list(sorted_rows(world, checked)))
        for weighed in compared(world, to_weigh, day, source_id=source.pk):
            run.write_weighed(writing, weighed)
        difference = run.tally.difference()
        audit.record(
            "firms.saved",
            by=by,
            at=at,
            world=world,
            about=source,
            after={"source": source.key, **difference.counts},
        )
    if difference.new >= MANY:
        refresh_statistics(*_TABLES)
    note_names_changed(world, run.named)
    return difference


class _Run:
    """What one call has written so far: its counts, its traces, and how far it is."""

    def __init__(self, said: Mapping[str, Any], total: int, progress: Progress | None) -> None:
        self.said, self.total, self.progress = said, total, progress
        self.tally, self.done = Tally(), 0
        self.named: set[int] = set()

    def write_straight(self, writing: Writing, parts: Sequence[Sorted]) -> list[FirmRow]:
        """Write the new ones of straight rows; return those that must be weighed."""
        free = iter(reserve_keys(Firm, sum(len(part.new) for part in parts)))
        for part in parts:
            self.tally.count_straight(part.new, len(part.same))
            keys = list(islice(free, len(part.new)))
            writing.write_new(part.new, keys)
            self.named.update(keys)
            self._trace("firm.recorded", _new_traces(keys, part.new))
            self._say_done(len(part.new) + len(part.same))
        return [row for part in parts for row in part.to_weigh]

    def write_weighed(self, writing: Writing, part: Sequence[Compared]) -> None:
        """Write what compared rows ask for."""
        self.tally.count(part)
        firms = writing.write(part)
        self.named.update(
            firm for firm, (_, _, outcome) in zip(firms, part, strict=True) if outcome.steps
        )
        for action, kind in (("firm.recorded", "new"), ("firm.changed", "changed")):
            self._trace(action, list(_weighed_traces(kind, firms, part)))
        self._say_done(len(part))

    def _trace(self, action: str, rows: Iterable[Traced]) -> None:
        audit.record_many(action, about=Firm, rows=rows, **self.said)

    def _say_done(self, rows: int) -> None:
        self.done += rows
        if self.progress is not None:
            self.progress(self.done, self.total)


def _new_traces(keys: Iterable[int], rows: Iterable[FirmRow]) -> Iterator[Traced]:
    """What ``exact_text`` would write of straight rows, put together for speed."""
    quoted = encode_basestring
    for key, row in zip(keys, rows, strict=True):
        identity = quoted(f"{row.scheme} {row.identifier}")
        industry = f',"industry":{quoted(row.industry_code)}' if row.industry_code else ""
        number = "null" if row.row is None else row.row
        after = f'{{"identity":{identity}{industry},"name":{quoted(row.name)},"row":{number}'
        if row.division_code:
            after += f',"site":{quoted(place_words(row.division_code, row.address))}'
        yield key, row.name, "", after + "}"


def _weighed_traces(kind: str, firms: Iterable[int], part: Sequence[Compared]) -> Iterator[Traced]:
    for firm, (row, _held, outcome) in zip(firms, part, strict=True):
        if outcome.kind != kind:
            continue
        before: defaultdict[str, list[str]] = defaultdict(list)
        after: defaultdict[str, list[str]] = defaultdict(list)
        for label, was, becomes in outcome.changes:
            after[label].append(becomes)
            if was:
                before[label].append(was)
        stated = {"name": [row.name], **after} if kind == "new" else after
        yield (
            firm,
            row.name,
            exact_text(_single(before)) if before else "",
            exact_text({**_single(stated), "row": row.row}),
        )


def _single(values: dict[str, list[str]]) -> dict[str, object]:
    return {label: many[0] if len(many) == 1 else many for label, many in values.items()}
