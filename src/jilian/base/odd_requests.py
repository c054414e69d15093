"""Requests that no page or program of ours makes, refused before anything reads them."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse

NUL = "\x00"


class OddRequestMiddleware:
    """Refuses an address with a NUL in it: PostgreSQL keeps none, and raises an error for one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:  # noqa: D102
        query = request.META.get("QUERY_STRING", "")
        if NUL in request.path_info or NUL in query or "%00" in query:
            raise SuspiciousOperation("NUL in an address")
        return self.get_response(request)
