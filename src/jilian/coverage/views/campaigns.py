"""Which campaigns there are; drawing one up, freezing its list, starting it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.clusters.models import Cluster
from jilian.coverage import formats, operations, queries
from jilian.coverage.forms import CampaignForm, ListForm, default_days, towns_to_choose
from jilian.coverage.models import Campaign, ListedFirm
from jilian.coverage.rules import Basis, check_conditions
from jilian.coverage.rules.listing import read_lines
from jilian.coverage.views.shared import campaign_of, may_run
from jilian.firms.queries import places_to_choose, title_kinds
from jilian.places.models import Division
from jilian.ui.parts import Effect

LISTED = 50


@needs(Permission.SEE_CAMPAIGNS)
def campaign_list(request: Request) -> HttpResponse:
    """Which campaigns run, and how far are they?"""
    found = queries.listed_campaigns(request.person, request.world)
    is_open = request.GET.get("state") == "open"
    page = {
        "campaigns": [one for one in found if one.campaign.is_open] if is_open else found,
        "any": bool(found),
        "is_open": is_open,
        "may_run": may_run(request),
        "open": sum(one.campaign.is_open for one in found),
        "to_sign": sum(one.to_sign for one in found if one.campaign.is_open),
    }
    return render(request, "coverage/list.html", page)


@needs(Permission.RUN_CAMPAIGNS)
def new(request: Request) -> HttpResponse:
    """Draw up a campaign."""
    form = _form(request, request.POST or None, initial=default_days(request.today))
    if request.method == "POST" and form.is_valid():
        try:
            made = operations.create_campaign(
                by=request.person, at=timezone.now(), world=request.world, **form.stated
            )
            return redirect("coverage:draft", request.world.code, made.pk)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render(request, "coverage/new.html", {"form": form, "campaign": None})


@needs(Permission.RUN_CAMPAIGNS)
def count(request: Request) -> HttpResponse:
    """How many firms do these conditions draw? A part, asked for while one types."""
    draft = Campaign.objects.visible_to(request.person, request.world).filter(
        pk=_number(request.GET.get("campaign", ""))
    )
    campaign = draft.select_related("world").first() or Campaign(world=request.world)
    form = _form(request, request.GET)
    page: dict[str, Any] = {"count": None}
    form.is_valid()
    if not set(form.errors) - {"title", "closes_on", "round"}:
        campaign.drawn_on, asked = form.cleaned_data["drawn_on"], form.conditions
        try:
            check_conditions(asked)
            page["count"] = queries.count_drawn(campaign, asked)
            page["listed"] = asked.basis != Basis.CONDITIONS
        except Refusal as refusal:
            page["refusal"] = refusal
    return render(request, "coverage/count.html", page)


@needs(Permission.RUN_CAMPAIGNS)
def draft(request: Request, pk: int) -> HttpResponse:
    """Does this draft hold the right firms?"""
    campaign = campaign_of(request, pk, draft=True)
    initial = CampaignForm.initial_of(campaign.asked)
    initial |= {name: getattr(campaign, name) for name in
                ("title", "round", "scope", "drawn_on", "closes_on")}  # fmt: skip
    is_list = request.POST.get("act") == "list"
    form = _form(request, None if is_list else (request.POST or None), initial=initial)
    listing = ListForm(request.POST if is_list else None, request.FILES if is_list else None)
    if request.method == "POST":
        chosen = listing if is_list else form
        try:
            if _saved(request, campaign, form, listing, is_list=is_list):
                return redirect("coverage:draft", request.world.code, pk)
        except Refusal as refusal:
            chosen.add_error(None, str(refusal))
    listed = ListedFirm.objects.filter(campaign=campaign).select_related("firm").order_by("pk")
    page = {
        "form": form,
        "listing": listing,
        "campaign": campaign,
        "count": queries.count_drawn(campaign),
        "listed": listed[:LISTED],
        "listed_count": listed.count(),
    }
    return render(request, "coverage/new.html", page)


def _saved(
    request: Request, campaign: Campaign, form: CampaignForm, listing: ListForm, *, is_list: bool
) -> bool:
    by, at = request.person, timezone.now()
    if not is_list:
        if not form.is_valid():
            return False
        operations.change_campaign(by=by, at=at, campaign=campaign, **form.stated)
        messages.success(request, _("Saved."))
        return True
    if not listing.is_valid():
        return False
    lines = read_lines(listing.cleaned_data["lines"])
    if file := listing.cleaned_data["file"]:
        lines += formats.read_list(file.name, file.read())
    if not lines:
        listing.add_error(None, _("The list is empty."))
        return False
    taken = operations.list_firms(
        by=by, at=at, campaign=campaign, lines=lines, anew=listing.cleaned_data["anew"]
    )
    messages.success(request, _("%(n)d lines were taken.") % {"n": taken.taken})
    if taken.unknown:
        named = "、".join(taken.unknown[:10])
        words = _("Not in the register, and not on the list (%(n)d): %(named)s")
        messages.error(request, words % {"n": len(taken.unknown), "named": named})
    return True


@needs(Permission.RUN_CAMPAIGNS)
def freeze(request: Request, pk: int) -> HttpResponse:
    """Freeze the list? Nobody adds or deletes a firm afterwards."""
    campaign = campaign_of(request, pk, draft=True)
    page: dict[str, Any] = {"campaign": campaign, "count": queries.count_drawn(campaign)}
    if request.method == "POST":
        try:
            operations.freeze_campaign(by=request.person, at=timezone.now(), campaign=campaign)
            messages.success(request, _("The list is frozen."))
            return redirect("coverage:board", request.world.code, pk)
        except Refusal as refusal:
            page["refusal"] = refusal
    page["effects"] = [
        Effect(
            _("%(n)d firms") % {"n": page["count"]},
            _("stand on the list, by the register of the day"),
            campaign.drawn_on,
        ),
        Effect(_("The list"), _("can no longer be changed by anybody; the database refuses it")),
        Effect(_("Every rate"), _("is over this list until the campaign ends"), campaign.closes_on),
        Effect(_("A firm"), _("leaves a second, labelled rate only with a document and two"
                              " persons")),
    ]  # fmt: skip
    return render(request, "coverage/freeze.html", page)


@require_POST
@needs(Permission.RUN_CAMPAIGNS)
def discard(request: Request, pk: int) -> HttpResponse:
    """Throw a draft away."""
    campaign = campaign_of(request, pk, draft=True)
    operations.discard_campaign(by=request.person, at=timezone.now(), campaign=campaign)
    messages.success(request, _("The draft is gone."))
    return redirect("coverage:list", request.world.code)


@require_POST
@needs(Permission.RUN_CAMPAIGNS)
def start(request: Request, pk: int) -> HttpResponse:
    """Start a frozen campaign."""
    campaign = campaign_of(request, pk)
    try:
        operations.start_campaign(by=request.person, at=timezone.now(), campaign=campaign)
        messages.success(request, _("The campaign has started."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("coverage:board", request.world.code, pk)


def _form(request: Request, data: Any, **more: Any) -> CampaignForm:
    towns = places_to_choose(request.world).filter(level__gte=Division.Level.COUNTY)
    clusters = Cluster.objects.visible_to(request.person, request.world)
    return CampaignForm(
        data,
        towns=towns_to_choose(list(towns)),
        clusters=list(clusters.filter(valid_to__isnull=True)),
        titles=list(title_kinds(request.world)),
        **more,
    )


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 12 else 0
