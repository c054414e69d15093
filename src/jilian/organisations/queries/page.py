"""Everything that one organisation's page shows, as of a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _, pgettext

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, reach
from jilian.base.dated import Held
from jilian.firms.models import Firm
from jilian.organisations.models import (
    Attestation,
    Cover,
    MemberCount,
    Organisation,
    OrganisationName,
    Superior,
    TypeSpell,
)
from jilian.organisations.queries.standing import names_on
from jilian.organisations.rules import CountBand, CoverMode, Line
from jilian.organisations.rules.explained import Explained, explain
from jilian.organisations.rules.spells import Span
from jilian.organisations.rules.thresholds import UNCOUNTED, Counts, check_type
from jilian.organisations.rules.withholding import Shown, steady
from jilian.places.models import World
from jilian.ui.drawings import LineEvent
from jilian_engine.figures.bands import LEAST_SHOWN
from jilian_engine.rulebook import Check

LISTED = 60
SMALL_BANDS = frozenset({CountBand.M0, CountBand.M1, CountBand.M3})


@dataclass(frozen=True)
class Related:
    """A superior or a subordinate with its name on the day."""

    organisation: Organisation
    name: str
    relation: Superior

    @property
    def line(self) -> Line:
        """The line in which the two stand."""
        return Line(self.relation.line)


@dataclass(frozen=True)
class CountLine:
    """The counts of one day as this reader may see them."""

    record: MemberCount
    members: Shown
    formal: Shown
    probationary: Shown
    newly_developed: Shown
    band: str = ""


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
    sees_counts = _sees_counts(person, world, organisation)
    covers = organisation.covers.on(day).select_related("firm", "source")
    listed = tuple(covers.order_by("firm__sort_key", "pk"))
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
        counts=_count_lines(counts, sees_counts, day),
        sees_counts=sees_counts,
        check=_check(organisation, type_now, counts, listed, day),
        covers=listed[:LISTED],
        cover_count=len(listed),
        attestations=attestations,
        events=_events(organisation, names, types, superiors, counts, attestations),
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
    """The organisations that cover the firm on the day, the strongest first; two queries."""
    rows = [
        cover
        for cover in firm.covers.select_related("organisation", "source")
        if cover.held_on(day) is not Held.NO
    ]
    names = _names([cover.organisation_id for cover in rows], day)
    order = CoverMode.values
    rows.sort(key=lambda cover: (cover.held_on(day) is not Held.YES, order.index(cover.mode)))
    return [
        CoverOfFirm(cover, names.get(cover.organisation_id, ""), cover.held_on(day))
        for cover in rows
    ]


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


def _sees_counts(person: Person, world: World, organisation: Organisation) -> bool:
    """The unit itself, and the offices above it, as the role says."""
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
        _counts_of(known[-1]) if known else UNCOUNTED,
        is_cluster_body=organisation.is_cluster_body,
        units=units or None,
        exception_document=(type_now.document or str(type_now.source))
        if type_now.is_exception
        else "",
    )


def _counts_of(record: MemberCount) -> Counts:
    return Counts(
        record.counted_on,
        record.formal,
        record.probationary,
        record.newly_developed,
        record.band,
    )


def _count_lines(
    counts: Sequence[MemberCount], sees_counts: bool, day: date
) -> tuple[CountLine, ...]:
    """The counts up to the day, the latest first.

    Outside the unit and its superior only the members together are shown, never their parts, and
    not beside a count of another day from which they differ by fewer than five.
    """
    totals = [
        one.formal if _counts_of(one).members is None else _counts_of(one).members for one in counts
    ]
    kept = steady([total if total is None or total >= LEAST_SHOWN else None for total in totals])
    lines = []
    for record, total, is_steady in zip(counts, totals, kept, strict=True):
        if record.counted_on > day:
            continue
        if sees_counts:
            lines.append(_open_line(record))
            continue
        is_small = total is not None and total < LEAST_SHOWN
        members = Shown(withheld=True) if is_small or not is_steady else Shown(total)
        withheld = Shown(withheld=True)
        lines.append(
            CountLine(
                record, members, withheld, withheld, withheld,
                "" if record.band in SMALL_BANDS else str(record.get_band_display()),
            )
        )  # fmt: skip
    return tuple(reversed(lines))


def _open_line(record: MemberCount) -> CountLine:
    return CountLine(
        record,
        Shown(_counts_of(record).members),
        Shown(record.formal),
        Shown(record.probationary),
        Shown(record.newly_developed),
        str(record.get_band_display()) if record.band else "",
    )


# --- the line of events ----------------------------------------------------------------------

Days = tuple[date | None, date, date | None]


def _events(
    organisation: Organisation,
    names: Sequence[OrganisationName],
    types: Sequence[TypeSpell],
    superiors: Sequence[Related],
    counts: Sequence[MemberCount],
    attestations: Sequence[Attestation],
) -> tuple[LineEvent, ...]:
    """Every dated event once; what began on the same day stands under one mark."""
    starts: dict[Days, list[str]] = {_days(organisation): [_("founded")]}
    ends: dict[date, list[str]] = {}
    for name in names:
        starts.setdefault(_days(name), []).append(_("named “%s”") % name.text)
    for spell in types:
        words = str(spell.get_type_display())
        if spell.is_exception:
            words = _("%s, by exception") % words
        starts.setdefault(_days(spell), []).append(words)
    for one in superiors:
        words = _("under %s") % (one.name or one.organisation)
        starts.setdefault(_days(one.relation), []).append(words)
        if one.relation.valid_to and one.relation.valid_to != organisation.valid_to:
            ends.setdefault(one.relation.valid_to, []).append(
                _("no longer under %s") % (one.name or one.organisation)
            )
    for count in counts:
        starts.setdefault((count.counted_on, count.counted_on, None), []).append(_("counted"))
    for attestation in attestations:
        day = attestation.attested_on
        words = _("named in %s") % f"《{attestation.source.title}》"
        starts.setdefault((day, day, None), []).append(words)
    if organisation.valid_to:
        ends.setdefault(organisation.valid_to, []).append(_("ended"))
    comma = pgettext("between events of a day", "; ")
    found = [
        LineEvent(day, comma.join(words), known_by=known_by, not_before=not_before)
        for (day, known_by, not_before), words in starts.items()
    ]
    found += [LineEvent(day, comma.join(words)) for day, words in ends.items()]
    return tuple(sorted(found, key=lambda event: event.day or event.known_by or date.max))


def _days(record: Organisation | OrganisationName | TypeSpell | Superior) -> Days:
    return record.valid_from, record.known_by, record.not_before


def choosable_superiors(
    person: Person, world: World, organisation: Organisation
) -> QuerySet[Organisation]:
    """The organisations that may be put above this one."""
    return (
        Organisation.objects.visible_to(person, world)
        .filter(Q(valid_to__isnull=True))
        .exclude(pk=organisation.pk)
    )
