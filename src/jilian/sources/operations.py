"""Recording where records come from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jilian.audit import operations as audit
from jilian.audit.operations import Doer
from jilian.base.errors import Refusal
from jilian.places.models import World
from jilian.sources.models import PublishedFact, Source
from jilian.sources.rules import MAY_BE_AUTHORITATIVE, Difference, FactRow


@transaction.atomic
def record_source(
    *,
    by: Doer,
    at: datetime,
    key: str,
    kind: str,
    title: str,
    publisher: str = "",
    reference: str = "",
    licence: str = "",
    issued_on: date | None = None,
    note: str = "",
    fingerprint: str = "",
) -> Source:
    """Return the source with this key, recording it if it is not there; the first wording stays."""
    source, is_new = Source.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "title": title,
            "publisher": publisher,
            "reference": reference,
            "licence": licence,
            "issued_on": issued_on,
            "note": note,
            "fingerprint": fingerprint,
            "recorded_at": at,
            "recorded_by": by.username,
        },
    )
    if is_new:
        audit.record("source.recorded", by=by, at=at, about=source, after={"key": key})
    return source


@transaction.atomic
def set_authority(*, by: Doer, at: datetime, source: Source, authoritative: bool) -> Source:
    """Say that a source is authoritative, or that it is not; refuses what people or programs made.

    Whoever calls has checked who may (``claims.operations.mark_source``).
    """
    kept = Source.objects.select_for_update().get(pk=source.pk)
    if authoritative and kept.kind not in MAY_BE_AUTHORITATIVE:
        raise Refusal(
            "never_authoritative",
            _("Only a document or an uploaded table of a registry is authoritative."),
        )
    if kept.authoritative == authoritative:
        return kept
    kept.authoritative = authoritative
    kept.save(update_fields=["authoritative"])
    audit.record(
        "source.authority_set",
        by=by,
        at=at,
        about=kept,
        before={"authoritative": not authoritative},
        after={"authoritative": authoritative},
    )
    return kept


@transaction.atomic
def save_facts(*, by: Doer, at: datetime, world: World, rows: Sequence[FactRow]) -> Difference:
    """Add the published facts that are not there; what was published is never overwritten."""
    known = set(PublishedFact.objects.filter(world=world).values_list("key", flat=True))
    sources = Source.objects.in_bulk({row.source_key for row in rows}, field_name="key")
    fresh = [
        PublishedFact(
            world=world,
            key=row.key,
            source=sources[row.source_key],
            quote=row.quote,
            subject=row.subject,
            measure=row.measure,
            value=row.value,
            comparator=row.comparator,
            unit=row.unit,
            period=row.period,
            unclear=row.unclear,
            confidence=row.confidence,
            growth_pct=row.growth_pct,
            growth_kind=row.growth_kind,
            vintage=row.vintage,
        )
        for row in rows
        if row.key not in known
    ]
    PublishedFact.objects.bulk_create(fresh)
    if fresh:
        audit.record("facts.saved", by=by, at=at, world=world, after={"new": len(fresh)})
    return Difference(new=len(fresh), same=len(rows) - len(fresh))
