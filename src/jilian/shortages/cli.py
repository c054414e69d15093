"""Commands about shortages: who can help with a need."""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.base.errors import Refusal
from jilian.places.models import Division
from jilian.places.queries import world_or_only
from jilian.shortages.analysis import Helpers, Need, Proposed, helpers_for
from jilian.shortages.rules.why_not import PART_WORDS, evidence_sentence


@click.command("match")
@click.argument("text")
@click.option("--quantity", metavar="AMOUNT", help='An amount with its unit, as "1250 kg".')
@click.option("--by", "by", metavar="DATE", help="Needed by this day or moment (ISO).")
@click.option("--town", "town", help="Code or name of the place where it is needed.")
@click.option("--world", "world_code", help="Code of the world; default: the only one.")
@click.option("--most", default=20, show_default=True, type=click.IntRange(1, 200))
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")
def match(
    text: str, quantity: str | None, by: str | None, town: str | None, world_code: str | None,
    most: int, as_json: bool,
) -> None:  # fmt: skip
    """Rank the firms that can help with a need, described in TEXT."""
    world, now = world_or_only(world_code), timezone.now()
    amount, unit = _quantity(quantity)
    place = _place(town) if town else None
    need = Need(
        text, amount=amount, unit=unit, needed_by_hours=_hours(by, now),
        town=place.code if place else "", x=place.lon if place else None,
        y=place.lat if place else None,
    )  # fmt: skip
    if not text.strip():
        raise Refusal("need_without_words", _("Say in words what is needed."))
    found = helpers_for(world, need, timezone.localdate(now), at=now, most=most)
    click.echo(_json(need, found) if as_json else _text(found), nl=not as_json)


def _quantity(given: str | None) -> tuple[Decimal | None, str]:
    if not given:
        return None, ""
    number = given.strip().rstrip("".join(set(given) - set("0123456789.")))
    try:
        amount = Decimal(number)
    except InvalidOperation:
        amount = Decimal(0)
    if amount <= 0:
        raise Refusal(
            "amount_unreadable", _("An amount is written as 1250 kg: “%(text)s”.") % {"text": given}
        )
    return amount, given.strip()[len(number) :].strip()


def _hours(by: str | None, now: datetime) -> float | None:
    """Hours from now to the end of the day, or to the moment."""
    if by is None:
        return None
    try:
        moment = (
            datetime.combine(date.fromisoformat(by) + timedelta(days=1), time())
            if len(by) == len("2026-01-31")
            else datetime.fromisoformat(by)
        )
    except ValueError as error:
        raise Refusal(
            "day_unreadable", _("A day is written as 2026-01-31: “%(text)s”.") % {"text": by}
        ) from error
    if timezone.is_naive(moment):
        moment = timezone.make_aware(moment)
    return max(0.0, (moment - now).total_seconds() / 3600)


def _place(town: str) -> Division:
    named = Division.objects.filter(code=town) | Division.objects.filter(name=town)
    found = named.order_by("-level", "code").first()
    if found is None:
        raise Refusal("town_unknown", _("No such place: “%(text)s”.") % {"text": town})
    return found


def _json(need: Need, found: Helpers) -> str:
    printed = {
        "text": need.text, "quantity": str(need.amount) if need.amount else None,
        "unit": need.unit or None, "needed_by_hours": need.needed_by_hours,
        "able": found.able, "weights": dict(found.weights),
        "weights_from": found.weights_from.isoformat(),
        "helpers": [_printed(one) for one in found.proposals],
    }  # fmt: skip
    return json.dumps(printed, ensure_ascii=False, sort_keys=True, indent=2) + "\n"


def _printed(one: Proposed) -> dict[str, Any]:
    return {
        "place": one.place, "firm": str(one.firm), "identifier": one.firm.identifier,
        "score": one.score, "parts": dict(one.parts), "kilometres": one.kilometres,
        "evidence": [
            {"kind": each.kind, "words": each.words, "role": each.role, "worth": each.worth}
            for each in one.evidence
        ],
    }  # fmt: skip


def _text(found: Helpers) -> str:
    if not found.proposals:
        return _("Nobody in the register makes or holds anything like it.")
    width = max(_width(str(one.firm)) for one in found.proposals)
    lines = []
    for one in found.proposals:
        name = str(one.firm)
        said = "; ".join(
            evidence_sentence(each.kind, each.words, each.role) for each in one.evidence
        )
        lines.append(
            f"{one.place:>3}  {name}{' ' * (width - _width(name))}  {one.score:.3f}  "
            f"{_parts(one)}  {said}"
        )
    return "\n".join(lines)


def _parts(one: Proposed) -> str:
    """The parts that are known; what is not listed is unknown."""
    known = [
        f"{PART_WORDS[name]} {value:.2f}" for name, value in one.parts.items() if value is not None
    ]
    return " ".join(known)


def _width(text: str) -> int:
    """Columns on a terminal: a Chinese sign takes two."""
    return sum(1 + (sign > "\u2e7f") for sign in text)
