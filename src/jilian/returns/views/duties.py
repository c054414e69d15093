"""Which units report."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.clusters.models import Cluster
from jilian.growth.queries.units import units_of
from jilian.places.models import Division
from jilian.returns import operations
from jilian.returns.forms import DutyForm, ReasonForm
from jilian.returns.models import Duty
from jilian.returns.queries.asking import month_or_404
from jilian.returns.rules.forms import form_keys, latest_form
from jilian.returns.views.shared import duty_or_404
from jilian.ui.parts import Effect

P = Permission


@needs(P.REVIEW_RETURNS)
def duties(request: Request) -> HttpResponse:
    """Who reports what, from when on?"""
    clusters = Cluster.objects.visible_to(request.person, request.world)
    units = [(f"town:{one.code}", str(one)) for one in units_of(request.world)]
    units += [(f"cluster:{one.pk}", str(one)) for one in clusters]
    forms = [(key, str(latest_form(key))) for key in form_keys()]
    typed = DutyForm(
        request.POST or None, forms_=forms, units=units,
        initial={"month": f"{request.today:%Y-%m}"},
    )  # fmt: skip
    if request.method == "POST" and typed.is_valid():
        said = typed.cleaned_data
        try:
            operations.begin_duty(
                by=request.person, at=timezone.now(), world=request.world, form=said["form"],
                unit=_unit(said["unit"]), month=month_or_404(said["month"]),
            )  # fmt: skip
        except Refusal as refusal:
            typed.add_error(None, str(refusal))
        else:
            messages.success(request, _("The unit reports from that month on."))
            return redirect("returns:duties", request.world.code)
    rows = Duty.objects.visible_to(request.person, request.world)
    rows = rows.select_related("division", "cluster")
    page = {"rows": [(one, latest_form(one.form)) for one in rows], "typed": typed,
            "may_set": request.reach.may(P.REVIEW_RETURNS)}  # fmt: skip
    return render(request, "returns/duties.html", page)


def _unit(said: str) -> Division | Cluster:
    kind, _colon, key = said.partition(":")
    if kind == "town":
        return get_object_or_404(Division, code=key)
    return get_object_or_404(Cluster, pk=int(key))


@needs(P.REVIEW_RETURNS)
def end(request: Request, pk: int) -> HttpResponse:
    """Why does this unit report no longer?"""
    duty = duty_or_404(request, pk)
    typed = ReasonForm(request.POST or None)
    back = reverse("returns:duties", args=(request.world.code,))
    if request.method == "POST" and typed.is_valid():
        try:
            operations.end_duty(
                by=request.person, at=timezone.now(), duty=duty, month=request.today,
                reason=typed.cleaned_data["reason"],
            )  # fmt: skip
        except Refusal as refusal:
            typed.add_error(None, str(refusal))
        else:
            return redirect(back)
    effect = Effect(str(duty.unit), _("reports this month for the last time"))
    page = {"question": _("End this duty to report?"), "verb": _("End it"), "typed": typed,
            "effects": [effect], "back": back, "danger": True}  # fmt: skip
    return render(request, "returns/confirm.html", page)
