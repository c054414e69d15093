"""One search across everything in a world."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.home import queries
from jilian.home.rules import INDUSTRY, PLACE, PRODUCT, WORDS

NARROWED_BY = {"place": PLACE, "industry": INDUSTRY, "product": PRODUCT, "words": WORDS}


@needs(Permission.SEE_REGISTER)
def search(request: Request) -> HttpResponse:
    """Where does this word occur?"""
    words = " ".join(request.GET.get("q", "").split())
    found = queries.search(request.person, request.world, request.as_of, words)
    part = "#found" if request.htmx and not request.htmx.boosted else ""
    return render(
        request,
        f"home/search.html{part}",
        {"found": found, "query": words, "by": NARROWED_BY, "search_url": ""},
    )
