"""What several pages of this area need: the campaign of an address, and saying what was done."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _, ngettext

from jilian.accounts.gate import Request
from jilian.accounts.permissions import Permission
from jilian.coverage import queries
from jilian.coverage.models import Campaign
from jilian.coverage.operations import Applied
from jilian.coverage.rules import CampaignState

ROWS_A_PAGE = 25
NAMED = 8


def campaign_of(request: Request, pk: int, *, draft: bool = False) -> Campaign:
    """The campaign of an address, if the person may see it; a draft only where asked for."""
    rows = Campaign.objects.visible_to(request.person, request.world).select_related("world")
    found = get_object_or_404(rows, pk=pk)
    if draft != (found.state == CampaignState.DRAFT):
        raise Http404
    return found


def listed_campaign(request: Request, pk: int) -> Campaign:
    """The frozen campaign, for whoever sees a list of its targets and not only the own firm."""
    found = campaign_of(request, pk)
    if not queries.sees_list(request.person, found):
        raise Http404
    return found


def say(request: Request, applied: Applied) -> None:
    """Say how many targets were done, and which were left and why."""
    if applied.done:
        done = ngettext("Done: %(n)d target.", "Done: %(n)d targets.", applied.done)
        messages.success(request, done % {"n": applied.done})
    for target, refusal in applied.left[:NAMED]:
        messages.error(request, f"{target}: {refusal}")
    if len(applied.left) > NAMED:
        more = _("and %(n)d more were left.") % {"n": len(applied.left) - NAMED}
        messages.error(request, more)


def numbers(values: list[str]) -> list[int]:
    """The keys among what an address or a form says."""
    return [int(one) for one in values if one.isdecimal() and len(one) < 19]


def may_run(request: Request) -> bool:
    """Whether the person draws up, plans and closes campaigns here."""
    return request.reach.may(Permission.RUN_CAMPAIGNS)


def few(rows: QuerySet[Any]) -> list[Any]:
    """The first of many, for a sentence."""
    return list(rows[:NAMED])
