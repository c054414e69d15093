"""The auditor's pages: traces, the chain, its seals, looks."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.audit.models import DailyDigest, Verification
from jilian.audit.queries import head, last_seal, last_verification, start
from jilian.audit.rules import action_words, statement_file
from jilian.base.paging import BoundedPaginator, RequestConfig
from jilian.base.signing import SigningKey
from jilian.desk import operations
from jilian.desk.lists import LookFilter, LookTable, TraceFilter, TraceTable
from jilian.desk.operations.chain import key_folder
from jilian.desk.queries import history, traces as reading
from jilian.desk.rules import changes_between, finding_from, finding_words

ROWS_A_PAGE = 50
PAGES: dict[str, Any] = {"per_page": ROWS_A_PAGE, "paginator_class": BoundedPaginator}
VERIFICATIONS_SHOWN, SEALS_SHOWN = 12, 31


@needs(Permission.SEE_TRACES)
def traces(request: Request) -> HttpResponse:
    """Who did what, when?"""
    people, worlds = reading.people_traced(), reading.names_of_worlds()
    rows = reading.traces_for(request.person)
    actions = reading.actions_seen()
    chosen = TraceFilter(request.GET, rows, people=people, actions=actions, worlds=worlds)
    table = TraceTable(chosen.qs, people=people, worlds=worlds)
    RequestConfig(request, paginate=PAGES).configure(table)
    return render(request, "desk/traces.html", {"filter": chosen, "table": table})


@needs(Permission.SEE_TRACES)
def trace(request: Request, pk: int) -> HttpResponse:
    """What did this change?"""
    found = get_object_or_404(reading.traces_for(request.person), pk=pk)
    words, people = action_words(found.action), reading.people_traced()
    fields = history.field_words(found.about_kind)
    page = {
        "trace": found,
        "words": words,
        "doer": people.get(found.by, found.by),
        "world_name": reading.names_of_worlds().get(found.world, found.world),
        "changes": changes_between(found.before, found.after, found.about_name or words, fields),
        "earlier": [
            {"trace": one, "words": action_words(one.action), "doer": people.get(one.by, one.by)}
            for one in reading.traces_about(request.person, found)
        ],
    }
    return render(request, "desk/trace.html", page)


@needs(Permission.SEE_TRACES)
def chain(request: Request) -> HttpResponse:
    """Has anybody changed a trace?"""
    latest = last_verification()
    page = {
        "latest": latest,
        "found": [finding_words(finding_from(one)) for one in latest.findings] if latest else [],
        "running": Verification.objects.filter(ended_at__isnull=True).first(),
        "verifications": Verification.objects.filter(ended_at__isnull=False)[:VERIFICATIONS_SHOWN],
        "seals": DailyDigest.objects.all()[:SEALS_SHOWN],
        "last_seal": last_seal(),
        "head": head(),
        "start": start(),
        "public_key": SigningKey(key_folder()).public,
        "people": reading.people_known(),
    }
    return render(request, "desk/chain.html", page)


@require_POST
@needs(Permission.SEE_TRACES)
def verify(request: Request) -> HttpResponse:
    """Have the chain verified now."""
    operations.ask_for_verification(by=request.person, at=timezone.now())
    return redirect("audit:chain")


@needs(Permission.SEE_TRACES)
def verification(request: Request, pk: int) -> HttpResponse:
    """How far a verification has come, as part of the page."""
    found = get_object_or_404(Verification, pk=pk)
    return render(request, "desk/verification.html", {"running": found})


@require_POST
@needs(Permission.SEE_TRACES)
def seal(request: Request) -> HttpResponse:
    """Sign where the chain ends now."""
    made = operations.seal_chain(by=request.person, at=timezone.now())
    messages.success(
        request, _("Sealed up to trace %s: keep the file elsewhere.") % made.last_number
    )
    return redirect("audit:chain")


@needs(Permission.SEE_TRACES)
def digest(request: Request, pk: int) -> HttpResponse:
    """A sealed digest as a file, to be kept elsewhere; it holds no record."""
    found = get_object_or_404(DailyDigest, pk=pk)
    name = f"jilian-digest-{found.day.isoformat()}-{found.last_number}.json"
    return HttpResponse(
        statement_file(found.statement, found.signature),
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@needs(Permission.SEE_TRACES)
def looks(request: Request) -> HttpResponse:
    """Who looked at which firm?"""
    people, worlds = reading.people_known(), reading.names_of_worlds()
    chosen = LookFilter(request.GET, reading.looks_for(request.person), people=people)
    table = LookTable(chosen.qs, people=people, worlds=worlds, firms={})
    RequestConfig(request, paginate=PAGES).configure(table)
    table.firms = history.names_of_firms([row.record for row in table.paginated_rows])
    return render(request, "desk/looks.html", {"filter": chosen, "table": table})


@needs(Permission.SEE_TRACES)
def record(request: Request, kind: str, key: str) -> HttpResponse:
    """Who did what to this record, whichever it is?"""
    rows = history.traces_of(kind, key)
    return render(request, "desk/history.html", history_page(request, rows, by_name=True))


def history_page(request: Request, rows: Any, *, by_name: bool, hidden: str = "") -> dict[str, Any]:
    """The traces of a record, a page of them in words."""
    pages = BoundedPaginator(rows, ROWS_A_PAGE)
    shown = pages.get_page(request.GET.get("page"))
    told = history.told(shown, by_name, hidden)
    return {"told": told, "pages": shown, "by_name": by_name}
