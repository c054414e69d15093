"""What is answered where nothing stands, or to what no page of ours asks."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.defaults import bad_request, page_not_found

from jilian.accounts.gate import open_to_all
from jilian.base.problems import problem

PROGRAMS = "/api/"


@open_to_all
def not_there(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Nothing is there: a page for people, a problem for programs."""
    if request.path.startswith(PROGRAMS):
        return problem(404, "not_found", _("Not found"))
    return page_not_found(request, exception)


@open_to_all
def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The request cannot be read."""
    if request.path.startswith(PROGRAMS):
        return problem(400, "unreadable", _("The request cannot be read."))
    return bad_request(request, exception)
