"""Values that are stated of a firm: by the firm as its own word, by an office from a paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _, override

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission, allow, reach
from jilian.audit import operations as audit
from jilian.base.errors import NotAllowed, Refusal
from jilian.base.free_text import checked_text
from jilian.firms.models import Firm
from jilian.firms.queries.groups import group_of
from jilian.places.models import World
from jilian.policies.models import Evidence
from jilian.policies.rules import fields
from jilian.policies.rules.rows import EvidenceRow
from jilian.policies.rules.values import Value
from jilian.policies.rules.words import Origin
from jilian.sources.models import Source
from jilian.sources.operations import record_source
from jilian.sources.rules import Difference

LONGEST_DOCUMENT = 200


@transaction.atomic
def state_evidence(
    *,
    by: Person,
    at: datetime,
    firm: Firm,
    field: str,
    year: int | None,
    value: Value,
    document: str,
    queried_on: date,
) -> Evidence:
    """State one value of a firm: an office from a paper, the firm as its own word.

    A value of the same field, year and origin that stood before is replaced and stays beside it.
    """
    origin = allowed_origin(by, firm)
    paper = _checked_document(document, origin)
    field_spec = fields.checked_field(field)
    kept = fields.checked_value(field_spec, value)
    fields.check_year(field_spec, year, timezone.localdate(at))
    _check_day(queried_on, timezone.localdate(at))
    source = record_source(
        by=by, at=at, key=f"evidence:{firm.world.code}:{origin}",
        kind=Source.Kind.PERSON, title=_source_title(origin),
    )  # fmt: skip
    row = EvidenceRow(firm.root_id, field, year, kept, paper, queried_on)
    written, before = _write(by, at, firm.world, source, origin, [row])
    made = written[0]
    audit.record(
        "evidence.stated", by=by, at=at, world=firm.world, about=firm.root,
        before={"value": before.get(made.pk)} if made.pk in before else None,
        after={"field": field, "year": year, "value": str(kept), "document": paper,
               "origin": origin},
    )  # fmt: skip
    return made


@transaction.atomic
def withdraw_evidence(*, by: Person, at: datetime, evidence: Evidence) -> Evidence:
    """Take a value back; it stays on record, and no check reads it any more."""
    kept = (
        Evidence.objects.select_for_update(of=("self",))
        .select_related("firm__world")
        .get(pk=evidence.pk)
    )
    if allowed_origin(by, kept.firm) != kept.origin:
        raise NotAllowed(Permission.KEEP_POLICIES)
    if kept.replaced_at is not None:
        raise Refusal("evidence_replaced", _("This value has been replaced or taken back already."))
    kept.replaced_at = at
    kept.save(update_fields=["replaced_at"])
    audit.record(
        "evidence.withdrawn", by=by, at=at, world=kept.world, about=kept.firm,
        before={"field": kept.field, "year": kept.year,
                "value": kept.words if kept.value is None else str(kept.value)},
    )  # fmt: skip
    return kept


@transaction.atomic
def save_evidence(
    *, by: Person, at: datetime, world: World, rows: Sequence[EvidenceRow], file_name: str,
    fingerprint: str,
) -> Difference:  # fmt: skip
    """Save the rows of an uploaded table; the same value again changes nothing."""
    allow(by, Permission.KEEP_POLICIES, world_code=world.code)
    today = timezone.localdate(at)
    known = set(
        Firm.objects.filter(world=world, pk__in={row.firm for row in rows}).values_list(
            "pk", flat=True
        )
    )
    for row in rows:
        spec = fields.checked_field(row.field)
        fields.checked_value(spec, row.value)
        fields.check_year(spec, row.year, today)
        _check_day(row.queried_on, today)
        _checked_document(row.document, Origin.OFFICE)
        if row.firm not in known:
            raise Refusal("firm_unknown", _("A firm of the table is not in this register."))
    source = record_source(
        by=by, at=at, key=f"evidence:{world.code}:{fingerprint[:40]}", kind=Source.Kind.UPLOAD,
        title=file_name[:300], fingerprint=fingerprint,
    )  # fmt: skip
    fresh, same = _without_same(rows)
    written, before = _write(by, at, world, source, Origin.OFFICE, fresh)
    difference = Difference(
        new=len(written) - len(before), changed=len(before), same=same, conflicting=0
    )
    audit.record(
        "evidence.uploaded", by=by, at=at, world=world, about=source,
        after={"file": file_name, **difference.counts},
    )  # fmt: skip
    return difference


def allowed_origin(by: Person, firm: Firm) -> Origin:
    """Whose word it is when this person states a value of the firm; NotAllowed for who may not."""
    held = reach(by, firm.world.code)
    if held.may(Permission.KEEP_POLICIES):
        return Origin.OFFICE
    own = [scope for record in group_of(firm) for scope in record.own_scopes]
    allow(by, Permission.OBJECT_TO_BENEFITS, world_code=firm.world.code, scopes=own)
    return Origin.FIRM


def _source_title(origin: Origin) -> str:
    """In the language of the register, since a source is worded once."""
    with override("zh-hans"):
        return (
            _("Stated by the firm itself")
            if origin == Origin.FIRM
            else _("Entered by an office from a paper")
        )


def _checked_document(document: str, origin: Origin) -> str:
    paper = checked_text(document, longest=LONGEST_DOCUMENT)
    if paper:
        return paper
    if origin == Origin.FIRM:
        return _("own statement")
    raise Refusal("document_missing", _("Name the paper that shows the value."))


def _check_day(queried_on: date, today: date) -> None:
    if queried_on > today:
        raise Refusal("day_ahead", _("This day has not come yet."))


def _without_same(rows: Sequence[EvidenceRow]) -> tuple[list[EvidenceRow], int]:
    """The last row of each field and year, without those that an office has stated alike before."""
    last = {(row.firm, row.field, row.year): row for row in rows}
    held = {
        (one.firm_id, one.field, one.year): one
        for one in Evidence.objects.filter(
            firm__in={row.firm for row in rows}, origin=Origin.OFFICE, replaced_at__isnull=True
        )
    }
    fresh = []
    for key, row in last.items():
        one = held.get(key)
        if one is None or not _alike(one, row):
            fresh.append(row)
    return fresh, len(rows) - len(fresh)


def _alike(one: Evidence, row: EvidenceRow) -> bool:
    same = (one.document, one.queried_on) == (row.document, row.queried_on)
    if isinstance(row.value, Decimal | bool):
        return same and one.value == Decimal(row.value)
    return same and one.words == str(row.value)


def _write(
    by: Person, at: datetime, world: World, source: Source, origin: str,
    rows: Sequence[EvidenceRow],
) -> tuple[list[Evidence], dict[int, str]]:  # fmt: skip
    """Replace what stood and write the rows; also the replaced value by the key of the new row."""
    held: dict[tuple[int, str, int | None], Evidence] = {}
    standing = Evidence.objects.select_for_update(of=("self",)).filter(
        firm__in={row.firm for row in rows}, origin=origin, replaced_at__isnull=True
    )
    for one in standing:
        held[one.firm_id, one.field, one.year] = one
    gone = {key: held[key] for row in rows if (key := (row.firm, row.field, row.year)) in held}
    Evidence.objects.filter(pk__in=[one.pk for one in gone.values()]).update(replaced_at=at)
    made = Evidence.objects.bulk_create(
        [
            Evidence(
                world=world, firm_id=row.firm, field=row.field, year=row.year,
                value=Decimal(row.value) if isinstance(row.value, Decimal | bool) else None,
                words="" if isinstance(row.value, Decimal | bool) else str(row.value),
                unit=fields.unit_of(row.field), origin=origin, document=row.document,
                queried_on=row.queried_on, entered_at=at, entered_by=by.username,
                source=source, source_row=row.row,
            )
            for row in rows
        ],
        batch_size=500,
    )  # fmt: skip
    before = {}
    for one in made:
        old = gone.get((one.firm_id, one.field, one.year))
        if old is not None:
            before[one.pk] = old.words if old.value is None else str(old.value)
    return made, before
