"""Context of every page: the navigation that this person may use."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest


def navigation(request: HttpRequest) -> Mapping[str, object]:
    """Return the main navigation, the person's menu and the address of the search."""
    return {"navigation": [], "person_menu": [], "search_url": ""}
