"""Lists of this area as files, and the links under a list that lead to them."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.urls import reverse

from jilian.accounts.gate import Request
from jilian.accounts.permissions import Permission
from jilian.base.sheets import CONTENT_TYPES, as_file


def file_answer(
    lines: Sequence[Sequence[object]], kind: str, title: str, name: str
) -> HttpResponse:
    """The lines as a file of this kind."""
    return HttpResponse(
        as_file(kind, title, lines),
        content_type=CONTENT_TYPES[kind],
        headers={"Content-Disposition": f'attachment; filename="{name}.{kind}"'},
    )


def export_links(request: Request, name: str, *args: object, **more: str) -> list[tuple[str, str]]:
    """Where the list that is shown can be taken along; nothing for who may not.

    ``more`` is asked for besides what the page asks for.
    """
    if not request.reach.may(Permission.EXPORT):
        return []
    asked = request.GET.copy()
    asked.pop("page", None)
    asked.update(more)
    query = f"?{asked.urlencode()}" if asked else ""
    return [
        (label, reverse(name, args=(request.world.code, *args, kind)) + query)
        for label, kind in (("CSV", "csv"), ("Excel", "xlsx"))
    ]
