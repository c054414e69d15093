"""Finding firms by what they are or were called, or by their identifier."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from jilian.accounts.models import Person
from jilian.base.search import begins_with
from jilian.firms.models import Firm, FirmIdentity, FirmName
from jilian.firms.queries.listing import in_world, with_parts
from jilian.firms.rules import NameKind, Scheme
from jilian.places.models import World
from jilian_engine.names import normal_form

CANDIDATES = 400
# By firm: rank, length, the name that fits (None: an identifier does), its text.
Best = dict[int, tuple[int, int, FirmName | None, str]]


@dataclass(frozen=True)
class FoundFirm:
    """A firm that a search found, and by which name; ``is_former``: not its name on the day."""

    firm: Firm
    matched: str
    kind: str
    is_former: bool
    rank: int  # 0 the whole name or identifier, 1 its beginning, 2 within it


def search_firms(
    person: Person, world: World, text: str, day: date, limit: int = 20
) -> list[FoundFirm]:
    """Return the firms whose name or identifier fits, the best first.

    Registered, former, short and English names count, also those that no longer hold on the day.
    Whole matches come first, then beginnings, then the rest; within each by length, then by name.
    """
    form = normal_form(text)
    if not form:
        return []
    visible = Firm.objects.visible_to(person, world)
    best: Best = {}
    _keep_identified(best, world, text)
    names = FirmName.objects.filter(in_world(world)).order_by()
    _keep_named(best, names.filter(begins_with("normal_form", form))[:CANDIDATES], form)
    if len(best) < limit:
        _keep_named(best, names.filter(normal_form__contains=form)[:CANDIDATES], form)
    seen = visible.filter(pk__in=list(best)).order_by().values_list("pk", "sort_key")
    found = sorted((best[pk][:2], key, pk) for pk, key in seen)[: max(0, limit)]
    shown = visible.filter(pk__in=[pk for _rank, _key, pk in found])
    firms = {one.pk: one for one in with_parts(shown, day)}
    return [
        _found(firms[pk], best[pk][0], best[pk][2], best[pk][3], day) for _rank, _key, pk in found
    ]


def _keep_identified(best: Best, world: World, text: str) -> None:
    codes = {text.strip(), text.strip().upper()}
    own = Firm.objects.filter(world=world, scheme__in=Scheme.values, identifier__in=codes)
    for pk, code in own.order_by().values_list("pk", "identifier"):
        best[pk] = (0, 0, None, code)
    further = FirmIdentity.objects.filter(
        firm__world=world, scheme__in=Scheme.values, identifier__in=codes
    )
    for pk, code in further.order_by().values_list("firm_id", "identifier"):
        best.setdefault(pk, (0, 0, None, code))


def _keep_named(best: Best, names: Iterable[FirmName], form: str) -> None:
    for name in names:
        rank = 0 if name.normal_form == form else 1 if name.normal_form.startswith(form) else 2
        offer = (rank, len(name.normal_form), name, name.text)
        kept = best.get(name.firm_id)
        if kept is None or (offer[:2], name.pk) < (kept[:2], kept[2].pk if kept[2] else 0):
            best[name.firm_id] = offer


def _found(firm: Firm, rank: int, name: FirmName | None, matched: str, day: date) -> FoundFirm:
    if name is None:
        return FoundFirm(firm, matched, "identifier", False, rank)
    ended = name.valid_to is not None and name.valid_to <= day
    return FoundFirm(firm, matched, name.kind, ended or name.kind == NameKind.FORMER, rank)
