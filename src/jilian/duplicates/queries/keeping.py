"""What speaks for each of two records when they are merged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from jilian.duplicates.models import DuplicatePair
from jilian.duplicates.rules import Choice, Weight, choose_kept
from jilian.firms.models import Firm, FirmIdentity
from jilian.firms.queries.splits import counts_of_records
from jilian.firms.rules import Scheme
from jilian.firms.rules.codes import fitting


def weights_of(groups: Mapping[int, Sequence[int]]) -> dict[int, Weight]:
    """Return what speaks for each record; ``groups``: all records of its firm, by its key.

    A fixed number of queries, one of them for each kind of row that hangs on firms.
    """
    records = [pk for group in groups.values() for pk in group]
    coded = _with_code(records)
    counted = counts_of_records(records)
    rows = {pk: sum(by_record[pk] for _label, by_record in counted) for pk in records}
    return {
        key: Weight(key, any(pk in coded for pk in group), sum(rows[pk] for pk in group))
        for key, group in groups.items()
    }


def _with_code(records: Iterable[int]) -> set[int]:
    """The records with a credit code whose check digit fits."""
    wanted = list(records)
    own = Firm.objects.filter(pk__in=wanted, scheme=Scheme.USCC)
    further = FirmIdentity.objects.filter(firm__in=wanted, scheme=Scheme.USCC)
    rows = [
        *own.order_by().values_list("pk", "identifier"),
        *further.order_by().values_list("firm_id", "identifier"),
    ]
    fits = fitting([code for _pk, code in rows])
    return {pk for (pk, _code), fit in zip(rows, fits, strict=True) if fit}


def records_by_root(firms: Iterable[Firm]) -> dict[int, list[int]]:
    """Return of each of these records all records of its firm, by its own key; one query."""
    kept = list(firms)
    found: dict[int, list[int]] = {firm.root_id: [firm.root_id] for firm in kept}
    behind = Firm.objects.filter(merged_into__in=list(found)).order_by("pk")
    for pk, root in behind.values_list("pk", "merged_into_id"):
        found[root].append(pk)
    return {firm.pk: found[firm.root_id] for firm in kept}


def choice_of(pair: DuplicatePair) -> Choice:
    """Return which record of an open pair is kept by the rule, and why."""
    assert pair.left is not None and pair.right is not None
    weights = weights_of(records_by_root([pair.left, pair.right]))
    return choose_kept(weights[pair.left.pk], weights[pair.right.pk])
