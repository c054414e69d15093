"""The calendar of the rotating chain head: terms, hand-overs, what is open."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.accounts.rules import ScopeKind
from jilian.base.errors import Refusal
from jilian.base.months import months_later
from jilian.clusters.models import Cluster
from jilian.leaders import operations, queries
from jilian.leaders.forms import ChangeForm, ItemForm, ProposeForm
from jilian.leaders.models import ChainHeadTerm, HandOver, HandOverItem
from jilian.leaders.rules import Side
from jilian.leaders.rules.terms import month_of
from jilian.leaders.views.looking import cluster_or_404


@needs(Permission.SEE_REGISTER)
def calendar(request: Request, pk: int) -> HttpResponse:
    """Who is the chain head when, and what has to be handed over?"""
    return _calendar(request, cluster_or_404(request, pk), ItemForm())


def _calendar(request: Request, cluster: Cluster, form: ItemForm) -> HttpResponse:
    found = queries.calendar_of(request.person, cluster, request.as_of, request.today)
    page = {"cluster": cluster, "calendar": found, "form": form, "sides": Side}
    return render(request, "leaders/calendar.html", page, status=422 if form.errors else 200)


def _kept(request: Request, cluster: Cluster) -> Cluster:
    """Return the cluster where the person keeps its calendar; else there is no such page."""
    if not request.reach.may(Permission.KEEP_CHAIN_HEAD, ((ScopeKind.CLUSTER, str(cluster.pk)),)):
        raise Http404
    return cluster


@needs(Permission.KEEP_CHAIN_HEAD)
def propose(request: Request, pk: int) -> HttpResponse:
    """In which order do which firms take their turn?"""
    cluster = _kept(request, cluster_or_404(request, pk))
    proposed = queries.proposed_order(cluster, request.today)
    posted = request.method == "POST"
    if posted:
        form = ProposeForm(request.POST, members=proposed.members)
    else:
        begins = proposed.free_from or months_later(month_of(request.today), 1)
        form = ProposeForm(
            members=proposed.members,
            initial={"begins": begins, "order": "\n".join(proposed.order), "months": 12},
        )
    if posted and form.is_valid():
        typed = form.cleaned_data
        try:
            operations.propose_terms(
                by=request.person, at=timezone.now(), cluster=cluster, firms=typed["order"],
                begins=typed["begins"], months=typed["months"], reason=typed["reason"],
            )  # fmt: skip
            messages.success(request, _("The terms stand in the calendar."))
            return redirect("leaders:calendar", request.world.code, pk)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    page = {"cluster": cluster, "form": form, "members": sorted(proposed.members.values())}
    return render(request, "leaders/propose.html", page, status=422 if form.errors else 200)


@needs(Permission.KEEP_CHAIN_HEAD)
def change(request: Request, pk: int) -> HttpResponse:
    """What becomes of a term that lies ahead?"""
    term = get_object_or_404(
        ChainHeadTerm.objects.filter(cluster__world=request.world).select_related(
            "cluster__world", "firm__merged_into"
        ),
        pk=pk,
    )
    _kept(request, term.cluster)
    others = queries.terms_ahead(term, request.today)
    form = ChangeForm(request.POST or None, others=others)
    if request.method == "POST" and form.is_valid():
        try:
            _change(request, term, form.cleaned_data)
            messages.success(request, _("The calendar is changed."))
            return redirect("leaders:calendar", request.world.code, term.cluster_id)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    page = {"term": term, "cluster": term.cluster, "form": form, "others": others}
    return render(request, "leaders/change.html", page, status=422 if form.errors else 200)


def _change(request: Request, term: ChainHeadTerm, typed: dict[str, Any]) -> None:
    by, at, why = request.person, timezone.now(), typed["reason"]
    if typed["act"] == "skip":
        operations.skip_term(by=by, at=at, term=term, reason=why)
    elif typed["act"] == "drop":
        operations.drop_term(by=by, at=at, term=term, reason=why)
    else:
        other = ChainHeadTerm.objects.filter(cluster=term.cluster, pk=typed["other"]).first()
        if other is None:
            raise Refusal("other_missing", _("Say with which term it changes its turn."))
        operations.swap_terms(by=by, at=at, first=term, second=other, reason=why)


@require_POST
@needs(Permission.HAND_OVER_CHAIN_HEAD)
def note(request: Request, pk: int) -> HttpResponse:
    """Note something open on the hand-over list; it is there only for who keeps a side of it."""
    cluster = cluster_or_404(request, pk)
    if not queries.keeps_items(request.person, cluster):
        raise Http404
    form = ItemForm(request.POST)
    if form.is_valid():
        try:
            operations.note_item(
                by=request.person, at=timezone.now(), cluster=cluster, **form.cleaned_data
            )
            return redirect("leaders:calendar", request.world.code, pk)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return _calendar(request, cluster, form)


@require_POST
@needs(Permission.HAND_OVER_CHAIN_HEAD)
def finish(request: Request, pk: int) -> HttpResponse:
    """Say that an item is done."""
    rows = HandOverItem.objects.filter(cluster__world=request.world)
    item = get_object_or_404(rows.select_related("cluster__world", "holder"), pk=pk)
    return _done(
        request, item.cluster_id,
        lambda: operations.finish_item(by=request.person, at=timezone.now(), item=item),
    )  # fmt: skip


@require_POST
@needs(Permission.HAND_OVER_CHAIN_HEAD)
def word(request: Request, pk: int, side: str) -> HttpResponse:
    """Give the word of one side for a hand-over."""
    if side not in Side.values:
        raise Http404
    rows = HandOver.objects.filter(incoming__cluster__world=request.world)
    over = get_object_or_404(rows.select_related("incoming"), pk=pk)
    return _done(
        request, over.incoming.cluster_id,
        lambda: operations.give_word(
            by=request.person, at=timezone.now(), hand_over=over, side=side
        ),
    )  # fmt: skip


def _done(request: Request, cluster: int, act: Any) -> HttpResponse:
    """Do it and go back to the calendar; a refusal is said there."""
    try:
        act()
        messages.success(request, _("Done."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("leaders:calendar", request.world.code, cluster)
