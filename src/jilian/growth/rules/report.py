"""The monthly report of the organisation lines, worked out from plain values alone.

The same records give the same bytes: the content holds no moment, no reader and no language.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from jilian.base.dated import Held
from jilian.base.errors import Refusal
from jilian.growth.rules.growing import SplitGrowth, split_growth
from jilian.growth.rules.history import WORLD, Boundary, History
from jilian.growth.rules.words import Part

FORMAT = 1


@dataclass(frozen=True)
class Named:
    """What things were called at the end of the month."""

    organisations: Mapping[int, str]
    clusters: Mapping[str, tuple[str, str]]  # by number: key and name
    towns: Mapping[str, str]


def month_of(text: str) -> date:
    """The first day of a month written as 2026-06; refuses anything else."""
    try:
        year, month = text.split("-")
        if len(year) != 4 or len(month) != 2 or not 1949 <= int(year) <= 2200:
            raise ValueError(text)
        return date(int(year), int(month), 1)
    except ValueError as wrong:
        raise Refusal("month_unknown", _("Write the month as 2026-06.")) from wrong


def days_of(month: date) -> tuple[date, date]:
    """The last day of the month before, and the last day of the month."""
    first = month.replace(day=1)
    after = (first + timedelta(days=32)).replace(day=1)
    return first - timedelta(days=1), after - timedelta(days=1)


def year_before(day: date) -> date:
    """The same day a year before; 28 February for the 29th."""
    return day.replace(
        year=max(1, day.year - 1), day=28 if (day.month, day.day) == (2, 29) else day.day
    )


def check_month(month: date, today: date) -> None:
    """Refuse a month that is not over: its records can still be made."""
    if days_of(month)[1] >= today:
        raise Refusal(
            "month_not_over", _("The month is not over: its report is compiled after it.")
        )


def compile_content(
    history: History, world: str, month: date, named: Named, coverage: Mapping[str, Any]
) -> dict[str, Any]:
    """The report of a month: what stood at its end, and what moved in it."""
    before, end = days_of(month)
    whole = split_growth(history, WORLD, before, end)
    standing = history.inside(WORLD, end)
    lines = {
        cluster: split_growth(history, Boundary("cluster", cluster), before, end)
        for cluster in sorted(history.bodies)
    }
    return {
        "format": FORMAT,
        "world": world,
        "month": f"{month:%Y-%m}",
        "as_of": end.isoformat(),
        "organisations": {
            "standing": whole.after,
            "before": whole.before,
            "founding_unknown": sum(
                one.span.held_on(end) is Held.UNKNOWN for one in history.organisations.values()
            ),
        },
        "types": _types(history, standing, end),
        "lines": _lines(history, standing, end, lines),
        "towns": _towns(history, standing, before, end, named),
        "clusters": {
            named.clusters[cluster][0]: _cluster(history, cluster, growth, end, named)
            for cluster, growth in lines.items()
            if growth.after or growth.before
        },
        "movements": _movements(history, whole, lines, named),
        "coverage": dict(coverage),
    }


def canonical(content: Mapping[str, Any]) -> str:
    """The content as text: sorted, without a choice of how it is written."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def fingerprint(text: str) -> str:
    """SHA-256 of the text as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def _types(history: History, pks: set[int], day: date) -> dict[str, int]:
    return {type or "unknown": n for type, n in history.by_type(pks, day).items()}


def _lines(
    history: History, standing: set[int], end: date, clusters: Mapping[str, SplitGrowth]
) -> dict[str, int]:
    territory = standing & set(history.above_on(end, "territory"))
    inside = [history.inside(Boundary("cluster", one), end) for one in clusters]
    somewhere = set().union(*inside) if inside else set()
    return {
        "territory": len(territory),
        "cluster": len(somewhere),
        "both": len(territory & somewhere),
        "neither": len(standing - territory - somewhere),
        "several_clusters": sum(sum(pk in one for one in inside) > 1 for pk in somewhere),
    }


def _towns(
    history: History, standing: set[int], before: date, end: date, named: Named
) -> dict[str, Any]:
    earlier = history.standing(before)
    codes = {one.town for one in history.organisations.values()}
    by_town = {
        code: [{pk for pk in pks if history.organisations[pk].town == code}
               for pks in (standing, earlier)]
        for code in codes
    }  # fmt: skip
    return {
        code or "unknown": {
            "name": named.towns.get(code, ""),
            "standing": len(now),
            "before": len(then),
            "types": _types(history, now, end),
        }
        for code, (now, then) in sorted(by_town.items())
        if now or then
    }


def _cluster(
    history: History, cluster: str, growth: SplitGrowth, end: date, named: Named
) -> dict[str, Any]:
    body = history.body_on(cluster, end)
    return {
        "name": named.clusters[cluster][1],
        "body": named.organisations.get(body, "") if body is not None else None,
        "standing": growth.after,
        "before": growth.before,
        "absorbed": growth.count(Part.ABSORBED),
        "left": growth.count(Part.LEFT),
        "types": _types(history, history.inside(growth.boundary, end), end),
    }


def _movements(
    history: History, whole: SplitGrowth, lines: Mapping[str, SplitGrowth], named: Named
) -> dict[str, Any]:
    """What moved, each under its kind and the organisation's key."""
    before, end = whole.first, whole.last
    found: dict[str, dict[str, Any]] = {}

    def put(kind: str, pk: int, **more: object) -> None:
        one = history.organisations[pk]
        label = {"organisation": one.key, "name": named.organisations.get(pk, "")}
        suffix = f":{more['cluster']}" if "cluster" in more else ""
        found.setdefault(kind, {})[f"{one.key}{suffix}"] = {**label, **more}

    for part, pks in whole.parts.items():
        for pk in pks:
            span = history.organisations[pk].span
            day = span.valid_to if part in (Part.ENDED, Part.REORGANISED) else span.known_by
            put(part.value, pk, day=day.isoformat() if day else None)
    for cluster, growth in lines.items():
        key = named.clusters[cluster][0]
        for part in (Part.ABSORBED, Part.LEFT):
            for pk in growth.parts.get(part, ()):
                put(part.value, pk, cluster=key)
    for pk in sorted(history.standing(before) & history.standing(end)):
        old, new = history.type_on(pk, before), history.type_on(pk, end)
        if old != new:
            put("type", pk, before=old, after=new)
    first, last = history.above_on(before, "territory"), history.above_on(end, "territory")
    for pk in sorted(history.standing(before) & history.standing(end)):
        above = [_key(history, one.get(pk)) for one in (first, last)]
        if above[0] != above[1]:
            put("superior", pk, before=above[0], after=above[1])
    return found


def _key(history: History, above: list[int] | None) -> str | None:
    known = history.organisations.get(above[0]) if above else None
    return known.key if known else None
