"""Two records beside each other, what a merge of them would do, and what was merged and split."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from jilian.accounts.models import Person
from jilian.firms.models import MERGE_EFFECTS, Firm, FirmMerge, FirmSplit
from jilian.firms.queries.groups import group_ids
from jilian.firms.queries.page import FactCell, FirmPage, firm_page
from jilian.firms.queries.splits import counts_of_records
from jilian.firms.rules import Scheme
from jilian.places.models import World
from jilian_engine.names import normal_form

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SHOWN = 6


@dataclass(frozen=True)
class Beside:
    """One line of a comparison: what each record says; ``mark``: contradiction, same or empty."""

    label: StrOrPromise
    kept: tuple[str, ...]
    merged: tuple[str, ...]
    mark: str = ""


@dataclass(frozen=True)
class Comparison:
    """Two firms side by side with what would happen if they were merged."""

    kept: Firm
    merged: Firm
    lines: tuple[Beside, ...]
    counts: tuple[tuple[StrOrPromise, int, int], ...]
    effects: tuple[tuple[StrOrPromise, int], ...]

    @property
    def contradictions(self) -> int:
        """How many lines contradict each other."""
        return sum(line.mark == "contradiction" for line in self.lines)


def comparison_of(person: Person, world: World, kept: Firm, merged: Firm, day: date) -> Comparison:
    """Put two firms that the person may see side by side; the queries do not grow with them."""
    one, other = (firm_page(person, world, firm, day) for firm in (kept, merged))
    groups = [[record.pk for record in page.records] for page in (one, other)]
    counted = counts_of_records([*groups[0], *groups[1]])
    counts = [(label, *_totals(by_record, groups[0], groups[1])) for label, by_record in counted]
    effects = [effect(world, groups[0], groups[1], day) for effect in MERGE_EFFECTS]
    return Comparison(
        kept,
        merged,
        tuple(_lines(one, other)),
        tuple((label, left, right) for label, left, right in counts if left or right),
        tuple((label, count) for label, count in effects if count),
    )


def _totals(
    by_record: Mapping[int, int], kept: Sequence[int], merged: Sequence[int]
) -> tuple[int, int]:
    return sum(by_record[pk] for pk in kept), sum(by_record[pk] for pk in merged)


def _lines(one: FirmPage, other: FirmPage) -> Iterable[Beside]:
    yield _beside(pgettext_lazy("of a firm", "Name"), *map(_name, (one, other)))
    yield _beside(_("Other names"), *map(_other_names, (one, other)))
    codes = _code(one), _code(other)
    differ = bool(codes[0] and codes[1] and codes[0] != codes[1])
    keys = _keys(one), _keys(other)
    yield Beside(_("Identified by"), *keys, "contradiction" if differ else "")
    yield _beside(_("Main site"), *map(_site, (one, other)), contradicts=True)
    yield _beside(_("Main industry"), *map(_industry, (one, other)), contradicts=True)
    for label, rows in (
        (pgettext_lazy("column", "Makes"), "makes"),
        (pgettext_lazy("of a firm", "Buys"), "buys"),
    ):
        yield _beside(label, *(_products(getattr(page, rows)) for page in (one, other)))
    yield _beside(_("Titles"), *(tuple(map(str, page.titles_then)) for page in (one, other)))
    yield from _facts(one, other)


def _beside(
    label: StrOrPromise,
    kept: Sequence[str],
    merged: Sequence[str],
    *,
    contradicts: bool = False,
) -> Beside:
    mark = ""
    if kept and merged:
        same = {normal_form(text) for text in kept} == {normal_form(text) for text in merged}
        mark = "same" if same else "contradiction" if contradicts else ""
    return Beside(label, tuple(kept), tuple(merged), mark)


def _name(page: FirmPage) -> tuple[str, ...]:
    return (page.name_then.text if page.name_then else page.firm.name,)


def _other_names(page: FirmPage) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.text for name in page.other_names))[:SHOWN]


def _keys(page: FirmPage) -> tuple[str, ...]:
    own = [f"{one.get_scheme_display()} {one.identifier}" for one in page.records]
    return (*own, *map(str, page.identities))


def _code(page: FirmPage) -> str:
    """The unified social credit code: one firm has one."""
    own = [one.identifier for one in page.records if one.scheme == Scheme.USCC]
    own += [one.identifier for one in page.identities if one.scheme == Scheme.USCC]
    return own[0] if own else ""


def _site(page: FirmPage) -> tuple[str, ...]:
    site = page.main_site
    return (f"{site.division} {site.address}".strip(),) if site else ()


def _industry(page: FirmPage) -> tuple[str, ...]:
    main = next((held for held in page.industries_then if held.is_main), None)
    return (f"{main.industry.code} {main.industry.name}",) if main else ()


def _products(groups: Iterable[object]) -> tuple[str, ...]:
    names = [product.name for group in groups for product in group.products]  # type: ignore[attr-defined]
    return tuple(dict.fromkeys(names))[:SHOWN]


def _facts(one: FirmPage, other: FirmPage) -> Iterable[Beside]:
    """Measures of a year that both state; a difference is a contradiction."""
    stated = _cells(one), _cells(other)
    for key, cell in stated[0].items():
        against = stated[1].get(key)
        if against is None or cell.fact is None or against.fact is None:
            continue
        same = cell.value == against.value
        label = f"{cell.year} {cell.fact.get_measure_display()}"
        left, right = ((f"{held.value:f} ({held.fact.source})",) for held in (cell, against)
                       if held.fact is not None)  # fmt: skip
        yield Beside(label, left, right, "same" if same else "contradiction")


def _cells(page: FirmPage) -> dict[tuple[int, str], FactCell]:
    return {
        (cell.year, row.measure): cell
        for group in page.facts or ()
        for row in group.rows
        for cell in row.cells
        if cell.fact is not None
    }


@dataclass(frozen=True)
class History:
    """Merges and splits of a firm, the latest first, those that were undone too."""

    merges: tuple[FirmMerge, ...]
    splits: tuple[FirmSplit, ...]

    @property
    def is_empty(self) -> bool:
        """Whether the firm was never merged nor split."""
        return not self.merges and not self.splits


def history_of(firm: Firm) -> History:
    """Return what was merged into the firm or split off it, by any record; three queries."""
    records = group_ids(firm)
    merges = FirmMerge.objects.filter(Q(kept__in=records) | Q(merged__in=records))
    splits = FirmSplit.objects.filter(Q(firm__in=records) | Q(new_firm__in=records))
    return History(
        tuple(merges.select_related("kept", "merged").order_by("-merged_at", "-pk")),
        tuple(splits.select_related("firm", "new_firm").order_by("-split_at", "-pk")),
    )


def merges_in_force(page: FirmPage) -> list[FirmMerge]:
    """Return the merges that make the firm of a page what it is; no query for one record alone."""
    if not page.is_merged:
        return []
    merged = [record.pk for record in page.merged_records]
    rows = FirmMerge.objects.in_force().filter(merged__in=merged)
    return list(rows.select_related("kept", "merged").order_by("-merged_at", "-pk"))
