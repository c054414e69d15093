"""What the views of this area share."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404

from jilian.accounts.gate import Request
from jilian.accounts.permissions import Permission
from jilian.base.sheets import CONTENT_TYPES
from jilian.returns.formats.templates import Occasion
from jilian.returns.models import Duty, MonthlyReturn
from jilian.returns.rules.forms import version_of
from jilian.ui.values import moment_text

P = Permission


def return_or_404(request: Request, pk: int) -> MonthlyReturn:
    """A return that the person may look at."""
    rows = MonthlyReturn.objects.visible_to(request.person, request.world)
    found: MonthlyReturn = get_object_or_404(
        rows.select_related("world", "division", "cluster__host_division"), pk=pk
    )
    return found


def own_or_404(request: Request, pk: int) -> MonthlyReturn:
    """A return of a unit for which the person enters."""
    row = return_or_404(request, pk)
    if not request.reach.may(P.ENTER_RETURNS, row.own_scopes):
        raise Http404
    return row


def duty_or_404(request: Request, pk: int) -> Duty:
    """A unit's duty that the person may look at."""
    rows = Duty.objects.visible_to(request.person, request.world)
    found: Duty = get_object_or_404(rows.select_related("world", "division", "cluster"), pk=pk)
    return found


def occasion_of(row: MonthlyReturn) -> Occasion:
    """What a template of this return is for."""
    form = version_of(row.form, row.form_version)
    return Occasion(form, str(row.unit), row.month, row.is_joint, moment_text(row.due_at))


def workbook(content: bytes, name: str) -> HttpResponse:
    """A workbook as a file to be saved."""
    return HttpResponse(
        content,
        content_type=CONTENT_TYPES["xlsx"],
        headers={"Content-Disposition": f'attachment; filename="{name}.xlsx"'},
    )
