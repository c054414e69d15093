"""Comparing rows with the links that are held."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from jilian.base.bulk import chunks
from jilian.base.search import among
from jilian.firms.queries import firm_ids
from jilian.firms.queries.groups import merged_firms, records_of
from jilian.network.models import SupplyLink
from jilian.network.rules import (
    HeldLink,
    LinkOutcome,
    LinkRow,
    checked_link,
    decide_link,
    unknown_end,
)
from jilian.places.models import World
from jilian.sources.rules import Difference

EXAMPLES = 20
LinkKey = tuple[int, int, str, str]  # supplier, buyer, product, evidence
Compared = tuple[LinkRow, LinkKey, LinkOutcome]
_HELD = (
    "pk", "known_by", "valid_from", "not_before", "valid_to", "amount_yuan", "band",
    "probability", "last_seen_on",
)  # fmt: skip


def compare_links(world: World, rows: Sequence[LinkRow], day: date) -> Difference:
    """Say what the rows would change if they were applied on this day. Writes nothing.

    Refuses the first row that cannot be held or names a firm that is not in the register.
    """
    tally = LinkTally()
    for part in compared(world, rows, day):
        tally.count(part)
    return tally.difference()


def compared(world: World, rows: Sequence[LinkRow], day: date) -> Iterator[list[Compared]]:
    """Compare rows with what is held, some thousands at a time, in their order.

    Between two lists the caller may write what the first one asks for.
    """
    keys = {key for row in rows for key in (row.supplier, row.buyer)}
    merged = merged_firms(world)
    firms = {key: merged.get(pk, pk) for key, pk in firm_ids(world, keys).items()}
    seen: dict[tuple[LinkKey, date], LinkRow] = {}
    for part in chunks(rows):
        joined = [(checked_link(row, day), _key(row, firms)) for row in part]
        held = held_links(world, (key for _, key in joined), merged)
        yield [(row, key, _outcome(row, key, held, seen, day)) for row, key in joined]


def _key(row: LinkRow, firms: dict[tuple[str, str], int]) -> LinkKey:
    if row.supplier not in firms:
        raise unknown_end(row, row.supplier, is_supplier=True)
    if row.buyer not in firms:
        raise unknown_end(row, row.buyer, is_supplier=False)
    return firms[row.supplier], firms[row.buyer], row.product.strip(), row.evidence


def _outcome(
    row: LinkRow,
    key: LinkKey,
    held: dict[LinkKey, list[HeldLink]],
    seen: dict[tuple[LinkKey, date], LinkRow],
    day: date,
) -> LinkOutcome:
    if key[0] == key[1]:
        return LinkOutcome("conflicting", reason="same_firm")
    earlier = seen.setdefault((key, row.start(day)), row)
    if earlier is not row:
        alike = (earlier.amount_yuan, earlier.band, earlier.valid_to) == (
            row.amount_yuan, row.band, row.valid_to,
        )  # fmt: skip
        return LinkOutcome("same") if alike else LinkOutcome("conflicting", reason="older_value")
    links = held.get(key, ())
    outcome = decide_link(links, row, day)
    outcome.held = next((link for link in links if link.pk == outcome.pk), None)
    return outcome


def held_links(
    world: World, keys: Iterable[LinkKey], merged: Mapping[int, int]
) -> dict[LinkKey, list[HeldLink]]:
    """Return the links with these keys, the latest first.

    Links of ``merged`` records are those of the firms that they are merged into. Ordered here and
    not by the database, which would walk all links of the world in that order.
    """
    wanted = set(keys)
    suppliers = records_of((key[0] for key in wanted), merged)
    held: dict[LinkKey, list[HeldLink]] = defaultdict(list)
    links = SupplyLink.objects.filter(world=world, supplier__in=among(suppliers)).order_by()
    columns = ("supplier_id", "buyer_id", "product", "evidence", *_HELD)
    for (
        *key,
        pk,
        known_by,
        valid_from,
        not_before,
        valid_to,
        amount,
        band,
        probability,
        seen,
    ) in links.values_list(*columns).iterator(chunk_size=5_000):
        found = (merged.get(key[0], key[0]), merged.get(key[1], key[1]), key[2], key[3])
        if found in wanted:
            held[found].append(
                HeldLink(
                    pk, known_by, valid_from, not_before, valid_to, amount, band, probability, seen
                )
            )
    for kept in held.values():
        kept.sort(key=lambda link: (link.known_by, link.pk), reverse=True)
    return held


class LinkTally:
    """Counts outcomes and keeps the first examples of each kind."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.examples: dict[str, list[dict[str, object]]] = {}

    def count(self, part: Iterable[Compared]) -> None:
        """Take in a list of compared rows."""
        for row, _key, outcome in part:
            self.counts[outcome.kind] += 1
            kept = self.examples.setdefault(outcome.kind, [])
            if outcome.kind != "same" and len(kept) < EXAMPLES:
                kept.append(_example(row, outcome))

    def difference(self) -> Difference:
        """The counts so far."""
        return Difference(
            new=self.counts["new"],
            changed=self.counts["changed"],
            same=self.counts["same"],
            conflicting=self.counts["conflicting"],
            examples={kind: tuple(kept) for kind, kept in self.examples.items() if kept},
        )


def _example(row: LinkRow, outcome: LinkOutcome) -> dict[str, object]:
    product = f" ({row.product})" if row.product else ""
    changes = {"valid_to": outcome.ends} if outcome.ends else outcome.values
    return {
        "title": f"{row.supplier[1]} → {row.buyer[1]}{product}",
        "pk": outcome.pk or None,
        "row": row.row,
        "fields": [
            {
                "field": name,
                "before": _text(getattr(outcome.held, name, None)),
                "after": _text(value),
            }
            for name, value in changes.items()
        ],
        "reason": outcome.reason,
    }


def _text(value: object) -> str:
    return "" if value is None else str(value)
