"""Everything dated about an organisation, on one line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _, pgettext

from jilian.organisations.models import (
    Attestation,
    MemberCount,
    Organisation,
    OrganisationName,
    Superior,
    TypeSpell,
)
from jilian.organisations.rules import Line
from jilian.ui.drawings import LineEvent

Days = tuple[date | None, date, date | None]


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


def events_of(
    organisation: Organisation,
    names: Sequence[OrganisationName],
    types: Sequence[TypeSpell],
    superiors: Sequence[Related],
    counts: Sequence[MemberCount],
    attestations: Sequence[Attestation],
) -> tuple[LineEvent, ...]:
    """Every dated event once; what began on the same day stands under one mark."""
    starts: dict[Days, list[str]] = {_days(organisation): [_("founded")]}

    def on(day: date, words: str) -> None:
        starts.setdefault((day, day, None), []).append(words)

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
            on(one.relation.valid_to, _("no longer under %s") % (one.name or one.organisation))
    for count in counts:
        on(count.counted_on, _("counted"))
    for attestation in attestations:
        on(attestation.attested_on, _("named in %s") % f"《{attestation.source.title}》")
    if organisation.valid_to:
        on(organisation.valid_to, _("ended"))
    comma = pgettext("between events of a day", "; ")
    found = [
        LineEvent(day, comma.join(words), known_by=known_by, not_before=not_before)
        for (day, known_by, not_before), words in starts.items()
    ]
    return tuple(sorted(found, key=lambda event: event.day or event.known_by or date.max))


def _days(record: Organisation | OrganisationName | TypeSpell | Superior) -> Days:
    return record.valid_from, record.known_by, record.not_before
