"""The ways out of the house: where each leads, for whom, whether it is on, and what it sent."""

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
from jilian.base.errors import Refusal
from jilian.base.paging import RequestConfig
from jilian.notices import operations, queries
from jilian.notices.forms import AimForm, place_form_for
from jilian.notices.lists import DeliveryFilter, DeliveryTable
from jilian.notices.models import Channel, ChannelKind, Delivery
from jilian.notices.rules import KINDS
from jilian.ui.parts import Effect

P = Permission
PER_PAGE, LATEST = 25, 5


@needs(P.KEEP_CHANNELS)
def channels(request: Request) -> HttpResponse:
    """How do notices leave the house?"""
    kept = queries.channel_states()
    page = {
        "rows": kept,
        "on": sum(one.channel.is_on for one in kept),
        "failed": sum(one.failed for one in kept),
        "kinds": ChannelKind.choices,
        "sentences": [str(kind.outside) for kind in KINDS.values() if kind.outside],
    }
    return render(request, "notices/channels.html", page)


@needs(P.KEEP_CHANNELS)
def channel(request: Request, pk: int) -> HttpResponse:
    """Where does it lead, for whom, and does it work?"""
    found = get_object_or_404(Channel, pk=pk)
    latest = found.deliveries.select_related("notice")[:LATEST]
    role = found.get_role_display() if found.role else ""
    return render(
        request, "notices/channel.html", {"channel": found, "latest": latest, "role": role}
    )


@needs(P.KEEP_CHANNELS)
def new(request: Request, kind: str) -> HttpResponse:
    """Where does the new channel lead?"""
    if kind not in ChannelKind.values:
        raise Http404
    return _place(request, kind, None)


@needs(P.KEEP_CHANNELS)
def place(request: Request, pk: int) -> HttpResponse:
    """Where does it lead from now on?"""
    found = get_object_or_404(Channel, pk=pk)
    return _place(request, found.kind, found)


def _place(request: Request, kind: str, found: Channel | None) -> HttpResponse:
    shown = ("title", "hosts", "sign_in", "sender", "by_starttls")
    initial = {name: getattr(found, name) for name in shown} if found else {}
    form = place_form_for(kind)(request.POST or None, is_new=found is None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            kept = operations.place_channel(
                by=request.person, at=timezone.now(), kind=kind, channel=found, **form.cleaned_data
            )
            messages.success(request, _("Kept; the channel is switched off."))
            return redirect("notices:channel" if found else "notices:whom", kept.pk)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    words = _("Where does it lead?")
    page = {"form": form, "channel": found, "question": words, "kind": ChannelKind(kind).label}
    return render(request, "notices/channel_form.html", page)


@needs(P.KEEP_CHANNELS)
def whom(request: Request, pk: int) -> HttpResponse:
    """For whom is it?"""
    found = get_object_or_404(Channel, pk=pk)
    initial: dict[str, Any] = {name: getattr(found, name) for name in AimForm.base_fields}
    if not found.link:
        initial["link"] = request.build_absolute_uri("/")
    form = AimForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            operations.aim_channel(
                by=request.person, at=timezone.now(), channel=found, **form.cleaned_data
            )
            messages.success(request, _("Kept."))
            return redirect("notices:channel", found.pk)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    page = {"form": form, "channel": found, "question": _("For whom is it?"),
            "kind": found.get_kind_display()}  # fmt: skip
    return render(request, "notices/channel_form.html", page)


@needs(P.KEEP_CHANNELS)
def switch(request: Request, pk: int) -> HttpResponse:
    """Shall notices leave by it?"""
    found = get_object_or_404(Channel, pk=pk)
    turn_on = not found.is_on
    if request.method == "POST":
        try:
            operations.switch_channel(
                by=request.person, at=timezone.now(), channel=found, on=turn_on
            )
            messages.success(request, _("Switched on.") if turn_on else _("Switched off."))
        except Refusal as refusal:
            messages.error(request, str(refusal))
        return redirect("notices:channel", found.pk)
    effects = (
        [Effect(str(kind.outside), _("leaves the house")) for kind in KINDS.values()
         if kind.outside]
        if turn_on
        else [Effect(str(found), _("What waits for it is not sent any more."))]
    )  # fmt: skip
    page = {"channel": found, "turn_on": turn_on, "effects": effects}
    return render(request, "notices/switch.html", page)


@require_POST
@needs(P.KEEP_CHANNELS)
def try_out(request: Request, pk: int) -> HttpResponse:
    """Send a message that says only that the channel works."""
    found = get_object_or_404(Channel, pk=pk)
    try:
        operations.try_channel(by=request.person, at=timezone.now(), channel=found)
        messages.success(request, _("A test message is on its way."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("notices:channel", found.pk)


@needs(P.KEEP_CHANNELS)
def deliveries(request: Request) -> HttpResponse:
    """What left the house, and what failed?"""
    rows = Delivery.objects.select_related("channel", "notice")
    chosen = DeliveryFilter(request.GET, queryset=rows)
    table = DeliveryTable(chosen.qs, order_by="-made_at")
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    return render(request, "notices/deliveries.html", {"filter": chosen, "table": table})


@require_POST
@needs(P.KEEP_CHANNELS)
def repeat(request: Request, pk: int) -> HttpResponse:
    """Try a message once more."""
    found = get_object_or_404(Delivery, pk=pk)
    try:
        operations.repeat_delivery(by=request.person, at=timezone.now(), delivery=found)
        messages.success(request, _("It is tried again."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("notices:deliveries")
