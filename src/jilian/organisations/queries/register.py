"""The register of a world as plain values, and what a table would change in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import F
from django.db.models.functions import Coalesce

from jilian.base.bulk import chunks
from jilian.base.errors import Refusal
from jilian.firms.models import Firm
from jilian.firms.queries import firm_ids
from jilian.firms.queries.groups import merged_firms
from jilian.firms.queries.lookup import division_ids
from jilian.organisations.models import (
    Cover,
    MemberCount,
    Organisation,
    OrganisationName,
    Superior,
    TypeSpell,
)
from jilian.organisations.rules import (
    Line as LineOf,
    OrganisationRow,
)
from jilian.organisations.rules.bodies import Body, FirmKey
from jilian.organisations.rules.register import Plan, RowResult, plan_rows
from jilian.organisations.rules.spells import Line, Span, Spell
from jilian.organisations.rules.thresholds import Counts
from jilian.places.models import World
from jilian.sources.rules import Difference

SPAN = ("pk", "known_by", "valid_from", "not_before", "valid_to")
EXAMPLES = 20


@dataclass(frozen=True)
class Table:
    """A table worked out against the register: the plan, and the numbers of the firms it names."""

    plan: Plan
    firms: Mapping[FirmKey, int]


def compare_organisations(world: World, rows: Sequence[OrganisationRow], day: date) -> Difference:
    """Say what the rows would change if they were applied on this day. Writes nothing."""
    return difference_of(work_out(world, rows, day).plan.results)


def organisation_faults(
    world: World, rows: Sequence[OrganisationRow], day: date
) -> dict[int, tuple[str, str, dict[str, object]]]:
    """Return by row what cannot be held at all: field, code, and what the sentence names.

    Superiors that go round in a circle are at fault in each of their rows.
    """
    found: dict[int, tuple[str, str, dict[str, object]]] = {}
    plan = work_out(world, rows, day).plan
    for result in plan.results:
        if result.refusal is None or result.row.row is None:
            continue
        if circle := plan.circles.get(result.row.key):
            names = [plan.bodies[key].name or key for key in circle.keys]
            details: dict[str, object] = {
                "day": circle.day.isoformat(), "names": " < ".join(names)
            }  # fmt: skip
            found[result.row.row] = ("superior", "superior_circle", details)
        else:
            details = {"sentence": str(result.refusal.sentence)}
            found[result.row.row] = ("", "row_not_held", details)
    return found


def work_out(world: World, rows: Sequence[OrganisationRow], day: date) -> Table:
    """Work out what the rows change; nine queries however many rows there are."""
    merged = merged_firms(world)
    found = firm_ids(world, (row.firm for row in rows if row.firm))
    firms = {key: merged.get(pk, pk) for key, pk in found.items()}
    own = _own_keys(firms.values())
    rows = [replace(row, firm=own[firms[row.firm]]) if row.firm in firms else row for row in rows]
    divisions = division_ids(row.division_code for row in rows)
    plan = plan_rows(
        load_register(world), rows, day, divisions, frozenset(own[pk] for pk in firms.values())
    )
    return Table(plan, {key: pk for pk, key in own.items()})


def difference_of(results: Iterable[RowResult]) -> Difference:
    """Count the rows by what they come to, with the first examples of each."""
    counts: dict[str, int] = defaultdict(int)
    examples: dict[str, list[Mapping[str, object]]] = defaultdict(list)
    for result in results:
        counts[result.kind] += 1
        if result.kind != "same" and len(examples[result.kind]) < EXAMPLES:
            examples[result.kind].append(_example(result))
    return Difference(
        **{kind: counts[kind] for kind in ("new", "changed", "same", "conflicting")},
        examples={kind: tuple(found) for kind, found in examples.items()},
    )


def _example(result: RowResult) -> dict[str, object]:
    reason = str(result.refusal.sentence) if result.refusal else result.conflict
    return {
        "kind": result.kind,
        "key": result.row.key,
        "title": result.row.name or result.row.key,
        "row": result.row.row,
        "fields": [
            {
                "field": change.field,
                "before": _said(change.before),
                "after": _said(change.after),
            }
            for change in result.changes
        ],
        "reason": reason,
    }


def _said(value: object) -> str | None:
    """A value in its plain words, whatever the language; None where there is none."""
    if value is None or value == "" or value is False:
        return None
    return "yes" if value is True else str(value)


def load_register(world: World, keys: Sequence[str] | None = None) -> dict[str, Body]:
    """All organisations of a world with their dated lines, by key; or only those with the keys."""
    found = _organisations(world, keys)
    pks = None if keys is None else list(found)
    names = _lines(OrganisationName, "text", world, pks)
    types = _lines(TypeSpell, "type", world, pks)
    superiors = _lines(Superior, "superior__key", world, pks, "line")
    covers = _covers(world, pks)
    counts = _counts(world, pks)
    bodies = {}
    for pk, body in found.items():
        held = superiors.get(pk, [])
        bodies[body.key] = replace(
            body,
            names=_line(names.get(pk, ())),
            types=_line(types.get(pk, ())),
            territory=_line([spell for spell, line in held if line == LineOf.TERRITORY]),
            cluster=_by_value(spell for spell, line in held if line == LineOf.CLUSTER),
            covers={firm: _line(spells) for firm, spells in covers.get(pk, {}).items()},
            counts=counts.get(pk, {}),
        )
    return bodies


def _organisations(world: World, keys: Sequence[str] | None) -> dict[int, Body]:
    rows = Organisation.objects.filter(world=world).order_by("pk")
    if keys is not None:
        rows = rows.filter(key__in=keys)
    columns = ("key", "division__code", "is_cluster_body", "founding_note")
    return {
        pk: Body(
            key, Span(*span), pk=pk, division=code, is_cluster_body=is_body, founding_note=note
        )
        for pk, *span, key, code, is_body, note in rows.values_list(*SPAN, *columns)
    }


def _of(model: Any, world: World, pks: list[int] | None) -> Any:
    rows = model.objects.filter(organisation__world=world)
    return rows if pks is None else rows.filter(organisation__in=pks)


def _spell(value: object, pk: int, span: Sequence[Any]) -> Spell:
    days = Span(*span)
    return Spell(str(value), days, pk=pk, kept=days)


def _lines(
    model: Any, value: str, world: World, pks: list[int] | None, *also: str
) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    rows = _of(model, world, pks).order_by("known_by", "pk")
    for owner, text, *rest in rows.values_list("organisation_id", value, *also, *SPAN):
        more, (pk, *span) = rest[: len(also)], rest[len(also) :]
        spell = _spell(text, pk, span)
        found[owner].append((spell, *more) if more else spell)
    return found


def _covers(world: World, pks: list[int] | None) -> dict[int, dict[FirmKey, list[Spell]]]:
    """By organisation and firm; of a firm covered by two of its records, what its own says."""
    found: dict[int, dict[FirmKey, list[Spell]]] = defaultdict(lambda: defaultdict(list))
    rows = _of(Cover, world, pks).order_by(F("firm__merged_into").asc(nulls_first=True),
                                           "known_by", "pk")  # fmt: skip
    columns = (
        "organisation_id",
        "firm_id",
        Coalesce("firm__merged_into__scheme", "firm__scheme"),
        Coalesce("firm__merged_into__identifier", "firm__identifier"),
        "mode",
        *SPAN,
    )
    said_by: dict[tuple[int, FirmKey], int] = {}
    for owner, record, scheme, identifier, mode, pk, *span in rows.values_list(*columns):
        key = (scheme, identifier)
        if said_by.setdefault((owner, key), record) == record:
            found[owner][key].append(_spell(mode, pk, span))
    return found


def _counts(world: World, pks: list[int] | None) -> dict[int, dict[date, Counts]]:
    found: dict[int, dict[date, Counts]] = defaultdict(dict)
    columns = ("counted_on", "formal", "probationary", "newly_developed", "band")
    rows = _of(MemberCount, world, pks).order_by()
    for owner, *counts in rows.values_list("organisation_id", *columns):
        found[owner][counts[0]] = Counts(*counts)
    return found


def _line(spells: Iterable[Spell]) -> Line:
    return tuple(sorted(spells, key=lambda spell: spell.span.known_by))


def _by_value(spells: Iterable[Spell]) -> dict[str, Line]:
    found: dict[str, list[Spell]] = defaultdict(list)
    for spell in spells:
        found[str(spell.value)].append(spell)
    return {value: _line(held) for value, held in found.items()}


def _own_keys(pks: Iterable[int]) -> dict[int, FirmKey]:
    """The identifier under which each firm stands, however a row calls it."""
    return {
        pk: (scheme, identifier)
        for part in chunks(sorted(set(pks)))
        for pk, scheme, identifier in Firm.objects.filter(pk__in=part)
        .order_by()
        .values_list("pk", "scheme", "identifier")
    }


def refuse_first(plan: Plan) -> None:
    """Raise the first reason for which a table cannot be applied."""
    refusal: Refusal | None = plan.refusal
    if refusal is not None:
        raise refusal
