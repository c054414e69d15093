"""What a run proposes, and how a person adopts it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.clusters import operations, queries
from jilian.clusters.forms import AdoptionForm
from jilian.clusters.models import Cluster, ProposedCluster
from jilian.clusters.rules import check_adoption
from jilian.ui.parts import Effect


@needs(Permission.SEE_PROPOSALS)
def proposal(request: Request, pk: int) -> HttpResponse:
    """Who is proposed as a cluster, how firmly does each firm belong, and shall it be adopted?"""
    found = _proposal(request, pk)
    return _page(request, found, AdoptionForm.proposed(found, request.today))


@require_POST
@needs(Permission.ADOPT_CLUSTERS)
def adopt(request: Request, pk: int) -> HttpResponse:
    """First say which dates would come to be, then, confirmed, let them."""
    found = _proposal(request, pk)
    form = AdoptionForm(request.POST, proposal=found)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    try:
        if "confirmed" not in request.POST:
            return _confirm(request, found, form)
        cluster = _adopted(request, found, form)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _page(request, found, form, status=422)
    messages.success(request, _("“%(name)s” is a cluster now.") % {"name": cluster})
    return redirect("clusters:detail", request.world.code, cluster.pk)


def _proposal(request: Request, pk: int) -> ProposedCluster:
    rows = ProposedCluster.objects.visible_to(request.person, request.world)
    return get_object_or_404(
        rows.select_related("run__snapshot", "run__world", "adopted_as"), pk=pk
    )


def _page(
    request: Request, found: ProposedCluster, form: AdoptionForm, status: int = 200
) -> HttpResponse:
    ticked = set(form["left_out"].value() or ()) if form.is_bound else set()
    return render(
        request,
        "clusters/proposal.html",
        {
            "proposal": found,
            "page": queries.proposal_page(found, found.run.snapshot.as_of),
            "form": form,
            "ticked": {int(pk) for pk in ticked if str(pk).isdecimal()},
            "may_adopt": request.reach.may(Permission.ADOPT_CLUSTERS),
        },
        status=status,
    )


def _adopted(request: Request, found: ProposedCluster, form: AdoptionForm) -> Cluster:
    return operations.adopt_proposal(
        by=request.person, at=timezone.now(), proposal=found, **form.cleaned_data
    )


def _confirm(request: Request, found: ProposedCluster, form: AdoptionForm) -> HttpResponse:
    typed = form.cleaned_data
    left_out = len(typed["left_out"])
    kept = found.size - left_out
    check_adoption(
        name=typed["name"], reason=typed["reason"], from_day=typed["from_day"],
        frozen_on=found.run.snapshot.as_of, today=request.today, kept=kept,
    )  # fmt: skip
    if left_out and not typed["left_out_reason"].strip():
        raise Refusal("left_out_reason_missing", _("Say why firms are left out."))
    return render(
        request,
        "clusters/adopt.html",
        {
            "proposal": found,
            "hidden": {**form.hidden_values, "confirmed": "1"},
            "effects": _effects(typed, kept, left_out),
            "typed": typed,
        },
    )


def _effects(typed: dict[str, Any], kept: int, left_out: int) -> list[Effect]:
    day = typed["from_day"]
    effects = [
        Effect(typed["name"], _("begins as a cluster of this world, with this name"), day),
        Effect(
            ngettext("%(n)s firm", "%(n)s firms", kept) % {"n": kept},
            _("become members, each with its position and the reason you gave"),
            day,
        ),
    ]
    if left_out:
        effects.append(
            Effect(
                ngettext("%(n)s firm", "%(n)s firms", left_out) % {"n": left_out},
                _("stay as they are; they are noted as left out"),
                None,
            )
        )
    return effects
