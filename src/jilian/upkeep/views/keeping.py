"""What is kept about whom, what for, and for how long."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.upkeep import operations, queries
from jilian.upkeep.forms import HoldForm
from jilian.upkeep.rules import CLASSES


@needs(Permission.SEE_RETENTION)
def kept(request: Request) -> HttpResponse:
    """What is kept about whom, what for, and for how long?"""
    rows = queries.kept_data({"JILIAN_TRACE_DAYS": settings.TRACE_DAYS})
    page = {
        "rows": rows,
        "personal": sum(len(row.personal) for row in rows),
        "held": sum(row.hold is not None for row in rows),
        "may_hold": request.reach.may(Permission.HOLD_DATA),
    }
    return render(request, "upkeep/kept.html", page)


@needs(Permission.HOLD_DATA)
def hold(request: Request, code: str) -> HttpResponse:
    """Hold back the deletion of a class of data, or lift the hold."""
    found = next((one for one in CLASSES if one.code == code), None)
    if found is None:
        raise Http404
    held = next(
        (row.hold for row in queries.kept_data({}) if row.data_class is found and row.hold), None
    )
    form = HoldForm(request.POST or None)
    if request.method == "POST" and (held or form.is_valid()):
        by, at = request.person, timezone.now()
        try:
            if held:
                operations.lift_hold(by=by, at=at, code=code)
                messages.success(request, _("The hold is lifted."))
            else:
                operations.hold(by=by, at=at, code=code, reason=form.cleaned_data["reason"])
                messages.success(request, _("Deletion is held back."))
            return redirect("upkeep:kept")
        except Refusal as refusal:
            messages.error(request, str(refusal))
    page = {"data_class": found, "held": held, "form": form}
    return render(request, "upkeep/hold.html", page)
