"""Saying of a source that it is authoritative; a part of the source's page."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.claims import operations, queries
from jilian.sources.rules import MAY_BE_AUTHORITATIVE


@needs(Permission.REVIEW_CLAIMS)
def authority(request: Request, pk: int) -> HttpResponse:
    """Is what this source states beyond a firm's correction?"""
    source = get_object_or_404(queries.sources_of_firms(request.world), pk=pk)
    if request.method != "POST":
        page = {"source": source, "may_be": source.kind in MAY_BE_AUTHORITATIVE}
        return render(request, "claims/authority.html", page)
    wanted = request.POST.get("authoritative") == "yes"
    try:
        operations.mark_source(
            by=request.person,
            at=timezone.now(),
            world=request.world,
            source=source,
            authoritative=wanted,
        )
        messages.success(request, _("Recorded."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("world:source", request.world.code, pk)
