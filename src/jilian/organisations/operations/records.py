"""What is recorded about an organisation: who names it, whom it covers, how many it counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.firms.models import Firm
from jilian.organisations.models import Attestation, Organisation
from jilian.organisations.operations.changes import allow_change, entered
from jilian.organisations.operations.writing import Writing
from jilian.organisations.queries.planning import Planned, plan_cover
from jilian.organisations.queries.register import load_register
from jilian.organisations.rules.bodies import CONFLICTS, Conflict
from jilian.organisations.rules.register import learn_founding
from jilian.organisations.rules.spells import Span
from jilian.organisations.rules.stated import merge_counts
from jilian.organisations.rules.thresholds import Counts
from jilian.places.models import World
from jilian.sources.models import Source


@transaction.atomic
def attest(
    *,
    by: Person,
    at: datetime,
    organisation: Organisation,
    source: Source,
    attested_on: date,
    name_as_written: str,
) -> Attestation:
    """Record that a source names the organisation; the first wording of a source stays.

    It then stood on that day: where its founding is not known, that may be earlier than was known.
    Refuses a day before the founding.
    """
    allow_change(by, organisation)
    attestation, is_new = Attestation.objects.get_or_create(
        organisation=organisation,
        source=source,
        defaults={"attested_on": attested_on, "name_as_written": name_as_written},
    )
    if not is_new:
        return attestation
    before = load_register(organisation.world, [organisation.key])[organisation.key]
    try:
        after = learn_founding(before, Span(attested_on))
    except Conflict as conflict:
        raise Refusal(conflict.code, CONFLICTS[conflict.code]) from conflict
    if after != before:
        Writing(organisation.world, source, [after]).write()
        organisation.refresh_from_db()
    audit.record(
        "organisation.attested",
        by=by,
        at=at,
        world=organisation.world,
        about=organisation,
        before={"known_by": before.span.known_by},
        after={
            "source": source.key,
            "attested_on": attested_on,
            "name_as_written": name_as_written,
            "known_by": after.span.known_by,
        },
    )
    return attestation


@transaction.atomic
def cover_firm(
    *,
    by: Person,
    at: datetime,
    organisation: Organisation,
    firm: Firm,
    mode: str | None,
    from_day: date,
    source: Source | None = None,
) -> Planned:
    """Record that the organisation covers the firm in a mode from a day on; None ends it there."""
    allow_change(by, organisation)
    if firm.world_id != organisation.world_id:
        raise Refusal("other_world", _("The firm belongs to a different world."))
    firm = firm.root
    key = (firm.scheme, firm.identifier)
    planned = plan_cover(organisation, key, mode, from_day)
    Writing(
        organisation.world,
        entered(by=by, at=at, source=source),
        [planned.after],
        {key: firm.pk},
    ).write()
    before = planned.before.covers.get(key, ())
    audit.record(
        "organisation.firm_covered",
        by=by,
        at=at,
        world=organisation.world,
        about=organisation,
        before={"firm": firm.pk, "mode": before[-1].value if before else None},
        after={"firm": firm.pk, "mode": mode, "from_day": from_day},
    )
    return planned


@transaction.atomic
def record_counts(
    *,
    by: Person,
    at: datetime,
    organisation: Organisation,
    counted_on: date,
    formal: int | None = None,
    probationary: int | None = None,
    newly_developed: int | None = None,
    band: str = "",
    source: Source | None = None,
) -> None:
    """Record counts of a day, exact or as a band; what is not stated stays as it was.

    Refuses other counts of the same day, and an organisation that did not stand then.
    """
    allow_change(by, organisation)
    stated = Counts(counted_on, formal, probationary, newly_developed, band)
    if stated == Counts(counted_on):
        raise Refusal("counts_missing", _("No count is stated."))
    if band and formal is not None:
        raise Refusal(
            "count_and_band",
            _("Formal members are stated as a number or as a band, not as both."),
        )
    body = load_register(organisation.world, [organisation.key])[organisation.key]
    if body.span.valid_to is not None and counted_on >= body.span.valid_to:
        raise Refusal("ended", CONFLICTS["ended"])
    before = body.counts.get(counted_on)
    merged = merge_counts(before, stated)
    if merged is None:
        raise Refusal("counts_differ", CONFLICTS["counts_differ"])
    after = replace(body, counts={**body.counts, counted_on: merged})
    Writing(organisation.world, entered(by=by, at=at, source=source), [after]).write()
    audit.record(
        "organisation.counted",
        by=by,
        at=at,
        world=organisation.world,
        about=organisation,
        before=None,
        after={"counted_on": counted_on},
    )


@transaction.atomic
def record_export(
    *,
    by: Person,
    at: datetime,
    world: World,
    what: str,
    as_of: date,
    rows: int,
    kind: str,
    purpose: str,
    recipient: str,
) -> None:
    """Leave a trace of a list taken out as a file; refuses who may not take lists out."""
    allow(by, Permission.EXPORT, world_code=world.code)
    audit.record(
        "organisations.exported",
        by=by,
        at=at,
        world=world,
        after={"what": what, "as_of": as_of, "rows": rows, "format": kind},
        purpose=purpose,
        recipient=recipient,
    )
