"""Proposing: which organisation, in which mode, and what justifies it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.absorption import operations, queries
from jilian.absorption.forms import ProposalForm
from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.clusters.models import Cluster
from jilian.firms.models import Firm
from jilian.network.models import SupplyLink
from jilian.organisations.models import Organisation


@needs(Permission.PROPOSE_ABSORPTION)
def propose(request: Request, pk: int) -> HttpResponse:
    """Which organisation is to be absorbed, and why?"""
    cluster = _cluster(request, pk)
    organisation, firms = _asked_for(request)
    if organisation is None:
        words = request.GET.get("q", "").strip()
        page = {
            "cluster": cluster,
            "words": words,
            "candidates": queries.candidates(cluster, request.as_of, words),
        }
        return render(request, "absorption/choose.html", page)
    firm = _firm(request, firms)
    links = queries.justifying_links(request.person, cluster, firm, request.as_of) if firm else []
    form = ProposalForm(
        request.POST or None, links=links,
        initial={"mode": "functional", "proposed_on": request.today,
                 "link": str(links[0].link.pk) if links else ""},
    )  # fmt: skip
    page = {"cluster": cluster, "organisation": organisation, "firms": firms, "firm": firm,
            "form": form, "links": links}  # fmt: skip
    page["body"] = queries.body_of(cluster, request.as_of)
    if request.method == "POST" and form.is_valid():
        try:
            made = _propose(request, cluster, organisation, firm, form.cleaned_data)
            messages.success(request, _("Proposed; the sides are asked."))
            return redirect("absorption:detail", request.world.code, made.pk)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render(request, "absorption/propose.html", page)


def _propose(
    request: Request, cluster: Cluster, organisation: Organisation, firm: Firm | None,
    typed: dict[str, Any],
) -> Any:  # fmt: skip
    link = SupplyLink.objects.filter(pk=typed.pop("link") or 0)
    return operations.propose_absorption(
        by=request.person, at=timezone.now(), cluster=cluster, organisation=organisation,
        firm=firm, link=link.select_related("supplier__merged_into", "buyer__merged_into").first(),
        **typed,
    )  # fmt: skip


def _cluster(request: Request, pk: int) -> Cluster:
    rows = Cluster.objects.visible_to(request.person, request.world).select_related("world")
    found = get_object_or_404(rows, pk=pk)
    if not request.reach.may(Permission.PROPOSE_ABSORPTION, (("cluster", str(found.pk)),)):
        raise Http404
    return found


def _asked_for(request: Request) -> tuple[Organisation | None, list[Firm]]:
    """The organisation that the address names, with the firms that it covers."""
    key = request.GET.get("organisation", "")
    rows = Organisation.objects.visible_to(request.person, request.world)
    found = rows.select_related("world", "division").filter(key=key).first() if key else None
    if key and found is None:
        raise Http404
    return found, queries.firms_of(found, request.as_of) if found else []


def _firm(request: Request, firms: list[Firm]) -> Firm | None:
    asked = request.GET.get("firm", "")
    chosen = [one for one in firms if str(one.pk) == asked]
    return next(iter(chosen or firms), None)
