"""Titles and carriers: who holds what, at which level, on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.base.bulk import chunks
from jilian.base.dated import DatedQuerySet
from jilian.firms.models import Carrier, Firm, Title
from jilian.firms.queries.register import firm_ids
from jilian.firms.rules import TitleLevel, TitleRow
from jilian.firms.rules.titles import HeldTitle, holder_unknown
from jilian.places.models import World
from jilian_engine.figures import CountByLevel, count_by_level

Holder = tuple[int | None, int | None]  # firm, carrier: one of the two
LEVELS: tuple[tuple[TitleLevel, str], ...] = tuple((level, level.name) for level in TitleLevel)


def holders(world: World, rows: Sequence[TitleRow]) -> list[Holder]:
    """Return who holds the title of each row; refuses the first holder that is not known."""
    firms = firm_ids(world, (row.firm for row in rows if row.firm))
    carriers = dict(Carrier.objects.filter(world=world).order_by().values_list("name", "pk"))
    found: list[Holder] = []
    for row in rows:
        if row.firm is not None:
            if row.firm not in firms:
                raise holder_unknown(row, row.firm)
            found.append((firms[row.firm], None))
        else:
            assert row.carrier is not None
            if row.carrier not in carriers:
                raise holder_unknown(row, row.carrier)
            found.append((None, carriers[row.carrier]))
    return found


def held_titles(
    world: World, wanted: Sequence[Holder]
) -> dict[tuple[Holder, str, int], list[HeldTitle]]:
    """Return the titles of these holders by holder, kind and level, earliest first."""
    held: dict[tuple[Holder, str, int], list[HeldTitle]] = defaultdict(list)
    columns = (
        "firm_id", "carrier_id", "kind", "level", "pk", "known_by", "valid_from", "not_before",
        "valid_to", "document",
    )  # fmt: skip
    for side, column in enumerate(("firm__in", "carrier__in")):
        pks = sorted({pk for holder in wanted if (pk := holder[side]) is not None})
        for part in chunks(pks):
            titles = Title.objects.filter(world=world, **{column: part}).order_by("known_by", "pk")
            for firm, carrier, kind, level, *title in titles.values_list(*columns):
                held[(firm, carrier), kind, level].append(HeldTitle(*title))
    return held


def titles_on(person: Person, world: World, day: date) -> DatedQuerySet[Title]:
    """Return the titles that held for certain on the day, of firms that the person may see.

    Carriers are open to whoever may see the register of the world at all.
    """
    held = reach(person, world.code)
    titles = Title.objects.filter(world=world).on(day)
    if held.may(Permission.SEE_REGISTER):
        return titles
    if not held.may_somewhere(Permission.SEE_REGISTER):
        return titles.none()
    seen = Firm.objects.visible_to(person, world).values("pk")
    return titles.filter(firm__in=seen) | titles.filter(carrier__isnull=False)


def titles_count(person: Person, world: World, kind: str, day: date) -> CountByLevel:
    """Count who holds a title on a day: each holder once at its highest level, and by level."""
    titles = titles_on(person, world, day).filter(kind=kind).order_by()
    return count_titles(titles.values_list("firm_id", "carrier_id", "level"))


def count_titles(held: Iterable[tuple[int | None, int | None, int]]) -> CountByLevel:
    """Count holders from (firm, carrier, level)."""
    names = dict(LEVELS)
    pairs = (((firm, carrier), names[TitleLevel(level)]) for firm, carrier, level in held)
    return count_by_level(pairs, [name for _, name in LEVELS])
