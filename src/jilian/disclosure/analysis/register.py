"""Tables built from the register and the yearly facts, as of the end of a month."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from jilian.clusters.queries import industry_names, town_names
from jilian.clusters.rules.english import DIVISION_WORDS
from jilian.disclosure.queries.records import (
    latest_output_year,
    names_of_clusters,
    outputs,
    placed_firms,
)
from jilian.disclosure.rules import CellIn, DimensionIn, MemberIn
from jilian.disclosure.rules.filled import Difference, Key, Part, differences, filled_cells
from jilian.disclosure.rules.industry_words import SECTION_WORDS
from jilian.disclosure.rules.placed import Placed, section_chain
from jilian.disclosure.rules.recipes import (
    ALL,
    CLUSTER,
    COVER,
    ELSEWHERE,
    INDUSTRY,
    KNOWN,
    NONE,
    NOT_MANUFACTURING,
    OUTSIDE,
    RECIPES,
    SEVERAL,
    TOWN,
    TRADE,
    UNKNOWN,
    Recipe,
)
from jilian.places.models import World

WHOLE = MemberIn(ALL, "合计", "Total")
INDUSTRY_GROUP = MemberIn(INDUSTRY, "工业（B、C、D）", "Industry (B, C, D)", ALL)
BESIDE_GROUP = MemberIn(
    NOT_MANUFACTURING, "制造业以外的工业（B、D）", "Industry without manufacturing (B, D)", INDUSTRY
)
OUTSIDE_GROUP = MemberIn(OUTSIDE, "工业以外", "Outside industry", ALL)


@dataclass(frozen=True)
class Built:
    """A table before it is decided what of it is shown.

    ``basis``: the month or the year whose figures these are. ``firms`` belong to the table, of
    ``unknown`` of them its figure is not known.
    """

    recipe: Recipe
    basis: str
    dimensions: tuple[DimensionIn, ...]
    cells: tuple[CellIn, ...]
    parts: tuple[Part, ...] = field(repr=False)
    firms: int = 0
    unknown: int = 0


def month_end(period: str) -> date:
    """The last day of a month written as 2026-03."""
    year, month = int(period[:4]), int(period[5:7])
    return date(year, month, monthrange(year, month)[1])


def build_tables(world: World, period: str, keys: Iterable[str]) -> list[Built]:
    """Build these tables as of the end of the month; those of a year without any figure not."""
    day, wanted = month_end(period), set(keys)
    year = latest_output_year(world, day)
    known = outputs(world, year) if year else {}
    firms = placed_firms(world, day)
    builders = {
        "firms_by_town_industry": lambda one: _by_trade(one, firms, period),
        "firms_by_cluster_town": lambda one: _by_cluster(one, world, firms, period),
        "firms_by_output_known": lambda one: _by_cover(one, firms, known, period),
        "output_by_town_section": lambda one: _outputs(one, world, year, known),
    }
    built = [builders[key](one) for key, one in RECIPES.items() if key in wanted]
    return [one for one in built if one.cells]


def changes_since(world: World, built: Built, moment: datetime) -> dict[Key, Difference]:
    """What the cells of a year owe to values that were recorded after the moment."""
    before = outputs(world, int(built.basis), known_at=moment)
    return differences(built.parts, dict(before))


def _built(
    recipe: Recipe, basis: str, dimensions: Sequence[DimensionIn], parts: Sequence[Part]
) -> Built:
    count = recipe.measure == "firms"
    cells = filled_cells(parts, dimensions, count=count)
    unknown = sum(one.amount is None for one in parts)
    return Built(recipe, basis, tuple(dimensions), tuple(cells), tuple(parts), len(parts), unknown)


def _by_trade(recipe: Recipe, firms: Sequence[Placed], period: str) -> Built:
    parts = [Part(one.firm, ((one.town_member,), one.trade_chain)) for one in firms]
    return _built(recipe, period, (_towns(firms), _trades(firms, divisions=True)), parts)


def _by_cluster(recipe: Recipe, world: World, firms: Sequence[Placed], period: str) -> Built:
    parts = [Part(one.firm, ((one.cluster_member,), (one.town_member,))) for one in firms]
    return _built(recipe, period, (_clusters(world, firms), _towns(firms)), parts)


def _by_cover(
    recipe: Recipe, firms: Sequence[Placed], known: Mapping[int, Decimal], period: str
) -> Built:
    parts = [
        Part(one.firm, ((KNOWN if one.firm in known else UNKNOWN,), (one.town_member,)))
        for one in firms
    ]
    members = (
        WHOLE,
        MemberIn(KNOWN, "年产值已知", "Output known", ALL),
        MemberIn(UNKNOWN, "年产值未知", "Output unknown", ALL),
    )
    return _built(recipe, period, (DimensionIn(COVER, members), _towns(firms)), parts)


def _outputs(recipe: Recipe, world: World, year: int | None, known: Mapping[int, Decimal]) -> Built:
    if year is None:
        return Built(recipe, "", (), (), ())
    firms = placed_firms(world, date(year, 12, 31))
    beside = set(known) - {one.firm for one in firms}
    nowhere = [Placed(firm, "", "", "") for firm in sorted(beside)]
    every = [*firms, *nowhere]
    parts = [
        Part(one.firm, ((one.town_member,), one.section_chain), known.get(one.firm))
        for one in every
    ]
    return _built(recipe, str(year), (_towns(every), _trades(every, divisions=False)), parts)


def _towns(firms: Iterable[Placed]) -> DimensionIn:
    codes = sorted({one.town for one in firms} - {""})
    names = town_names(codes)
    rest = MemberIn(ELSEWHERE, "未归入街镇", "In no town", ALL)
    return DimensionIn(TOWN, (WHOLE, *(MemberIn(code, *names[code], ALL) for code in codes), rest))


def _clusters(world: World, firms: Iterable[Placed]) -> DimensionIn:
    keys = sorted({key for one in firms for key in one.clusters}, key=int)
    names = names_of_clusters(world, keys)
    return DimensionIn(
        CLUSTER,
        (
            WHOLE,
            *(MemberIn(key, *names[key], ALL) for key in keys),
            MemberIn(SEVERAL, "属于几个集群", "In several clusters", ALL),
            MemberIn(NONE, "不属于集群", "In no cluster", ALL),
        ),
    )


def _trades(firms: Sequence[Placed], *, divisions: bool) -> DimensionIn:
    """Industry, sections, divisions: every member stands after the whole it adds up into."""
    sections = sorted({one.section for one in firms} - {""})
    of_section = {
        section: sorted({one.trade_chain[0] for one in firms if one.section == section})
        for section in sections
    }
    names = industry_names([*sections, *(code for codes in of_section.values() for code in codes)])
    members = [WHOLE]
    above = {section: section_chain(section)[1] for section in sections}
    for group in (INDUSTRY_GROUP, BESIDE_GROUP, OUTSIDE_GROUP):
        if group is not BESIDE_GROUP or group.code in above.values():
            members.append(group)
        for section in sections:
            if above[section] != group.code:
                continue
            said, english = names.get(section, section), SECTION_WORDS.get(section, section)
            members.append(
                MemberIn(section, f"{section} {said}", f"{section} {english}", group.code)
            )
            if divisions:
                members += [_division(code, section, names) for code in of_section[section]]
    members.append(MemberIn(UNKNOWN, "行业未知", "Industry unknown", OUTSIDE))
    return DimensionIn(TRADE, tuple(members))


def _division(code: str, section: str, names: Mapping[str, str]) -> MemberIn:
    if code.endswith("-"):
        return MemberIn(code, "大类未知", "Division unknown", section)
    words = DIVISION_WORDS.get(code, code)
    english = f"{code} {words[:1].upper()}{words[1:]}"
    return MemberIn(code, f"{code} {names.get(code, code)}", english, section)
