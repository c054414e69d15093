"""The API of this area: firms and titles as of a day (`?on=`)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Path, Query, Router, Schema, Status

from jilian.accounts.gate import Request, enter
from jilian.accounts.permissions import Permission
from jilian.firms import operations, queries
from jilian.firms.models import Firm, FirmMerge, FirmSplit
from jilian.firms.queries.plain import firm_parts
from jilian.places.models import Division, Industry

router = Router()
MOST = 200


class FirmOut(Schema):
    """A firm in a list, as of the day; null is unknown."""

    pk: int
    scheme: str
    identifier: str
    name: str
    name_en: str | None
    place: str | None = Field(description="code of the division of the main or first site")
    place_name: str | None
    industry: str | None = Field(description="GB/T 4754-2017")
    makes: list[str]
    matched: str | None = Field(None, description="the name or identifier that a search found")
    is_former: bool | None = Field(None, description="whether that name no longer held on the day")


class FirmsOut(Schema):
    """A page of firms."""

    firms: list[FirmOut]
    has_more: bool


class FirmsWanted(Schema):
    """Filters of the list; ``q`` searches names and identifiers, the best first."""

    q: str = ""
    place: str = Field("", description="code of a division; its parts count too")
    industry: str = Field("", description="code of a class; classes below it count too")
    product: str = ""
    title: str = ""
    scheme: str = ""
    limit: int = Field(20, ge=1, le=MOST)
    offset: int = Field(0, ge=0, le=10_000)


class DatedOut(Schema):
    """A dated value with its source."""

    kind: str
    value: str
    valid_from: date | None
    known_by: date
    not_before: date | None
    valid_to: date | None
    source: str
    row: int | None
    record: int = Field(description="the record of the firm that it stands at")


class RecordOut(Schema):
    """A record of a firm: the first stands for all, the others are merged into it."""

    pk: int
    scheme: str
    identifier: str
    name: str


class FactOut(Schema):
    """A yearly fact as a source states it."""

    year: int
    measure: str
    value: float
    source: str
    row: int | None
    record: int


class FirmDetailOut(Schema):
    """Everything that is held of a firm; ``facts`` is null where they are not for this reader."""

    pk: int
    scheme: str
    identifier: str
    name: str
    records: list[RecordOut]
    names: list[DatedOut]
    identities: list[DatedOut]
    sites: list[DatedOut]
    industries: list[DatedOut]
    products: list[DatedOut]
    titles: list[DatedOut]
    facts: list[FactOut] | None


class TitleCountOut(Schema):
    """How many hold a title on the day; each holder once in ``total``, at its highest level."""

    kind: str
    total: int
    by_level: dict[str, int]
    at_highest: dict[str, int]
    levels_add_to: int
    with_several: int


class PlaceOut(Schema):
    """How many firms have a site in a place; ``code`` is null for all others."""

    code: str | None
    name: str | None
    count: int


@router.get("", response=FirmsOut)
def firms(
    request: HttpRequest, world_code: Path[str], wanted: Query[FirmsWanted]
) -> dict[str, Any]:
    """Search firms by ``q``, or list them by filters in the order of their names."""
    asking = enter(request, world_code, Permission.SEE_REGISTER)
    narrows = wanted.place or wanted.industry or wanted.product or wanted.title or wanted.scheme
    if wanted.q and not narrows:
        found = queries.search_firms(
            asking.person, asking.world, wanted.q, asking.as_of, wanted.offset + wanted.limit + 1
        )
        shown = found[wanted.offset : wanted.offset + wanted.limit]
        return {
            "firms": [
                {**_line(one.firm), "matched": one.matched, "is_former": one.is_former}
                for one in shown
            ],
            "has_more": len(found) > wanted.offset + wanted.limit,
        }
    rows = list(_narrowed(asking, wanted)[wanted.offset : wanted.offset + wanted.limit + 1])
    return {
        "firms": [_line(firm) for firm in rows[: wanted.limit]],
        "has_more": len(rows) > wanted.limit,
    }


def _narrowed(asking: Request, wanted: FirmsWanted) -> Any:
    day = asking.as_of
    rows: Any = queries.listed_firms(asking.person, asking.world, day)
    if wanted.place:
        rows = queries.in_place(rows, get_object_or_404(Division, code=wanted.place), day)
    if wanted.industry:
        rows = queries.in_industry(rows, get_object_or_404(Industry, code=wanted.industry), day)
    if wanted.product:
        rows = queries.with_product(rows, wanted.product, day)
    if wanted.title:
        rows = queries.with_title(rows, wanted.title, day)
    if wanted.scheme:
        rows = rows.filter(scheme=wanted.scheme)
    found: Any = queries.called(rows, asking.world, wanted.q)
    return found


def _line(firm: Any) -> dict[str, object]:
    site = next(iter(firm.sites_now), None)
    held = next(iter(firm.industries_now), None)
    return {
        "pk": firm.pk,
        "scheme": firm.scheme,
        "identifier": firm.identifier,
        "name": firm.name,
        "name_en": firm.name_en or None,
        "place": site.division.code if site else None,
        "place_name": str(site.division) if site else None,
        "industry": held.industry.code if held else None,
        "makes": [product.name for product in firm.products_now],
    }


@router.get("/titles", response=list[TitleCountOut])
def titles(request: HttpRequest, world_code: Path[str]) -> list[dict[str, object]]:
    """How many hold which title on the day, at which level."""
    asking = enter(request, world_code, Permission.SEE_REGISTER)
    return [
        {
            "kind": one.kind,
            "total": one.count.total,
            "by_level": {level.lower(): n for level, n in one.count.by_level.items()},
            "at_highest": {level.lower(): n for level, n in one.count.at_highest.items()},
            "levels_add_to": one.count.levels_add_to,
            "with_several": one.count.with_several,
        }
        for one in queries.titles_by_kind(asking.person, asking.world, asking.as_of)
    ]


@router.get("/places", response=list[PlaceOut])
def places(request: HttpRequest, world_code: Path[str]) -> list[dict[str, object]]:
    """How many firms have a site in each place of the world on the day."""
    asking = enter(request, world_code, Permission.SEE_REGISTER)
    return [
        {
            "code": one.division.code if one.division else None,
            "name": str(one.division) if one.division else None,
            "count": one.count,
        }
        for one in queries.firms_by_place(asking.world, asking.as_of)
    ]


@router.get("/{int:pk}", response=FirmDetailOut)
def firm(request: HttpRequest, world_code: Path[str], pk: int) -> dict[str, object]:
    """One firm with its dated names, identifiers, sites, industries, products, titles, facts."""
    asking = enter(request, world_code, Permission.SEE_REGISTER)
    found = Firm.objects.visible_to(asking.person, asking.world).filter(pk=pk).first()
    if found is None:
        merged = queries.find_merged(asking.person, asking.world, pk)
        if merged is None:
            raise Http404
        found = merged.root
    page = queries.firm_page(asking.person, asking.world, found, asking.as_of)
    return firm_parts(page)


class ReasonIn(Schema):
    """Why; stands in the traces of both records."""

    reason: str


class MergeIn(ReasonIn):
    """Which record is merged into the one of the address."""

    merged: int


class SplitIn(ReasonIn):
    """The new firm, and the rows that go to it, each as its kind and key: ``names:12``."""

    name: str = ""
    scheme: str = Field("", description="empty: known by its name alone")
    identifier: str = ""
    rows: list[str]


class MergeOut(Schema):
    """A merge; the keys are null where a record was removed since."""

    pk: int
    kept_id: int | None
    merged_id: int | None
    kept_name: str
    merged_name: str
    reason: str
    merged_at: datetime
    merged_by: str
    undone_at: datetime | None
    undone_by: str
    undo_reason: str


class SplitOut(Schema):
    """A split; ``rows`` are those that moved."""

    pk: int
    firm_id: int | None
    new_firm_id: int | None
    firm_name: str
    new_name: str
    reason: str
    rows: list[str]
    split_at: datetime
    split_by: str
    undone_at: datetime | None
    undone_by: str
    undo_reason: str

    @staticmethod
    def resolve_rows(split: FirmSplit) -> list[str]:
        """Each moved row as its kind and key."""
        return [f"{key}:{pk}" for key, pk, _values in split.moved]


class HistoryOut(Schema):
    """Merges and splits of a firm, the latest first."""

    merges: list[MergeOut]
    splits: list[SplitOut]


class MovableOut(Schema):
    """A row that a split can move."""

    row: str
    kind: str
    words: str


@router.post("/{int:pk}/merge", response={201: MergeOut})
def merge(
    request: HttpRequest, world_code: Path[str], pk: int, asked: MergeIn
) -> Status[FirmMerge]:
    """Merge another record into this one; no row is moved, and it can be undone."""
    asking = enter(request, world_code, Permission.MERGE_FIRMS)
    seen = Firm.objects.visible_to(asking.person, asking.world)
    made = operations.merge_firms(
        by=asking.person, at=timezone.now(), reason=asked.reason,
        kept=get_object_or_404(seen, pk=pk), merged=get_object_or_404(seen, pk=asked.merged),
    )  # fmt: skip
    return Status(201, made)


@router.get("/{int:pk}/merges", response=HistoryOut)
def history(request: HttpRequest, world_code: Path[str], pk: int) -> Any:
    """What was merged into a firm or split off it, by any of its records."""
    asking = enter(request, world_code, Permission.MERGE_FIRMS)
    seen = Firm.objects.visible_to(asking.person, asking.world)
    return queries.history_of(get_object_or_404(seen, pk=pk))


@router.post("/merges/{int:pk}/undo", response=MergeOut)
def undo_merge(request: HttpRequest, world_code: Path[str], pk: int, asked: ReasonIn) -> FirmMerge:
    """Undo a merge."""
    asking = enter(request, world_code, Permission.MERGE_FIRMS)
    seen = FirmMerge.objects.visible_to(asking.person, asking.world)
    return operations.undo_merge(
        by=asking.person, at=timezone.now(), merge=get_object_or_404(seen, pk=pk),
        reason=asked.reason,
    )  # fmt: skip


@router.get("/{int:pk}/rows", response=list[MovableOut])
def rows(request: HttpRequest, world_code: Path[str], pk: int) -> list[dict[str, object]]:
    """The rows of a record that a split can move."""
    asking = enter(request, world_code, Permission.MERGE_FIRMS)
    seen = Firm.objects.visible_to(asking.person, asking.world)
    groups = queries.movable_groups(asking.person, asking.world, get_object_or_404(seen, pk=pk))
    return [
        {"row": one.value, "kind": str(group.label), "words": one.words}
        for group in groups
        for one in group.choices
    ]


@router.post("/{int:pk}/split", response={201: SplitOut})
def split(
    request: HttpRequest, world_code: Path[str], pk: int, asked: SplitIn
) -> Status[FirmSplit]:
    """Move rows of a record to a new firm; it can be undone."""
    asking = enter(request, world_code, Permission.MERGE_FIRMS)
    seen = Firm.objects.visible_to(asking.person, asking.world)
    made = operations.split_firm(
        by=asking.person, at=timezone.now(), firm=get_object_or_404(seen, pk=pk), name=asked.name,
        scheme=asked.scheme, identifier=asked.identifier, reason=asked.reason,
        chosen=queries.keys_chosen(asked.rows),
    )  # fmt: skip
    return Status(201, made)


@router.post("/splits/{int:pk}/undo", response=SplitOut)
def undo_split(request: HttpRequest, world_code: Path[str], pk: int, asked: ReasonIn) -> FirmSplit:
    """Undo a split; refused where something of it was changed or attached since."""
    asking = enter(request, world_code, Permission.MERGE_FIRMS)
    seen = FirmSplit.objects.visible_to(asking.person, asking.world)
    return operations.undo_split(
        by=asking.person, at=timezone.now(), split=get_object_or_404(seen, pk=pk),
        reason=asked.reason,
    )  # fmt: skip
