"""Firms' monthly figures under a unit: read, checked, kept with their purpose."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from jilian.accounts.models import Person
from jilian.accounts.permissions import Permission
from jilian.audit import operations as audit
from jilian.base.errors import Refusal
from jilian.base.free_text import checked_text
from jilian.returns.formats.firm_table import check_firms
from jilian.returns.models import FirmFigures, FirmSheet, MonthlyReturn
from jilian.returns.queries.firms import firms_of
from jilian.returns.rules.findings import Level
from jilian.returns.rules.tables import FirmRow

P = Permission
LONGEST_NAME, LONGEST_WHY = 200, 300


@transaction.atomic
def save_firm_sheet(
    *,
    by: Person,
    at: datetime,
    monthly_return: MonthlyReturn,
    name: str,
    content: bytes,
    purpose: str,
    explanation: str = "",
) -> FirmSheet:
    """Keep a table of firms; the same file again is given back, another is the next revision.

    Hard findings refuse; soft ones without a note need an explanation for the whole table.
    """
    row = monthly_return
    checked = check_firms(by=by, monthly_return=row, name=name, content=content)
    said, why = checked_text(purpose, longest=LONGEST_NAME), checked_text(explanation)
    if not said:
        raise Refusal("purpose_missing", _("Say what the firms gave their figures for."))
    hard, soft = checked.of(Level.HARD), checked.of(Level.SOFT)
    if hard:
        raise Refusal(
            "table_has_errors", _("%(count)d findings must be mended first.") % {"count": len(hard)}
        )
    if soft and not why:
        raise Refusal(
            "table_needs_notes",
            _("%(count)d findings need a note, or an explanation for all.") % {"count": len(soft)},
        )
    kept = {"form": row.form, "unit_kind": row.unit_kind, "unit_key": row.unit_key}
    rows = FirmSheet.objects.filter(world=row.world, month=row.month, **kept)
    fingerprint = hashlib.sha256(content).hexdigest()
    latest: FirmSheet | None = rows.order_by("-revision").first()
    if latest is not None and latest.fingerprint == fingerprint:
        return latest
    sheet: FirmSheet = FirmSheet.objects.create(
        world=row.world, month=row.month, **kept, division=row.division, cluster=row.cluster,
        revision=(rows.aggregate(top=Max("revision"))["top"] or 0) + 1, purpose=said,
        file_name=name[:LONGEST_NAME], fingerprint=fingerprint,
        findings=[{**one.plain, "why": why[:LONGEST_WHY]} for one in soft],
        entered_at=at, entered_by=by.username,
    )  # fmt: skip
    firms = firms_of(row)
    FirmFigures.objects.bulk_create(
        [FirmFigures(sheet=sheet, firm=firms[one.code], row=one.row, values=_plain(one),
                     note=one.note) for one in checked.firms if one.code in firms],
        batch_size=500,
    )  # fmt: skip
    audit.record(
        "firm_figures.kept", by=by, at=at, world=row.world, about=sheet,
        after={"unit": row.unit_key, "month": row.month, "firms": len(checked.firms),
               "revision": sheet.revision, "purpose": said, "fingerprint": fingerprint},
    )  # fmt: skip
    return sheet


def _plain(row: FirmRow) -> dict[str, str]:
    return {
        f"{item}.{column}": f"{value:f}"
        for (item, column), value in row.values.items()
        if value is not None
    }
