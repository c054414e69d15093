"""What was judged before: of pairs, and of names that had no record yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.db.models import QuerySet

from jilian.base.search import among
from jilian.duplicates.models import DuplicatePair, Judgement, NameJudgement
from jilian.duplicates.rules import PairState, Verdict
from jilian.firms.models import FirmName
from jilian.places.models import World
from jilian_engine.names import normal_form

Key = tuple[int, int]
Told = NameJudgement | Judgement


def judgements_in_force(pairs: Iterable[DuplicatePair]) -> dict[int, Judgement]:
    """Return the latest judgement of each pair that was not undone; one query."""
    wanted = [pair.pk for pair in pairs]
    if not wanted:
        return {}
    rows = Judgement.objects.in_force().filter(pair__in=among(wanted)).order_by("pk")
    return {judgement.pair_id: judgement for judgement in rows.select_related("merge")}


def judged_names(world: World, pairs: Sequence[Key], merged: Mapping[int, int]) -> dict[Key, Told]:
    """Return of these pairs of firms those of which a name was judged to be another firm's.

    A name of one that was judged different from the other, or the other way round: before it had a
    record, or as that of a record that has left the register since.
    """
    by_firm: dict[int, dict[str, Told]] = {}
    told = NameJudgement.objects.filter(world=world, verdict=Verdict.DIFFERENT)
    for name in told.filter(firm__isnull=False):
        by_firm.setdefault(_root(name.firm_id, merged), {})[name.form] = name
    for firm, judgement, names in _judged_of_gone(world):
        by_form = by_firm.setdefault(_root(firm, merged), {})
        by_form.update((normal_form(text), judgement) for text in names)
    if not by_firm:
        return {}
    asked = [pair for pair in pairs if by_firm.keys() & set(pair)]
    forms = forms_by_firm({pk for pair in asked for pk in pair}, merged)
    found: dict[Key, Told] = {}
    for pair in asked:
        for firm, other in (pair, pair[::-1]):
            for form in forms.get(other, frozenset()) & by_firm.get(firm, {}).keys():
                found[pair] = by_firm[firm][form]
    return found


def _root(firm: int | None, merged: Mapping[int, int]) -> int:
    return merged.get(firm or 0, firm or 0)


def _judged_of_gone(world: World) -> Iterator[tuple[int, Judgement, list[str]]]:
    """Judgements of pairs of which one firm has gone: the other, and the name of the first."""
    judged = Judgement.objects.in_force().filter(
        pair__world=world, pair__state=PairState.DIFFERENT, verdict=Verdict.DIFFERENT
    )
    for there, gone in (("left", "right"), ("right", "left")):
        rows = judged.filter(
            **{f"pair__{gone}__isnull": True, f"pair__{there}__isnull": False}
        ).select_related("pair")
        for judgement in rows:
            data = judgement.judged_on.get(gone, {})
            firm = judgement.pair.left_id if there == "left" else judgement.pair.right_id
            yield firm or 0, judgement, [data.get("name", ""), *data.get("names", ())]


def forms_by_firm(roots: set[int], merged: Mapping[int, int]) -> dict[int, frozenset[str]]:
    """Return the normal forms of all names of these firms; one query."""
    records = roots | {pk for pk, root in merged.items() if root in roots}
    found: dict[int, set[str]] = {}
    rows: QuerySet[FirmName, tuple[int, str]] = (
        FirmName.objects.filter(firm__in=among(records)).order_by().values_list("firm_id", "text")
    )
    for firm, text in rows:
        found.setdefault(merged.get(firm, firm), set()).add(normal_form(text))
    return {firm: frozenset(forms) for firm, forms in found.items()}
