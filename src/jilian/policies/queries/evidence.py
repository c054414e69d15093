"""What is known of firms for a check: of the register, and of what was stated beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.base.dated import Held as HeldOn
from jilian.base.search import among
from jilian.firms.models import Firm, FirmIndustry, FirmName, Title, YearlyFact
from jilian.firms.rules import NameKind
from jilian.policies.models import Evidence, LineDecision
from jilian.policies.rules import fields
from jilian.policies.rules.checking import Decided
from jilian.policies.rules.register import (
    ANSWERED_BY_ONE_TITLE,
    OF_MEASURE,
    REGISTERED_ON,
    fields_of_title,
    is_resident,
)
from jilian.policies.rules.values import Stated, Value
from jilian.policies.rules.words import Origin
from jilian.sources.models import Sourced

Said = Iterator[tuple[int, Stated]]  # key of the record, what is stated of it


def stated_of(firm: Firm, day: date) -> list[Stated]:
    """Return everything that counts for checks of the firm on the day."""
    return stated_of_many([firm], day)[firm.root_id]


def stated_of_many(firms: Sequence[Firm], day: date) -> dict[int, list[Stated]]:
    """Return the same of several firms, by the key of the record that stands; six queries."""
    roots = {firm.root_id for firm in firms}
    records = _records(roots)
    keys = list(records)
    found: dict[int, list[Stated]] = {root: [] for root in roots}
    for part in (
        _facts(keys, records, day),
        _titles(keys, records, day),
        _industries(keys, records, day),
        _registered(keys, records, day),
        _identified(records, day),
        _entered(keys, day),
    ):
        for pk, stated in part:
            found[records[pk].root_id].append(stated)
    return found


def _records(roots: set[int]) -> dict[int, Firm]:
    """All records of these firms by their keys; one query."""
    rows = Firm.objects.filter(pk__in=among(roots)) | Firm.objects.filter(
        merged_into__in=among(roots)
    )
    return {one.pk: one for one in rows.order_by("pk")}


def _from_register(
    record: Sourced, field: str, year: int | None, value: Value, day: date, document: str = ""
) -> Stated:
    return Stated(
        field, year, value, fields.unit_of(field), Origin.REGISTER, str(record.source), day,
        source_pk=record.source_id, row=record.source_row, document=document,
    )  # fmt: skip


def _facts(keys: Sequence[int], records: Mapping[int, Firm], day: date) -> Said:
    """Yearly facts of years that had ended; where sources differ the one recorded last counts."""
    rows: QuerySet[YearlyFact] = YearlyFact.objects.filter(
        firm__in=among(keys), measure__in=list(OF_MEASURE), year__lt=day.year
    )
    latest: dict[tuple[int, int, str], YearlyFact] = {}
    for fact in rows.select_related("source").order_by("pk"):
        latest[records[fact.firm_id].root_id, fact.year, fact.measure] = fact
    for fact in latest.values():
        for field in OF_MEASURE[fact.measure]:
            yield (
                fact.firm_id,
                _from_register(fact, field, fact.year, fact.value, _day_of(fact)),
            )


def _day_of(record: Sourced) -> date:
    source = record.source
    return source.issued_on or timezone.localtime(source.recorded_at).date()


def _titles(keys: Sequence[int], records: Mapping[int, Firm], day: date) -> Said:
    """Titles that hold on the day say yes; one that ended, with none in force, may say no.

    Of a title that the register never saw nothing is known.
    """
    rows = Title.objects.filter(firm__in=among(keys)).select_related("source")
    held: dict[tuple[int, str], Title] = {}
    ended: dict[tuple[int, str], Title] = {}
    for title in rows.order_by("known_by", "pk"):
        assert title.firm_id is not None
        root, asked = records[title.firm_id].root_id, fields_of_title(title.kind)
        if title.held_on(day) is HeldOn.YES:
            held |= {(root, field): title for field in asked}
        elif title.valid_to is not None and title.valid_to <= day:
            ended |= {(root, field): title for field in asked if field in ANSWERED_BY_ONE_TITLE}
    for answers, titles in ((True, held), (False, ended)):
        for (root, field), title in titles.items():
            if answers or (root, field) not in held:
                words = " ".join(part for part in (title.kind, title.document) if part)
                yield root, _from_register(title, field, None, answers, title.known_by, words)


def _industries(keys: Sequence[int], records: Mapping[int, Firm], day: date) -> Said:
    held = FirmIndustry.objects.on(day).filter(firm__in=among(keys), is_main=True)
    found: dict[int, FirmIndustry] = {}
    for row in held.select_related("source", "industry").order_by("known_by", "-pk"):
        found[records[row.firm_id].root_id] = row
    for root, row in found.items():
        section = row.industry.section
        yield root, _from_register(row, "gbt4754_section", None, section, row.known_by)


def _registered(keys: Sequence[int], records: Mapping[int, Firm], day: date) -> Said:
    """The day of registration, where a source states the start of the first registered name.

    Nothing where any registered or former name has an unknown start: the firm may be older.
    """
    names = FirmName.objects.filter(
        firm__in=among(keys), kind__in=(NameKind.REGISTERED, NameKind.FORMER), known_by__lte=day
    )
    by_root: defaultdict[int, list[FirmName]] = defaultdict(list)
    for name in names.select_related("source").order_by("known_by", "pk"):
        by_root[records[name.firm_id].root_id].append(name)
    for root, rows in by_root.items():
        starts = [row.valid_from for row in rows]
        if starts[0] is not None and None not in starts:
            yield root, _from_register(rows[0], REGISTERED_ON, None, starts[0], rows[0].known_by)


def _identified(records: Mapping[int, Firm], day: date) -> Said:
    found = {}
    for record in records.values():
        if is_resident(record.scheme, record.identifier):
            found[record.root_id] = record
    for root, record in found.items():
        words = _("credit code %s") % record.identifier
        yield root, Stated("resident_firm", None, True, "", Origin.REGISTER, words, day)


def _entered(keys: Sequence[int], day: date) -> Said:
    rows = Evidence.objects.filter(
        firm__in=among(keys), replaced_at__isnull=True, queried_on__lte=day
    )
    for row in rows.select_related("source"):
        yield row.firm_id, stated_row(row)


def stated_row(row: Evidence) -> Stated:
    """A row of evidence as a check reads it."""
    value: Value = fields.kept_words(row.field, row.words)
    if row.value is not None:
        value = bool(row.value) if fields.is_yes_or_no(row.field) else row.value
    return Stated(
        row.field, row.year, value, row.unit, row.origin, str(row.source), row.queried_on,
        source_pk=row.source_id, row=row.source_row, document=row.document,
        entered_by=row.entered_by, pk=row.pk,
    )  # fmt: skip


def left_aside(firm: Firm, day: date) -> dict[str, int]:
    """Return the measures that the register holds and no rule reads, with their latest year."""
    keys = list(_records({firm.root_id}))
    rows = YearlyFact.objects.filter(firm__in=keys, year__lt=day.year)
    found: defaultdict[str, int] = defaultdict(int)
    for measure, year in rows.exclude(measure__in=list(OF_MEASURE)).values_list("measure", "year"):
        found[measure] = max(found[measure], year)
    return dict(found)


def decided_lines(
    firms: Sequence[Firm], day: date, rule_set: str | None = None
) -> dict[int, dict[tuple[str, str], Decided]]:
    """Return what people decided on lines, by firm and by (rule set, line); one query."""
    roots = {firm.root_id for firm in firms}
    rows = LineDecision.objects.filter(
        firm__in=among(roots), replaced_at__isnull=True, valid_until__gte=day
    )
    if rule_set is not None:
        rows = rows.filter(rule_set=rule_set)
    found: dict[int, dict[tuple[str, str], Decided]] = {root: {} for root in roots}
    for row in rows:
        on = timezone.localtime(row.decided_at).date()
        found[row.firm_id][row.rule_set, row.line] = Decided(
            row.is_met, row.reason, row.document, on, row.valid_until, row.decided_by
        )
    return found
