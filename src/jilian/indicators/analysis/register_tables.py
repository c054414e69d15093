"""Tables of firms, titles and carriers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import partial

import polars as pl
from django.db.models import Min

from jilian.firms.models import Carrier, FirmName, Site, Title
from jilian.firms.rules import NameKind
from jilian.indicators.analysis.frames import (
    begins,
    ends,
    frame_of,
    last_month,
    month_of,
)
from jilian.indicators.analysis.ground import Ground, joined_spans
from jilian_engine.indicators.records import LASTS

Spans = Mapping[int, list[tuple[int, int]]]
KINDS = {
    "高新技术企业": "high_tech",
    "专精特新企业": "specialised",
    "专精特新中小企业": "specialised",
    "专精特新“小巨人”企业": "little_giant",
}
CARRIER = "创新载体"
BOTH = "little_giant_and_specialised"


def firms(ground: Ground) -> pl.DataFrame:
    """Every firm since the first day on which a source shows it."""
    first: dict[int, int] = {}
    world = ground.world
    names = FirmName.objects.filter(firm__world=world, kind=NameKind.REGISTERED).order_by()
    sites = Site.objects.filter(firm__world=world, is_main=True).order_by()
    for rows in (names, sites):
        for firm, day in rows.values_list("firm_id").annotate(Min("known_by")):
            if day <= ground.as_of:
                root, month = ground.roots.get(firm, firm), begins(day)
                first[root] = min(first.get(root, month), month)
    keys = {"firm": pl.Int64, "s": pl.Int32}
    known = pl.DataFrame({"firm": first.keys(), "s": first.values()}, schema=keys)
    return known.join(ground.industries, on="firm", how="left", maintain_order="left").select(
        pl.col("firm").alias("record"), pl.col("firm").alias("holder"), "firm", "s",
        pl.lit(LASTS, dtype=pl.Int32).alias("e"), "section", "division",
    )  # fmt: skip


def held_titles(ground: Ground) -> dict[str, Spans]:
    """The spans of each kind of title by firm."""
    spans: dict[str, dict[int, list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
    rows = Title.objects.filter(
        world=ground.world, firm__isnull=False, known_by__lte=ground.as_of, kind__in=KINDS
    ).order_by("pk")
    for firm, kind, day, end in rows.values_list("firm_id", "kind", "known_by", "valid_to"):
        root = ground.roots.get(firm, firm)
        spans[KINDS[kind]][root].append((begins(day), ends(end)))
    return defaultdict(
        dict,
        {
            kind: {firm: joined_spans(held) for firm, held in firms.items()}
            for kind, firms in spans.items()
        },
    )


def titles(ground: Ground) -> pl.DataFrame:
    """Titles of firms by kind; little giants that are specialised firms too stand once more."""
    rows = Title.objects.filter(
        world=ground.world, firm__isnull=False, known_by__lte=ground.as_of, kind__in=KINDS
    ).order_by("pk")
    columns = ("pk", "firm_id", "kind", "level", "known_by", "valid_from", "valid_to")
    made = []
    for pk, firm, kind, level, day, since, end in rows.values_list(*columns):
        root = ground.root(firm)
        made.append(
            (pk, root, root, begins(day), ends(end), KINDS[kind], level, month_of(since),
             last_month(end))
        )  # fmt: skip
    return frame_of("titles", [*made, *_both(made, held_titles(ground)["specialised"])])


def _both(made: Iterable[tuple[object, ...]], specialised: Spans) -> Iterator[tuple[object, ...]]:
    for pk, firm, _same, start, end, kind, level, *_rest in made:
        if kind != "little_giant":
            continue
        assert isinstance(firm, int)
        assert isinstance(start, int)
        assert isinstance(end, int)
        for first, last in specialised.get(firm, ()):
            if max(first, start) < min(last, end):
                yield (pk, firm, firm, max(first, start), min(last, end), BOTH, level, None, None)


def carriers(ground: Ground) -> pl.DataFrame:
    """Carriers by each title they hold."""
    return frame_of("carriers", _carrier_rows(ground))


def _carrier_rows(ground: Ground) -> Iterator[tuple[object, ...]]:
    operators = {
        pk: (operator, code)
        for pk, operator, code in Carrier.objects.filter(world=ground.world).values_list(
            "pk", "operator_id", "division__code"
        )
    }
    rows = Title.objects.filter(
        world=ground.world, carrier__isnull=False, known_by__lte=ground.as_of, kind=CARRIER
    ).order_by("pk")
    for pk, carrier, level, day, end in rows.values_list(
        "pk", "carrier_id", "level", "known_by", "valid_to"
    ):
        operator, code = operators[carrier]
        yield (
            pk, carrier, ground.root(operator), begins(day), ends(end), ground.town(code), CARRIER,
            level,
        )  # fmt: skip


def highest_carriers(ground: Ground) -> pl.DataFrame:
    """Carriers at the highest level that they hold at a time."""
    held: dict[tuple[object, ...], dict[int, list[tuple[int, int]]]] = defaultdict(
        partial(defaultdict, list)
    )
    for _pk, carrier, firm, start, end, town, _kind, level in _carrier_rows(ground):
        assert isinstance(level, int)
        assert isinstance(start, int)
        assert isinstance(end, int)
        held[carrier, firm, town][level].append((start, end))
    rows = []
    for (carrier, firm, town), levels in held.items():
        taken: list[tuple[int, int]] = []
        for level in sorted(levels):
            spans = joined_spans(levels[level])
            for start, end in without(spans, taken):
                rows.append((carrier, carrier, firm, start, end, town, level))
            taken = joined_spans([*taken, *spans])
    return frame_of("highest_carriers", rows)


def without(
    spans: Iterable[tuple[int, int]], taken: Iterable[tuple[int, int]]
) -> list[tuple[int, int]]:
    """What is left of the spans outside those that are taken."""
    left = list(spans)
    for first, last in taken:
        left = [
            piece
            for start, end in left
            for piece in ((start, min(end, first)), (max(start, last), end))
            if piece[0] < piece[1]
        ]
    return left
