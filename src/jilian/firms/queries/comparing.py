"""What a table would change in the carriers and titles that are held. Writes nothing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from jilian.firms.models import Carrier
from jilian.firms.queries.lookup import firm_ids
from jilian.firms.queries.titles import held_titles, holders
from jilian.firms.rules import CarrierRow, TitleRow
from jilian.firms.rules.titles import HeldTitle, TitleOutcome, checked_title, decide_title
from jilian.places.models import World
from jilian.sources.rules import Difference

EXAMPLES = 20


class _Examples:
    """Counts rows by what they come to, and keeps the first of each."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.kept: defaultdict[str, list[Mapping[str, object]]] = defaultdict(list)

    def take(
        self,
        kind: str,
        title: str,
        row: int | None,
        fields: Sequence[tuple[str, object, object]] = (),
        reason: str = "",
    ) -> None:
        """Count one row; what stays the same needs no example."""
        self.counts[kind] += 1
        if kind == "same" or len(self.kept[kind]) >= EXAMPLES:
            return
        said = [
            {"field": name, "before": _text(before), "after": _text(after)}
            for name, before, after in fields
        ]
        self.kept[kind].append({"title": title, "row": row, "fields": said, "reason": reason})

    def difference(self) -> Difference:
        """The counts so far."""
        kinds = ("new", "changed", "same", "conflicting")
        examples = {kind: tuple(kept) for kind, kept in self.kept.items()}
        return Difference(**{kind: self.counts[kind] for kind in kinds}, examples=examples)


def _text(value: object) -> str:
    return "" if value is None else str(value)


def compare_carriers(world: World, rows: Sequence[CarrierRow], day: date) -> Difference:
    """Say what the rows would change; four queries at most."""
    firms = firm_ids(world, (row.operator for row in rows if row.operator))
    held = {
        one.name: one
        for one in Carrier.objects.filter(world=world).select_related("operator", "division")
    }
    found, new = _Examples(), set[str]()
    for row in rows:
        carrier = held.get(row.name)
        if carrier is None:
            found.take("same" if row.name in new else "new", row.name, row.row)
            new.add(row.name)
            continue
        fields: list[tuple[str, object, object]] = []
        if row.operator is not None and carrier.operator_id != firms.get(row.operator):
            fields.append(("operator", carrier.operator, row.operator[1]))
        code = carrier.division.code if carrier.division else None
        if row.division_code and code != row.division_code:
            fields.append(("division", code, row.division_code))
        found.take("changed" if fields else "same", row.name, row.row, fields)
    return found.difference()


def compare_titles(world: World, rows: Sequence[TitleRow], day: date) -> Difference:
    """Say what the rows would change; a renewal under another document is a title of its own."""
    owners = holders(world, [checked_title(row, day) for row in rows])
    held = held_titles(world, owners)
    found, seen = _Examples(), set[Any]()
    for row, owner in zip(rows, owners, strict=True):
        titles = held.get((owner, row.kind, row.level), ())
        outcome = decide_title(titles, row, day)
        start = row.valid_from or row.known_by or day
        key = (owner, row.kind, row.level, row.document, start, row.valid_to)
        if outcome.kind == "new":
            found.take("same" if key in seen else "new", _title(row), row.row)
            seen.add(key)
        else:
            reason = "ends_before_start" if outcome.kind == "conflicting" else ""
            found.take(outcome.kind, _title(row), row.row, _changes(titles, outcome), reason)
    return found.difference()


def _title(row: TitleRow) -> str:
    holder = row.carrier or (row.firm[1] if row.firm else "")
    return f"{holder}: {row.kind}"


def _changes(
    titles: Sequence[HeldTitle], outcome: TitleOutcome
) -> list[tuple[str, object, object]]:
    before = next((title for title in titles if title.pk == outcome.pk), None)
    return [(name, getattr(before, name, None), value) for name, value in outcome.values.items()]
