"""Excel out and in: a unit's template, a filled one, and the firms' tables beneath a unit."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.returns import operations, queries
from jilian.returns.formats.firm_table import check_firms
from jilian.returns.formats.reading import UnitTable, read_unit_table
from jilian.returns.formats.templates import firm_template, unit_template
from jilian.returns.forms import FirmsForm, UploadForm
from jilian.returns.models import MonthlyReturn
from jilian.returns.rules.findings import Level, Values
from jilian.returns.rules.forms import version_of
from jilian.returns.rules.tables import Checked
from jilian.returns.views.shared import occasion_of, own_or_404, workbook

P = Permission
MOST_SHOWN = 200


@needs(P.ENTER_RETURNS)
def template(request: Request, pk: int) -> HttpResponse:
    """The return as a workbook: what was typed so far, beside last month and last year."""
    row = own_or_404(request, pk)
    found = queries.return_seen(row)
    values = {(one.item.key, cell.column): cell.value for one in found.rows for cell in one.cells}
    content = unit_template(occasion_of(row), values, found.before.last, found.before.year)
    return workbook(content, f"return-{row.form}-{row.unit_key}-{row.month:%Y-%m}")


@needs(P.ENTER_RETURNS)
def upload(request: Request, pk: int) -> HttpResponse:
    """Take a filled template over as a draft; the checks follow."""
    row = own_or_404(request, pk)
    typed = UploadForm(request.POST or None, request.FILES or None)
    table: UnitTable | None = None
    if request.method == "POST" and typed.is_valid():
        try:
            table = _taken_over(request, row, typed.cleaned_data["file"])
        except Refusal as refusal:
            typed.add_error(None, str(refusal))
        else:
            if not table.odd:
                messages.success(request, _("The table was taken over; look at the checks."))
                return redirect("returns:check", request.world.code, row.pk)
    page = {"row": row, "typed": typed, "findings": table.odd if table else []}
    return render(request, "returns/upload.html", page, status=422 if table else 200)


def _taken_over(request: Request, row: MonthlyReturn, file: Any) -> UnitTable:
    """Read a template and save its values; nothing is saved while a cell is odd."""
    form = version_of(row.form, row.form_version)
    table = read_unit_table(form, file.name or "", file.read())
    if not table.odd:
        operations.save_values(
            by=request.person, at=timezone.now(), monthly_return=row, values=table.values,
            notes=table.notes, seen=row.saves,
        )  # fmt: skip
    return table


@needs(P.ENTER_RETURNS)
def firms_template(request: Request, pk: int) -> HttpResponse:
    """The table of firms as a workbook; the firms that report and what they gave before."""
    row = own_or_404(request, pk)
    form = version_of(row.form, row.form_version)
    compared = queries.compared_of(row, form)
    listed = compared.names or compared.also
    rows: list[tuple[str, str, Values, str]] = [
        (code, name, {}, "") for code, name in listed.items()
    ]
    content = firm_template(occasion_of(row), compared, rows)
    return workbook(content, f"firms-{row.unit_key}-{row.month:%Y-%m}")


@needs(P.ENTER_RETURNS)
def firms(request: Request, pk: int) -> HttpResponse:
    """What did the firms report, and what is odd in it?"""
    row = own_or_404(request, pk)
    form = version_of(row.form, row.form_version)
    sheet = queries.sheet_of(row, row.month)
    typed = FirmsForm(
        request.POST or None, request.FILES or None,
        initial={"purpose": sheet.purpose if sheet else ""},
    )  # fmt: skip
    checked: Checked | None = None
    if request.method == "POST" and typed.is_valid():
        file = typed.cleaned_data["file"]
        content, name = file.read(), file.name or ""
        try:
            checked = check_firms(by=request.person, monthly_return=row, name=name, content=content)
            sheet = operations.save_firm_sheet(
                by=request.person, at=timezone.now(), monthly_return=row, name=name,
                content=content, purpose=typed.cleaned_data["purpose"],
                explanation=typed.cleaned_data["explanation"],
            )  # fmt: skip
        except Refusal as refusal:
            typed.add_error(None, str(refusal))
        else:
            messages.success(request, _("The table of firms is kept."))
    page = {"row": row, "typed": typed, "sheet": sheet, "form": form, **_found(checked),
            "kept": sheet.rows.count() if sheet else None}  # fmt: skip
    return render(request, "returns/firms.html", page, status=422 if typed.errors else 200)


def _found(checked: Checked | None) -> dict[str, object]:
    if checked is None:
        return {"checked": None}
    to_mend = [one for one in checked.findings if one.level != Level.FOLLOW_UP]
    return {
        "checked": checked,
        "findings": to_mend[:MOST_SHOWN],
        "more": max(0, len(to_mend) - MOST_SHOWN),
        "follow_up": checked.of(Level.FOLLOW_UP)[:MOST_SHOWN],
        "hard": len(checked.of(Level.HARD)),
        "soft": len(checked.of(Level.SOFT)),
    }
