"""The API: the areas' routers under one description."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.security import django_auth

from jilian.base.errors import NotAllowed, Refusal
from jilian.claims.api import router as claims
from jilian.clusters.api import router as clusters
from jilian.duplicates.api import router as duplicates
from jilian.firms.api import router as firms
from jilian.intake.api import router as intake
from jilian.network.api import router as network
from jilian.organisations.api import router as organisations

api = NinjaAPI(
    title="Jilian",
    version="1",
    description="Firms, supply links, organisations and clusters of a world, as of a day.",
    auth=django_auth,
    docs_decorator=login_required,
    urls_namespace="api",
)
for prefix, router in (
    ("firms", firms),
    ("duplicates", duplicates),
    ("claims", claims),
    ("links", network),
    ("organisations", organisations),
    ("clusters", clusters),
    ("uploads", intake),
):
    api.add_router(f"/{{world_code}}/{prefix}", router, tags=[prefix])


@api.exception_handler(Refusal)
def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Answer a refusal as a problem (RFC 9457) with its code and sentence."""
    return api.create_response(
        request, {"code": refusal.code, "detail": str(refusal.sentence)}, status=409
    )


@api.exception_handler(NotAllowed)
@api.exception_handler(Http404)
def not_there(request: HttpRequest, error: Exception) -> HttpResponse:
    """Answer what is closed exactly as what does not exist."""
    return api.create_response(request, {"code": "not_found", "detail": _("Not found")}, status=404)
