"""Looking at uploads: the list, one of them, its problems as a file."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRefresh
from django_tables2 import RequestConfig

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.base.sheets import CONTENT_TYPES, as_file
from jilian.intake import queries
from jilian.intake.formats import MOST_KEPT, format_of
from jilian.intake.lists import ProblemFilter, ProblemTable, UploadFilter, UploadTable
from jilian.intake.models import Upload
from jilian.intake.rules import UploadState, note_words, short_words

PER_PAGE = 25


@needs(Permission.UPLOAD)
def uploads(request: Request) -> HttpResponse:
    """Which tables came in, and what became of them?"""
    seen = queries.uploads_seen(request.person, request.world)
    chosen = UploadFilter(request.GET, queryset=seen)
    table = UploadTable(chosen.qs, order_by="-received_at")
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    table.names = queries.names_of(row.record.received_by for row in table.paginated_rows)
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
    names = queries.names_of((seen.received_by, seen.applied_by))
    counts = {**seen.counts.get("codes", {}), **seen.counts.get("warnings", {})}
    chosen = ProblemFilter(request.GET, queryset=queries.problem_rows(seen), counts=counts)
    table = ProblemTable(chosen.qs)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    if counts:
        table.exports = [("CSV", reverse("intake:problems", args=(request.world.code, seen.pk)))]
    format_, is_checked = format_of(seen.kind), seen.difference is not None
    return {
        "received_by": names.get(seen.received_by, seen.received_by),
        "applied_by": names.get(seen.applied_by, seen.applied_by),
        "note": note_words(seen.note),
        "figures": queries.figures_of(seen) if is_checked else (),
        "how": queries.reading_of(seen),
        "groups": queries.groups_of(seen, format_.labels, format_.reasons),
        "filter": chosen,
        "table": table,
        "kinds": [(code, short_words(code), count) for code, count in counts.items()],
        "chosen_code": request.GET.get("code", ""),
        "problem_count": sum(counts.values()),
        "has_problems": bool(counts) or (seen.state == UploadState.REFUSED and bool(table.rows)),
        "most_kept": MOST_KEPT,
        "can_apply": is_checked and seen.rows_total != seen.bad_rows,
    }


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
