"""Sending a table, and the templates to fill in."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.base.errors import Refusal
from jilian.base.sheets import CONTENT_TYPES
from jilian.intake import operations
from jilian.intake.formats import CATALOGUE, blank_csv, blank_xlsx
from jilian.intake.forms import UploadForm
from jilian.ui.values import in_chinese

WRITERS = {"csv": blank_csv, "xlsx": blank_xlsx}


@needs(Permission.UPLOAD)
def receive(request: Request) -> HttpResponse:
    """What must a table look like, and where do I send it?"""
    form = UploadForm(request.POST or None, request.FILES or None, initial=_initial(request))
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            upload = operations.receive_upload(
                by=request.person,
                at=timezone.now(),
                world=request.world,
                kind=form.cleaned_data["kind"],
                file_name=file.name,
                content=file.read(),
                sheet=form.cleaned_data["sheet"],
            )
        except Refusal as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("intake:detail", world=request.world.code, pk=upload.pk)
    status = 422 if form.errors else 200
    page = {"form": form, "formats": list(CATALOGUE.values())}
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
