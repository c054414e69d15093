"""The names of a world as the engine compares them, and what a judgement rests on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import polars as pl
from django.db.models import QuerySet

from jilian.base.search import among
from jilian.duplicates.rules import FirmData
from jilian.firms.models import Firm, FirmIdentity, FirmName, Site
from jilian.firms.rules import Scheme
from jilian.firms.rules.codes import fitting
from jilian.places.models import World

ROWS = 20_000
COLUMNS = pl.Schema(
    {
        "firm": pl.Int64(),
        "kind": pl.String(),
        "text": pl.String(),
        "division": pl.String(),
        "identifier": pl.String(),
    }
)
_KEYS = pl.Schema({"firm": pl.Int64(), "value": pl.String()})


def names_of_world(world: World, merged: Mapping[int, int]) -> pl.DataFrame:
    """Return every name of a world, under the record that stands for its firm (``COLUMNS``).

    ``merged`` is ``firms.queries.merged_firms``. Four queries; the rows come in pieces.
    """
    rows = FirmName.objects.filter(firm__world=world).order_by()
    names = rows.values_list("firm_id", "kind", "text")
    parts = [
        pl.DataFrame(part, {"firm": pl.Int64(), "kind": pl.String(), "text": pl.String()},
                     orient="row")
        for part in _pieces(names)
    ]  # fmt: skip
    if not parts:
        return pl.DataFrame(schema=COLUMNS)
    sites = Site.objects.filter(firm__world=world, is_main=True, valid_to__isnull=True)
    places = _by_root(sites.order_by().values_list("firm_id", "division__code"), merged)
    table = pl.concat(parts).with_columns(_rooted(merged))
    return table.join(
        places.rename({"value": "division"}), on="firm", how="left", maintain_order="left"
    ).join(
        _by_root(_codes(world), merged).rename({"value": "identifier"}), on="firm", how="left",
        maintain_order="left",
    )  # fmt: skip


def _pieces(rows: QuerySet[FirmName, tuple[int, str, str]]) -> Iterable[list[tuple[int, str, str]]]:
    part: list[tuple[int, str, str]] = []
    for row in rows.iterator(chunk_size=ROWS):
        part.append(row)
        if len(part) == ROWS:
            yield part
            part = []
    if part:
        yield part


def _rooted(merged: Mapping[int, int]) -> pl.Expr:
    """The record that stands for each firm."""
    firm = pl.col("firm")
    if not merged:
        return firm
    return firm.replace(list(merged), list(merged.values()))


def _by_root(rows: Iterable[tuple[int, str]], merged: Mapping[int, int]) -> pl.DataFrame:
    """One value a firm: that of the record that stands for it, else of a merged one."""
    found: dict[int, str] = {}
    for firm, value in rows:
        root = merged.get(firm, firm)
        if root == firm or root not in found:
            found[root] = value
    return pl.DataFrame({"firm": list(found), "value": list(found.values())}, _KEYS)


def _codes(world: World) -> list[tuple[int, str]]:
    """Credit codes whose check digit fits, by record."""
    further = FirmIdentity.objects.filter(firm__world=world, scheme=Scheme.USCC)
    own = Firm.objects.filter(world=world, scheme=Scheme.USCC)
    rows = [
        *further.order_by().values_list("firm_id", "identifier"),
        *own.order_by().values_list("pk", "identifier"),
    ]
    fits = fitting([code for _firm, code in rows])
    return [row for row, fit in zip(rows, fits, strict=True) if fit]


def data_of(firms: Iterable[int]) -> dict[int, FirmData]:
    """Return what a judgement of each of these records rests on; four queries for any number.

    Of the record alone: a merge with a third one changes nothing about it.
    """
    wanted = sorted(set(firms))
    if not wanted:
        return {}
    of_firms = {"firm__in": among(wanted)}
    names: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    for firm, kind, text in (
        FirmName.objects.filter(**of_firms).order_by().values_list("firm_id", "kind", "text")
    ):
        names[firm].append((kind, text))
    codes: defaultdict[int, set[str]] = defaultdict(set)
    for firm, scheme, code in (
        FirmIdentity.objects.filter(**of_firms)
        .order_by()
        .values_list("firm_id", "scheme", "identifier")
    ):
        codes[firm].add(f"{scheme} {code}")
    sites = Site.objects.filter(is_main=True, valid_to__isnull=True, **of_firms).order_by()
    places = dict(sites.values_list("firm_id", "division__code"))
    found: dict[int, FirmData] = {}
    held = Firm.objects.filter(pk__in=among(wanted)).order_by()
    for pk, scheme, code, name in held.values_list("pk", "scheme", "identifier", "name"):
        found[pk] = FirmData(
            name=name,
            names=sorted({text for _kind, text in names[pk]} - {name}),
            identifiers=sorted({*codes[pk], f"{scheme} {code}"}),
            division=places.get(pk, ""),
        )
    return found


def forms_of(data: Mapping[str, object]) -> set[str]:
    """Return the names of a judged record."""
    names = data.get("names")
    return {str(data.get("name", "")), *(names if isinstance(names, list) else ())}
