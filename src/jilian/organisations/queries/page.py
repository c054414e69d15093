"""Everything that one organisation's page shows, as of a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.base.dated import Held
from jilian.firms.models import Firm
from jilian.firms.queries.groups import group_ids
from jilian.organisations.models import (
    Attestation,
    Cover,
    MemberCount,
    Organisation,
    OrganisationName,
    Superior,
    TypeSpell,
)
from jilian.organisations.queries.counts import CountLine, count_lines, counts_of
from jilian.organisations.queries.events import Related, events_of
from jilian.organisations.queries.standing import names_on
from jilian.organisations.rules import CoverMode, Line
from jilian.organisations.rules.explained import Explained, explain
from jilian.organisations.rules.spells import Span
from jilian.organisations.rules.thresholds import UNCOUNTED, check_type
from jilian.places.models import World
from jilian.ui.drawings import LineEvent
from jilian_engine.rulebook import Check

LISTED = 60


@dataclass(frozen=True)
class OrganisationPage:
    """One organisation as of a day."""

    organisation: Organisation
    day: date
    held: Held
    name: str
    names: tuple[OrganisationName, ...]
    types: tuple[TypeSpell, ...]
    type: TypeSpell | None
    superiors: tuple[Related, ...]
    former_superiors: tuple[Related, ...]
    subordinates: tuple[Related, ...]
    counts: tuple[CountLine, ...]
    sees_counts: bool
    check: Check | None
    covers: tuple[Cover, ...]
    cover_count: int
    attestations: tuple[Attestation, ...]
    events: tuple[LineEvent, ...]
    may_change: bool

    @property
    def rules(self) -> tuple[Explained, ...]:
        """What the rules in force on the day say of its type, in words."""
        return explain(self.check)

    @property
    def withholds_counts(self) -> bool:
        """Whether a count is not shown to this reader."""
        return any(line.members.withheld for line in self.counts)

    @property
    def in_territory(self) -> bool:
        """Whether it has a superior in the territory line on the day."""
        return any(one.line is Line.TERRITORY for one in self.superiors)

    @property
    def in_cluster(self) -> bool:
        """Whether it has a superior in the cluster line on the day."""
        return any(one.line is Line.CLUSTER for one in self.superiors)


def organisation_page(
    person: Person, world: World, organisation: Organisation, day: date
) -> OrganisationPage:
    """Gather the page; eleven queries whatever hangs on the organisation."""
    names = tuple(organisation.names.select_related("source").order_by("known_by", "pk"))
    types = tuple(organisation.types.select_related("source").order_by("known_by", "pk"))
    above = list(_relations(organisation.superiors.all(), "superior"))
    below = list(_relations(organisation.subordinates.on(day), "organisation"))
    named = _related_names(above, below, day)
    counts = tuple(organisation.counts.select_related("source").order_by("counted_on"))
    sees = sees_counts(person, world, organisation)
    covers = organisation.covers.on(day).select_related("firm__merged_into", "source")
    listed = _each_firm_once(covers.order_by("firm__sort_key", "pk"))
    attestations = tuple(organisation.attestations.select_related("source"))
    type_now = next((one for one in reversed(types) if one.held_on(day) is Held.YES), None)
    superiors = [Related(one.superior, named.get(one.superior_id, ""), one) for one in above]
    return OrganisationPage(
        organisation=organisation,
        day=day,
        held=organisation.held_on(day),
        name=_name_on(names, organisation, attestations, day),
        names=names,
        types=types,
        type=type_now,
        superiors=tuple(one for one in superiors if one.relation.held_on(day) is Held.YES),
        former_superiors=tuple(
            one for one in superiors if one.relation.held_on(day) is not Held.YES
        ),
        subordinates=tuple(
            Related(one.organisation, named.get(one.organisation_id, ""), one) for one in below
        ),
        counts=count_lines(counts, sees, day),
        sees_counts=sees,
        check=_check(organisation, type_now, counts, listed, day),
        covers=listed[:LISTED],
        cover_count=len(listed),
        attestations=attestations,
        events=events_of(organisation, names, types, superiors, counts, attestations),
        may_change=reach(person, world.code).may(
            Permission.CHANGE_ORGANISATIONS, organisation.own_scopes
        ),
    )


@dataclass(frozen=True)
class CoverOfFirm:
    """An organisation that covers a firm on a day."""

    cover: Cover
    name: str
    held: Held


def covers_of_firm(firm: Firm, day: date) -> list[CoverOfFirm]:
    """The organisations that cover the firm on the day, the strongest first; three queries.

    By whichever of its records; an organisation that covers two of them stands once.
    """
    every = Cover.objects.filter(firm__in=group_ids(firm))
    rows = [
        cover
        for cover in every.select_related("organisation", "source", "firm")
        if cover.held_on(day) is not Held.NO
    ]
    names = _names([cover.organisation_id for cover in rows], day)
    order = CoverMode.values
    rows.sort(
        key=lambda cover: (
            cover.held_on(day) is not Held.YES, order.index(cover.mode),
            cover.firm.merged_into_id is not None,
        )
    )  # fmt: skip
    once: dict[int, Cover] = {}
    for cover in rows:
        once.setdefault(cover.organisation_id, cover)
    return [
        CoverOfFirm(cover, names.get(cover.organisation_id, ""), cover.held_on(day))
        for cover in rows
        if once[cover.organisation_id].firm_id == cover.firm_id
    ]


def _each_firm_once(covers: QuerySet[Cover]) -> tuple[Cover, ...]:
    """Covers of a day; of a firm that is covered by two of its records, that of its own."""
    rows = list(covers)
    kept = {one.firm.root_id: one.firm_id for one in rows}
    kept |= {one.firm_id: one.firm_id for one in rows if one.firm.merged_into_id is None}
    return tuple(one for one in rows if kept[one.firm.root_id] == one.firm_id)


def _relations(rows: QuerySet[Superior], other: str) -> QuerySet[Superior]:
    return rows.select_related(other, "source").order_by("line", f"{other}__sort_key", "known_by")


def _related_names(
    above: Sequence[Superior], below: Sequence[Superior], day: date
) -> dict[int, str]:
    wanted = {one.superior_id for one in above} | {one.organisation_id for one in below}
    return _names(sorted(wanted), day)


def _names(pks: Sequence[int], day: date) -> dict[int, str]:
    rows = OrganisationName.objects.filter(organisation__in=pks).order_by("known_by", "pk")
    columns = ("organisation_id", "text", "known_by", "valid_from", "not_before", "valid_to")
    return names_on(
        [(pk, text, Span(*span)) for pk, text, *span in rows.values_list(*columns)], day
    )


def sees_counts(person: Person, world: World, organisation: Organisation) -> bool:
    """Whether the person may see its counts in full: the unit itself, and the offices above it."""
    seen = Organisation.objects.visible_to(person, world, Permission.SEE_COUNTS)
    return seen.filter(pk=organisation.pk).exists()


def _name_on(
    names: Sequence[OrganisationName],
    organisation: Organisation,
    attestations: Sequence[Attestation],
    day: date,
) -> str:
    rows = [
        (organisation.pk, one.text,
         Span(one.known_by, one.valid_from, one.not_before, one.valid_to))
        for one in names
    ]  # fmt: skip
    if found := names_on(rows, day).get(organisation.pk):
        return found
    return attestations[0].name_as_written if attestations else str(organisation)


def _check(
    organisation: Organisation,
    type_now: TypeSpell | None,
    counts: Sequence[MemberCount],
    covers: Sequence[Cover],
    day: date,
) -> Check | None:
    """What the rules in force on the day say of its type, by the counts known on that day."""
    if type_now is None:
        return None
    known = [one for one in counts if one.counted_on <= day]
    units = sum(1 for cover in covers if cover.mode == CoverMode.JOINT)
    return check_type(
        type_now.type,
        day,
        counts_of(known[-1]) if known else UNCOUNTED,
        is_cluster_body=organisation.is_cluster_body,
        units=units or None,
        exception_document=(type_now.document or str(type_now.source))
        if type_now.is_exception
        else "",
    )
