"""Size classes of clusters in a year."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.clusters.queries import sees_outputs
from jilian.gaps import queries


@needs(Permission.SEE_GAPS)
def sizes(request: Request) -> HttpResponse:
    """Which clusters are of the 100-billion and of the 10-billion class, by which rule?"""
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else None
    page = queries.size_page(request.person, request.world, request.as_of, year)
    context = {"page": page, "sees_outputs": sees_outputs(request.person, request.world)}
    return render(request, "gaps/sizes.html", context)
