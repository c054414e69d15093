"""What left the house: the list, and the list itself as a file."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from jilian.accounts.gate import Request, Taking, needs, says_purpose
from jilian.accounts.permissions import Permission
from jilian.base.paging import RequestConfig
from jilian.base.sheets import CONTENT_TYPES, as_file
from jilian.desk import formats, operations
from jilian.desk.lists import TakenFilter, TakenTable
from jilian.desk.queries import traces as reading
from jilian.desk.queries.leaving import taken_out
from jilian.desk.views.auditing import PAGES
from jilian.places.models import World


@needs(Permission.KEEP_DESK)
def taken(request: Request) -> HttpResponse:
    """What left the house from this world?"""
    export = reverse("desk:export_taken", args=(request.world.code,))
    return _page(request, request.world, export)


@needs(Permission.SEE_TRACES)
def taken_everywhere(request: Request) -> HttpResponse:
    """What left the house?"""
    return _page(request, None, reverse("audit:export_taken"))


@needs(Permission.KEEP_DESK)
@says_purpose
def export_taken(request: Request, taking: Taking) -> HttpResponse:
    """The exports of a world as a file."""
    return _file(request, taking, request.world)


@needs(Permission.SEE_TRACES)
@says_purpose
def export_taken_everywhere(request: Request, taking: Taking) -> HttpResponse:
    """All exports as a file."""
    return _file(request, taking, None)


def _page(request: Request, world: World | None, export: str) -> HttpResponse:
    people, worlds = reading.people_traced(), reading.names_of_worlds()
    chosen = TakenFilter(request.GET, taken_out(request.person, world), people=people)
    table = TakenTable(chosen.qs, people=people, worlds=worlds)
    RequestConfig(request, paginate=PAGES).configure(table)
    asked = request.GET.urlencode()
    table.exports = [("CSV", f"{export}?{asked}" if asked else export)]
    page = {"filter": chosen, "table": table, "of_world": world is not None}
    return render(request, "desk/taken.html", page)


def _file(request: Request, taking: Taking, world: World | None) -> HttpResponse:
    people, worlds = reading.people_traced(), reading.names_of_worlds()
    chosen = TakenFilter(request.GET, taken_out(request.person, world), people=people)
    lines = formats.taken_lines(chosen.qs, people, worlds)
    operations.note_export(
        by=request.person, at=timezone.now(), world=world, rows=len(lines) - 1,
        purpose=taking.purpose, recipient=taking.recipient,
    )  # fmt: skip
    name = f"taken-out-{world.code if world else 'all'}-{request.today.isoformat()}.csv"
    return HttpResponse(
        as_file("csv", "", lines),
        content_type=CONTENT_TYPES["csv"],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
