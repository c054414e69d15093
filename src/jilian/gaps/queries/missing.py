"""Missing links as lists and pages show them to whoever is looking."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.firms.models import Firm
from jilian.gaps.models import ChainItem, GapRun, MissingLink, MissingLinkQuerySet, Recruit
from jilian.gaps.rules.deciding import FOLLOWS
from jilian.gaps.rules.words import Grain, RunState, Status
from jilian.places.models import World

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

P = Permission
MOST_NAMES = 24
WHY: Mapping[str, StrPromise] = {
    "same_product": _("makes this very product"),
    "same_class": _("makes products of the same class, or is of it"),
    "same_group": _("of a neighbouring class, or of the sector"),
    "supplies_here": _("supplies firms here already"),
}
PARTS: Mapping[str, StrPromise] = {
    "value": _("value at stake"),
    "firms": _("firms that need it"),
    "criticality": _("how critical those firms are"),
    "shortages": _("times short"),
}


def missing_seen(person: Person, world: World) -> MissingLinkQuerySet:
    """The missing links that the person may see, with what a list shows; one query."""
    rows = MissingLink.objects.visible_to(person, world)
    return rows.select_related("cluster", "world", "run", "filled_by__merged_into")


def latest_run(world: World) -> GapRun | None:
    """The search that was started last."""
    return GapRun.objects.filter(world=world).defer("related").first()


def latest_done(world: World) -> GapRun | None:
    """The search that was completed last."""
    return GapRun.objects.filter(world=world, state=RunState.DONE).first()


def value_shown(person: Person, link: MissingLink) -> tuple[bool, Decimal | None, Decimal | None]:
    """Whether values are withheld from this reader, and the declared and the inferred value."""
    may = reach(person, link.world.code).may(P.SEE_AMOUNTS)
    if not may and not link.is_value_open:
        return True, None, None
    return False, link.declared_yuan, link.inferred_yuan


@dataclass(frozen=True)
class CandidateLine:
    """A maker elsewhere, as far as the reader may see it."""

    firm: Firm
    world: World
    why: tuple[StrPromise, ...]
    supplies: int
    km: int | None


@dataclass(frozen=True)
class Named:
    """Firms by name, and how many more there are."""

    firms: tuple[Firm, ...]
    more: int

    @property
    def count(self) -> int:
        """How many in all."""
        return len(self.firms) + self.more


@dataclass(frozen=True)
class MissingPage:
    """Everything that the page of a missing link shows."""

    link: MissingLink
    is_withheld: bool
    declared: Decimal | None
    inferred: Decimal | None
    declared_by: Named
    linked: Named | None  # None: links are not for this reader
    linked_count: int
    inferred_by: Named
    inferred_count: int
    makers: Named
    candidates: tuple[CandidateLine, ...]
    unknown: Mapping[str, int]
    parts: tuple[tuple[StrPromise, float], ...]
    items: tuple[ChainItem, ...]
    recruits: tuple[Recruit, ...]
    may_keep: bool
    next: tuple[Status, ...]

    @property
    def may_list(self) -> bool:
        """Whether it can be put on the list of its cluster now."""
        link = self.link
        listed = any(one.closed_on is None for one in self.items)
        confirmed = link.status == Status.CONFIRMED
        return self.may_keep and confirmed and link.cluster_id is not None and not listed


def missing_page(person: Person, link: MissingLink) -> MissingPage:
    """Gather the page; nine queries at most, however many firms show the demand."""
    world, shown = link.world, link.evidence
    held = reach(person, world.code)
    sees_links = held.may(P.SEE_LINKS, link.scopes)
    wanted = [*shown["declared"], *shown["inferred"], *shown["makers"],
              *(shown["linked"] if sees_links else ())]  # fmt: skip
    seen = Firm.objects.visible_to(person, world).in_bulk(wanted)
    withheld, declared, inferred = value_shown(person, link)
    recruits = Recruit.objects.visible_to(person, world).filter(missing_link=link)
    unknown = link.run.found.get("unknown", {}).get(str(link.cluster_id or ""), {})
    return MissingPage(
        link=link, is_withheld=withheld, declared=declared, inferred=inferred,
        declared_by=_named(shown["declared"], seen),
        linked=_named(shown["linked"], seen) if sees_links else None,
        linked_count=len(shown["linked"]), inferred_by=_named(shown["inferred"], seen),
        inferred_count=int(shown["inferred_firms"]), makers=_named(shown["makers"], seen),
        candidates=tuple(_candidates(person, link.candidates)), unknown=unknown,
        parts=tuple(
            (PARTS[name], share)
            for name, share in shown["parts"].items()
            if name != "criticality" or held.may(P.SEE_BREAKS, link.scopes)
        ),
        items=tuple(link.items.select_related("owner_firm__merged_into")),
        recruits=tuple(recruits.prefetch_related("stages").order_by("pk")),
        may_keep=held.may(P.KEEP_GAPS, link.scopes), next=FOLLOWS[link.status],
    )  # fmt: skip


def _named(pks: Iterable[int], seen: Mapping[int, Firm]) -> Named:
    every = list(pks)
    firms = sorted((seen[pk] for pk in every if pk in seen), key=lambda one: one.sort_key)
    shown = tuple(firms[:MOST_NAMES])
    return Named(shown, len(every) - len(shown))


def _candidates(person: Person, rows: list[dict[str, Any]]) -> Iterable[CandidateLine]:
    """The makers of worlds whose register the reader may see, nearest first."""
    held = Firm.objects.filter(pk__in=[row["firm"] for row in rows]).select_related("world")
    firms = {firm.pk: firm for firm in held}
    open_worlds = {
        firm.world_id
        for firm in firms.values()
        if reach(person, firm.world.code).may(P.SEE_REGISTER)
    }
    for row in rows:
        firm = firms.get(row["firm"])
        if firm is None or firm.world_id not in open_worlds:
            continue
        why = tuple(WHY[code] for code in row["why"] if code in WHY)
        yield CandidateLine(firm, firm.world, why, row["supplies"], row["km"])


@dataclass(frozen=True)
class Totals:
    """Standing missing links by what they are."""

    products: int
    sectors: int
    proposed: int
    confirmed: int


def totals(rows: MissingLinkQuerySet) -> Totals:
    """Count the standing ones of these; one query."""
    pairs = list(rows.standing().order_by().values_list("grain", "status"))
    return Totals(
        products=sum(1 for grain, _status in pairs if grain == Grain.PRODUCT),
        sectors=sum(1 for grain, _status in pairs if grain == Grain.SECTOR),
        proposed=sum(1 for _grain, status in pairs if status == Status.PROPOSED),
        confirmed=sum(1 for _grain, status in pairs if status == Status.CONFIRMED),
    )
