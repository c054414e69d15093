"""Deciding on a missing link, and putting it on the list of its cluster."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.gaps import operations
from jilian.gaps.forms import DecideForm, OwnerForm
from jilian.gaps.rules.deciding import FOLLOWS, REASONED
from jilian.gaps.rules.words import Status
from jilian.gaps.views.looking import VERBS, link_to_keep
from jilian.ui.parts import Effect


@needs(Permission.KEEP_GAPS)
def decide(request: Request, pk: int, status: str) -> HttpResponse:
    """Is it so, and what follows from it?"""
    found = link_to_keep(request, pk)
    if status not in FOLLOWS[found.status]:
        raise Http404
    wanted = Status(status)
    reasoned = wanted in REASONED or found.status == Status.FILLED
    form = DecideForm(request.POST or None, reasoned=reasoned, initial={"on": request.today})
    back = reverse("gaps:detail", args=(request.world.code, found.pk))
    page = {"link": found, "form": form, "back": back, "verb": VERBS[wanted](), "status": wanted}
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            if "confirmed" in request.POST:
                operations.decide_missing_link(
                    by=request.person, at=timezone.now(), link=found, status=wanted, **typed
                )
                messages.success(request, _("Done."))
                return redirect(back)
            words = _("becomes “%(status)s”; the next search leaves that alone")
            page["effects"] = (
                Effect(found.product, words % {"status": wanted.label}, typed["on"]),
            )
            page["hidden"] = {
                "reason": typed["reason"], "on": typed["on"].isoformat(), "confirmed": "1"
            }  # fmt: skip
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render(request, "gaps/decide.html", page)


@needs(Permission.KEEP_GAPS)
@require_POST
def put_on_list(request: Request, pk: int) -> HttpResponse:
    """Put a confirmed missing link on the list of what the chain lacks."""
    found = link_to_keep(request, pk)
    form = OwnerForm(request.POST)
    back = redirect("gaps:detail", request.world.code, found.pk)
    if not form.is_valid():
        messages.error(request, _("Name the owner: a function or office."))
        return back
    try:
        operations.list_missing_link(
            by=request.person, at=timezone.now(), link=found, **form.cleaned_data
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return back
    messages.success(request, _("It stands on the list of what the chain lacks."))
    return redirect("gaps:items", request.world.code, found.cluster_id)
