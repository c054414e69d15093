"""Looking at uploads: the list, one of them, its problems as a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRefresh

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.base.paging import RequestConfig
from jilian.base.sheets import CONTENT_TYPES, as_file
from jilian.intake import operations, queries
from jilian.intake.formats import MOST_KEPT, format_of
from jilian.intake.lists import ProblemFilter, ProblemTable, UploadFilter, UploadTable
from jilian.intake.models import Upload
from jilian.intake.rules import UploadState, note_words, short_words

PER_PAGE = 25


@needs(Permission.UPLOAD)
def uploads(request: Request) -> HttpResponse:
    """Which tables came in, and what became of them?"""
    seen = queries.uploads_seen(request.person, request.world)
    people = queries.names_of(queries.uploaders_of(request.person, request.world))
    senders = queries.senders_of(request.person, request.world)
    chosen = UploadFilter(request.GET, queryset=seen, people=people, senders=senders)
    table = UploadTable(chosen.qs, order_by="-received_at")
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    table.names = people
    page = {"filter": chosen, "table": table, "is_empty": not seen.exists()}
    return render(request, "intake/list.html", page)


@needs(Permission.UPLOAD)
def upload(request: Request, pk: int) -> HttpResponse:
    """What would this table change, and what is wrong with it?"""
    seen = get_object_or_404(queries.uploads_seen(request.person, request.world), pk=pk)
    is_under_way = seen.is_being_checked or seen.is_being_applied
    if request.htmx and request.GET.get("part") == "progress":
        if not is_under_way:
            return HttpResponseClientRefresh()
        return render(request, "intake/detail.html#progress", {"upload": seen})
    page = {"upload": seen, "is_under_way": is_under_way, **_found(request, seen)}
    return render(request, "intake/detail.html", page)


def _found(request: Request, seen: Upload) -> dict[str, object]:
    """What the check found; nothing before it."""
    names = queries.names_of((seen.received_by, seen.applied_by, seen.undone_by))
    counts = {**seen.counts.get("codes", {}), **seen.counts.get("warnings", {})}
    chosen = ProblemFilter(request.GET, queryset=queries.problem_rows(seen), counts=counts)
    table = ProblemTable(chosen.qs)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    if counts:
        table.exports = _files(request, seen)
    format_, is_checked = format_of(seen.kind), seen.difference is not None
    return {
        "received_by": names.get(seen.received_by, seen.received_by),
        "applied_by": names.get(seen.applied_by, seen.applied_by),
        "undone_by": names.get(seen.undone_by, seen.undone_by),
        "note": note_words(seen.note),
        "figures": queries.figures_of(seen) if is_checked else (),
        "how": queries.reading_of(seen),
        "told": queries.told_of(seen, {one.field: one.names[0] for one in format_.columns}),
        "groups": queries.groups_of(seen, format_.labels, format_.reasons),
        "filter": chosen,
        "table": table,
        "kinds": [(code, short_words(code), count) for code, count in counts.items()],
        "chosen_code": request.GET.get("code", ""),
        "problem_count": sum(counts.values()),
        "has_problems": bool(counts) or (seen.state == UploadState.REFUSED and bool(table.rows)),
        "most_kept": MOST_KEPT,
        "can_apply": is_checked and seen.rows_total != seen.bad_rows,
        "changes_nothing": is_checked and _changes_nothing(seen.counts),
        "unknown_count": len(seen.reading.get("unknown", {})),
        "proposed_count": len(seen.reading.get("proposals", {})),
        "sender": seen.sender,
    }


def _files(request: Request, seen: Upload) -> list[tuple[object, str]]:
    """What can be taken along: the list, and the table itself with its cells marked."""
    place = (request.world.code, seen.pk)
    listed = (_("List (CSV)"), reverse("intake:problems", args=place))
    address = reverse("intake:marked", args=place)
    if seen.state == UploadState.REFUSED:
        return [listed]
    bad = (_("Rows with problems, marked (Excel)"), address)
    return [listed, bad, (_("Whole table, marked (Excel)"), f"{address}?rows=all")]


@needs(Permission.UPLOAD)
def marked(request: Request, pk: int) -> HttpResponse:
    """The table as it was sent, as a workbook in which the cells at fault are marked."""
    seen = get_object_or_404(queries.uploads_seen(request.person, request.world), pk=pk)
    try:
        file = operations.marked_file(seen, only_bad=request.GET.get("rows") != "all")
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("intake:detail", world=request.world.code, pk=pk)
    name = f'attachment; filename="marked-{seen.pk}.xlsx"'
    headers = {"Content-Disposition": name}
    return HttpResponse(file.content, content_type=CONTENT_TYPES["xlsx"], headers=headers)


def _changes_nothing(counts: Mapping[str, Any]) -> bool:
    return bool(counts["same"]) and not any(
        counts[kind] for kind in ("new", "changed", "conflicting", "bad_rows")
    )


@needs(Permission.UPLOAD)
def problems(request: Request, pk: int) -> HttpResponse:
    """The problems of an upload as CSV, for whoever mends the table."""
    seen = get_object_or_404(queries.uploads_seen(request.person, request.world), pk=pk)
    heading = (_("Row"), _("Column"), _("Value"), _("What is wrong"), _("Only a warning"))
    rows = (
        (one.row or "", one.column, one.value, one.sentence, _("yes") if one.is_warning else "")
        for one in queries.problem_rows(seen, request.GET.get("code", ""))
    )
    content = as_file("csv", "", [heading, *rows])
    name = f'attachment; filename="problems-{seen.pk}.csv"'
    headers = {"Content-Disposition": name}
    return HttpResponse(content, content_type=CONTENT_TYPES["csv"], headers=headers)
