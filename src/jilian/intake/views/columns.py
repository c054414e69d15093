"""What the columns of a table mean: asked of a person, kept for the sender."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.base.paging import RequestConfig
from jilian.intake import operations, queries
from jilian.intake.forms import ColumnsForm
from jilian.intake.lists import MeaningTable

PER_PAGE = 50


@needs(Permission.UPLOAD)
def columns(request: Request, pk: int) -> HttpResponse:
    """What do the columns mean that are not known by their headings?"""
    seen = get_object_or_404(queries.uploads_seen(request.person, request.world), pk=pk)
    form = ColumnsForm(request.POST or None, upload=seen)
    if request.method == "POST" and form.is_valid():
        try:
            operations.map_columns(
                upload_id=seen.pk,
                columns=form.told,
                remember=form.cleaned_data["remember"],
                by=request.person,
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("intake:detail", world=request.world.code, pk=pk)
    page = {"upload": seen, "form": form, "sender": queries.name_of_sender(seen)}
    return render(request, "intake/columns.html", page, status=422 if form.errors else 200)


@needs(Permission.UPLOAD)
def headings(request: Request) -> HttpResponse:
    """Which headings do we read as told, and for whose tables?"""
    table = MeaningTable(queries.meanings_seen(request.person, request.world))
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    table.names = queries.names_of(row.record.sender for row in table.paginated_rows)
    page = {"table": table, "is_empty": not table.rows}
    return render(request, "intake/headings.html", page)


@needs(Permission.UPLOAD)
@require_POST
def forget_heading(request: Request, pk: int) -> HttpResponse:
    """No longer read a heading as it was told."""
    kept = get_object_or_404(queries.meanings_seen(request.person, request.world), pk=pk)
    words = _("“%(heading)s” is no longer read as told.") % {"heading": kept.heading}
    operations.forget_meaning(meaning=kept, by=request.person, at=timezone.now())
    messages.success(request, words)
    return redirect("intake:headings", world=request.world.code)
