"""Records that leave the house as files: what for, to whom, from where, in which form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.urls import reverse

from jilian.accounts.forms import TakeAlongForm
from jilian.accounts.gate.stated import Request
from jilian.accounts.permissions import Permission
from jilian.audit.rules import USUAL_PURPOSES, USUAL_RECIPIENTS
from jilian.base.errors import Refusal
from jilian.base.problems import problem
from jilian.base.sheets import CONTENT_TYPES, as_file

Arguments = ParamSpec("Arguments")
PURPOSE, RECIPIENT = "purpose", "recipient"
LAST = "take_along"  # where the session keeps the last words used


@dataclass(frozen=True)
class Taking:
    """What a file is for and who gets it, as the person says; both stand in the trace."""

    purpose: str
    recipient: str


Export = Callable[Concatenate[Request, Taking, Arguments], HttpResponseBase]


def says_purpose(
    view: Export[Arguments],
) -> Callable[Concatenate[Request, Arguments], HttpResponseBase]:
    """Ask for purpose and recipient before a view that hands out a file.

    Programs give both in the address, ``purpose`` and ``recipient``, and get 422 with a code
    without them. The view gets them as its second argument, and an address without them.
    """

    @wraps(view)
    def asking(
        request: Request, /, *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> HttpResponseBase:
        if kwargs.get("kind", "csv") not in CONTENT_TYPES:
            raise Http404
        asked = request.GET.copy()
        is_answer = PURPOSE in asked or RECIPIENT in asked
        last = request.session.get(LAST, ("", ""))
        form = TakeAlongForm(
            asked if is_answer else None,
            initial={PURPOSE: last[0], RECIPIENT: last[1]},
        )
        if not form.is_valid():
            return _dialog(request, form, is_answer)
        said = form.cleaned_data
        taking = Taking(said[PURPOSE], said[RECIPIENT])
        if tuple(last) != (taking.purpose, taking.recipient):
            request.session[LAST] = [taking.purpose, taking.recipient]
        _forget(asked)
        request.GET = asked  # type: ignore[assignment]
        return view(request, taking, *args, **kwargs)

    return asking


def export_links(request: Request, name: str, *args: object, **more: str) -> list[tuple[str, str]]:
    """Where the list that is shown can be taken along, as it is narrowed; nothing for who may not.

    ``args`` stand in the address between world and kind; ``more`` is asked for besides what the
    page asks for.
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


def file_answer(
    lines: Sequence[Sequence[object]], kind: str, title: str, name: str
) -> HttpResponse:
    """The lines as a file of this kind, its ending put to the name; 404 for a kind unknown."""
    if kind not in CONTENT_TYPES:
        raise Http404
    return HttpResponse(
        as_file(kind, title, lines),
        content_type=CONTENT_TYPES[kind],
        headers={"Content-Disposition": f'attachment; filename="{name}.{kind}"'},
    )


def _forget(asked: QueryDict) -> None:
    for name in (PURPOSE, RECIPIENT):
        asked.pop(name, None)


def _dialog(request: Request, form: TakeAlongForm, is_answer: bool) -> HttpResponse:
    if "text/html" not in request.headers.get("accept", "text/html"):
        missing = Refusal("purpose_missing", form.missing_words)
        return problem(422, missing.code, str(missing))
    kept = request.GET.copy()
    _forget(kept)
    page = {
        "form": form,
        "kept": [(name, value) for name, values in kept.lists() for value in values],
        "purposes": USUAL_PURPOSES,
        "recipients": USUAL_RECIPIENTS,
        "file_name": request.path.rstrip("/").rpartition("/")[2],
        "back": request.headers.get("referer", ""),
    }
    return render(request, "accounts/take_along.html", page, status=422 if is_answer else 200)
