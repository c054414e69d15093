"""Writing organisations: many rows in one call, in sets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow, reach
from jilian.audit import operations as audit
from jilian.base.bulk import CHUNK
from jilian.base.text import sort_key
from jilian.organisations.models import (
    Cover,
    MemberCount,
    Organisation,
    OrganisationName,
    Superior,
    TypeSpell,
    scopes_of_division,
)
from jilian.organisations.queries.register import (
    Table,
    difference_of,
    load_register,
    refuse_first,
    work_out,
)
from jilian.organisations.rules import Line, OrganisationRow
from jilian.organisations.rules.register import Body
from jilian.organisations.rules.spells import Span, Spell
from jilian.places.models import World
from jilian.sources.models import Source
from jilian.sources.rules import Difference

DAYS = ("known_by", "valid_from", "not_before", "valid_to")
COUNTS = ("formal", "probationary", "newly_developed", "band")


@transaction.atomic
def save_organisations(
    *,
    by: Person,
    at: datetime,
    world: World,
    source: Source,
    rows: Sequence[OrganisationRow],
) -> Difference:
    """Bring the register up to date with the rows: update, never replace.

    A name, type or territory superior that starts later ends the one before it; a cluster superior
    is added. Refuses the first row that cannot be meant, and superiors that would go round in a
    circle on any day, and then writes nothing. Rows that contradict the register are counted as
    conflicting and left alone. The same rows a second time are all "same" and write nothing but
    the trace. A type is taken as the founding reply states it; thresholds are asked when a person
    sets a type (`set_type`), and shown on the organisation's page.
    """
    _allow_rows(by, world, rows)
    table = work_out(world, rows, timezone.localtime(at).date())
    refuse_first(table.plan)
    _Writing(world, source, table).write()
    difference = difference_of(table.plan.results)
    audit.record(
        "organisations.saved",
        by=by,
        at=at,
        world=world,
        about=source,
        after={
            "source": source.key,
            "new": difference.new,
            "changed": difference.changed,
            "same": difference.same,
            "conflicting": difference.conflicting,
            "organisations": list(table.plan.touched),
        },
    )
    return difference


def _allow_rows(by: Person, world: World, rows: Sequence[OrganisationRow]) -> None:
    """Whoever may change one town only may neither take from another nor give to it."""
    if reach(by, world.code).may(Permission.CHANGE_ORGANISATIONS):
        return
    held = dict(
        Organisation.objects.filter(world=world, key__in={row.key for row in rows}).values_list(
            "key", "division__code"
        )
    )
    codes: set[str | None] = set(held.values())
    codes |= {row.division_code or held.get(row.key) for row in rows}
    for code in codes or {None}:
        allow(
            by,
            Permission.CHANGE_ORGANISATIONS,
            world_code=world.code,
            scopes=scopes_of_division(code),
        )


class _Writing:
    """Writes the organisations that a table touched: what is new, and the days that moved."""

    def __init__(self, world: World, source: Source, table: Table) -> None:
        self.world, self.source, self.table = world, source, table
        self.touched = [table.plan.bodies[key] for key in table.plan.touched]
        self.before = (
            load_register(world, [body.key for body in self.touched]) if self.touched else {}
        )
        self.pks = {body.key: body.pk for body in table.plan.bodies.values() if body.pk}

    def write(self) -> None:
        """Write each kind of record in one go."""
        self._organisations()
        self._spells(OrganisationName, ((b, b.names, {}) for b in self.touched), "text")
        self._spells(TypeSpell, ((b, b.types, {}) for b in self.touched), "type")
        self._spells(Superior, self._superior_lines(), "superior_id")
        self._spells(Cover, self._cover_lines(), "mode")
        self._counts()

    def _organisations(self) -> None:
        old = [body for body in self.touched if body.pk]
        new = [body for body in self.touched if not body.pk]
        made = Organisation.objects.bulk_create(
            [
                Organisation(
                    key=body.key,
                    world=self.world,
                    source=self.source,
                    source_row=body.row,
                    **self._plain(body),
                )
                for body in new
            ],
            batch_size=CHUNK,
        )
        self.pks.update({one.key: one.pk for one in made})
        changed = [Organisation(pk=body.pk, **self._plain(body)) for body in old]
        columns = ("name", "sort_key", "division_id", "is_cluster_body", "founding_note", *DAYS)
        Organisation.objects.bulk_update(
            changed, [name.removesuffix("_id") for name in columns], batch_size=500
        )

    def _plain(self, body: Body) -> dict[str, Any]:
        division = body.division
        pk = None
        if division is not None:
            pk = self.table.divisions.get(division) or self._held_divisions[division]
        return {
            "name": body.name,
            "sort_key": sort_key(body.name or body.key),
            "division_id": pk,
            "is_cluster_body": body.is_cluster_body,
            "founding_note": body.founding_note,
            **_days(body.span),
        }

    @property
    def _held_divisions(self) -> Mapping[str, int]:
        rows = Organisation.objects.filter(world=self.world, division__isnull=False).order_by()
        return {code: pk for code, pk in rows.values_list("division__code", "division_id") if pk}

    def _superior_lines(self) -> Iterable[tuple[Body, Sequence[Spell], dict[str, Any]]]:
        for body in self.touched:
            yield body, body.territory, {"line": Line.TERRITORY}
            for line in body.cluster.values():
                yield body, line, {"line": Line.CLUSTER}

    def _cover_lines(self) -> Iterable[tuple[Body, Sequence[Spell], dict[str, Any]]]:
        for body in self.touched:
            for firm, line in body.covers.items():
                yield body, line, {"firm_id": self.table.firms.get(firm)}

    def _spells(
        self,
        model: Any,
        lines: Iterable[tuple[Body, Sequence[Spell], dict[str, Any]]],
        column: str,
    ) -> None:
        """Move the ends first: what begins may stand in the place of what ends."""
        made: list[models.Model] = []
        moved: list[models.Model] = []
        for body, line, more in lines:
            for spell in line:
                if spell.pk is None:
                    value = self.pks[str(spell.value)] if column == "superior_id" else spell.value
                    made.append(
                        model(
                            organisation_id=self.pks[body.key],
                            source=self.source,
                            source_row=spell.row,
                            **{column: value},
                            **more,
                            **_days(spell.span),
                        )
                    )
                elif spell.span != spell.kept:
                    moved.append(model(pk=spell.pk, **_days(spell.span)))
        model.objects.bulk_update(moved, DAYS, batch_size=500)
        model.objects.bulk_create(made, batch_size=CHUNK)

    def _counts(self) -> None:
        made, changed = [], []
        held = {
            (owner, day): pk
            for owner, day, pk in MemberCount.objects.filter(
                organisation__in=[body.pk for body in self.touched if body.pk]
            ).values_list("organisation_id", "counted_on", "pk")
        }
        for body in self.touched:
            before: Mapping[date, object] = (
                self.before[body.key].counts if body.key in self.before else {}
            )
            for day, counts in body.counts.items():
                if before.get(day) == counts:
                    continue
                values = {name: getattr(counts, name) for name in COUNTS}
                owner = self.pks[body.key]
                if (owner, day) in held:
                    changed.append(MemberCount(pk=held[owner, day], **values))
                else:
                    made.append(
                        MemberCount(
                            organisation_id=owner,
                            counted_on=day,
                            source=self.source,
                            source_row=body.row,
                            **values,
                        )
                    )
        MemberCount.objects.bulk_update(changed, COUNTS, batch_size=500)
        MemberCount.objects.bulk_create(made, batch_size=CHUNK)


def _days(span: Span) -> dict[str, date | None]:
    return {name: getattr(span, name) for name in DAYS}
