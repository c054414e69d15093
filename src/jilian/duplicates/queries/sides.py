"""What each of the records of many pairs says, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from jilian.duplicates.queries.keeping import records_by_root
from jilian.duplicates.rules import Weight
from jilian.firms.models import (
    Firm,
    FirmIdentity,
    FirmIndustry,
    FirmName,
    FirmProduct,
    Site,
    Title,
)
from jilian.firms.queries.splits import counts_of_records
from jilian.firms.rules import NameKind, Scheme
from jilian.firms.rules.codes import fitting

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SHOWN = 6


@dataclass(frozen=True)
class Code:
    """An identifier: its scheme in words; ``fits``: whether the check digit of a credit code does,
    None where the scheme has none.
    """

    scheme: StrOrPromise
    text: str
    fits: bool | None


@dataclass
class Side:
    """One firm of a pair: what its records say on a day."""

    firm: Firm
    records: Sequence[int]
    names: list[str] = field(default_factory=list)
    former: list[str] = field(default_factory=list)
    codes: list[Code] = field(default_factory=list)
    sites: list[str] = field(default_factory=list)
    industries: list[str] = field(default_factory=list)
    makes: list[str] = field(default_factory=list)
    buys: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    first_seen: date | None = None
    counts: dict[str, tuple[StrOrPromise, int]] = field(default_factory=dict)

    @property
    def weight(self) -> Weight:
        """What speaks for keeping it."""
        has_code = any(code.fits for code in self.codes)
        return Weight(self.firm.pk, has_code, sum(n for _label, n in self.counts.values()))


def sides_of(firms: Iterable[Firm], day: date) -> dict[int, Side]:
    """Return what the firms of these records say, by the record's own key.

    Merged records speak through the one that stands for them, and with it.
    """
    kept = {firm.pk: firm for firm in firms}
    groups = records_by_root(kept.values())
    records = sorted({pk for group in groups.values() for pk in group})
    rows = _Rows(records)
    found = {}
    codes = _codes(records)
    counted = counts_of_records(records)
    for pk, firm in kept.items():
        side = Side(firm, groups[pk])
        _fill(side, rows, day)
        side.codes = list(dict.fromkeys(code for one in groups[pk] for code in codes[one]))
        for number, (label, by_record) in enumerate(counted):
            side.counts[str(number)] = (label, sum(by_record[one] for one in groups[pk]))
        found[pk] = side
    return found


class _Rows:
    """The rows of all records, by record; one query a kind."""

    def __init__(self, records: Sequence[int]) -> None:
        def by_firm(rows: QuerySet[Any]) -> Mapping[int, list[Any]]:
            found: defaultdict[int, list[Any]] = defaultdict(list)
            for row in rows.filter(firm__in=records):
                found[row.firm_id].append(row)
            return found

        self.names = by_firm(FirmName.objects.select_related("source").order_by("known_by", "pk"))
        self.sites = by_firm(
            Site.objects.select_related("division").order_by("-is_main", "-known_by", "pk")
        )
        self.industries = by_firm(
            FirmIndustry.objects.select_related("industry").order_by("-is_main", "pk")
        )
        self.products = by_firm(FirmProduct.objects.order_by("rank", "pk"))
        self.titles = by_firm(Title.objects.order_by("level", "pk"))


def _codes(records: Sequence[int]) -> dict[int, list[Code]]:
    """Identifiers by record, its own first."""
    own = Firm.objects.filter(pk__in=records).order_by("pk")
    further = FirmIdentity.objects.filter(firm__in=records).order_by("pk")
    rows = [
        *own.values_list("pk", "scheme", "identifier"),
        *further.values_list("firm_id", "scheme", "identifier"),
    ]
    fits = fitting([code for _pk, _scheme, code in rows])
    found: dict[int, list[Code]] = {pk: [] for pk in records}
    for (pk, scheme, code), fit in zip(rows, fits, strict=True):
        checked = bool(fit) if scheme == Scheme.USCC else None
        label = Scheme(scheme).label if scheme in Scheme.values else scheme
        found[pk].append(Code(str(label), code, checked))
    return found


def _lasts(row: Any, day: date) -> bool:
    return row.valid_to is None or row.valid_to > day


def _fill(side: Side, rows: _Rows, day: date) -> None:
    names = [name for pk in side.records for name in rows.names[pk]]
    now = [name for name in names if _lasts(name, day) and name.kind != NameKind.FORMER]
    first = [name.text for name in now if name.kind == NameKind.REGISTERED]
    side.names = _once([*first, *(name.text for name in now)], str) or [side.firm.name]
    side.former = [one for one in _once(names, lambda name: name.text) if one not in side.names]
    side.sources = _once(names, lambda name: str(name.source))
    side.first_seen = min((name.known_by for name in names), default=None)

    def said(of: Mapping[int, list[Any]], say: Callable[[Any], str]) -> list[str]:
        return _once((row for pk in side.records for row in of[pk] if _lasts(row, day)), say)

    side.sites = said(rows.sites, lambda site: f"{site.division} {site.address}".strip())
    side.industries = said(
        rows.industries, lambda held: f"{held.industry.code} {held.industry.name}"
    )
    side.titles = said(rows.titles, str)
    for trading in ("makes", "buys"):
        mine = (p for pk in side.records for p in rows.products[pk]
                if _lasts(p, day) and p.trading == trading)  # fmt: skip
        setattr(side, trading, _once(mine, lambda product: product.name))


def _once(rows: Iterable[Any], say: Callable[[Any], str]) -> list[str]:
    return list(dict.fromkeys(say(row) for row in rows))
