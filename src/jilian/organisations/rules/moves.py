"""Organisations that move, merge or split: the register as it then stands, from plain values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext_lazy as _

from jilian.base.errors import Refusal
from jilian.organisations.rules.bodies import CONFLICTS, Body, Conflict, FirmKey
from jilian.organisations.rules.register import end_body
from jilian.organisations.rules.spells import Line, Placement, Span, Spell, end, place, spell_on
from jilian.organisations.rules.words import CoverMode, Line as LineOf

Bodies = dict[str, Body]


@dataclass(frozen=True)
class Founded:
    """An organisation that takes the place of others; the firms that it is to cover of theirs."""

    key: str
    name: str
    type: str | None = None
    firms: tuple[FirmKey, ...] = ()


def put_under(
    body: Body,
    line: str,
    superior: str | None,
    day: date,
    *,
    instead_of: str | None = None,
    document: str = "",
) -> Body:
    """The organisation under another superior from the day on.

    Territory line: it replaces the one before, and None leaves it without one. Cluster line: it is
    added, and ``instead_of`` names one that ends. Refuses what changes nothing.
    """
    details = (("document", document.strip()),)
    if line == LineOf.TERRITORY:
        if superior is None:
            return replace(body, territory=end_line(body.territory, day))
        placed = place(body.territory, superior, Span(day, day), details=details)
        return replace(body, territory=moved_line(placed))
    cluster = dict(body.cluster)
    if instead_of is not None:
        cluster[instead_of] = end_line(cluster.get(instead_of, ()), day)
    if superior is not None:
        placed = place(cluster.get(superior, ()), superior, Span(day, day), details=details)
        cluster[superior] = moved_line(placed)
    if cluster == body.cluster:
        raise Refusal("superior_missing", _("Say which superior begins or ends."))
    return replace(body, cluster=cluster)


def end_line(line: Line, day: date) -> Line:
    """The line with what lasts ended on the day; refuses one in which nothing lasts."""
    if not any(spell.span.valid_to is None for spell in line):
        raise Refusal("nothing_changes", _("The register says so already."))
    return moved_line(end(line, day))


def moved_line(placement: Placement) -> Line:
    """The line as it then stands; refuses a contradiction, and what changes nothing."""
    if placement.conflict:
        raise Refusal(placement.conflict, CONFLICTS[placement.conflict])
    if not placement.changed:
        raise Refusal("nothing_changes", _("The register says so already."))
    return placement.line


def merge_bodies(
    bodies: Mapping[str, Body], keys: Sequence[str], new: Founded, day: date
) -> Bodies:
    """What changes when organisations become one on the day: they end, it is founded.

    It takes their places in both lines, the firms that they covered, and those under them.
    """
    if len(set(keys)) < 2:
        raise Refusal("merge_of_one", _("Two organisations at least become one."))
    return _replace(bodies, keys, (new,), day)


def split_body(bodies: Mapping[str, Body], key: str, parts: Sequence[Founded], day: date) -> Bodies:
    """What changes when an organisation becomes several on the day: it ends, they are founded.

    Each takes its places in both lines; firms that no part names, and those under it, go to the
    first part.
    """
    if len({part.key for part in parts}) < 2:
        raise Refusal("split_into_one", _("A split founds two organisations at least."))
    return _replace(bodies, (key,), parts, day)


def _replace(
    bodies: Mapping[str, Body], keys: Sequence[str], parts: Sequence[Founded], day: date
) -> Bodies:
    old = [bodies[key] for key in keys]
    for part in parts:
        if part.key in bodies:
            raise Refusal("key_taken", _("The register knows an organisation with this key."))
    moved: Bodies = {}
    heir = parts[0].key
    for key, body in bodies.items():
        if key not in keys:
            after = _under_heir(body, keys, heir, day)
            if after is not body:
                moved[key] = after
    for body in old:
        moved[body.key] = _ended(body, day)
    named = {firm for part in parts for firm in part.firms}
    for at, part in enumerate(parts):
        moved[part.key] = _founded(old, part, day, named if at == 0 else None)
    return moved


def _ended(body: Body, day: date) -> Body:
    try:
        after = end_body(body, day)
    except Conflict as conflict:
        raise Refusal(conflict.code, CONFLICTS[conflict.code]) from conflict
    if after is body or (body.span.valid_to is not None and body.span.valid_to <= day):
        raise Refusal("ended", CONFLICTS["ended"])
    return after


def _founded(
    old: Sequence[Body], part: Founded, day: date, named_elsewhere: set[FirmKey] | None
) -> Body:
    """One that is founded; the first also takes the firms that nobody names."""
    span = Span(day, day)
    gone = {body.key for body in old}
    firsts = [
        str(spell.value)
        for body in old
        if (spell := _lasting(body.territory)) and spell.value not in gone
    ]
    lines = {
        key: (Spell(key, span),)
        for body in old
        for key, line in body.cluster.items()
        if key not in gone and _lasting(line)
    }
    covers: dict[FirmKey, Line] = {}
    for body in old:
        for firm, line in body.covers.items():
            spell = _lasting(line)
            is_taken = firm in part.firms or (
                named_elsewhere is not None and firm not in named_elsewhere
            )
            if spell and is_taken:
                covers[firm] = (Spell(_stronger(covers.get(firm), str(spell.value)), span),)
    return Body(
        part.key,
        span,
        division=next((body.division for body in old if body.division), None),
        names=(Spell(part.name, span),) if part.name else (),
        types=(Spell(part.type, span),) if part.type else (),
        territory=(Spell(firsts[0], span),) if firsts else (),
        cluster=lines,
        covers=covers,
    )


def _stronger(held: Line | None, mode: str) -> str:
    order = CoverMode.values
    return min((*(str(spell.value) for spell in held or ()), mode), key=order.index)


def _lasting(line: Iterable[Spell]) -> Spell | None:
    return next((spell for spell in line if spell.span.valid_to is None), None)


def _under_heir(body: Body, keys: Sequence[str], heir: str, day: date) -> Body:
    """One that stood under an organisation that ends, under the one that takes its place."""
    after = body
    first = _lasting(body.territory)
    if first is not None and first.value in keys:
        after = put_under(after, LineOf.TERRITORY, heir, day)
    lines = [key for key in keys if _lasting(body.cluster.get(key, ()))]
    for key in lines:
        is_there = spell_on(after.cluster.get(heir, ()), day) is not None
        after = put_under(after, LineOf.CLUSTER, None if is_there else heir, day, instead_of=key)
    return after
