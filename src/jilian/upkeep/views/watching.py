"""Addresses for machines that watch. None of them tells anything about people or records."""

from __future__ import annotations

from ipaddress import ip_address

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from jilian.accounts.gate import open_to_all
from jilian.upkeep.formats.metrics import exposition
from jilian.upkeep.queries import readiness, watched

FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-IP")


@open_to_all
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """The process lives; asks nothing of the database."""
    return JsonResponse({"alive": True})


@open_to_all
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Whether pages can be answered, and which part is missing (503)."""
    found = readiness(timezone.now())
    good = all(state == "ok" for state in found.values())
    return JsonResponse({"ready": good, "parts": found}, status=200 if good else 503)


@open_to_all
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures for Prometheus; only for the addresses that a setting names, past any proxy."""
    if not _may_watch(request):
        raise Http404
    return HttpResponse(exposition(watched(timezone.now())), content_type=CONTENT_TYPE_LATEST)


def _may_watch(request: HttpRequest) -> bool:
    if any(request.headers.get(name) for name in FORWARDED):
        return False
    try:
        asking = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    return any(asking in network for network in settings.METRICS_FROM)
