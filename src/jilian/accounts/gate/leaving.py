"""Before records leave the house: what for, and who gets them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render

from jilian.accounts.forms import TakeAlongForm
from jilian.accounts.gate.stated import Request
from jilian.audit.rules import USUAL_PURPOSES, USUAL_RECIPIENTS
from jilian.base.errors import Refusal
from jilian.base.problems import problem
from jilian.base.sheets import CONTENT_TYPES

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
