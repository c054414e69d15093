"""Comparing rows with what is held of the firms that they speak of."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from django.db.models import Q

from jilian.base.bulk import chunks, rows_held
from jilian.base.search import among
from jilian.firms import rules
from jilian.firms.models import (
    Firm,
    FirmIdentity,
    FirmIndustry,
    FirmName,
    FirmProduct,
    Site,
    YearlyFact as Fact,
)
from jilian.firms.queries.groups import merged_firms, roots_of
from jilian.firms.queries.lookup import division_ids, firm_ids, industry_ids, of_firms
from jilian.firms.queries.straight import sorted_rows
from jilian.firms.rules.checking import all_plain, checked_row
from jilian.firms.rules.held import Held, HeldIndustry, HeldName, HeldSite, Outcome, Span
from jilian.firms.rules.merging import decide, site_key
from jilian.firms.rules.rows import FirmKey, FirmRow
from jilian.places.models import World
from jilian.sources.rules import Difference

EXAMPLES = 20
SPAN = ("pk", "known_by", "valid_from", "valid_to")
Compared = tuple[FirmRow, Held | None, Outcome]
NEW = Outcome("new")


def compare_firms(world: World, rows: Sequence[FirmRow], day: date) -> Difference:
    """Say what the rows would change if they were applied on this day. Writes nothing."""
    tally = Tally()
    with rows_held():
        to_weigh: list[FirmRow] = []
        for part in sorted_rows(world, checked_rows(rows)):
            tally.count_straight(part.new, len(part.same))
            to_weigh += part.to_weigh
        for weighed in compared(world, to_weigh, day, source_id=None):
            tally.count(weighed)
    return tally.difference()


def codes_of(rows: Iterable[FirmRow]) -> Iterator[str]:
    """Every code of a division in the rows."""
    for row in rows:
        if row.division_code:
            yield row.division_code
        for site in row.sites:
            yield site.division_code


def checked_rows(rows: Sequence[FirmRow]) -> Sequence[FirmRow]:
    """Return the rows with identifiers in their one way of writing; refuses the first fault."""
    divisions = division_ids(codes_of(rows))
    industries = industry_ids()
    if all_plain(rows, divisions, industries):
        return rows
    return [checked_row(row, divisions, industries) for row in rows]


def compared(
    world: World, rows: Sequence[FirmRow], day: date, *, source_id: int | None
) -> Iterator[list[Compared]]:
    """Compare checked rows with what is held, some thousands at a time, in their order.

    Between two lists the caller may write what the first one asks for.
    """
    seen: dict[FirmKey, FirmRow] = {}
    merged = merged_firms(world) if any(row.other_identities for row in rows) else {}
    for part in chunks(rows):
        named = firm_ids(world, (key for row in part for key in (row.key, *row.other_identities)))
        ids = _of_one_firm(part, named, merged)
        held = held_firms(set(ids.values()), source_id)
        yield [_outcome(row, ids, held, seen, day) for row in part]


def _of_one_firm(
    rows: Sequence[FirmRow], ids: dict[FirmKey, int], merged: Mapping[int, int]
) -> dict[FirmKey, int]:
    """Let the keys of a row that name merged records all name the record of the first.

    What a row says is held of the record that it names, not of the one that this is merged into:
    so it stays with it when the merge is undone.
    """
    if not merged:
        return ids
    found = dict(ids)
    for row in rows:
        known = [key for key in (row.key, *row.other_identities) if key in ids]
        if len(roots_of((ids[key] for key in known), merged)) == 1:
            found.update(dict.fromkeys(known, ids[known[0]]))
    return found


def _outcome(
    row: FirmRow,
    ids: Mapping[FirmKey, int],
    held: Mapping[int, Held],
    seen: dict[FirmKey, FirmRow],
    day: date,
) -> Compared:
    keys = (row.key, *row.other_identities)
    firms = {ids[key] for key in keys if key in ids}
    firm = held[firms.pop()] if len(firms) == 1 else None
    earlier = next((seen[key] for key in keys if key in seen), None)
    if earlier is not None:
        same = earlier._replace(row=None) == row._replace(row=None)
        return row, firm, Outcome("same") if same else _conflict("named_twice")
    seen.update(dict.fromkeys(keys, row))
    if firms:
        return row, None, _conflict("two_firms")
    return row, firm, decide(firm, row, day)


def _conflict(reason: str) -> Outcome:
    return Outcome("conflicting", reason=reason)


def held_firms(pks: Iterable[int], source_id: int | None = None) -> dict[int, Held]:
    """Return what is held of these firms; seven queries however many there are."""
    wanted = sorted(pks)
    if not wanted:
        return {}
    held = {
        firm.pk: Held(firm.pk, firm.name, {(firm.scheme, firm.identifier)}, firm.name_en)
        for firm in Firm.objects.filter(pk__in=among(wanted))
    }
    of_these = of_firms(wanted)
    identities = FirmIdentity.objects.filter(of_these)
    for pk, *key in identities.values_list("firm_id", "scheme", "identifier"):
        if pk in held:
            held[pk].keys.add((key[0], key[1]))
    _add_names(held, of_these)
    _add_sites(held, of_these)
    _add_industries(held, of_these)
    products = FirmProduct.objects.filter(of_these, valid_to__isnull=True).order_by()
    for pk, *product in products.values_list("firm_id", "trading", "normal_form"):
        if pk in held:
            held[pk].products.add((product[0], product[1]))
    _add_facts(held, of_these, source_id)
    return held


def _add_names(held: Mapping[int, Held], of_these: Q) -> None:
    registered: defaultdict[int, list[HeldName]] = defaultdict(list)
    columns = (*SPAN, "kind", "text", "normal_form")
    for pk, *row in FirmName.objects.filter(of_these).values_list("firm_id", *columns):
        if pk in held:
            name = HeldName(*row)
            held[pk].names.append(name)
            if name.kind == rules.NameKind.REGISTERED:
                registered[pk].append(name)
    for names in registered.values():
        for name in names:
            name.only = len(names) == 1


def _add_sites(held: Mapping[int, Held], of_these: Q) -> None:
    mains: Counter[int] = Counter()
    sites = Site.objects.filter(of_these).order_by("known_by", "pk")
    columns = ("is_main", *SPAN, "division__code", "address", "lon", "lat")
    for pk, is_main, *site in sites.values_list("firm_id", *columns):
        if pk not in held:
            continue
        mains[pk] += is_main
        if is_main and site[3] is None:
            held[pk].site = HeldSite(*site)
        held[pk].other_sites[site_key(site[4], site[5])] = Span(*site[:4])
    for pk, count in mains.items():
        if (main := held[pk].site) is not None:
            main.only = count == 1


def _add_industries(held: Mapping[int, Held], of_these: Q) -> None:
    mains: Counter[int] = Counter()
    industries = FirmIndustry.objects.filter(of_these)
    columns = ("is_main", *SPAN, "industry__code")
    for pk, is_main, *industry in industries.values_list("firm_id", *columns):
        if pk not in held:
            continue
        mains[pk] += is_main
        if is_main and industry[3] is None:
            held[pk].industry = HeldIndustry(*industry)
        elif not is_main:
            held[pk].other_industries.add(industry[4])
    for pk, count in mains.items():
        if (main := held[pk].industry) is not None:
            main.only = count == 1


def _add_facts(held: Mapping[int, Held], of_these: Q, source_id: int | None) -> None:
    facts = Fact.objects.filter(of_these).order_by("pk")
    for fact in facts.values_list("firm_id", "year", "measure", "value", "source_id", "pk"):
        if fact[0] not in held:
            continue
        kept, said = held[fact[0]], (fact[1], fact[2])
        if said not in kept.own_facts:
            kept.facts[said] = fact[3]
        if fact[4] == source_id:
            kept.own_facts[said] = fact[5]


class Tally:
    """Counts outcomes and keeps the first examples of each kind."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.examples: dict[str, list[dict[str, object]]] = {}

    def count(self, part: Iterable[Compared]) -> None:
        """Take in a list of compared rows."""
        for row, held, outcome in part:
            self.counts[outcome.kind] += 1
            if outcome.kind == "same":
                continue
            kept = self.examples.setdefault(outcome.kind, [])
            if len(kept) < EXAMPLES:
                kept.append(_example(row, held, outcome))

    def count_straight(self, new: Sequence[FirmRow], same: int) -> None:
        """Take in rows that need not be weighed."""
        self.counts["new"] += len(new)
        self.counts["same"] += same
        kept = self.examples.setdefault("new", []) if new else []
        kept += [_example(row, None, NEW) for row in new[: EXAMPLES - len(kept)]]

    def difference(self) -> Difference:
        """The counts so far."""
        return Difference(
            new=self.counts["new"],
            changed=self.counts["changed"],
            same=self.counts["same"],
            conflicting=self.counts["conflicting"],
            examples={kind: tuple(kept) for kind, kept in self.examples.items()},
        )


def _example(row: FirmRow, held: Held | None, outcome: Outcome) -> dict[str, object]:
    fields = [
        {"field": name, "before": before, "after": after} for name, before, after in outcome.changes
    ]
    return {
        "title": row.name,
        "pk": held.pk if held else None,
        "row": row.row,
        "fields": fields if held else [],
        "reason": outcome.reason,
    }
