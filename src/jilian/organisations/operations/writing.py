"""Writing organisations in sets: what is new, and the days that moved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import models

from jilian.base.bulk import CHUNK
from jilian.base.journal import keep_before
from jilian.base.text import sort_key
from jilian.organisations.models import (
    Cover,
    MemberCount,
    Organisation,
    OrganisationName,
    Superior,
    TypeSpell,
)
from jilian.organisations.rules import Line
from jilian.organisations.rules.bodies import Body, FirmKey
from jilian.organisations.rules.spells import Span, Spell
from jilian.places.models import Division, World
from jilian.sources.models import Source

DAYS = ("known_by", "valid_from", "not_before", "valid_to")
COUNTS = ("formal", "probationary", "newly_developed", "band")
Lines = Iterable[tuple[Body, Sequence[Spell], dict[str, Any]]]


class Writing:
    """Writes organisations as they then stand; spells and counts that did not move stay untouched.

    `firms` gives the numbers of the firms whose coverage may be new.
    """

    def __init__(
        self,
        world: World,
        source: Source,
        bodies: Sequence[Body],
        firms: Mapping[FirmKey, int] | None = None,
    ) -> None:
        self.world, self.source, self.bodies = world, source, bodies
        self.firms = firms or {}
        self.pks: dict[str, int] = dict(
            Organisation.objects.filter(world=world).order_by().values_list("key", "pk")
        )
        codes = {body.division for body in bodies if body.division}
        self.divisions: dict[str, int] = dict(
            Division.objects.filter(code__in=codes).values_list("code", "pk")
        )

    def write(self) -> None:
        """Write each kind of record in one go."""
        if not self.bodies:
            return
        self._organisations()
        self._spells(OrganisationName, ((body, body.names, {}) for body in self.bodies), "text")
        self._spells(TypeSpell, ((body, body.types, {}) for body in self.bodies), "type")
        self._spells(Superior, self._superior_lines(), "superior_id")
        self._spells(Cover, self._cover_lines(), "mode")
        self._counts()

    def _organisations(self) -> None:
        changed = [Organisation(pk=body.pk, **self._plain(body)) for body in self.bodies if body.pk]
        columns = ("name", "sort_key", "division", "is_cluster_body", "founding_note", *DAYS)
        keep_before(Organisation, (one.pk for one in changed), columns)
        Organisation.objects.bulk_update(changed, columns, batch_size=500)
        made = [
            Organisation(
                key=body.key,
                world=self.world,
                source=self.source,
                source_row=body.row,
                **self._plain(body),
            )
            for body in self.bodies
            if not body.pk
        ]
        for one in Organisation.objects.bulk_create(made, batch_size=CHUNK):
            self.pks[one.key] = one.pk

    def _plain(self, body: Body) -> dict[str, Any]:
        return {
            "name": body.name,
            "sort_key": sort_key(body.name or body.key),
            "division_id": self.divisions[body.division] if body.division else None,
            "is_cluster_body": body.is_cluster_body,
            "founding_note": body.founding_note,
            **_days(body.span),
        }

    def _superior_lines(self) -> Lines:
        for body in self.bodies:
            yield body, body.territory, {"line": Line.TERRITORY}
            for line in body.cluster.values():
                yield body, line, {"line": Line.CLUSTER}

    def _cover_lines(self) -> Lines:
        for body in self.bodies:
            for firm, line in body.covers.items():
                yield body, line, {"firm_id": self.firms.get(firm)}

    def _spells(self, model: Any, lines: Lines, column: str) -> None:
        """Move the ends first: what begins may take the place of what ends."""
        made: list[models.Model] = []
        moved: list[models.Model] = []
        for body, line, more in lines:
            for spell in line:
                if spell.pk is None:
                    made.append(model(**self._record(body, spell, column), **more))
                elif spell.span != spell.kept:
                    moved.append(model(pk=spell.pk, **_days(spell.span)))
        keep_before(model, (one.pk for one in moved), DAYS)
        model.objects.bulk_update(moved, DAYS, batch_size=500)
        model.objects.bulk_create(made, batch_size=CHUNK)

    def _record(self, body: Body, spell: Spell, column: str) -> dict[str, Any]:
        is_superior = column == "superior_id"
        return {
            "organisation_id": self.pks[body.key],
            column: self.pks[str(spell.value)] if is_superior else spell.value,
            "source": self.source,
            "source_row": spell.row,
            **dict(spell.details),
            **_days(spell.span),
        }

    def _counts(self) -> None:
        owners = [self.pks[body.key] for body in self.bodies if body.counts]
        held = {
            (one.organisation_id, one.counted_on): one
            for one in MemberCount.objects.filter(organisation__in=owners).order_by()
        }
        made, changed = [], []
        for body in self.bodies:
            for day, counts in body.counts.items():
                values = {name: getattr(counts, name) for name in COUNTS}
                one = held.get((self.pks[body.key], day))
                if one is None:
                    made.append(self._count(body, day, values))
                elif any(getattr(one, name) != value for name, value in values.items()):
                    for name, value in values.items():
                        setattr(one, name, value)
                    changed.append(one)
        keep_before(MemberCount, (one.pk for one in changed), COUNTS)
        MemberCount.objects.bulk_update(changed, COUNTS, batch_size=500)
        MemberCount.objects.bulk_create(made, batch_size=CHUNK)

    def _count(self, body: Body, day: date, values: dict[str, Any]) -> MemberCount:
        return MemberCount(
            organisation_id=self.pks[body.key],
            counted_on=day,
            source=self.source,
            source_row=body.row,
            **values,
        )


def _days(span: Span) -> dict[str, date | None]:
    return {name: getattr(span, name) for name in DAYS}
