"""What an absorption does to the lines of one organisation, and what forbids it: plain values."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext_lazy as _

from jilian.absorption.rules.words import Mode
from jilian.base.dated import Held
from jilian.base.errors import Refusal
from jilian.organisations.rules import Line as LineOf
from jilian.organisations.rules.bodies import Body
from jilian.organisations.rules.moves import end_line, put_under
from jilian.organisations.rules.spells import Line, spell_on


def absorbed(body: Body, superior: str, mode: str, day: date, document: str = "") -> Body:
    """The organisation under the body of a cluster from the day on; earlier days stay.

    Functional: it joins the cluster's line and its first line does not move. Else its first line
    changes too. A place that it has already is kept. Refuses what changes nothing.
    """
    moved = body
    if mode == Mode.SUPERIOR and not _stands_under(body.territory, superior, day):
        moved = put_under(moved, LineOf.TERRITORY, superior, day, document=document)
    if not _stands_under(body.cluster.get(superior, ()), superior, day):
        moved = put_under(moved, LineOf.CLUSTER, superior, day, document=document)
    if moved is body:
        raise Refusal("already_absorbed", _("It stands there already."))
    return moved


def released(
    body: Body, superior: str, mode: str, day: date, back_under: str | None, document: str = ""
) -> Body:
    """The organisation without its place under the cluster's body from the day on.

    Where its first line led there it goes back under another superior, or under none. What has
    ended by then is left alone; the same organisation comes back where nothing is left to end.
    """
    moved = body
    if _lasts(body.cluster.get(superior, ()), superior, day):
        moved = put_under(moved, LineOf.CLUSTER, None, day, instead_of=superior)
    if mode == Mode.SUPERIOR and _lasts(body.territory, superior, day):
        if back_under is None:
            moved = replace(moved, territory=end_line(moved.territory, day))
        else:
            moved = put_under(moved, LineOf.TERRITORY, back_under, day, document=document)
    return moved


def check_double_membership(
    body: Body, mode: str, day: date, bodies_of_others: Mapping[str, str]
) -> tuple[str, ...]:
    """The other clusters in whose line the organisation stands from the day on, to warn of.

    `bodies_of_others` are the bodies of the other clusters by their key, each with the cluster's
    name. Refuses a change of superior: only functionally can one stand in two clusters.
    """
    held = {
        key for key, line in body.cluster.items() if _stands_under(line, key, day) or _later(line)
    }
    first = spell_on(body.territory, day)
    if first is not None:
        held.add(str(first.value))
    others = tuple(sorted(bodies_of_others[key] for key in held & set(bodies_of_others)))
    if others and mode == Mode.SUPERIOR:
        raise Refusal(
            "in_another_cluster",
            _("It stands in the line of another cluster already (%(names)s): only functionally "
              "can it join a second one.") % {"names": ", ".join(others)},
        )  # fmt: skip
    return others


def check_standing(held: Held, name: str, day: str) -> None:
    """Refuse a body that did not stand, or is not known to have stood, on the day."""
    if held is not Held.YES:
        raise Refusal(
            "body_not_standing",
            _("%(name)s is not known to stand on %(day)s.") % {"name": name, "day": day},
        )


def check_rank(type: str | None, above: str | None, order: Collection[str]) -> None:
    """Refuse a body of a lower type than the organisation that it would take in.

    `order` are the types, the highest first; a type that is not known refuses nothing.
    """
    ranks = {one: at for at, one in enumerate(order)}
    if type is None or above is None:
        return
    if ranks[above] > ranks[type]:
        raise Refusal(
            "ranks_too_low",
            _("The cluster's body is of a lower type than the organisation it would take in."),
        )


def _stands_under(line: Line, superior: str, day: date) -> bool:
    held = spell_on(line, day)
    return held is not None and held.value == superior


def _lasts(line: Line, superior: str, day: date) -> bool:
    held = spell_on(line, day)
    return held is not None and held.value == superior and held.span.valid_to is None


def _later(line: Line) -> bool:
    return any(spell.span.valid_to is None for spell in line)
