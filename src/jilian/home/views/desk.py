"""The desk of the system administrator: the state of the installation."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from jilian.accounts.gate import Request, needs
from jilian.accounts.permissions import Permission
from jilian.home import queries
from jilian.home.rules import size_text


@needs(Permission.SEE_SYSTEM)
def system(request: Request) -> HttpResponse:
    """Is everything in order?"""
    found = queries.installation(timezone.now())
    wrong = sum(not check.ok for check in found.checks)
    page = {
        "found": found,
        "wrong": wrong,
        "size": size_text(found.database.size),
        "free": size_text(found.free),
    }
    return render(request, "home/system.html", page)
