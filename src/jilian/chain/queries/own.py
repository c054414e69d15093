"""A firm's own inputs: from how many suppliers, and how long its own stock lasts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.accounts.rules import ScopeKind
from jilian.base.search import among
from jilian.chain.models import StockStatement
from jilian.chain.queries.stocks import stocks_of_firm
from jilian.chain.rules import hours_of, plain_words
from jilian.firms.models import Firm, FirmIndustry
from jilian.network.models import SupplyLink
from jilian.network.queries import joined_links
from jilian.places.models import World


@dataclass(frozen=True)
class OwnInput:
    """An input of a firm with those who supply it; ``code``: a class instead of a product."""

    what: str
    code: str
    stated: tuple[Firm, ...]
    computed: tuple[Firm, ...]
    stock: StockStatement | None

    @property
    def is_single(self) -> bool:
        """Whether one supplier alone is known, or computed where none is known."""
        return len(self.stated) == 1 or (not self.stated and len(self.computed) == 1)

    @property
    def is_inferred(self) -> bool:
        """Whether nobody stated any of its suppliers."""
        return not self.stated

    @property
    def hours(self) -> int | None:
        """Hours until this input runs out once its supplier fails; None: nobody said."""
        return None if self.stock is None else hours_of(self.stock.days)


def own_firms(person: Person, world: World) -> QuerySet[Firm]:
    """The firms that the person keeps."""
    keys = reach(person, world.code).keys(Permission.CORRECT_FIRM, ScopeKind.FIRM)
    own = [int(key) for key in keys if key.isdecimal()]
    roots = Firm.objects.filter(pk__in=own).order_by().values("merged_into")
    mine = Firm.objects.filter(world=world).standing()
    return (mine.filter(pk__in=own) | mine.filter(pk__in=roots)).select_related("world")


def inputs_of(person: Person, world: World, firm: Firm, day: date) -> list[OwnInput]:
    """The inputs of the person's own firm as of a day, single ones first; at most eight queries."""
    joined = joined_links(world, day)
    rows = SupplyLink.objects.of_own_firms(person, world, Permission.SEE_LINKS).on(day)
    links = joined.shown(rows.filter(buyer__in=among(joined.records(firm.pk)))).select_related(
        "supplier__merged_into"
    )
    held = list(links.order_by("pk"))
    classes = _classes({link.sold_by.pk for link in held}, day)
    stated: defaultdict[tuple[str, str], dict[int, Firm]] = defaultdict(dict)
    computed: defaultdict[tuple[str, str], dict[int, Firm]] = defaultdict(dict)
    for link in held:
        code, name = classes.get(link.sold_by.pk, ("", ""))
        key = (link.product, "") if link.product else (name, code)
        (computed if link.is_inferred else stated)[key][link.sold_by.pk] = link.sold_by
    stocks = {plain_words(one.product): one for one in stocks_of_firm(person, world, firm)}
    inputs = [
        OwnInput(
            what, code, tuple(stated[what, code].values()), tuple(computed[what, code].values()),
            stocks.get(plain_words(what)) or stocks.get(""),
        )
        for what, code in sorted({*stated, *computed})
    ]  # fmt: skip
    return sorted(inputs, key=lambda one: (not one.is_single, one.is_inferred, one.what))


def _classes(firms: set[int], day: date) -> dict[int, tuple[str, str]]:
    rows = FirmIndustry.objects.on(day).filter(firm__in=among(firms), is_main=True).order_by("-pk")
    return {
        firm: (code, name)
        for firm, code, name in rows.values_list("firm_id", "industry__code", "industry__name")
    }
