"""Sending a table, and the templates to fill in."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.base.sheets import CONTENT_TYPES
from jilian.intake import operations, queries
from jilian.intake.formats import CATALOGUE, blank_csv, blank_xlsx
from jilian.intake.forms import UploadForm
from jilian.intake.models import Upload
from jilian.intake.rules import UploadState
from jilian.ui.values import in_chinese

WRITERS = {"csv": blank_csv, "xlsx": blank_xlsx}


@needs(Permission.UPLOAD)
def receive(request: Request) -> HttpResponse:
    """What must a table look like, and where do I send it?"""
    senders = queries.senders_of(request.person, request.world)
    form = UploadForm(
        request.POST or None, request.FILES or None, initial=_initial(request), senders=senders
    )
    earlier: Upload | None = None
    if request.method == "POST" and form.is_valid():
        file, kind = form.cleaned_data["file"], form.cleaned_data["kind"]
        content, sheet = file.read(), form.cleaned_data["sheet"]
        try:
            upload = operations.receive_upload(
                by=request.person,
                at=timezone.now(),
                world=request.world,
                kind=kind,
                file_name=file.name,
                content=content,
                sheet=sheet,
                sender=form.cleaned_data["sender"],
            )
        except Refusal as refusal:
            form.add_error("file", str(refusal))
            if refusal.code == "table_uploaded_before":
                print_of = operations.fingerprint_of(content)
                earlier = queries.earlier_upload(request.world, kind, print_of, sheet)
        else:
            place = "columns" if upload.state == UploadState.UNCLEAR else "detail"
            return redirect(f"intake:{place}", world=request.world.code, pk=upload.pk)
    status = 422 if form.errors else 200
    page = {"form": form, "formats": list(CATALOGUE.values()), "earlier": earlier}
    return render(request, "intake/receive.html", page, status=status)


def _initial(request: Request) -> dict[str, str]:
    kind = request.GET.get("kind", "")
    return {"kind": kind if kind in CATALOGUE else next(iter(CATALOGUE))}


@needs(Permission.UPLOAD)
def blank_table(request: Request, kind: str, ending: str) -> HttpResponse:
    """An empty table with the headings and one marked example, in the reader's language."""
    if kind not in CATALOGUE or ending not in WRITERS:
        raise Http404
    content = WRITERS[ending](CATALOGUE[kind], in_chinese=in_chinese())
    name = f'attachment; filename="{kind}.{ending}"'
    return HttpResponse(
        content, content_type=CONTENT_TYPES[ending], headers={"Content-Disposition": name}
    )
