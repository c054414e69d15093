"""What waits for a person, and the way to each matter."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from jilian.accounts.gate import Request, open_to_signed_in
from jilian.notices import operations, queries
from jilian.notices.models import Notice

LOOKS_BACK = timedelta(days=30)


@open_to_signed_in
def notice_list(request: Request) -> HttpResponse:
    """Everything that waits for me, and what was settled in the last thirty days."""
    now = timezone.now()
    waiting = queries.waiting_for(request.person)
    settled = queries.settled_for(request.person, now - LOOKS_BACK)
    return render(request, "notices/list.html", {"waiting": waiting, "settled": settled})


@open_to_signed_in
def open_notice(request: Request, pk: int) -> HttpResponse:
    """Go to the matter; a notice that only informs is settled by that."""
    notice = get_object_or_404(Notice, pk=pk, to=request.person)
    operations.open_notice(by=request.person, at=timezone.now(), notice=notice)
    return redirect(notice.url)
