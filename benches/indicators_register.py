"""A register of a district's size with six years of facts, laid straight into its tables.

For ``indicators_platform.py``. The district is the one of ``indicators.py``: twelve towns, the
firms of seven clusters, facts of every firm from the year before the first month on. Invented.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import polars as pl

from jilian_engine.worlds import District, make_district
from register_load import lay_places

SEED, WORLD, LAST_YEAR, CLUSTERS = 7, "bench", 2021, 7
SINCE, NOON = date(2015, 1, 1), datetime(2022, 3, 2, 4, 0, tzinfo=UTC)
YUAN, MU = 10_000, Decimal(3) / 2_000  # a mu is 2,000/3 square metres
MEASURES = {
    "employees": ("employees", 1), "revenue": ("revenue_yuan", YUAN),
    "output": ("output_yuan", YUAN), "assets": ("revenue_yuan", YUAN // 2),
    "research_cost": ("research_yuan", YUAN), "patents": ("patents", 1),
    "tax": ("tax_yuan", YUAN), "value_added": ("value_added_yuan", YUAN),
}  # fmt: skip
KINDS = {
    "high_tech": "高新技术企业", "specialised": "专精特新企业",
    "little_giant": "专精特新“小巨人”企业", "carrier": "创新载体",
}  # fmt: skip
LEVELS = {"national": 1, "city": 2, "municipal": 2, "district": 3}
DATED = ("valid_from", "known_by", "not_before", "valid_to", "source", "source_row")


def lay_register(firms: int, years: int) -> None:
    """Make the district and write it; ``years`` of facts up to the last one."""
    from django.db import transaction

    from jilian.places.models import World
    from jilian.sources.models import Source

    made = make_district(SEED, firms=firms, as_of=date(LAST_YEAR, 12, 31))
    with transaction.atomic():
        world = World.objects.create(code=WORLD, name="试验", name_en="Bench", invented=True)
        source = Source.objects.create(
            key="BENCH", kind="made", title="虚构数据", recorded_at=NOON, recorded_by="bench"
        )
        lay_places(world, made)
        firm = _lay_firms(made, world.pk, source.pk)
        _lay_clusters(made, world.pk, source.pk, firm)
        _lay_links(made, world.pk, source.pk, firm)
        _lay_titles(made, world.pk, source.pk, firm)
        _lay_organisations(made, world.pk, source.pk, firm)
    for year in range(LAST_YEAR - years + 1, LAST_YEAR + 1):
        with transaction.atomic():
            _lay_facts(made, year, source.pk, firm)


def _dated(source: int, since: date | None, end: date | None = None) -> tuple[Any, ...]:
    since = since or SINCE
    return (since, since, None, end, source, None)


def _insert(model: Any, columns: Iterable[str], rows: Iterable[tuple[Any, ...]]) -> None:
    from jilian.base.bulk import insert_rows

    insert_rows(model, tuple(columns), list(rows))


def _keys(model: Any) -> Iterator[int]:
    return iter(model.objects.order_by("pk").values_list("pk", flat=True))


def _lay_firms(made: District, world: int, source: int) -> dict[str, int]:
    from jilian.firms.models import Firm, FirmIndustry, FirmName, Site
    from jilian.places.models import Division, Industry

    names = dict(made.names.filter(kind="full").select("firm", "name").iter_rows())
    keys = made.firms["firm"].to_list()
    _insert(
        Firm, ("world", "scheme", "identifier", "name", "name_en", "sort_key"),
        ((world, "made", key.upper(), names[key], "", key) for key in keys),
    )  # fmt: skip
    firm = dict(zip(keys, _keys(Firm), strict=True))
    founded = dict(made.firms.select("firm", "founded_on").iter_rows())
    _insert(
        FirmName, ("firm", "kind", "text", "normal_form", *DATED),
        ((firm[key], "registered", names[key], names[key], *_dated(source, founded[key]))
         for key in keys),
    )  # fmt: skip
    town = {one.code: one.pk for one in Division.objects.all()}
    _insert(
        Site, ("firm", "division", "is_main", "address", "lon", "lat", *DATED),
        ((firm[key], town[code], True, "", x, y, *_dated(source, founded[key]))
         for key, code, x, y in made.sites.iter_rows() if code),
    )  # fmt: skip
    industry = {one.code: one.pk for one in Industry.objects.all()}
    _insert(
        FirmIndustry, ("firm", "industry", "is_main", "basis", *DATED),
        ((firm[key], industry[code], True, "", *_dated(source, founded[key]))
         for key, code, rank in made.industries.iter_rows() if rank == 1),
    )  # fmt: skip
    return firm


def _lay_clusters(made: District, world: int, source: int, firm: dict[str, int]) -> None:
    from jilian.clusters.models import Cluster, Membership

    kept = made.clusters.sort("cluster").head(CLUSTERS).select("cluster", "name").rows()
    _insert(
        Cluster,
        ("world", "key", "name", "name_en", "sort_key", "industry_word", "host_kind", "host",
         *DATED),
        ((world, key, name, "", key, "", "none", "", *_dated(source, None)) for key, name in kept),
    )  # fmt: skip
    cluster = dict(zip((key for key, _name in kept), _keys(Cluster), strict=True))
    _insert(
        Membership,
        ("cluster", "firm", "role", "position", "reason", "adjustment", "adjustment_reason",
         "end_reason", *DATED),
        ((cluster[key], firm[who], "member", "unknown", "made", "", "", "",
          *_dated(source, since))
         for key, who, since in made.memberships.iter_rows() if key in cluster),
    )  # fmt: skip


def _lay_links(made: District, world: int, source: int, firm: dict[str, int]) -> None:
    from jilian.network.models import SupplyLink

    columns = ("supplier", "buyer", "product", "evidence", "probability", "known_by", "valid_to")
    _insert(
        SupplyLink,
        ("world", "supplier", "buyer", "product", "evidence", "probability", "band", "reasons",
         "amount_yuan", *DATED),
        ((world, firm[one[0]], firm[one[1]], one[2] or "", one[3], one[4], "", None, None,
          *_dated(source, one[5], one[6]))
         for one in made.links.select(columns).iter_rows()),
    )  # fmt: skip


def _lay_titles(made: District, world: int, source: int, firm: dict[str, int]) -> None:
    from jilian.firms.models import Carrier, Title
    from jilian.places.models import Division

    town = {one.code: one.pk for one in Division.objects.all()}
    _insert(
        Carrier, ("world", "name", "sort_key", "operator", "division", "source", "source_row"),
        ((world, one["name"], one["carrier"], firm[one["operator"]], town[one["town"]], source,
          None) for one in made.carriers.iter_rows(named=True)),
    )  # fmt: skip
    carrier = dict(zip(made.carriers["carrier"], _keys(Carrier), strict=True))
    _insert(
        Title, ("world", "firm", "carrier", "kind", "level", "document", *DATED),
        ((world, firm.get(one["key"]), carrier.get(one["key"]),
          KINDS.get(one["title"], KINDS["carrier"]), LEVELS[one["level"]], one["document"] or "",
          *_dated(source, one["valid_from"], one["valid_to"]))
         for one in made.titles.iter_rows(named=True)),
    )  # fmt: skip


def _lay_organisations(made: District, world: int, source: int, firm: dict[str, int]) -> None:
    from jilian.organisations.models import Cover, MemberCount, Organisation, TypeSpell
    from jilian.places.models import Division

    town = {one.code: one.pk for one in Division.objects.all()}
    rows = list(made.organisations.iter_rows(named=True))
    _insert(
        Organisation,
        ("world", "key", "name", "sort_key", "division", "is_cluster_body", "founding_note",
         *DATED),
        ((world, one["organisation"], one["name"], one["organisation"], town.get(one["town"]),
          False, "", *_dated(source, one["valid_from"], one["valid_to"])) for one in rows),
    )  # fmt: skip
    body = dict(zip((one["organisation"] for one in rows), _keys(Organisation), strict=True))
    _insert(
        TypeSpell, ("organisation", "type", "document", "is_exception", *DATED),
        ((body[one["organisation"]], one["kind"], "", False,
          *_dated(source, one["valid_from"], one["valid_to"])) for one in rows),
    )  # fmt: skip
    _insert(
        Cover, ("organisation", "firm", "mode", *DATED),
        ((body[key], firm[who], "own", *_dated(source, None))
         for key, who in made.organisation_firms.iter_rows()),
    )  # fmt: skip
    _insert(
        MemberCount,
        ("organisation", "counted_on", "formal", "probationary", "newly_developed", "band",
         "source", "source_row"),
        ((body[key], day, count, 0, None, "", source, None)
         for key, day, count in made.organisation_counts.iter_rows()),
    )  # fmt: skip


def _lay_facts(made: District, year: int, source: int, firm: dict[str, int]) -> None:
    """The facts of a year; those of the first made year again for the years before it."""
    from jilian.firms.models import YearlyFact

    first = int(made.facts["year"].min())  # type: ignore[arg-type]
    columns = ("firm", "year", "measure", "value", "source", "source_row")
    told = made.facts.filter(pl.col("year") == max(year, first))
    cent = Decimal("0.01")
    for part in told.iter_slices(20_000):
        rows = []
        for one in part.iter_rows(named=True):
            who = firm[one["firm"]]
            for measure, (column, unit) in MEASURES.items():
                if one[column] is not None:
                    value = (Decimal(one[column]) / unit).quantize(cent)
                    rows.append((who, year, measure, value, source, None))
            if one["land_m2"] is not None:
                value = (one["land_m2"] * MU).quantize(cent)
                rows.append((who, year, "land", value, source, None))
        _insert(YearlyFact, columns, rows)
