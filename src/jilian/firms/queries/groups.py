"""Records that are one firm: which are merged, into which, and what a merge or a split would do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from jilian.accounts.models import Person
from jilian.firms.models import Firm, FirmMerge
from jilian.places.models import World


def merged_firms(world: World) -> dict[int, int]:
    """Return the records of a world that are merged, each with the one that stands for it.

    One query along an index that holds merged records alone; empty in a world without merges.
    """
    rows = Firm.objects.filter(world=world).merged().order_by()
    return dict(rows.values_list("pk", "merged_into_id"))


def grouped_firms(merged: Mapping[int, int]) -> frozenset[int]:
    """Return every record that takes part in a merge: merged ones and those that stand for them."""
    return frozenset((*merged, *merged.values()))


def group_of(firm: Firm) -> list[Firm]:
    """Return all records of the firm, first the one that stands for it; one query."""
    behind = Firm.objects.filter(merged_into=firm.root_id).order_by("pk")
    return [firm.root, *behind]


def group_ids(firm: Firm) -> list[int]:
    """Return the keys of all records of the firm, first the one that stands for it; one query."""
    behind = Firm.objects.filter(merged_into=firm.root_id).order_by("pk")
    return [firm.root_id, *behind.values_list("pk", flat=True)]


def roots_of(pks: Iterable[int], merged: Mapping[int, int]) -> set[int]:
    """Return the records that stand for these ones."""
    return {merged.get(pk, pk) for pk in pks}


def records_of(pks: Iterable[int], merged: Mapping[int, int]) -> set[int]:
    """Return these records, and all others of the firms that they belong to."""
    roots = roots_of(pks, merged)
    return roots | {pk for pk, root in merged.items() if root in roots}


def behind(rows: QuerySet[Any]) -> QuerySet[Firm, Any]:
    """Return the firms of which a merged record has one of these rows, as a query for "in".

    Merged records are few and are asked one by one.
    """
    merged = Firm.objects.merged().filter(Exists(rows.filter(firm=OuterRef("pk"))))
    return merged.order_by().values("merged_into")


def holders(rows: QuerySet[Any]) -> QuerySet[Any, Any]:
    """Return the firms of which some record has one of these rows, as a query for "in"."""
    return rows.order_by().values("firm").union(behind(rows))


def find_merged(person: Person, world: World, pk: int) -> Firm | None:
    """Return a merged record whose firm the person may see, with the one that stands for it."""
    found = Firm.objects.filter(world=world, pk=pk).merged().select_related("merged_into").first()
    if found is None:
        return None
    seen = Firm.objects.visible_to(person, world).filter(pk=found.root_id)
    return found if seen.exists() else None


def roots_by_merges(pks: Iterable[int], edges: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Return of each record the one that stands for it, by (kept, merged) of the merges in force.

    Raises RuntimeError where the merges run in a circle: no operation leads there.
    """
    into = {merged: kept for kept, merged in edges}
    found: dict[int, int] = {}
    for pk in pks:
        root, steps = pk, 0
        while root in into:
            root, steps = into[root], steps + 1
            if steps > len(into):
                raise RuntimeError(f"merges of firm {pk} run in a circle")
        found[pk] = root
    return found


def faults_of_merges(world: World) -> list[str]:
    """Say where ``merged_into`` is not what the merges in force make it; empty when in order."""
    edges = list(
        FirmMerge.objects.in_force().filter(world=world).values_list("kept_id", "merged_id")
    )
    held = merged_firms(world)
    ends = [(kept, merged) for kept, merged in edges if kept is not None and merged is not None]
    wanted = roots_by_merges({merged for _kept, merged in ends}, ends)
    odd = {pk for pk in {*held, *wanted} if held.get(pk) != wanted.get(pk)}
    kept_elsewhere = Firm.objects.filter(pk__in=set(held.values())).exclude(world=world)
    return [f"merged_into of {pk}" for pk in sorted(odd)] + [
        f"other world {pk}" for pk in kept_elsewhere.values_list("pk", flat=True)
    ]


def merges_by_record(pks: Iterable[int]) -> dict[int, list[FirmMerge]]:
    """Return the merges in force by the record that they merged."""
    found: defaultdict[int, list[FirmMerge]] = defaultdict(list)
    for merge in FirmMerge.objects.in_force().filter(merged__in=list(pks)):
        if merge.merged_id is not None:
            found[merge.merged_id].append(merge)
    return found


def speakers(
    firms: Iterable[int], merged: Mapping[int, int], rows: QuerySet[Any]
) -> dict[int, int]:
    """Return, of each of these records, the one whose row (by ``firm``) speaks for its firm.

    The row of the record that stands for the firm, else of the first merged one that has any; a
    record whose firm has none speaks for itself. For few records: those that take part in merges.
    """
    wanted = set(firms)
    behind_root: defaultdict[int, list[int]] = defaultdict(list)
    for pk, root in sorted(merged.items()):
        behind_root[root].append(pk)
    asked = records_of(wanted, merged)
    having = set(rows.order_by().filter(firm__in=asked).values_list("firm_id", flat=True))
    found = {}
    for pk in wanted:
        root = merged.get(pk, pk)
        order = (root, *behind_root[root])
        found[pk] = next((one for one in order if one in having), pk)
    return found
