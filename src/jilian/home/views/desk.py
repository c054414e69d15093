"""The desks of the administrators: the state of the installation, and who did what."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django_tables2 import RequestConfig

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.home import queries
from jilian.home.lists import TraceFilter, TraceTable
from jilian.home.rules import action_words, changes_between, size_text

ROWS_A_PAGE = 50


@needs(Permission.SEE_SYSTEM)
def system(request: Request) -> HttpResponse:
    """Is everything in order?"""
    found = queries.installation(timezone.now())
    wrong = sum(not check.ok for check in found.checks)
    page = {
        "found": found,
        "wrong": wrong,
        "size": size_text(found.database.size),
        "free": size_text(found.free),
    }
    return render(request, "home/system.html", page)


@needs(Permission.SEE_TRACES)
def traces(request: Request) -> HttpResponse:
    """Who did what, when?"""
    people, worlds = queries.people_traced(), queries.names_of_worlds()
    chosen = TraceFilter(
        request.GET,
        queries.traces_for(request.person),
        people=list(people.items()),
        actions=queries.actions_seen(),
        worlds=list(worlds.items()),
    )
    table = TraceTable(chosen.qs, people=people, worlds=worlds)
    RequestConfig(request, paginate={"per_page": ROWS_A_PAGE}).configure(table)
    return render(request, "home/traces.html", {"filter": chosen, "table": table})


@needs(Permission.SEE_TRACES)
def trace(request: Request, pk: int) -> HttpResponse:
    """What did this change?"""
    found = get_object_or_404(queries.traces_for(request.person), pk=pk)
    words, people = action_words(found.action), queries.people_traced()
    page = {
        "trace": found,
        "words": words,
        "doer": people.get(found.by, found.by),
        "world_name": queries.names_of_worlds().get(found.world, found.world),
        "changes": changes_between(found.before, found.after, found.about_name or words),
        "earlier": [
            {"trace": one, "words": action_words(one.action), "doer": people.get(one.by, one.by)}
            for one in queries.traces_about(request.person, found)
        ],
    }
    return render(request, "home/trace.html", page)
